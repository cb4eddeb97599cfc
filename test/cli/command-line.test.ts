import { describe, expect, test } from "vitest";
import { dump } from "../support/dump.ts";
import { aCli, aClosedQuarter } from "./a-cli.ts";

/** Every command; scripts rely on these names. */
const usages = [
  "roster import FILE [--dry-run]",
  "roster list [--branch NAME] [--json]",
  "roster sync [--json]",
  "roster template FILE.xlsx",
  "reports import FILE --as-of DATE [--accept-doubts]",
  "branch set NAME [--kind working|retired] [--group TARGET]",
  "branch list [--json]",
  "group set school TARGET",
  "policy show [--json]",
  "policy check FILE [--json]",
  "policy adopt FILE --from DATE --approved-by NAME",
  "policy use NAME --from DATE --approved-by NAME",
  "quarter draw QUARTER",
  "quarter status [QUARTER] [--json]",
  "quarter verify QUARTER",
  "round open [--branch NAME] [--close TIME] --reason TEXT [--replaces-quarter] [--yes] [--json]",
  "round close [--branch NAME] [--json]",
  "talk list QUARTER [--branch NAME] [--json]",
  "summary show QUARTER [--json]",
  "summary submit QUARTER --by ACCOUNT [--yes]",
  "summary publish QUARTER --by ACCOUNT [--yes]",
  "summary approve QUARTER --by ACCOUNT [--note TEXT]",
  "summary return QUARTER --by ACCOUNT --note TEXT",
  "year count YEAR [--close TIME] --reason TEXT [--yes] [--json]",
  "year submit YEAR --by ACCOUNT [--yes]",
  "year approve YEAR --by ACCOUNT [--note TEXT]",
  "year return YEAR --by ACCOUNT --note TEXT",
  "year publish YEAR --by ACCOUNT [--yes]",
  "year preview YEAR [--json]",
  "year close YEAR --by ACCOUNT [--yes]",
  "export QUARTER|YEAR --out DIR",
  "outbox list [--state S] [--json]",
  "outbox resolve ID sent|resend",
  "audit verify",
  "audit show [--since DATE] [--json]",
  "burden QUARTER [--json]",
  "doctor [--json]",
  "backup FILE",
  "restore FILE",
];

describe("the help", () => {
  test.each(["", "help", "--help", "-h"])("of `bot %s` lists every command, and is no failure", async (word) => {
    const { code, out, err } = await aCli().bot(...(word === "" ? [] : [word]));

    expect(code).toBe(0);
    for (const usage of usages) expect(out).toContain(`  bot ${usage} `);
    expect(err).toBe("");
  });

  test.each(usages)("of `bot %s` says how it is used", async (usage) => {
    const words = usage.split(" ").filter((word) => /^[a-z]+$/.test(word) && word !== "school");

    const { code, out, err } = await aCli().bot(...words, "--help");

    expect(code).toBe(0);
    expect(out.split("\n")[0]).toBe(`用法：bot ${usage}`);
    expect(err).toBe("");
  });
});

test("what stands for something in a usage is explained", async () => {
  const helpOf = async (...words: string[]) => (await aCli().bot(...words, "--help")).out.split("\n").slice(2);

  expect(await helpOf("policy", "use")).toEqual([
    "  DATE  日期，如 2026-11-22",
    "  NAME  办法的编号：guifang-2020-58、low-burden，或采用过的",
    "  --approved-by NAME  批准人或批准的会议，记入办法的版本",
  ]);
  expect(await helpOf("round", "open")).toEqual([
    "  TIME  时间，如 2026-11-22T21:00、21:00 或 +30m",
    "  NAME  党支部的名称，见 bot branch list",
    "  TEXT  文字，有空格时加引号",
    "  --json  输出 JSON，供程序读取",
  ]);
  expect(await helpOf("audit", "verify")).toEqual([]);
});

describe("bad usage", () => {
  test.each([
    "dance",
    "roster",
    "roster dance",
    "roster list --json extra",
    "branch list --loud",
    "roster import",
    "roster import a.csv b.csv",
    "roster list --branch",
    "roster import /nowhere/roster.csv",
    "reports import /nowhere/totals.csv --as-of 2026-08-18",
    "reports import /nowhere/totals.csv",
    "reports import /nowhere/totals.csv --as-of 18.8.2026",
    "roster list --branch 第九党支部",
    "branch set",
    "branch set 第九党支部 --kind retired",
    "branch set 第一党支部",
    "branch set 第一党支部 --kind asleep",
    "branch set 第一党支部 --group schoolwide",
    "branch set 第一党支部 --kind retired --group mailto:x",
    "group set school",
    "group set branch appchat:x",
    "group set school appchat:",
    "group set school appchat:a/b",
    "policy show guifang",
    "policy check",
    "policy check /nowhere/policy.json",
    "policy adopt /nowhere/policy.json --from 2027-01-01 --approved-by 党委会",
    "policy use low-burden",
    "policy use low-burden --from 2027-01-01",
    "policy use low-burden --approved-by 党委会",
    "policy use low-burden --from 2026-11-17 --approved-by 党委会",
    "policy use no-burden --from 2027-01-01 --approved-by 党委会",
    "roster sync now",
    "quarter draw",
    "quarter draw 2026",
    "quarter draw 2026Q3",
    "quarter draw 2027Q1",
    "quarter status 2026Q5",
    "quarter status 2026Q4 2026Q3",
    "quarter verify",
    "quarter verify Q4",
    "round open",
    "round open --reason",
    "round open --branch 第一党支部",
    "round open --trial",
    "round open --members li --reason 测",
    "round open --trial --members nobody",
    "round open --reason 测 --branch 第九党支部",
    "round open --reason 测 --close soon",
    "round open --reason 测 --close 09:59",
    "round open --reason 测 --close 10:00",
    "round open --reason 测 --close +0m",
    "round open --reason 测 --close 2026-11-17T21:00",
    "round open --reason 测 --close 2026-11-31T21:00",
    "round open --reason 测 --close 2027-02-29T21:00",
    "round open --reason 测 --close 25:00",
    "round open --reason 测 now",
    "round close --branch 第九党支部",
    "round close all",
    "talk list",
    "talk list 26Q4",
    "talk list 2026Q4 --branch 第九党支部",
    "summary show",
    "summary show Q4",
    "summary submit 2026Q4",
    "summary submit 2026Q4 --by nobody",
    "summary submit 2026Q9 --by he",
    "summary submit 2026Q4 --by he --note 好",
    "summary publish 2026Q4 --by he --note 好",
    "summary approve 2026Q4 --by",
    "summary return 2026Q4 --by ma",
    "summary return 2026Q4 --by ma --note=",
    "outbox list --state lost",
    "outbox resolve 1",
    "outbox resolve one sent",
    "outbox resolve 1 later",
    "outbox resolve -1 sent",
    "audit verify now",
    "audit show --since yesterday",
    "year preview",
    "year preview 26",
    "year preview 2026Q4",
    "year close 2026",
    "year close 2026 --by nobody",
    "year close soon --by he",
    "burden",
    "burden 2026",
    "backup",
    "restore",
    "restore /nowhere/backup.sqlite",
    "backup /nowhere/backup.sqlite",
    "doctor thoroughly",
  ])("is answered with exit code 2 and changes nothing: bot %s", async (line) => {
    const cli = await aClosedQuarter();
    const before = dump(cli.db);

    const { code, out, err } = await cli.bot(...line.split(" "));

    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).not.toBe("");
    expect(dump(cli.db)).toEqual(before);
  });

  test("names the command that is not known, and shows those that are", async () => {
    const { err } = await aCli().bot("roster", "dance");

    expect(err).toContain("没有“roster dance”这个命令");
    expect(err).toContain("bot roster import FILE");
  });

  test("is told how the command is used", async () => {
    const { err } = await aCli().bot("quarter", "draw");

    expect(err).toBe("用法：bot quarter draw QUARTER");
  });
});

describe("what could not be done", () => {
  test.each([
    "quarter verify 2026Q3",
    "round close",
    "talk list 2026Q3",
    "summary show 2026Q3",
    "summary submit 2026Q3 --by he",
    "summary submit 2026Q4 --by li",
    "summary approve 2026Q4 --by ma",
    "summary publish 2026Q4 --by he",
    "year preview 2025",
    "year close 2025 --by he",
    "year close 2026 --by he",
    "year close 2026 --by ma",
    "burden 2026Q3",
    "outbox resolve 1 sent",
    "outbox resolve 99999999999999999999 resend",
  ])("is answered with exit code 1, and changes nothing: bot %s", async (line) => {
    const cli = await aClosedQuarter();
    const before = dump(cli.db);

    const { code, out, err } = await cli.bot(...line.split(" "));

    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).not.toBe("");
    expect(dump(cli.db)).toEqual(before);
  });

  test("is no riddle: an unforeseen error says so", async () => {
    const cli = aCli();
    cli.db.$client.close();

    const { code, err } = await cli.bot("branch", "list");

    expect(code).toBe(1);
    expect(err).toMatch(/^没有完成：/);
  });
});
