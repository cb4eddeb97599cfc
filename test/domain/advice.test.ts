import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBelowAdvice, recentPace, yearPace } from "../../src/domain/advice.ts";
import { addDays, type Day } from "../../src/domain/calendar.ts";
import { growthIn } from "../../src/domain/growth.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import type { PastTotal } from "../../src/domain/score.ts";

const { advice } = defaultPolicy.parameters;
const total = (day: string, points: number): PastTotal => ({ day: day as Day, total: points });

describe("the recent pace", () => {
  test("is the growth between the last two reports, a day and a week", () => {
    const pace = recentPace([total("2026-02-01", 500), total("2026-08-18", 11_020), total("2026-11-18", 12_400)]);

    expect(pace).toMatchObject({ growth: 1380, days: 92, daily: 15, weekly: 105 });
    expect(pace?.from.day).toBe("2026-08-18");
  });

  test("takes the last total of a day for the day's", () => {
    const pace = recentPace([total("2026-08-18", 11_000), total("2026-11-18", 11_500), total("2026-11-18", 12_000)]);

    expect(pace).toMatchObject({ growth: 1000, days: 92 });
  });

  test.each([
    ["no report", []],
    ["one report", [total("2026-11-18", 12_400)]],
    ["two of one day", [total("2026-11-18", 12_400), total("2026-11-18", 12_500)]],
    ["a total that has begun anew", [total("2026-08-18", 12_400), total("2026-11-18", 300)]],
  ])("is not known of %s", (_, totals) => {
    expect(recentPace(totals)).toBeUndefined();
  });
});

describe("below the advice (四（五）)", () => {
  const after = (days: number, growth: number) =>
    recentPace([total("2026-01-10", 10_000), { day: addDays("2026-01-10" as Day, days), total: 10_000 + growth }])!;

  test.each([
    ["just below 150 a week", 7, 149, true],
    ["150 a week", 7, 150, false],
    ["20 a day is less than 150 a week", 7, 140, true],
    ["no growth", 92, 0, true],
    ["a full day", 1, 60, false],
  ])("%s", (_, days, growth, below) => {
    expect(isBelowAdvice(after(days, growth), advice)).toBe(below);
  });

  test.each([
    ["a day", { daily: 20, weekly: 0, yearly: 0 }, 10, 199, 200],
    ["a week", { daily: 0, weekly: 150, yearly: 0 }, 14, 299, 300],
    ["a year", { daily: 0, weekly: 0, yearly: 3650 }, 10, 99, 100],
  ])("each level counts for itself: %s", (_, levels, days, below, enough) => {
    expect(isBelowAdvice(after(days, below), levels)).toBe(true);
    expect(isBelowAdvice(after(days, enough), levels)).toBe(false);
  });

  test("nobody is below levels that a policy has switched off", () => {
    expect(isBelowAdvice(after(92, 0), { daily: 0, weekly: 0, yearly: 0 })).toBe(false);
  });
});

const ENDS = "2026-12-29" as Day;
const paceOf = (totals: readonly PastTotal[], today: string, since = "2019-01-01") => {
  const span = { from: "2026-01-01" as Day, until: today as Day, year: 2026 };
  const found = growthIn({ totals, since: since as Day }, span, { yearly: 6000, unknownStart: "pro-rata" });
  return yearPace(found, { year: 2026, ends: ENDS }, today as Day);
};

describe("the year's pace", () => {
  test("says what it takes to the last day of the count, today included", () => {
    const reports = [total("2025-12-29", 10_000), total("2026-05-20", 12_000), total("2026-11-18", 14_800)];

    expect(paceOf(reports, "2026-11-18")).toEqual({
      year: 2026,
      start: total("2025-12-29", 10_000),
      known: true,
      restarted: false,
      doubtful: false,
      growth: 4800,
      required: 6000,
      missing: 1200,
      // 18 November to 29 December.
      daysLeft: 42,
      perDay: 29,
    });
  });

  test.each([
    ["2025-12-22", true],
    ["2025-12-21", false],
    ["2026-01-11", true],
    ["2026-01-12", false],
  ])("speaks of the year only with a start near 1 January: of %s %j", (start, known) => {
    expect(paceOf([total(start, 1000), total("2026-11-18", 2000)], "2026-11-18")).toMatchObject({ known });
  });

  test("speaks of the year to who came in it with a total near the first day", () => {
    const came = [total("2026-05-06", 500), total("2026-11-18", 2500)];

    expect(paceOf(came, "2026-11-18", "2026-05-10")).toMatchObject({ known: true, required: 3880, missing: 1880 });
  });

  test("is not known without two totals", () => {
    expect(paceOf([], "2026-11-18")).toBeUndefined();
    expect(paceOf([total("2026-11-18", 3000)], "2026-11-18")).toBeUndefined();
  });

  test("what is reached leaves nothing missing", () => {
    expect(paceOf([total("2025-12-30", 10_000), total("2026-11-18", 17_000)], "2026-11-18")).toMatchObject({
      growth: 7000,
      missing: 0,
      perDay: 0,
    });
  });

  test("after the count no day is left, and nothing is divided by it", () => {
    expect(paceOf([total("2025-12-30", 0), total("2026-12-28", 5000)], "2026-12-31")).toMatchObject({
      daysLeft: 0,
      perDay: 1000,
    });
  });
});

test("whatever was reported, no recent pace is negative", () => {
  const days = fc.integer({ min: 0, max: 1000 }).map((offset) => addDays("2024-06-01" as Day, offset));
  const reports = fc
    .array(fc.record({ day: days, total: fc.nat({ max: 200_000 }) }), { maxLength: 12 })
    .map((list) => list.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)));
  fc.assert(
    fc.property(reports, (totals) => {
      const recent = recentPace(totals);
      expect(recent === undefined || (recent.growth >= 0 && recent.days > 0)).toBe(true);
    }),
  );
});
