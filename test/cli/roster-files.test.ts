import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { faultText, isFault } from "../../src/cli/fault.ts";
import { isRoster, rosterRows } from "../../src/cli/roster-file.ts";
import { readTable } from "../../src/cli/table-file.ts";
import { aFolder } from "../support/a-folder.ts";
import { dump } from "../support/dump.ts";
import { aCli, type Outcome } from "./a-cli.ts";
import { type ACells, aWorkbook, formula, someRows, styled } from "./a-workbook.ts";

const fileOf = (name: string) => join(import.meta.dirname, "files", name);

/** The people of a file, its faults and its notes. */
function read(bytes: Buffer | string) {
  const table = readTable(Buffer.from(bytes), isRoster);
  if (isFault(table)) return { sheet: undefined, people: [], faults: [faultText(table)], notes: [] };
  const { rows, faults, notes } = rosterRows(table);
  const people = rows.map(({ name, branch, account }) => [name, branch, account].join(" "));
  return { sheet: table.sheet, rows, people, faults: faults.map(faultText), notes };
}

const HEAD = ["姓名", "党支部", "账号"];
const LI = ["李明", "第一党支部", "lm"];
const LI_READ = "李明 第一党支部 lm";
const sheet = (...rows: ACells[]) => aWorkbook(someRows(...rows));

describe("a cell without a value", () => {
  test("in a known column is a fault with its line and column, and nothing is imported", async () => {
    const cli = aCli();
    await cli.bot("roster", "import", fileOf("duties-and-states.xlsx"));
    const before = dump(cli.db);

    const { code, out, err } = await cli.bot("roster", "import", fileOf("formulas-without-values.xlsx"));

    expect(code).toBe(2);
    expect(out).toBe("");
    const lines = err.split("\n");
    expect(lines.slice(0, 2)).toEqual(["文件有 5 处需要改正，没有导入任何内容：", "读取的是工作表“Sheet1”。"]);
    expect(lines.slice(2).map((line) => line.slice(0, 18))).toEqual([
      "第 2 行“职务”：是还没有算出结果",
      "第 2 行“状态”：是还没有算出结果",
      "第 3 行“职务”：单元格里是错误值",
      "第 3 行“状态”：单元格里是错误值",
      "第 4 行“状态”：单元格里是错误值",
    ]);
    expect(dump(cli.db)).toEqual(before);
  });

  test("that is required is told by its error, not as an empty one", () => {
    expect(read(readFileSync(fileOf("not-available.xlsx"))).faults).toEqual([
      "第 2 行“党支部”：单元格里是错误值 #N/A。请改正公式，或直接填写文字。",
    ]);
  });

  test.each([
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "Err:502",
  ])("is known in a text file too: %s", (error) => {
    expect(read(`姓名,党支部,账号,职务\n李明,第一党支部,lm,${error}\n`).faults).toEqual([
      `第 2 行“职务”：单元格里是错误值 ${error}。请改正公式，或直接填写文字。`,
    ]);
  });

  test.each([
    ["a formula without a result", formula("VLOOKUP(A2,X,2,0)")],
    ["a formula with an empty result that is no text", formula("VLOOKUP(A2,X,2,0)", "")],
    ["an error", formula("1/0", "#DIV/0!", "e")],
    ["an error that was typed", { attributes: 't="e"', content: "<v>#N/A</v>" }],
    ["the text of an error", "#N/A"],
    ["the text of a formula", "=VLOOKUP(A2,X!A:B,2,FALSE)"],
    ["a number too wide for its column, as text", "########"],
    ["a day before all days", styled(-5)],
  ])("is one whatever stands for it: %s", (_, cell) => {
    const { faults } = read(
      aWorkbook({ formats: ["yyyy-mm-dd"], sheets: [{ rows: someRows([...HEAD, "状态"], [...LI, cell]) }] }),
    );

    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^第 2 行“状态”：/);
  });

  test("is none when a formula gives a text, even an empty one", () => {
    const { faults, rows } = read(
      sheet([...HEAD, "职务", "状态"], [...LI, formula("X", "支部书记", "str"), formula('IF(1,"",2)', "", "str")]),
    );

    expect(faults).toEqual([]);
    expect(rows).toMatchObject([{ duties: ["支部书记"], state: "在职" }]);
  });

  test("is one when the program that wrote the file left all formulas to be calculated", () => {
    const rows = someRows([...HEAD, "职务"], [...LI, formula("X", "0")]);

    expect(read(aWorkbook({ uncalculated: true, sheets: [{ rows }] })).faults).toEqual([
      "第 2 行“职务”：是还没有算出结果的公式。请用 Excel 或 WPS 打开后保存一次，或把公式粘贴为数值，再导入。",
    ]);
  });

  test("in a column nobody asks for, or in formulas drawn down below the list, is nothing", () => {
    const { faults, people } = read(
      sheet(
        [...HEAD, "职务", "手机"],
        [...LI, "", formula("1/0", "#DIV/0!", "e")],
        [null, null, null, formula("VLOOKUP(A3,X,2,0)", "#N/A", "e")],
      ),
    );

    expect({ faults, people }).toEqual({ faults: [], people: [LI_READ] });
  });
});

describe("the sheet that is read", () => {
  test("is the first visible one with the headings, and is named", async () => {
    const cli = aCli();

    const { code, out } = await cli.bot("roster", "import", fileOf("hidden-first.xlsx"));

    expect(code).toBe(0);
    expect(out).toContain("新增 韦小芳（weixf） → 机关党支部");
    expect(out).not.toContain("旧人");
    expect(out).toContain("已导入（工作表“名单”）：2 处变化");
  });

  test.each(["hidden", "veryHidden"] as const)("is never %s, and it is told which one would have fitted", (state) => {
    const rows = someRows(HEAD, LI);
    const { faults } = read(
      aWorkbook({
        sheets: [
          { name: "旧名单", state, rows },
          { name: "说明", rows: someRows(["填写说明"]) },
        ],
      }),
    );

    expect(faults).toEqual(["有这些标题的工作表“旧名单”是隐藏的。请在 Excel 中取消隐藏，确认是要导入的名单。"]);
  });

  test("may stand behind one of notes, and others with the headings are named", () => {
    const { sheet, people, notes } = read(
      aWorkbook({
        sheets: [
          { name: "说明", rows: someRows(["填写说明"], ["1. 姓名写全名"], ["2. 党支部写全称"]) },
          { name: "2026", rows: someRows(HEAD, LI) },
          { name: "2025", rows: someRows(HEAD, ["王芳", "第二党支部", "wf"]) },
        ],
      }),
    );

    expect({ sheet, people }).toEqual({ sheet: "2026", people: [LI_READ] });
    expect(notes).toEqual(["工作表“2025”也有这些标题，没有读取；只读取排在最前的“2026”"]);
  });

  test("is named when it is refused", async () => {
    const cli = aCli();
    const file = join(aFolder(), "a.xlsx");
    writeFileSync(file, aWorkbook({ sheets: [{ name: "名单", rows: someRows(HEAD, ["李明", "", "lm"]) }] }));

    const { code, err } = await cli.bot("roster", "import", file);

    expect(code).toBe(2);
    expect(err).toContain("工作表“名单”");
  });

  test("is read with its hidden rows, which is told", () => {
    const rows = someRows(HEAD, LI, ["王芳", "第二党支部", "wf"]).replace('<row r="3">', '<row r="3" hidden="1">');

    expect(read(aWorkbook(rows))).toMatchObject({
      people: [LI_READ, "王芳 第二党支部 wf"],
      notes: ["有 1 行被隐藏或筛选掉，也已读取"],
    });
  });
});

describe("what is read is what Excel shows", () => {
  test("of an account with zeros before it", () => {
    expect(read(readFileSync(fileOf("account-format-00000.xlsx"))).people).toEqual([
      "韦小芳 机关党支部 00123",
      "覃大山 机电党支部 20230017",
    ]);
  });

  test.each([
    ["00000", 123, "00123"],
    ["00000", 1_234_567, "1234567"],
    ["0000;-0000;0000", 7, "0007"],
    ['"gx"000', 12, "gx012"],
    ['"T"0000_ ', 12, "T0012"],
    ["\\T0000", 12, "T0012"],
    ["000-0000", 1_234_567, "123-4567"],
    ["[红色]00000", 12, "00012"],
    ["#,##0", 20_230_017, "20230017"],
    ["0.00", 20_230_017, "20230017"],
    ["0", 20_230_017, "20230017"],
    ["G/通用格式", 20_230_017, "20230017"],
    ["General", 20_230_017, "20230017"],
    ["@", 20_230_017, "20230017"],
    ['0!.0,"万"', 20_230_017, "20230017"],
    ["[>=10000]0!.0,;0", 20_230_017, "20230017"],
    ["0.00E+00", 20_230_017, "20230017"],
  ])("in format %s: %d is the account %s", (format, number, account) => {
    const rows = someRows(HEAD, ["李明", "第一党支部", styled(number)]);

    expect(read(aWorkbook({ formats: [format], sheets: [{ rows }] }))).toMatchObject({
      people: [`李明 第一党支部 ${account}`],
      faults: [],
    });
  });

  test.each([
    ["yyyy-mm-dd", 38_504, "2005-06-01"],
    ["m/d/yy h:mm", 38_504.75, "2005-06-01"],
    ['yyyy"年"m"月"d"日"', 38_504, "2005-06-01"],
    ["[$-804]yyyy年m月d日", 38_504, "2005-06-01"],
    ["[DBNum1][$-804]yyyy年m月d日;@", 38_504, "2005-06-01"],
    ["e-m-d", 38_504, "2005-06-01"],
    ['m"月"d"日"', 38_504, "2005-06-01"],
    ["yyyy年m月", 38_504, "2005-06-01"],
    ["dd-mmm-yy", 44_999.9999999, "2023-03-15"],
  ])("in format %s: %d is the day %s", (format, number, day) => {
    const rows = someRows([...HEAD, "状态", "起"], [...LI, "产假", styled(number)]);

    expect(read(aWorkbook({ formats: [format], sheets: [{ rows }] }))).toMatchObject({
      rows: [{ from: day }],
      faults: [],
    });
  });

  test("of days that count from 1904", () => {
    const rows = someRows([...HEAD, "状态", "起"], [...LI, "产假", styled(37_042)]);

    expect(read(aWorkbook({ from1904: true, formats: ["yyyy-m-d"], sheets: [{ rows }] })).rows).toMatchObject([
      { from: "2005-06-01" },
    ]);
  });

  test("of an account that Excel has made a day of: that it is one", () => {
    const rows = someRows(HEAD, ["李明", "第一党支部", styled(46_000)]);

    expect(read(aWorkbook({ formats: ["yyyy-m-d"], sheets: [{ rows }] })).faults).toEqual([
      "第 2 行“账号”：“2025-12-09”是日期，账号可能已被 Excel 改写。请把这一列设为“文本”，再重填账号。",
    ]);
  });

  test.each([
    ["2005-06-01", "2005-06-01", "2005-06-01"],
    ["20050601", "2005-06-01", "2005-06-01"],
    ["2005.6", "2005-06-01", "2005-06-30"],
    ["2005.06", "2005-06-01", "2005-06-30"],
    ["2005年6月", "2005-06-01", "2005-06-30"],
    ["2005/6", "2005-06-01", "2005-06-30"],
    ["2005-6", "2005-06-01", "2005-06-30"],
    ["2004年2月", "2004-02-01", "2004-02-29"],
    ["2005.10", "2005-10-01", "2005-10-31"],
    ["2005.12", "2005-12-01", "2005-12-31"],
    ["2005年6月1日", "2005-06-01", "2005-06-01"],
    ["2005年6月1号", "2005-06-01", "2005-06-01"],
    ["2005 年 6 月 1 日", "2005-06-01", "2005-06-01"],
    ["2005.6.1", "2005-06-01", "2005-06-01"],
    ["２００５．６．１", "2005-06-01", "2005-06-01"],
    ["2005/6/1 0:00:00", "2005-06-01", "2005-06-01"],
    ["2005-06-01T00:00:00.000", "2005-06-01", "2005-06-01"],
    ["2005/6/1 上午12:00", "2005-06-01", "2005-06-01"],
    ["二〇〇五年六月一日", "2005-06-01", "2005-06-01"],
    ["二○○五年十月二十一日", "2005-10-21", "2005-10-21"],
    ["二零零五年十二月三十日", "2005-12-30", "2005-12-30"],
    ["无", undefined, undefined],
    ["—", undefined, undefined],
  ])("%s as 起 is %s, as 止 %s", (text, from, until) => {
    const { rows, faults } = read(
      `姓名,党支部,账号,状态,起,止\n李明,第一党支部,lm,产假,${text},\n王芳,第一党支部,wf,产假,,${text}`,
    );

    expect(faults).toEqual([]);
    expect(rows).toMatchObject([{ from }, { until }]);
  });

  test.each([
    ["2005.1", "是 1 月还是 10 月看不出来"],
    ["38504", "是 Excel 的日期序号"],
    ["20050631", "不是日期"],
    ["2005年13月", "不是日期"],
    ["200506", "不是日期"],
    ["05.6.1", "不是日期"],
    ["6/1/2005", "不是日期"],
    ["6月1日", "不是日期"],
    ["2005", "不是日期"],
  ])("%s is no day, and why is told", (text, words) => {
    const { faults } = read(`姓名,党支部,账号,状态,起\n李明,第一党支部,lm,产假,${text}`);

    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(words);
  });

  test.each(["无", "—", "-", "/", "——", "－", "\\", "暂无", "没有", "--", "／", " "])("%j is empty", (nothing) => {
    expect(
      read(`姓名,党支部,账号,原账号,职务,状态,起,止\n李明,第一党支部,lm${`,${nothing}`.repeat(5)}`).rows,
    ).toMatchObject([{ formerAccount: undefined, duties: [], state: "在职", from: undefined, until: undefined }]);
    expect(read(`姓名,党支部,账号\n李明,第一党支部,${nothing}`).faults).toEqual([
      "第 2 行“账号”：没有填写。请填上通讯录里的账号。",
    ]);
  });
});

describe("headings are found where people put them", () => {
  test("below a title", async () => {
    const cli = aCli();

    const { code, out, err } = await cli.bot("roster", "import", fileOf("title-row.xlsx"));

    expect(code).toBe(0);
    expect(out).toContain("2 处变化");
    expect(err).toContain("注意：标题在第 3 行。");
  });

  test.each([
    ["two titles", [["某校党员名册"], ["填报日期：2026-11-18"], HEAD, LI]],
    ["a title of several cells", [["某校", "名册", "2026"], HEAD, LI]],
    ["two rows of headings", [["姓名", "党支部", "账号", "任职"], [null, null, null, "职务"], LI]],
    ["two rows of which both are needed", [["姓名", "组织关系", null], [null, "党支部", "账号"], LI]],
    ["two rows, groups above", [["个人", "组织", "工作平台"], HEAD, LI]],
    ["two rows with the same text in both", [HEAD, HEAD, LI]],
    ["headings once more, as on a new page", [HEAD, LI, HEAD]],
    ["stars, blanks and brackets", [["*姓 名", "党支部（全称）", "账号（企业微信）"], LI]],
    ["other words", [["党员姓名", "所在党支部", "UserID"], LI]],
    [
      "blank columns before it",
      [
        [null, ...HEAD],
        [null, ...LI],
      ],
    ],
    [
      "a number column",
      [
        ["序号", ...HEAD],
        [1, ...LI],
      ],
    ],
  ] as const)("with %s", (_, rows) => {
    expect(read(sheet(...rows))).toMatchObject({ people: [LI_READ], faults: [] });
  });

  test("of two rows both count", () => {
    const { rows } = read(
      sheet(
        ["姓名", "党支部", "账号", "任职情况", null, "起止时间", null],
        [null, null, null, "职务", "状态", "起", "止"],
        [...LI, "支委", "产假", "2026-03-01", "2026-08-31"],
      ),
    );

    expect(rows).toMatchObject([{ duties: ["支委"], state: "产假", from: "2026-03-01", until: "2026-08-31" }]);
  });

  test("and when one is missing the row of the others is named", () => {
    expect(read(sheet(["名册"], ["二〇二六年"], ["姓名", "党支部", "工号"], LI)).faults).toEqual([
      "第 3 行“账号”：没有这一列。请在标题（在第 3 行）中加上“账号”（也可写作帐号、企业微信账号、企业微信帐号、userid）。",
    ]);
  });

  test("whose bracket makes another column of them are not taken", () => {
    expect(read(sheet(["姓名", "党支部", "账号", "账号（原）", "职务（行政）"], [...LI, "old", "教师"]))).toMatchObject(
      {
        people: [LI_READ],
        notes: ["没有用到的列：“账号(原)”、“职务(行政)”"],
      },
    );
  });

  test("columns that mean nothing are named", () => {
    expect(read("姓名,党支部,账号,现任职务\n李明,第一党支部,lm,支部书记\n").notes).toEqual([
      "没有用到的列：“现任职务”",
    ]);
  });
});

describe("merged cells", () => {
  test("of a branch count for all their rows", () => {
    expect(read(readFileSync(fileOf("branch-merged-down.xlsx"))).people).toEqual([
      "韦小芳 机关党支部 weixf",
      "覃大山 机关党支部 qinds",
      "陆一鸣 机关党支部 luym",
      "黄河 机电党支部 huangh",
      "蓝天 机电党支部 lant",
    ]);
  });

  test.each([
    ["the name", ["A2:A3"], ["李明", "甲", "a"], [null, "甲", "b"], "第 3 行“姓名”"],
    ["the account", ["C2:C3"], ["李明", "甲", "a"], ["王芳", "甲", null], "第 3 行“账号”"],
    ["the duties", ["D2:D3"], ["李明", "甲", "a", "支委"], ["王芳", "甲", "b", null], "第 3 行“职务”"],
    ["name and branch", ["A2:B2"], ["李明", null, "a"], ["王芳", "甲", "b"], "第 2 行“党支部”"],
    ["a whole row", ["A2:D2"], ["第一党支部", null, null, null], ["王芳", "甲", "b", null], "第 2 行“党支部”"],
  ])("of %s are told by their name", (_, merged, first, second, place) => {
    const { faults } = read(aWorkbook({ sheets: [{ merged, rows: someRows([...HEAD, "职务"], first, second) }] }));

    expect(faults[0]).toBe(`${place}：是合并单元格的一部分。请取消合并单元格，每行都填写。`);
  });

  test("that reach below the list, or over the whole sheet, do no harm", () => {
    const rows = someRows(HEAD, LI, ["王芳", null, "wf"]);

    expect(read(aWorkbook({ sheets: [{ merged: ["B2:B900000", "E1:XFD1048576"], rows }] })).people).toEqual([
      LI_READ,
      "王芳 第一党支部 wf",
    ]);
  });

  test("of rows that hold one person each are read once", () => {
    const rows = someRows(HEAD, LI, [null, null, null], ["王芳", "甲", "wf"]);

    expect(read(aWorkbook({ sheets: [{ merged: ["A2:A3", "B2:B3", "C2:C3"], rows }] })).people).toEqual([
      LI_READ,
      "王芳 甲 wf",
    ]);
  });
});

describe("names", () => {
  test("that differ in their dots only are one name in one spelling", () => {
    const { people } = read(readFileSync(fileOf("dots.xlsx")));

    expect(people).toHaveLength(13);
    expect(new Set(people.map((person) => person.split(" ")[0]))).toEqual(new Set(["阿依古丽·买买提"]));
  });

  test("with other dots in the next file are no change", async () => {
    const cli = aCli();
    const file = (name: string) => {
      const path = join(aFolder(), "a.csv");
      writeFileSync(path, `姓名,党支部,账号\n${name},第一党支部,a\n`);
      return path;
    };
    cli.roster({ a: { name: "阿依古丽•买买提", branch: "第一党支部" } });

    const { out } = await cli.bot("roster", "import", file("阿依古丽．买买提"));

    expect(out).toContain("0 处变化，1 人不变");
  });

  test.each([
    ["John Smith", "John Smith"],
    ["John  Smith", "John Smith"],
    ["J. Smith", "J. Smith"],
    ["Jean-Luc O'Neill", "Jean-Luc O'Neill"],
    ["李　明", "李明"],
    ["欧 阳 娜", "欧阳娜"],
    ["𠮷田明", "𠮷田明"],
    [
      "阿卜杜热合曼·阿卜杜拉·买买提明·吐尔逊江·艾合买提江·玉素甫",
      "阿卜杜热合曼·阿卜杜拉·买买提明·吐尔逊江·艾合买提江·玉素甫",
    ],
    ["欧阳·热娜•木", "欧阳·热娜·木"],
  ])("%s is %s", (written, name) => {
    expect(read(sheet(HEAD, [written, "甲", "a"]))).toMatchObject({ people: [`${name} 甲 a`], faults: [] });
  });

  test.each([
    ["张三（女）", "里有备注“(女)”。请只写“张三”，备注写在另一列。"],
    ["王五(预备)", "里有备注“(预备)”。请只写“王五”，备注写在另一列。"],
    ["张三【借调】", "里有备注“【借调】”。请只写“张三”，备注写在另一列。"],
    ["王五〔预备党员", "里有备注“〔预备党员”。请只写“王五”，备注写在另一列。"],
    ["王五预备党员", "里有备注“预备党员”。请只写“王五”，备注写在另一列。"],
    ["张三 女", "里有备注“女”。请只写“张三”，备注写在另一列。"],
    ["张三-退休", "里有备注“退休”。请只写“张三”，备注写在另一列。"],
    ["赵六同志", "里有称呼“同志”。请只写“赵六”。"],
    ["张伟老师", "里有称呼“老师”。请只写“张伟”。"],
    ["王书记", "里有称呼“书记”。请写全名。"],
    ["张三、李四", "像是几个人。请每人一行，只写姓名。"],
    ["张三/李四", "像是几个人。请每人一行，只写姓名。"],
    ["张?", "里有没能保存的字。请补上生僻字，存为 .xlsx 再导入。"],
    ["张*", "不是全名。请写全名。"],
    ["张伟1", "里有数字或看不见的字符。请只写姓名。"],
    ["<b>张三", "里有"],
    ["=李明()", "里有"],
    ["张三@", "里有姓名中没有的符号。请只写姓名。"],
  ])("with a remark are refused with the remedy: %s", (name, words) => {
    const { faults } = read(sheet(HEAD, [name, "甲", "a"]));

    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(words);
  });
});

describe("a suggestion never points to more rights or another state", () => {
  test.each([
    "组织委员",
    "纪检委员",
    "青年委员",
    "统战委员",
    "生活委员",
    "保密委员",
    "支部委员",
    "支委委员",
    "支部副书记",
  ])("%s is read as 支委, which is told", (post) => {
    expect(read(`姓名,党支部,账号,职务\n李明,第一党支部,lm,${post}\n`)).toMatchObject({
      rows: [{ duties: ["支委"] }],
      notes: [`职务“${post}”按“支委”读取`],
    });
  });

  test.each([
    ["党支部书记兼组织委员", ["支部书记", "支委"]],
    ["支部书记，纪检委员", ["支部书记", "支委"]],
    ["普通党员", []],
    ["党支部宣传委员", ["宣传委员"]],
  ])("%s is %j", (text, duties) => {
    expect(read(sheet([...HEAD, "职务"], [...LI, text])).rows).toMatchObject([{ duties }]);
  });

  test("病假 is 长期病假", () => {
    expect(read("姓名,党支部,账号,状态\n李明,第一党支部,lm,病假\n")).toMatchObject({
      rows: [{ state: "长期病假" }],
      notes: ["状态“病假”按“长期病假”读取"],
    });
  });

  test.each([
    ["职务", "支部书计", "支部书记"],
    ["职务", "喧传委员", "宣传委员"],
    ["职务", "书记", "支部书记"],
    ["职务", "委员", "支委"],
    ["职务", "管理员", undefined],
    ["职务", "党委副书记", undefined],
    ["职务", "副书记", "支委"],
    ["职务", "党委", undefined],
    ["职务", "班主任", undefined],
    ["职务", "组织", undefined],
    ["职务", "总管", undefined],
    ["状态", "退休", "离退休"],
    ["状态", "在岗", "在职"],
    ["状态", "事假", undefined],
    ["状态", "婚假", undefined],
    ["状态", "休假", undefined],
    ["状态", "在读", undefined],
    ["状态", "离职", undefined],
    ["状态", "转入", undefined],
    ["状态", "注册", undefined],
    ["状态", "去世", "已故"],
  ])("%s %s is refused and asked whether it is %s", (column, text, guess) => {
    const { faults } = read(`姓名,党支部,账号,${column}\n李明,第一党支部,lm,${text}\n`);

    expect(faults).toHaveLength(1);
    expect(/是不是“(.*?)”/.exec(faults[0] ?? "")?.[1]).toBe(guess);
  });
});

describe("a file that is no table is refused by its name", () => {
  const ole = (...names: string[]) =>
    Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), ...names.map((name) => Buffer.from(name, "utf16le"))]);
  test.each([
    ["a web page", readFileSync(fileOf("web-page.xls")), "这是网页"],
    [
      "a web page in GB18030",
      Buffer.from("<html><meta charset=gb2312><table><tr><td>\xd0\xd5\xc3\xfb", "latin1"),
      "这是网页",
    ],
    ["a bare table", "\uFEFF\n<table border=1><tr><td>姓名</td></tr></table>", "这是网页"],
    ["a web archive", 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n', "这是网页存档"],
    [
      "XML of Excel 2003",
      '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
      "旧格式",
    ],
    ["an .xls", ole("Root Entry", "Workbook"), "旧格式 .xls"],
    ["an .xls of Excel 5", ole("Root Entry", "Book"), "旧格式 .xls"],
    ["an .xls of Excel 4", Buffer.from("0904060000001000", "hex"), "旧格式 .xls"],
    ["a .doc", ole("Root Entry", "WordDocument"), "旧格式 .doc"],
    ["one with a password", ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "文件加了密码"],
    ["a PDF", "%PDF-1.7\n", "PDF"],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d", "hex"), "图片"],
    ["an archive", "Rar!\x1a\x07", "压缩包"],
    ["JSON", '[{"姓名":"李明"}]', "JSON"],
  ])("%s", (_, bytes, words) => {
    const { faults } = read(bytes);

    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(words);
  });

  test("whatever its extension, with the way to save it anew", async () => {
    const { code, err }: Outcome = await aCli().bot("roster", "import", fileOf("web-page.xls"));

    expect(code).toBe(2);
    expect(err).toContain("这是网页，不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。");
  });
});

describe("a text file", () => {
  test("may begin with a line that names its delimiter", () => {
    expect(read(readFileSync(fileOf("sep-line.csv"))).people).toEqual([
      "韦小芳 机关党支部 weixf",
      "覃大山 机电党支部 qinds",
    ]);
  });

  test.each([
    ["sep=;\r\n", ";"],
    ["SEP=;\n", ";"],
    ['"sep=;"\n', ";"],
    ["sep=;;;\n", ";"],
    ["\uFEFFsep=\t\r\n", "\t"],
    ["sep=|\r", "|"],
    ["sep=^\n", "^"],
    ["sep=]\n", "]"],
    ["sep=,\n", ","],
  ])("as %j", (line, delimiter) => {
    const text = [HEAD, LI].map((cells) => cells.join(delimiter)).join("\n");

    expect(read(line + text)).toMatchObject({ people: [LI_READ], faults: [], rows: [{ line: 2 }] });
  });

  test("may keep Excel from making a number of a text", () => {
    expect(read(`姓名,党支部,账号\n李明,第一党支部,="00123"\n'王芳,第一党支部,'0042`).people).toEqual([
      "李明 第一党支部 00123",
      "王芳 第一党支部 0042",
    ]);
  });

  test("whose first line names none is told so", () => {
    expect(read("sep=\n姓名,党支部,账号\n李明,甲,a").faults[0]).toContain("第一行 sep= 没有写明一个分隔符");
  });

  test.each([",", "\t", ";", "，", "；", "|"])("with a title and remarks is parted by %j", (delimiter) => {
    const text = [["某某学校党员花名册，2026 年"], HEAD, LI].map((cells) => cells.join(delimiter)).join("\n");

    expect(read(text)).toMatchObject({ people: [LI_READ], faults: [] });
  });

  test.each(["utf16le", "utf8"] as const)("may be %s without a mark", (encoding) => {
    expect(read(Buffer.from("姓名\t党支部\t账号\r\n李明\t第一党支部\tlm\r\n", encoding)).people).toEqual([LI_READ]);
  });

  test("in UTF-8 that was cut off within a letter is no GB18030", () => {
    expect(read(Buffer.from("\uFEFF姓名,党支部,账号\n李明,第一党支部,lm\n王").subarray(0, -1)).faults[0]).toContain(
      "不是 .xlsx，也不是文本",
    );
  });
});
