import { describe, expect, test } from "vitest";
import { CONFIRM_WITHIN_MINUTES } from "../../src/messages/own-data.ts";
import { aClosedQuarter, type Cli } from "./a-cli.ts";

const verify = (cli: Cli) => cli.bot("audit", "verify");

/** Closed, one table confirmed and one corrected after an objection, the summary approved. */
async function anApprovedQuarter(): Promise<Cli> {
  const cli = await aClosedQuarter();
  await cli.tick();
  await cli.say("zhang", "统计表");
  await cli.say("zhang", "确认统计表");
  await move(cli, "submit", "he");
  await cli.say("li", "异议 我的积分应为 9100");
  await cli.say("he", "答复 1 更正 9100 核对截图");
  await move(cli, "submit", "he");
  await move(cli, "approve", "ma");
  return cli;
}

/** On behalf of an account, whatever is still open. */
async function move(cli: Cli, what: string, by: string): Promise<void> {
  const done = await cli.bot("summary", what, "2026Q4", "--by", by, ...(what === "submit" ? ["--yes"] : []));
  expect(done).toMatchObject({ code: 0 });
}

const auditRows = ({ db }: Cli, act: string) =>
  db.$client.prepare("select subject, detail from audit where act = ? order by id").all(act) as {
    subject: string;
    detail: string;
  }[];

describe("audit verify", () => {
  test("passes what was closed, confirmed, revised and approved, and says how much was checked", async () => {
    const cli = await anApprovedQuarter();

    for (const act of ["round.close", "table.confirm", "table.revise", "summary.approve"]) {
      const rows = auditRows(cli, act);
      expect(rows, act).not.toEqual([]);
      for (const { detail } of rows) expect(JSON.parse(detail), act).toHaveProperty("seal");
    }
    const { code, out } = await verify(cli);
    expect(code).toBe(0);
    expect(out).toMatch(/封存的数据核验通过：统计表 5 份、汇总 2 份与定稿时一致/);
    expect(out).not.toContain("未封存");
    expect(await verify(cli)).toEqual({ code, out, err: "" });
  });

  test.each([
    ["a report that counts", "update reports set total = total + 1 where round_id = 6 and current = 1", "第二党支部"],
    ["a report that was superseded", "update reports set total = total + 1 where current = 0", "明细或其填报"],
    ["a past total that growth was counted from", "update reports set total = 7000 where round_id is null", "以往积分"],
    ["which report counts", "update reports set current = 0 where round_id = 5 and member_id = 1", "第一党支部"],
    ["a report away", "delete from reports where round_id = 7 and member_id = 9", "第三党支部"],
    [
      "a line of the table",
      "update table_rows set total = total + 1 where round_id = 6 and member_id = 5",
      "第二党支部 2026Q4 统计表第 1 版：明细",
    ],
    [
      "an earlier version",
      "update table_rows set total = 9100 where round_id = 5 and version = 1 and member_id = 3",
      "统计表第 1 版：明细",
    ],
    ["a line's last total", "update table_rows set previous_total = 8500 where previous_total is not null", "明细"],
    ["who counts", "update table_rows set counted = 0 where round_id = 7 and member_id = 8", "第三党支部"],
    ["a line away", "delete from table_rows where round_id = 7 and member_id = 8", "第三党支部"],
    [
      "a line's salt away",
      "update table_rows set salt = null where round_id = 7 and member_id = 8",
      "有删除而没有记录",
    ],
    ["the sum", "update branch_tables set sum = sum + 1 where round_id = 6", "第二党支部 2026Q4 统计表第 1 版：合计"],
    ["the reason of a correction", "update branch_tables set reason = 'x' where version = 2", "合计"],
    ["the table away", "delete from branch_tables where round_id = 7", "缺失"],
    [
      "the summary's figure",
      "update summary_branches set sum = sum + 1 where version = 2 and branch_id = 3",
      "2026Q4 汇总第 2 版",
    ],
    ["the summary's rank", "update summary_branches set rank = 1 where version = 2", "2026Q4 汇总第 2 版"],
    ["an earlier summary", "update summary_branches set reported = 9 where version = 1", "2026Q4 汇总第 1 版"],
  ])("finds out when somebody has changed %s", async (_, sql, words) => {
    const cli = await anApprovedQuarter();
    expect((await verify(cli)).code).toBe(0);
    cli.db.$client.pragma("foreign_keys = off");
    expect(cli.db.$client.prepare(sql).run().changes).toBeGreaterThan(0);

    const { code, out, err } = await verify(cli);

    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(words);
  });

  test("finds a report that somebody has added, and a version of a table", async () => {
    const cli = await anApprovedQuarter();
    const { $client } = cli.db;
    $client.exec(
      "insert into reports (member_id, round_id, day, total, source, reported_at, late, current) values (8, 7, '2026-11-18', 9999, '本人', 0, 0, 0)",
    );
    $client.exec(
      "insert into branch_tables (round_id, version, made_at, members, reported, sum, denominator) values (6, 2, 0, 3, 3, 99999, 3)",
    );

    const { code, err } = await verify(cli);

    expect(code).toBe(1);
    expect(err).toContain("第三党支部 2026Q4 统计表第 1 版：有不经程序写入的填报");
    expect(err).toContain("第二党支部 2026Q4 统计表第 2 版：这一版不经程序写入");
  });

  test("finds table, rows, reports and summary that were changed together", async () => {
    const cli = await anApprovedQuarter();
    cli.db.$client.exec(`
      update reports set total = total + 500 where round_id = 6 and member_id = 5;
      update table_rows set total = total + 500 where round_id = 6 and member_id = 5;
      update branch_tables set sum = sum + 500 where round_id = 6;
      update summary_branches set sum = sum + 500 where round_id = 6`);

    const { code, err } = await verify(cli);

    expect(code).toBe(1);
    expect(err.split("\n").length).toBeGreaterThan(3);
  });

  test("says of a member whose data were deleted that it is recorded, and goes on finding changes of the others", async () => {
    const cli = await anApprovedQuarter();
    await cli.say("li", "删除我的数据");
    cli.clock.pass((CONFIRM_WITHIN_MINUTES * 60_000) / 2);
    await cli.say("li", "确认删除我的数据");
    const salts = cli.db.$client.prepare("select count(*) from table_rows where member_id = 3 and salt is not null");
    expect(salts.pluck().get()).toBe(0);

    const { code, out } = await verify(cli);

    expect(code).toBe(0);
    expect(out).toContain("已删除（有记录）：1 名党员的填报");
    cli.db.$client.exec("update table_rows set total = total + 1 where round_id = 5 and member_id = 1");
    expect((await verify(cli)).err).toContain("第一党支部 2026Q4 统计表第 2 版：明细");
  });

  test("says what an earlier version closed without seals, and is green otherwise; what is done from now on is sealed", async () => {
    const cli = await aClosedQuarter();
    const { $client } = cli.db;
    $client.exec(`
      update table_rows set salt = null; update branch_tables set salt = null, reports_until = null;
      drop trigger audit_never_changed; drop trigger audit_never_deleted;
      delete from audit; delete from settings where name = 'auditHead'; delete from sqlite_sequence where name = 'audit'`);

    const { code, out } = await verify(cli);
    expect(code).toBe(0);
    expect(out).toContain("未封存（由较早的版本定稿，无从核验）：统计表 4 份");
    $client.exec("update table_rows set total = total where round_id = 6");

    await cli.say("zhang", "统计表");
    await cli.say("zhang", "确认统计表");
    expect((await verify(cli)).out).toContain("统计表 1 份、汇总 0 份与定稿时一致");
    $client.exec("update table_rows set total = total + 1 where round_id = 5 and member_id = 1");
    expect((await verify(cli)).code).toBe(1);
  });
});

test("a seal tells nobody a total: the same figures are sealed differently", async () => {
  const [one, other] = [await aClosedQuarter({ seed: 1 }), await aClosedQuarter({ seed: 2 })];
  const seals = (cli: Cli) => auditRows(cli, "round.close").map(({ detail }) => JSON.parse(detail) as { seal: object });

  for (const [index, { seal }] of seals(one).entries()) expect(seal).not.toEqual(seals(other)[index]!.seal);
});
