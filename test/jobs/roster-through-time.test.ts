import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day, type Quarter } from "../../src/domain/calendar.ts";
import { memberStates } from "../../src/domain/roster.ts";
import { transaction } from "../../src/store/database.ts";
import { branchNamed, memberByAccount } from "../../src/store/members.ts";
import { decisiveRounds } from "../../src/store/rounds.ts";
import { computeSummary } from "../../src/store/summaries.ts";
import type { TableRow } from "../../src/store/tables.ts";
import { type APerson, aBot, type Bot } from "../support/a-bot.ts";
import { drawnDayOf } from "../support/drawn-day.ts";
import { tableOf } from "../support/newest-table.ts";
import { revisedFigure } from "../support/revised-figure.ts";

const FIRST = "第一党支部";
const SECOND = "第二党支部";
const RETIRED = "离退休党支部";
const people: Readonly<Record<string, APerson>> = {
  zhang: { name: "张伟", duties: ["支部书记"] },
  li: { name: "李明" },
  chen: { name: "陈静" },
  wu: { name: "伍建国" },
  su: { name: "苏敏", branch: SECOND, duties: ["支部书记"] },
  gao: { name: "高原", branch: SECOND },
  he: { name: "何翠", branch: SECOND, duties: ["总管理"] },
  lao: { name: "老李", branch: RETIRED, duties: ["支部书记"], state: "离退休" },
};
const Q3 = "2026Q3" as Quarter;
const Q4 = "2026Q4" as Quarter;

interface Time extends Bot {
  /** Imports these people only, in their branches unless told otherwise. */
  change(who: Readonly<Record<string, APerson>>): void;
  at(time: string): Promise<void>;
  /** On the drawn day of a quarter, or so many days after it. */
  on(quarter: Quarter, time: string, days?: number): Promise<void>;
  day(quarter: Quarter): Day;
  /** Everybody who is asked reports this total and a little more each; the round closes. */
  round(quarter: Quarter, total: number): Promise<void>;
  table(quarter: Quarter, branch: string): TableRow[];
  row(quarter: Quarter, branch: string, account: string): TableRow | undefined;
  /** Who counts in the table. */
  counted(quarter: Quarter, branch: string): string[];
}

async function aSchoolThroughTime(): Promise<Time> {
  const bot = aBot({ time: "2026-07-01 08:00" });
  const time: Time = {
    ...bot,
    change: (who) =>
      bot.roster(
        Object.fromEntries(
          Object.entries(who).map(([account, person]) => [account, { ...people[account], ...person }]),
        ),
      ),
    async at(moment) {
      bot.clock.set(moment);
      await bot.tick();
    },
    on: (quarter, moment, days = 0) => time.at(`${addDays(time.day(quarter), days)} ${moment}`),
    day: (quarter) => drawnDayOf(bot, FIRST, quarter),
    async round(quarter, total) {
      await time.on(quarter, "09:07");
      for (const [index, account] of Object.keys(people).entries()) await bot.say(account, `${total + index * 7}`);
      await time.on(quarter, "09:00", 1);
    },
    table: (quarter, branch) => tableOf(bot.db, roundOf(bot, quarter, branch)),
    row: (quarter, branch, account) => time.table(quarter, branch).find((line) => line.account === account),
    counted: (quarter, branch) =>
      time
        .table(quarter, branch)
        .filter(({ counted }) => counted)
        .map(({ account }) => account),
  };
  bot.roster(people);
  await time.at("2026-07-01 08:00");
  return time;
}

function roundOf({ db }: Bot, quarter: Quarter, branch: string): number {
  const branchId = branchNamed(db, branch)!.id;
  return decisiveRounds(db, quarter).find((round) => round.branchId === branchId)!.id;
}

/** All that a closed quarter consists of, and its summary as it would be drawn up now. */
function closed(bot: Bot, quarter: Quarter) {
  const of = (table: string) =>
    bot.db.$client
      .prepare(`select t.* from ${table} t join rounds r on r.id = t.round_id where r.quarter = ?`)
      .all(quarter);
  const rounds = bot.db.$client.prepare("select * from rounds where quarter = ?").all(quarter);
  const stored = bot.db.$client.prepare("select * from summary_branches where quarter = ?").all(quarter);
  const summary = computeSummary(bot.db, quarter, 0);
  const tables = ["branch_tables", "table_rows", "round_members"].map(of);
  // What became of a talk is told later: 未谈 by the next quarter's close.
  const talks = (of("talks") as Record<string, unknown>[]).map(({ state: _, ended_in: __, ...talk }) => talk);
  return structuredClone({ rounds, stored, summary, tables, talks });
}

describe("a member who moves between two rounds", () => {
  test("counts in the new branch, with the own past total, and stays in the old table", async () => {
    const time = await aSchoolThroughTime();
    await time.round(Q3, 12_000);
    const before = closed(time, Q3);

    await time.at("2026-09-20 10:00");
    time.change({ li: { branch: SECOND, from: "2026-09-25" } });
    await time.at("2026-10-01 08:00");
    await time.round(Q4, 13_000);

    expect(closed(time, Q3)).toEqual(before);
    expect(time.counted(Q3, FIRST)).toEqual(["zhang", "li", "chen", "wu"]);
    expect(time.counted(Q4, FIRST)).toEqual(["zhang", "chen", "wu"]);
    expect(time.counted(Q4, SECOND)).toEqual(["li", "su", "gao", "he"]);
    expect(time.row(Q4, SECOND, "li")).toMatchObject({
      total: 13_007,
      previous: { total: 12_007, day: time.day(Q3) },
    });
    const record = await time.say("li", "我的积分");
    expect(record).toContain("12007");
    expect(record).toContain("13007");
  });

  test("is known to the new branch's secretary, and no more to the old one's", async () => {
    const time = await aSchoolThroughTime();
    await time.round(Q3, 12_000);
    time.change({ li: { branch: SECOND } });
    await time.at("2026-10-01 08:00");
    await time.on(Q4, "09:07");

    expect(await time.say("su", "谁没报")).toContain("李明");
    expect(await time.say("zhang", "谁没报")).not.toContain("李明");
    expect(await time.say("zhang", "代报 李明 13000")).not.toContain("已记录");
    expect(await time.say("su", "代报 李明 13000")).toContain("已记录");
  });
});

describe("a round's members are those of its day", () => {
  test("a move on the day counts in the new branch, one on the next day in the old", async () => {
    const time = await aSchoolThroughTime();
    time.change({
      li: { branch: SECOND, from: time.day(Q3) },
      chen: { branch: SECOND, from: addDays(time.day(Q3), 1) },
    });

    await time.round(Q3, 12_000);

    expect(time.counted(Q3, FIRST)).toEqual(["zhang", "chen", "wu"]);
    expect(time.counted(Q3, SECOND)).toEqual(["li", "su", "gao", "he"]);
  });

  test("who leaves before it is in no table, who leaves after it counts in it", async () => {
    const time = await aSchoolThroughTime();
    time.change({ li: { state: "转出", from: time.day(Q3) }, chen: { state: "转出", from: addDays(time.day(Q3), 1) } });

    await time.round(Q3, 12_000);

    expect(time.table(Q3, FIRST).map(({ account }) => account)).toEqual(["zhang", "chen", "wu"]);
    expect(time.counted(Q3, FIRST)).toEqual(["zhang", "chen", "wu"]);
    expect(time.planned("li").filter((text) => text.includes("前有效"))).toEqual([]);
  });

  test("an import while it is open speaks for its day: who came is asked, who left is not counted", async () => {
    const time = await aSchoolThroughTime();
    await time.on(Q3, "09:07");
    await time.say("li", "12345");

    time.change({
      xin: { name: "新来" },
      li: { branch: SECOND },
      chen: { state: "转出" },
      wu: { state: "转出", from: addDays(time.day(Q3), 1) },
    });
    await time.on(Q3, "10:00");
    await time.say("xin", "500");
    await time.on(Q3, "09:00", 1);

    expect(time.planned("xin").some((text) => text.includes("前有效"))).toBe(true);
    expect(time.counted(Q3, FIRST)).toEqual(["zhang", "wu", "xin"]);
    // What 李明 said in the old branch counts where the member counts now.
    expect(time.row(Q3, SECOND, "li")).toMatchObject({ counted: true, total: 12_345 });
    expect(time.counted(Q3, SECOND)).toEqual(["li", "su", "gao", "he"]);
  });

  test("who comes after it is not in it, whatever 起 says once it is closed", async () => {
    const time = await aSchoolThroughTime();
    await time.round(Q3, 12_000);
    const before = closed(time, Q3);

    time.change({ xin: { name: "新来", from: "2026-07-01" }, chen: { state: "转出", from: "2026-07-01" } });
    await time.on(Q3, "10:00", 1);
    await time.at("2026-09-29 10:00");

    expect(closed(time, Q3)).toEqual(before);
  });

  test.each([
    "离退休",
    "长期病假",
    "产假",
    "借调",
    "未注册",
  ] as const)("who is %s on it is in the working branch's table and not in its denominator", async (state) => {
    const time = await aSchoolThroughTime();
    time.change({ li: { state, from: time.day(Q3) } });

    await time.round(Q3, 12_000);

    expect(time.table(Q3, FIRST).map(({ account }) => account)).toEqual(["zhang", "li", "chen", "wu"]);
    expect(time.counted(Q3, FIRST)).toEqual(["zhang", "chen", "wu"]);
    expect(time.planned("li").filter((text) => text.includes("前有效"))).toEqual([]);
  });

  test("who is on leave in one quarter and back in the next counts in the next", async () => {
    const time = await aSchoolThroughTime();
    time.change({ li: { state: "长期病假", from: "2026-07-05", until: "2026-09-30" } });

    await time.round(Q3, 12_000);
    await time.at("2026-10-01 08:00");
    await time.round(Q4, 13_000);

    expect(time.counted(Q3, FIRST)).not.toContain("li");
    expect(time.counted(Q4, FIRST)).toContain("li");
  });

  test("who retires into the retired branch counts there, and not where the work was", async () => {
    const time = await aSchoolThroughTime();
    await time.round(Q3, 12_000);
    const before = closed(time, Q3);
    await time.at("2026-09-30 10:00");
    time.change({ wu: { branch: RETIRED, state: "离退休", from: "2026-10-01" } });
    await time.at("2026-10-01 08:00");

    await time.round(Q4, 13_000);

    expect(closed(time, Q3)).toEqual(before);
    expect(time.counted(Q4, FIRST)).toEqual(["zhang", "li", "chen"]);
    expect(time.counted(Q4, RETIRED)).toEqual(["wu", "lao"]);
    expect(computeSummary(time.db, Q4, 0)?.branches.find(({ branch }) => branch === RETIRED)).toMatchObject({
      ranked: false,
      rank: null,
      members: 2,
    });
  });

  test("a branch that is new in the middle of a quarter has its round on the same day", async () => {
    const time = await aSchoolThroughTime();
    time.change({ li: { branch: "第三党支部" }, xin: { name: "新来", branch: "第三党支部" } });
    await time.at("2026-07-02 08:00");

    await time.round(Q3, 12_000);

    expect(time.counted(Q3, "第三党支部")).toEqual(["li", "xin"]);
    expect(time.db.$client.prepare("select distinct day from rounds").pluck().all()).toEqual([time.day(Q3)]);
  });

  test("a branch that everybody has left has an empty table and no rank", async () => {
    const time = await aSchoolThroughTime();
    time.change({ su: { branch: FIRST }, gao: { branch: FIRST }, he: { branch: FIRST } });

    await time.round(Q3, 12_000);

    expect(time.table(Q3, SECOND)).toEqual([]);
    expect(computeSummary(time.db, Q3, 0)?.branches.find(({ branch }) => branch === SECOND)).toMatchObject({
      ranked: false,
      members: 0,
      average: null,
      rank: null,
    });
  });
});

describe("a closed round", () => {
  test("that is corrected after the roster has changed keeps everybody else as frozen", async () => {
    const time = await aSchoolThroughTime();
    await time.round(Q3, 12_000);
    const before = time.table(Q3, FIRST);
    time.change({ chen: { branch: SECOND, from: "2026-07-01" }, wu: { state: "产假", from: "2026-07-01" } });
    const id = (account: string) => memberByAccount(time.db, account)!.id;

    transaction(time.db, () => {
      const correction = { memberId: id("li"), total: 12_345, source: "抽查", correctedBy: id("zhang") } as const;
      return revisedFigure(time, roundOf(time, Q3, FIRST), correction, "抽查不符");
    });
    await time.on(Q3, "10:00", 2);

    expect(time.table(Q3, FIRST)).toEqual(
      before.map((row) => (row.account === "li" ? { ...row, total: 12_345, source: "抽查" } : row)),
    );
  });

  test("never changes, whatever is imported afterwards", async () => {
    const time = await aSchoolThroughTime();
    await time.round(Q3, 12_000);
    await time.on(Q3, "10:00", 1);
    const before = closed(time, Q3);
    const day = fc.integer({ min: -100, max: 100 }).map((days) => addDays("2026-08-15" as Day, days));
    const person = fc.record(
      {
        branch: fc.constantFrom(FIRST, SECOND, RETIRED, "第三党支部"),
        state: fc.constantFrom(...memberStates),
        from: day,
      },
      { requiredKeys: [] },
    );
    const file = fc.dictionary(fc.constantFrom(...Object.keys(people), "xin"), person, { maxKeys: 9 });

    await fc.assert(
      fc.asyncProperty(file, async (who) => {
        time.change(who);
        await time.on(Q3, "11:00", 1);

        expect(closed(time, Q3)).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });
});
