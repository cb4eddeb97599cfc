import { describe, expect, test } from "vitest";
import { type Fault, faultText, isFault } from "../../src/cli/fault.ts";
import { rosterRows } from "../../src/cli/roster-file.ts";
import { readTable } from "../../src/cli/table-file.ts";

const headings = "姓名,党支部,账号,职务,状态,起,止";

async function read(csv: string) {
  const table = readTable(Buffer.from(csv));
  if (isFault(table)) throw new Error(faultText(table));
  return rosterRows(table);
}

/** The rows below all headings. */
async function rowsOf(...lines: string[]) {
  const { rows, faults } = await read([headings, ...lines].join("\n"));
  expect(faults).toEqual([]);
  return rows;
}

async function faultsOf(...lines: string[]): Promise<readonly Fault[]> {
  const { rows, faults } = await read([headings, ...lines].join("\n"));
  expect(rows).toEqual([]);
  return faults;
}

describe("a roster file", () => {
  test("gives one row a person, with the line people see", async () => {
    expect(
      await rowsOf(
        "李明,第一党支部,liming,支部书记、支委,在职,,",
        "",
        "王芳,第二党支部,wf,,产假,2026-03-01,2026-08-31",
      ),
    ).toEqual([
      {
        line: 2,
        name: "李明",
        branch: "第一党支部",
        account: "liming",
        duties: ["支部书记", "支委"],
        state: "在职",
        from: undefined,
        until: undefined,
      },
      {
        line: 4,
        name: "王芳",
        branch: "第二党支部",
        account: "wf",
        duties: [],
        state: "产假",
        from: "2026-03-01",
        until: "2026-08-31",
      },
    ]);
  });

  test("may have its headings in any order, by other names, in any case, with blanks and stars", async () => {
    const { rows } = await read("手机, User ID *,所 在党支部,名字＊,起始日期\n138,lm,第一党支部,李明,2026-03-01");

    expect(rows).toMatchObject([{ name: "李明", branch: "第一党支部", account: "lm", from: "2026-03-01" }]);
  });

  test("says nothing of duties and states when it has no such column; an empty cell is none and 在职", async () => {
    expect((await read("姓名,支部,帐号\n李明,第一党支部,lm")).rows).toMatchObject([
      { duties: undefined, state: undefined, from: undefined, until: undefined },
    ]);
    expect(await rowsOf("李明,第一党支部,lm,,,,")).toMatchObject([{ duties: [], state: "在职" }]);
  });

  test("makes full-width forms, blanks and what cannot be seen one", async () => {
    expect(
      await rowsOf("\u200B李　明 ,第一（机关）党支部 ,ｌｉ.ming＠１,支委 宣传委员；总管理,离 退休,２０２６年３月１日,"),
    ).toMatchObject([
      {
        name: "李明",
        branch: "第一(机关)党支部",
        account: "li.ming@1",
        duties: ["支委", "宣传委员", "总管理"],
        state: "离退休",
        from: "2026-03-01",
      },
    ]);
  });

  test("keeps the zeros of an account and its capitals", async () => {
    expect(await rowsOf("李明,第一党支部,007,,,,", "王芳,第一党支部,WangFang,,,,")).toMatchObject([
      { account: "007" },
      { account: "WangFang" },
    ]);
  });

  test("leaves out a line that has nothing in any known column", async () => {
    const { rows } = await read("序号,姓名,支部,账号\n1,李明,第一党支部,lm\n2,,,");

    expect(rows).toHaveLength(1);
  });

  test.each([
    "2026-11-02",
    "2026/11/02",
    "2026/11/2",
    "2026.11.2",
    "2026年11月2日",
    "2026年11月02日",
    "2026/11/2 0:00",
    "2026-11-02 00:00:00",
  ])("reads %s as a date", async (day) => {
    expect(await rowsOf(`李明,第一党支部,lm,,产假,${day},`)).toMatchObject([{ from: "2026-11-02" }]);
  });
});

describe("the headings of a roster file", () => {
  test("that are required and missing are all named, with what else they may be called", async () => {
    const { faults } = await read("名称,支部\n李明,第一党支部");

    expect(faults.map(faultText)).toEqual([
      "第 1 行“姓名”：没有这一列。请在第一行标题中加上“姓名”（也可写作名字、党员姓名）。",
      "第 1 行“账号”：没有这一列。请在第一行标题中加上“账号”（也可写作帐号、企业微信账号、企业微信帐号、userid）。",
    ]);
  });

  test("may not mean the same thing twice", async () => {
    const { faults } = await read("姓名,名字,支部,账号\n李明,李明,第一党支部,lm");

    expect(faults.map(faultText)).toEqual(["第 1 行“姓名”：这一列有 2 个：“姓名”、“名字”。请只留一个。"]);
  });

  test("are not enough", async () => {
    expect((await read(headings)).faults.map(faultText)).toEqual(["标题下面没有内容。请从第二行起每人一行。"]);
    expect((await read("")).faults.map(faultText)).toEqual(["文件是空的。第一行应是标题，以下每人一行。"]);
  });
});

describe("a cell that cannot be used is told with its line, its heading and the remedy", () => {
  const long = "长".repeat(41);

  test.each([
    [",第一党支部,lm,,,,", "“姓名”：没有填写。请填上姓名。"],
    ["李明2,第一党支部,lm,,,,", "“姓名”：“李明2”里有数字或看不见的字符。请只写姓名。"],
    ["李\u0007明,第一党支部,lm,,,,", "“姓名”：“李?明”里有数字或看不见的字符。请只写姓名。"],
    [`${long},第一党支部,lm,,,,`, "“姓名”：超过 40 个字。请只写姓名。"],
    ["李明, 　,lm,,,,", "“党支部”：没有填写。请填上所在党支部。"],
    [`李明,${long},lm,,,,`, "“党支部”：超过 40 个字。请用党支部的简称。"],
    ["李明,机关/后勤,lm,,,,", "“党支部”：“机关/后勤”里有不能用的字符。请只用汉字、字母、数字、括号和连字符。"],
    ["李明,第一党支部,,,,,", "“账号”：没有填写。请填上通讯录里的账号。"],
    [
      "李明,第一党支部,li ming,,,,",
      "“账号”：“li ming”不像账号。账号是 1 至 64 个字母、数字或 - _ . @，以字母或数字开头，请从通讯录抄录。",
    ],
    [
      `李明,第一党支部,${"a".repeat(65)},,,,`,
      `“账号”：“${"a".repeat(20)}…”不像账号。账号是 1 至 64 个字母、数字或 - _ . @，以字母或数字开头，请从通讯录抄录。`,
    ],
    [
      "李明,第一党支部,1.23457E+17,,,,",
      "“账号”：“1.23457E+17”是 Excel 缩写的长数字，末几位已丢失。请把这一列设为“文本”，再重填账号。",
    ],
    [
      "李明,第一党支部,lm,支部书计,,,",
      "“职务”：没有“支部书计”这个职务，是不是“支部书记”。请从这些里选：支部书记、宣传委员、支委、总管理、执行管理、学习管理员、党委书记、党委委员。",
    ],
    [
      "李明,第一党支部,lm,,退休,,",
      "“状态”：没有“退休”这个状态，是不是“离退休”。请从这些里选：在职、离退休、长期病假、产假、借调、未注册、转出、已故。",
    ],
    [
      "李明,第一党支部,lm,,abc,,",
      "“状态”：没有“abc”这个状态。请从这些里选：在职、离退休、长期病假、产假、借调、未注册、转出、已故。",
    ],
    ["李明,第一党支部,lm,,产假,2026-02-30,", "“起”：“2026-02-30”不是日期，或没有这一天。请写成 2026-11-22 的样子。"],
    ["李明,第一党支部,lm,,产假,,明年", "“止”：“明年”不是日期，或没有这一天。请写成 2026-11-22 的样子。"],
    ["李明,第一党支部,lm,,产假,22/11/2026,", "“起”：“22/11/2026”不是日期，或没有这一天。请写成 2026-11-22 的样子。"],
    ["李明,第一党支部,lm,,产假,2026-03-02,2026-03-01", "“止”：2026-03-01 早于开始的 2026-03-02。请改正其中一个日期。"],
  ])("%j", async (line, fault) => {
    expect((await faultsOf("王芳,第一党支部,wf,,,,", line)).map(faultText)).toEqual([`第 3 行${fault}`]);
  });

  test("an account that comes twice is told with both lines, whatever its case", async () => {
    expect((await faultsOf("李明,第一党支部,lm,,,,", "王芳,第一党支部,LM,,,,")).map(faultText)).toEqual([
      "第 3 行“账号”：第 2 行和第 3 行都是“LM”。每个账号只能有一行，请改正或删去一行。",
    ]);
  });

  test("under the heading as the file writes it", async () => {
    const { faults } = await read("名字,支部,UserID\n,第一党支部,lm");

    expect(faults).toEqual([{ line: 2, column: "名字", problem: "没有填写", remedy: "请填上姓名" }]);
  });
});

test("all faults of a file are told at once", async () => {
  expect(
    (await faultsOf(",第一党支部,,书记,,,", "李明,,lm,,,2026-13-01,")).map(({ line, column }) => [line, column]),
  ).toEqual([
    [2, "姓名"],
    [2, "账号"],
    [2, "职务"],
    [3, "党支部"],
    [3, "起"],
  ]);
});

test("of many faults the first hundred are told and the others counted", async () => {
  const faults = await faultsOf(...Array.from({ length: 123 }, (_, index) => `,第一党支部,a${index},,,,`));

  expect(faults).toHaveLength(101);
  expect(faults[99]).toMatchObject({ line: 101 });
  expect(faultText(faults[100] as Fault)).toBe("另有 23 处。请先改好以上各处，再试一次。");
});
