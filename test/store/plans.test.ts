import { readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { branchNamed, updateBranch } from "../../src/store/members.ts";
import { queries } from "../../src/store/rows.ts";
import { setSetting } from "../../src/store/settings.ts";
import { aSchool } from "../chat/a-school.ts";
import { totals } from "../chat/a-school-after-its-round.ts";
import { adopt } from "../jobs/a-life.ts";
import { aSender, type Sender } from "../support/a-sender.ts";
import { drawnDayOf } from "../support/drawn-day.ts";

const STORE = new URL("../../src/store/", import.meta.url);
for (const file of readdirSync(STORE)) await import(new URL(file, STORE).href);

/** What gets longer with every quarter. */
const GROWING = new Set(
  `deliveries messages batches inbox reports table_rows branch_tables rounds round_members talks summary_branches
   summaries spot_checks objections audit questions`.split(/\s+/),
);
/** In these indexes of growing tables is only what is under way. */
const SHORT = new Set([
  "spot_checks_proposed",
  "deliveries_open",
  "deliveries_unfinished",
  "batches_open",
  "rounds_open",
]);

const FEW = "a few rows a quarter";
const BY_HAND = "an operator's command";
const FORGETTING = "once in a member's life, when the own data are deleted";

/** Queries that may read a growing table from end to end, by a piece of their SQL, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  "select (select count(*) from talks where state = 'owed')": "once a week; the checks of a school are few",
  'as "withdrawals"': "once a week",
  "where round_id not in (select id from rounds where state = 'open')": "only what waits for an answer is in it",
  "from (select id, done, not_before from batches": "the oldest few hundred, once a day",
  "update inbox set text = null, reply = null where member_id": FORGETTING,
  "with own as": FORGETTING,
  "from summaries where state in": FEW,
  "from objections where quarter = ? and opened_at": FEW,
  "from talks where held_at < :before": `${FEW} and branch, once a day`,
  "from objections where answered_at < :before": `${FEW}, once a day`,
  "from spot_checks where resolved_at < :before": `${FEW}, once a day`,
  "where objections.state <> 'open'": FEW,
  "delete from questions where round_id = ?": "only what waits for an answer is in it",
  "where :state is null or state = :state": BY_HAND,
  "with listed as": BY_HAND,
  "from table_rows where sealed is not null": BY_HAND,
  "from branch_tables where salt is null": BY_HAND,
  "select count(*) from summaries": BY_HAND,
  "from audit where": BY_HAND,
  "from audit order by id": BY_HAND,
};

const everybody = (text: (total: number) => string) =>
  Object.entries(totals).map(([account, total]) => `${account}:${text(total)}`);

/** Who says what when, so many days after the drawn day; `[]` is a picture. */
const ROUND = [
  `0 09:07 / ${everybody(String).join(" / ")} / ren:9000`,
  "0 14:10 / li:12346 / chen:12345 左右 / chen:是 / bai:不知道 / bai:3 / bai:请假 / gao:停止提醒 / stranger:1",
  "0 19:40 / zhang:进度 / zhang:代报 伍建国 13001 / li:撤回 / li:12345 / li:我的积分 / li:帮助",
  "0 21:00",
  `1 09:00 / zhang:统计表 / zhang:确认统计表 / zhang:抽查名单 / ${everybody(() => "[]").join(" / ")}`,
  "1 10:00 / su:属实 唐洁 / su:不符 高原 20000 当面核对 / he:不符 高原 20000 / li:异议 报错了 / li:异议 应为 12000 / he:异议名单 / he:答复 1 12000 已核对",
  "1 11:00 / zhang:谈话名单 / zhang:已谈 李明 内容：学习 / zhang:已谈 李明 措施：结对 / li:确认谈话 / li:为什么我在谈话名单",
  "1 12:00 / he:汇总 / he:提交 / he:仍然提交 / ma:退回 请核对 / he:提交 / he:仍然提交 / ma:通过 / he:发布 / he:仍然发布 / li:排名",
  "1 13:00 / ma:支部谈话名单 / ma:已谈 第三党支部 很好 / chen:异议 名次不对 / he:答复 2 无误 / he:年度预览 / chen:意见 很好",
  "3 03:00",
  "8 09:07",
  "15 09:07",
  "30 09:07 / li:导出我的数据 / li:删除我的数据 / li:确认删除我的数据",
];

/** Everybody is checked, and all that is said goes out. */
async function liveThroughARound({ bot, drain }: Sender): Promise<void> {
  const { parameters } = defaultPolicy;
  adopt(bot, { ...defaultPolicy, parameters: { ...parameters, spotCheck: { share: 1, atLeast: 0 } } });
  bot.roster({ ...aSchool, xin: { branch: "第三党支部" } });
  setSetting(bot.db, "schoolGroup", "appchat:school");
  updateBranch(bot.db, branchNamed(bot.db, "第一党支部")!.id, { groupTarget: "webhook:robot-1" });
  await bot.tick();
  const day = drawnDayOf(bot);
  for (const [moment, ...sayings] of ROUND.map((line) => line.split(" / "))) {
    const [days, time] = moment!.split(" ");
    bot.clock.set(`${addDays(day, Number(days))} ${time}`);
    await bot.tick();
    await drain();
    for (const saying of sayings) {
      const [account, text] = saying.split(":") as [string, string];
      if (text === "[]") await bot.send(account, { kind: "image", mediaId: `media-${account}` });
      else await bot.say(account, text);
    }
    await drain();
  }
}

/** What a statement reads from end to end of what gets longer. */
function scansOf({ $client }: Database, sql: string): string[] {
  const from = Array.from(sql.matchAll(/\b(?:from|join|update)\s+"?(\w+)"?(?:\s+(?:as\s+)?(\w+))?/gi));
  const grows = (name: string) => from.some(([, table, alias]) => GROWING.has(table!) && [table, alias].includes(name));
  const bare = sql.replaceAll(/'[^']*'/g, "");
  const named = Object.fromEntries(Array.from(bare.matchAll(/:(\w+)/g), ([, name]) => [name, null]));
  const unnamed = Array.from(bare.matchAll(/\?/g), () => null);
  const plan = $client.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...unnamed, named);
  return plan.flatMap(({ detail }) => {
    const [, scanned, index] = /^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(detail) ?? [];
    const [, indexed] = /^SEARCH (\w+) USING AUTOMATIC/.exec(detail) ?? [];
    const name = scanned ?? indexed;
    return name !== undefined && grows(name) && !SHORT.has(index ?? "") ? [detail] : [];
  });
}

/** Every statement of a round's life, and every query for rows there is. */
async function statementsOf(db: Database, life: () => Promise<void>): Promise<string[]> {
  const prepare = vi.spyOn(db.$client, "prepare");
  await life();
  const lived = prepare.mock.calls
    .map(([sql]) => sql)
    .filter((sql) => /^\s*(select|with|insert|update|delete) /i.test(sql));
  prepare.mockRestore();
  expect(new Set(lived).size).toBeGreaterThan(150);
  const all = [...lived, ...queries.map(({ sql }) => sql)].map((sql) => sql.replaceAll(/\s+/g, " ").trim());
  return [...new Set(all.map((sql) => sql.replaceAll(/\+(?=[?:])/g, "")))];
}

test("no query of the tick, of a message or of a delivery reads a growing table from end to end", async () => {
  const people = {
    ...aSchool,
    ren: { branch: "第三党支部", duties: ["支部书记"] },
    bai: { branch: "第三党支部" },
  } as const;
  const sender = await aSender(people, { time: "2026-10-08 08:00" });
  const { db } = sender.bot;

  const statements = await statementsOf(db, () => liveThroughARound(sender));
  // Without statistics the planner goes by the schema alone, however many rows there are.
  expect(db.$client.prepare("select name from sqlite_master where name like 'sqlite_stat%'").all()).toEqual([]);
  const reading = statements.map((sql) => [...scansOf(db, sql), sql]).filter(({ length }) => length > 1);

  const allowed = Object.keys(ALLOWED);
  expect(reading.filter((texts) => !allowed.some((piece) => texts.at(-1)!.includes(piece)))).toEqual([]);
  expect(allowed.filter((piece) => !reading.some((texts) => texts.at(-1)!.includes(piece)))).toEqual([]);
});

test("a table that is read from end to end is found under every name and in every index but the short ones", async () => {
  const db = openDatabase(":memory:");

  expect(scansOf(db, "select count(*) from deliveries")).toEqual([expect.stringContaining("SCAN deliveries")]);
  expect(scansOf(db, "select 1 from members m join inbox as i on i.text = m.name where m.id = :id")).toHaveLength(1);
  expect(scansOf(db, "update rounds set reason = ':all' where origin = ?")).toHaveLength(1);
  expect(scansOf(db, "select 1 from talks t join talks o on o.rank = t.rank where t.id > ?")).toEqual([
    expect.stringContaining("AUTOMATIC"),
  ]);
  expect(scansOf(db, "select id from batches where done = 0")).toEqual([]);
  expect(scansOf(db, "select 1 from rounds where id = :id and exists (select 1 from members)")).toEqual([]);
});
