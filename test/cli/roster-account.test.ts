import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aFolder } from "../support/a-folder.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool, type Cli } from "./a-cli.ts";

const headings = "姓名,党支部,账号,原账号";

function aFile(...lines: readonly string[]): string {
  const file = join(aFolder(), "roster.csv");
  writeFileSync(file, `${[headings, ...lines].join("\n")}\n`);
  return file;
}

function aSchoolOnRecord(): Cli {
  const cli = aCli();
  cli.roster(aSchool);
  cli.past("li", 8000, "2026-08-18");
  return cli;
}

/** The rows, in whatever order; without those that every command writes. */
const tables = (cli: Cli, ...except: readonly string[]) =>
  Object.fromEntries(
    Object.entries(dump(cli.db))
      .filter(([name]) => !["settings", "audit", ...except].includes(name))
      .map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).sort()]),
  );

describe("a member whom the workspace gave another account", () => {
  test("is found by 原账号 and keeps everything: past totals, branch, duties, states", async () => {
    const cli = aSchoolOnRecord();
    const before = tables(cli, "members");

    const { code, out } = await cli.bot("roster", "import", aFile("李明,第一党支部,LiMing2026,LI"));

    expect(code).toBe(0);
    expect(out.split("\n")).toEqual(["换账号 李明（LiMing2026），原账号 li，记录保留", "已导入：1 处变化，0 人不变。"]);
    expect(tables(cli, "members")).toEqual(before);
    expect(await cli.say("limING2026", "我的积分")).toContain("8000");
    expect(await cli.say("li", "我的积分")).toContain("不在名单");
    expect(await cli.json("roster", "list", "--branch", "第一党支部")).toContainEqual(
      expect.objectContaining({ account: "LiMing2026", name: "李明" }),
    );
  });

  test("goes on in the round that is open: what was reported stays, what is said counts", async () => {
    const cli = aSchoolOnRecord();
    await cli.json("round", "open", "--reason", "抽测");
    await cli.say("li", "9000");
    await cli.bot("roster", "import", aFile("李明,第一党支部,liming,li"));
    await cli.tick();

    const reply = await cli.say("liming", "9100");

    expect(reply).toContain("已更正");
    expect(
      cli.db.$client
        .prepare(
          "select count(*) from round_members where round_id = (select id from rounds where state = 'open' and branch_id = 1)",
        )
        .pluck()
        .get(),
    ).toBe(4);
  });

  test("may change name, branch and duties in the same line, and is not called missing", async () => {
    const cli = aSchoolOnRecord();
    const everybody = Object.entries(aSchool)
      .filter(([account]) => account !== "li")
      .map(([account, { name, branch }]) => `${name},${branch},${account},`);

    const { out, err } = await cli.bot("roster", "import", aFile(...everybody, "李鸣,第二党支部,liming,li"));

    expect(out.split("\n")).toEqual([
      "换账号 李鸣（liming），原账号 li，记录保留",
      "改名 李鸣（liming），原名 李明",
      "转移 李鸣（liming）：第一党支部 → 第二党支部，自 2026-11-18",
      `已导入：3 处变化，${everybody.length} 人不变。`,
    ]);
    expect(err).not.toContain("文件中没有");
  });

  test("changes once: the same file again changes nobody", async () => {
    const cli = aSchoolOnRecord();
    const file = aFile("李明,第一党支部,liming,li");
    await cli.bot("roster", "import", file);
    const before = tables(cli);

    const { code, out } = await cli.bot("roster", "import", file);

    expect(code).toBe(0);
    expect(out).toBe("已导入：0 处变化，1 人不变。");
    expect(tables(cli)).toEqual(before);
  });

  test("is in the audit log by the member's number", async () => {
    const cli = aSchoolOnRecord();

    await cli.bot("roster", "import", aFile("李明,第一党支部,liming,li"));

    const id = cli.db.$client.prepare("select id from members where account = 'liming'").pluck().get();
    expect(await cli.json("audit", "show")).toMatchObject([
      { act: "roster.import" },
      { act: "roster.account", subject: `member:${String(id)}`, detail: {} },
    ]);
  });

  test("is only told of with --dry-run", async () => {
    const cli = aSchoolOnRecord();
    const before = dump(cli.db);

    const { out } = await cli.bot("roster", "import", aFile("李明,第一党支部,liming,li"), "--dry-run");

    expect(out).toContain("换账号 李明（liming），原账号 li");
    expect(dump(cli.db)).toEqual(before);
  });

  test("has 原账号 only where it was another: the same again, or none, is no change", async () => {
    const cli = aSchoolOnRecord();

    const { code, out } = await cli.bot("roster", "import", aFile("李明,第一党支部,li,Li", "陈静,第一党支部,chen,"));

    expect(code).toBe(0);
    expect(out).toBe("已导入：0 处变化，2 人不变。");
  });

  test.each([
    [
      "an account that nobody had",
      ["李明,第一党支部,liming,lee"],
      ["第 2 行“原账号”：“lee”不在名册里。请核对原来的账号，没有换过账号就留空。"],
    ],
    [
      "an account that another line still uses",
      ["李明,第一党支部,liming,li", "李明,第一党支部,LI,"],
      ["第 2 行“原账号”：第 3 行还在用“li”。换了账号的人只能有一行，请删去旧的一行。"],
    ],
    [
      "two accounts that are both on the roster",
      ["李明,第一党支部,chen,li"],
      ["第 2 行“原账号”：“li”和“chen”都已在名册里。两份记录不能合并，请核对账号，或清空这一格。"],
    ],
    [
      "the same account on two lines",
      ["李明,第一党支部,liming,li", "李鸣,第一党支部,lee,Li"],
      ["第 3 行“原账号”：第 2 行和第 3 行都是“Li”。每个账号只能有一行，请改正或删去一行。"],
    ],
    ["no account", ["李明,第一党支部,liming,李明"], ["第 2 行“原账号”：“李明”不像账号。", "请从通讯录抄录"]],
  ])("is refused with %s as 原账号, by line and column, and nothing is imported", async (_, lines, faults) => {
    const cli = aSchoolOnRecord();
    const before = dump(cli.db);

    const { code, out, err } = await cli.bot("roster", "import", aFile(...lines, "新来,第一党支部,xin,"));

    expect(code).toBe(2);
    expect(out).toBe("");
    for (const fault of faults) expect(err).toContain(fault);
    expect(err.split("\n")).toHaveLength(2);
    expect(dump(cli.db)).toEqual(before);
  });
});
