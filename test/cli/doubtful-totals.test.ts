import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { branchTableData } from "../../src/papers/branch-table.ts";
import { aFolder } from "../support/a-folder.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool, type Cli, totals } from "./a-cli.ts";

function importing(cli: Cli, day: string, lines: Readonly<Record<string, number>>, ...options: string[]) {
  const file = join(aFolder(), "totals.csv");
  const rows = Object.entries(lines).map(([account, total]) => `${account},${total}`);
  writeFileSync(file, ["账号,成长总积分", ...rows].join("\n"));
  return cli.bot("reports", "import", file, "--as-of", day, ...options);
}

function aSchoolOnRecord(): Cli {
  const cli = aCli();
  cli.roster(aSchool);
  cli.past("li", 10_000, "2026-06-30");
  return cli;
}

describe("a past total that does not go with the others", () => {
  // 49 days of 66 points are 3234.
  test.each([
    ["a later, lower one", "2026-08-18", 9999, "第 2 行 李明（li）：9999 分与 2026-06-30 的 10000 分不符，偏低"],
    [
      "more than 66 a day later",
      "2026-08-18",
      13_235,
      "第 2 行 李明（li）：13235 分与 2026-06-30 的 10000 分不符，偏高",
    ],
    ["an earlier, higher one", "2026-05-12", 10_001, "第 2 行 李明（li）：10001 分与 2026-06-30 的 10000 分不符，偏高"],
    [
      "more than 66 a day short of the next",
      "2026-05-12",
      6765,
      "第 2 行 李明（li）：6765 分与 2026-06-30 的 10000 分不符，偏低",
    ],
  ])("is a doubt: %s", async (_, day, total, words) => {
    const cli = aSchoolOnRecord();
    const before = dump(cli.db);

    const { code, out, err } = await importing(cli, day, { li: total, wang: 5000 });

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("有 1 人的积分与已有记录不符，没有导入任何内容");
    expect(err).toContain(words);
    expect(err).toContain("--accept-doubts");
    expect(dump(cli.db)).toEqual(before);
  });

  test.each([
    ["the same", "2026-08-18", 10_000],
    ["66 a day more", "2026-08-18", 13_234],
    ["the same, earlier", "2026-05-12", 10_000],
    ["66 a day less, earlier", "2026-05-12", 6766],
    ["another one for the same day", "2026-06-30", 3],
  ])("is none: %s", async (_, day, total) => {
    expect(await importing(aSchoolOnRecord(), day, { li: total })).toMatchObject({ code: 0, err: "" });
  });

  test("is imported when it is accepted, which is told and counted, and not asked about again", async () => {
    const cli = aSchoolOnRecord();

    const first = await importing(cli, "2026-08-18", { li: 9000, wang: 5000 }, "--accept-doubts");
    const again = await importing(cli, "2026-08-18", { li: 9000, wang: 5000 });

    expect(first.out).toBe("已导入 2 人截至 2026-08-18 的成长总积分，其中 1 人存疑。");
    expect(first.err).toContain("存疑：第 2 行 李明（li）：9000 分");
    expect(again.out).toBe(first.out);
    expect(await cli.say("li", "我的积分")).toContain("2026-08-18 9000 分，重新起算（导入，存疑）");
  });

  test("is marked wherever it is used: branch table, summary, year, own data", async () => {
    const cli = aSchoolOnRecord();
    await importing(cli, "2026-08-18", { li: 8000, chen: 5000 }, "--accept-doubts");
    const opened = await cli.json("round", "open", "--reason", "抽测");
    const { id: roundId } = (opened as { rounds: { id: number; branch: string }[] }).rounds.find(
      ({ branch }) => branch === "第一党支部",
    )!;
    for (const [account, total] of Object.entries(totals)) await cli.say(account, `${total}`);
    await cli.json("round", "close");

    const table = branchTableData(cli.db, { kind: "branch-table", roundId, version: 1 }, "学校");
    const notes = new Map(table.rows.map(({ name, note }) => [name, note]));
    expect(notes.get("李明")).toBe("上次积分为导入，存疑");
    expect(notes.get("陈静")).toBe("未填报，按上次积分计入");
    expect(notes.get("王芳")).toBeUndefined();
    expect(await cli.say("he", "汇总")).toMatch(/第一党支部.*存疑 1 人/);
    const { out } = await cli.bot("year", "preview", "2026");
    expect(out).toMatch(/李明.*存疑/);
    expect(out).not.toMatch(/王芳.*存疑/);
    expect(await cli.say("li", "我的积分")).toContain("含存疑的积分");
  });
});
