import { describe, expect, test } from "vitest";
import type { Day } from "../../src/domain/calendar.ts";
import { memberByAccount } from "../../src/store/members.ts";
import {
  currentReport,
  type NewReport,
  reportsOf,
  saveReport,
  totalBefore,
  withdrawReport,
} from "../../src/store/reports.ts";
import { progressOf, unreportedOf } from "../../src/store/rounds.ts";
import { aBot, aBranch, type Bot } from "../support/a-bot.ts";
import { tableOf } from "../support/newest-table.ts";
import { anOpenRound } from "../support/open-round.ts";

const TODAY = "2026-11-18" as Day;

function aRound(): {
  bot: Bot;
  round: number;
  li: number;
  report(total: number, more?: Partial<NewReport>): number | undefined;
} {
  const bot = aBot({ time: "2026-11-18 10:00" });
  bot.roster(aBranch);
  const round = anOpenRound(bot);
  const li = memberByAccount(bot.db, "li")!.id;
  const report = (total: number, more: Partial<NewReport> = {}) =>
    saveReport(bot.db, {
      memberId: li,
      roundId: round,
      day: "2026-11-18" as Day,
      total,
      source: "本人",
      reportedBy: li,
      reportedAt: bot.clock.now(),
      late: false,
      doubt: null,
      ...more,
    });
  return { bot, round, li, report };
}

describe("a report", () => {
  test("supersedes what was reported in the round before; both are kept", () => {
    const { bot, round, li, report } = aRound();

    const outcomes = [report(12_345), report(12_354)];

    expect(outcomes).toEqual([undefined, 12_345]);
    expect(currentReport(bot.db, round, li)).toMatchObject({ total: 12_354 });
    expect(bot.db.$client.prepare("select total, current from reports order by id").all()).toEqual([
      { total: 12_345, current: 0 },
      { total: 12_354, current: 1 },
    ]);
  });

  test("does not touch what was imported, nor an import what was reported", () => {
    const { bot, round, li, report } = aRound();
    report(12_345);

    bot.past("li", 11_000, "2026-11-18");
    bot.past("li", 11_020, "2026-11-18");

    expect(currentReport(bot.db, round, li)).toMatchObject({ total: 12_345, source: "本人" });
    expect(totalBefore(bot.db, li, { id: round, day: TODAY })).toEqual({ total: 11_020, day: "2026-11-18" });
  });

  test("taken back leaves the member without one, and can be taken back once", () => {
    const { bot, round, li, report } = aRound();
    report(12_345);

    const first = withdrawReport(bot.db, round, li, bot.clock.now());
    const second = withdrawReport(bot.db, round, li, bot.clock.now());

    expect(first).toMatchObject({ total: 12_345 });
    expect(second).toBeUndefined();
    expect(currentReport(bot.db, round, li)).toBeUndefined();
    expect(unreportedOf(bot.db, round).map(({ account }) => account)).toContain("li");
    expect(report(12_400)).toBeUndefined();
  });

  test("counts in its round's progress once, and late when it is late", () => {
    const { bot, round, report } = aRound();
    const before = progressOf(bot.db, round);
    report(12_345);
    report(12_354, { late: true });

    expect(before).toEqual({ members: 5, reported: 0, late: 0 });
    expect(progressOf(bot.db, round)).toEqual({ members: 5, reported: 1, late: 1 });
    expect(unreportedOf(bot.db, round)).toHaveLength(4);
  });
});

describe("the last total before a round", () => {
  test("is of the latest day, imported or reported, and never of the round itself", () => {
    const { bot, round, li, report } = aRound();
    bot.past("li", 11_020, "2026-08-18");
    bot.past("li", 9000, "2026-05-18");
    report(12_345);

    expect(totalBefore(bot.db, li, { id: round, day: TODAY })).toEqual({ total: 11_020, day: "2026-08-18" });
  });

  test("is none of somebody who has never reported", () => {
    const { bot, round, li } = aRound();

    expect(totalBefore(bot.db, li, { id: round, day: TODAY })).toBeUndefined();
  });
});

describe("a member's record", () => {
  test("is what counts, the newest first, no more than asked for", () => {
    const { bot, li, report } = aRound();
    bot.past("li", 9000, "2026-05-18");
    bot.past("li", 11_020, "2026-08-18");
    report(12_345);
    report(12_354);

    expect(reportsOf(bot.db, li, 2).map(({ total, day }) => [total, day])).toEqual([
      [12_354, "2026-11-18"],
      [11_020, "2026-08-18"],
    ]);
  });
});

describe("a closed round's table", () => {
  test("keeps its figures, whatever is reported or imported later", async () => {
    const { bot, round, report } = aRound();
    bot.past("li", 11_020, "2026-08-18");
    report(12_345, { late: true, doubt: "above-possible" });
    bot.clock.set("2026-11-19 09:00");
    await bot.tick();
    const closed = tableOf(bot.db, round);

    bot.past("li", 12_000, "2026-10-01");
    bot.roster({ li: { name: "李明", branch: "第二党支部" }, neu: { name: "新来" } });
    await bot.tick();

    expect(tableOf(bot.db, round)).toEqual(closed);
    expect(closed.find(({ account }) => account === "li")).toEqual({
      previousDoubt: null,
      memberId: 3,
      account: "li",
      name: "李明",
      counted: true,
      total: 12_345,
      previous: { total: 11_020, day: "2026-08-18" },
      late: true,
      source: "本人",
      doubt: "above-possible",
    });
    expect(closed.find(({ account }) => account === "chen")).toMatchObject({
      total: null,
      previous: null,
      source: null,
    });
  });
});
