import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { aFolder } from "../support/a-folder.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool, type Cli } from "./a-cli.ts";

function aFile(name: string, content: string | Uint8Array): string {
  const file = join(aFolder(), name);
  writeFileSync(file, content);
  return file;
}

const roster = `姓名,党支部,账号,职务,状态
张伟,第一党支部,Zhang,支部书记、支委,在职
李明,第一党支部,li,,
老李,离退休党支部,lao,支部书记,离退休
`;

const actsOf = ({ db }: Cli) => db.$client.prepare("select act from audit").pluck().all();

describe("roster import", () => {
  test("puts a file on the roster, and says what has changed", async () => {
    const cli = aCli();

    const { code, out, err } = await cli.bot("roster", "import", aFile("roster.csv", roster));

    expect(code).toBe(0);
    expect(out).toContain("新增 张伟（Zhang） → 第一党支部");
    expect(out).toContain("已导入：3 处变化，0 人不变；新党支部：第一党支部、离退休党支部（离退休）。");
    expect(err).toBe("");
    expect(await cli.json("roster", "list")).toEqual([
      { account: "Zhang", name: "张伟", branch: "第一党支部", state: "在职", duties: ["支部书记", "支委"] },
      { account: "li", name: "李明", branch: "第一党支部", state: "在职", duties: [] },
      { account: "lao", name: "老李", branch: "离退休党支部", state: "离退休", duties: ["支部书记"] },
    ]);
    expect(actsOf(cli)).toEqual(["roster.import"]);
  });

  test("reads a file of Excel", async () => {
    const cli = aCli();
    const rows = [
      ["姓名", "党支部", "账号"],
      ["张伟", "第一党支部", "zhang"],
    ].map((cells) => cells.map((value) => ({ value, type: String })));
    const file = aFile("roster.xlsx", await writeExcelFile(rows).toBuffer());

    expect(await cli.bot("roster", "import", file)).toMatchObject({ code: 0 });
    expect(await cli.json("roster", "list")).toMatchObject([{ account: "zhang", name: "张伟" }]);
  });

  test("changes nothing with --dry-run, and says what would change", async () => {
    const cli = aCli();
    const before = dump(cli.db);

    const { code, out } = await cli.bot("roster", "import", aFile("roster.csv", roster), "--dry-run");

    expect(code).toBe(0);
    expect(out).toContain("新增 张伟（Zhang） → 第一党支部");
    expect(out).toContain("试运行，未作改动：3 处变化");
    expect(dump(cli.db)).toEqual(before);
  });

  test("of the same file again changes nobody", async () => {
    const cli = aCli();
    const file = aFile("roster.csv", roster);
    await cli.bot("roster", "import", file);
    const { audit: _, settings: __, ...before } = dump(cli.db);

    const { code, out } = await cli.bot("roster", "import", file);

    const { audit: acts, settings: ___, ...after } = dump(cli.db);
    expect(code).toBe(0);
    expect(out).toBe("已导入：0 处变化，3 人不变。");
    expect(after).toEqual(before);
    expect(acts).toHaveLength(2);
  });

  test("tells of changes one by one, and of who is missing, who stays", async () => {
    const cli = aCli();
    await cli.bot("roster", "import", aFile("roster.csv", roster));
    const changed = `姓名,党支部,账号,职务,状态,起,止
张大伟,第一党支部,zhang,支部书记,产假,2026-12-01,2027-05-31
老李,第一党支部,lao,,离退休,,
`;

    const { code, out, err } = await cli.bot("roster", "import", aFile("changed.csv", changed));

    expect(code).toBe(0);
    expect(out.split("\n")).toEqual([
      "改名 张大伟（Zhang），原名 张伟",
      "职务 张大伟（Zhang）：支部书记、支委 → 支部书记",
      "状态 张大伟（Zhang）：在职 → 产假，自 2026-12-01 至 2027-05-31",
      "转移 老李（lao）：离退休党支部 → 第一党支部，自 2026-11-18",
      "职务 老李（lao）：支部书记 → 无",
      "已导入：5 处变化，0 人不变。",
    ]);
    expect(err).toContain("文件中没有以下 1 人，保持不变（离开的请标为“转出”）：李明（li）");
    expect(await cli.json("roster", "list")).toHaveLength(3);
  });

  test("warns of a branch without a secretary, and imports it", async () => {
    const cli = aCli();

    const { code, err } = await cli.bot(
      "roster",
      "import",
      aFile("roster.csv", "姓名,党支部,账号\n李明,第一党支部,li\n"),
    );

    expect(code).toBe(0);
    expect(err).toContain("注意：第一党支部没有支部书记");
  });

  test("of a file with faults lists each with line, column and remedy, and imports nothing of it", async () => {
    const cli = aCli();
    cli.roster(aSchool);
    const before = dump(cli.db);
    const broken = `姓名,党支部,账号,职务,状态
李明,第一党支部,li,,
,第一党支部,chen,,
陈静,第一党支部,li,书记,休假
`;

    const { code, out, err } = await cli.bot("roster", "import", aFile("roster.csv", broken));

    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err.split("\n")).toEqual([
      "文件有 4 处需要改正，没有导入任何内容：",
      "第 3 行“姓名”：没有填写。请填上姓名。",
      "第 4 行“账号”：第 2 行和第 4 行都是“li”。每个账号只能有一行，请改正或删去一行。",
      expect.stringMatching(/^第 4 行“职务”：没有“书记”这个职务，是不是“支部书记”。请从这些里选：.*。$/),
      expect.stringMatching(/^第 4 行“状态”：没有“休假”这个状态.*。请从这些里选：.*。$/),
    ]);
    expect(dump(cli.db)).toEqual(before);
  });

  test.each([
    ["an empty file", "", "文件是空的"],
    ["a file without the headings", "姓名,党支部\n李明,第一党支部\n", "“账号”：没有这一列"],
    ["a file that is no table", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), ".xls"],
  ])("of %s says what to do", async (_, content, words) => {
    const cli = aCli();

    const { code, err } = await cli.bot("roster", "import", aFile("roster.csv", content));

    expect(code).toBe(2);
    expect(err).toContain(words);
  });

  test("asks who comes onto the roster of an open round, at the next tick", async () => {
    const cli = aCli();
    cli.roster(aSchool);
    await cli.json("round", "open", "--reason", "测试");

    await cli.bot("roster", "import", aFile("new.csv", "姓名,党支部,账号\n新来,第一党支部,xin\n"));
    await cli.tick();
    await cli.tick();

    expect(cli.planned("xin").filter((text) => text.includes("前有效"))).toHaveLength(1);
  });
});

describe("roster list", () => {
  test("shows the roster of today, of a branch where one is named", async () => {
    const cli = aCli();
    cli.roster(aSchool);

    const { code, out } = await cli.bot("roster", "list", "--branch", "第三党支部");

    expect(code).toBe(0);
    expect(out.split("\n")).toEqual([
      "账号  姓名  党支部      状态  职务",
      "Fang  方圆  第三党支部  在职  支部书记、党委委员",
      "lu    陆一  第三党支部  在职",
    ]);
    expect(await cli.json("roster", "list")).toHaveLength(Object.keys(aSchool).length);
  });

  test("finds a branch however its name is typed", async () => {
    const cli = aCli();
    cli.roster({ ...aSchool, x: { branch: "机关(一)党支部" } });

    expect(await cli.json("roster", "list", "--branch", " 机关（一） 党支部")).toMatchObject([{ account: "x" }]);
  });

  test("is an empty list where nobody is", async () => {
    expect(await aCli().json("roster", "list")).toEqual([]);
  });
});

describe("reports import", () => {
  const totals = '账号,成长总积分\nli,11020\nCHEN,"12,345"\n';
  const stored = ({ db }: Cli) =>
    db.$client
      .prepare(
        `select m.account, r.total, r.day, r.source, r.round_id as round, r.current
         from reports r join members m on m.id = r.member_id order by r.id`,
      )
      .all();

  function aSchoolOnRecord(): Cli {
    const cli = aCli();
    cli.roster(aSchool);
    return cli;
  }

  test("takes past totals as starting values", async () => {
    const cli = aSchoolOnRecord();

    const { code, out } = await cli.bot("reports", "import", aFile("totals.csv", totals), "--as-of", "2026-08-18");

    expect(code).toBe(0);
    expect(out).toBe("已导入 2 人截至 2026-08-18 的成长总积分。");
    expect(stored(cli)).toEqual([
      { account: "li", total: 11_020, day: "2026-08-18", source: "导入", round: null, current: 1 },
      { account: "chen", total: 12_345, day: "2026-08-18", source: "导入", round: null, current: 1 },
    ]);
    expect(await cli.say("li", "我的积分")).toContain("2026-08-18 11020 分（导入）");
    expect(actsOf(cli)).toEqual(["reports.import"]);
  });

  test("again, for the same day, replaces what was imported, and keeps it as a version", async () => {
    const cli = aSchoolOnRecord();
    const words = ["--as-of", "2026-08-18"];
    await cli.bot("reports", "import", aFile("totals.csv", totals), ...words);

    await cli.bot("reports", "import", aFile("totals.csv", totals.replace("11020", "11030")), ...words);

    expect(stored(cli)).toMatchObject([
      { account: "li", total: 11_020, current: 0 },
      { account: "chen", total: 12_345, current: 0 },
      { account: "li", total: 11_030, current: 1 },
      { account: "chen", total: 12_345, current: 1 },
    ]);
  });

  test("lists every fault with line, column and remedy, and imports nothing", async () => {
    const cli = aSchoolOnRecord();
    const before = dump(cli.db);
    const broken = "账号,成长总积分\nli,11020\nnobody,100\nchen,12.5\nwang,\n";

    const { code, err } = await cli.bot("reports", "import", aFile("totals.csv", broken), "--as-of", "2026-08-18");

    expect(code).toBe(2);
    expect(err.split("\n")).toEqual([
      "文件有 3 处需要改正，没有导入任何内容：",
      "第 3 行“账号”：“nobody”不在名册里。请核对账号，或先导入名册。",
      "第 4 行“成长总积分”：“12.5”不是整数。请只写数字，如 12345。",
      "第 5 行“成长总积分”：没有填写。请填上成长总积分，没有就删去这一行。",
    ]);
    expect(dump(cli.db)).toEqual(before);
  });

  test.each(["2026-11-19", "2027-01-01"])("takes no totals of the future: %s", async (day) => {
    const cli = aSchoolOnRecord();

    const { code, err } = await cli.bot("reports", "import", aFile("totals.csv", totals), "--as-of", day);

    expect(code).toBe(2);
    expect(err).toContain("将来");
    expect(stored(cli)).toEqual([]);
  });

  test("takes totals of today", async () => {
    const cli = aSchoolOnRecord();

    expect(await cli.bot("reports", "import", aFile("totals.csv", totals), "--as-of", "2026-11-18")).toMatchObject({
      code: 0,
    });
  });
});
