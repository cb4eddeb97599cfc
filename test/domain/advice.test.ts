import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBelowAdvice, recentPace, type YearFacts, yearPace } from "../../src/domain/advice.ts";
import { addDays, type Day } from "../../src/domain/calendar.ts";
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

const facts = (totals: readonly PastTotal[], more: Partial<YearFacts> = {}): YearFacts => ({
  totals,
  today: "2026-11-18" as Day,
  since: "2019-01-01" as Day,
  yearly: 6000,
  ...more,
});

describe("the year's pace", () => {
  test("starts from the last report by 1 January, and says what it takes to the end of the year", () => {
    const reports = [
      total("2025-11-12", 8000),
      total("2025-12-29", 10_000),
      total("2026-05-20", 12_000),
      total("2026-11-18", 14_800),
    ];

    expect(yearPace(facts(reports))).toEqual({
      year: 2026,
      start: total("2025-12-29", 10_000),
      known: true,
      restarted: false,
      doubtful: false,
      growth: 4800,
      required: 6000,
      missing: 1200,
      // 18 November to 31 December, today included.
      daysLeft: 44,
      perDay: 28,
    });
  });

  test("a report of 1 January is a start", () => {
    const pace = yearPace(facts([total("2025-12-01", 100), total("2026-01-01", 200), total("2026-11-18", 1000)]));

    expect(pace).toMatchObject({ growth: 800, known: true });
  });

  test.each([
    [["2025-12-22"], "2025-12-22", true],
    [["2025-12-21"], "2025-12-21", false],
    [["2026-01-11"], "2026-01-11", true],
    [["2026-01-12"], "2026-01-12", false],
    [["2025-11-12", "2026-01-08"], "2026-01-08", true],
    [["2025-12-25", "2026-01-02"], "2025-12-25", true],
    [["2025-12-25", "2025-12-31"], "2025-12-31", true],
    [["2026-01-03", "2026-01-09"], "2026-01-03", true],
    [["2025-11-12", "2026-02-20"], "2025-11-12", false],
    [["2026-02-20"], "2026-02-20", false],
  ])("of totals on %j counts from the one of %s; near enough to 1 January to speak of the year: %j", (days, start, known) => {
    const pace = yearPace(facts([...days, "2026-11-18"].map((day, index) => total(day, 1000 * (index + 1)))));

    expect(pace).toMatchObject({ start: { day: start }, known });
  });

  test("without any report nothing is known", () => {
    expect(yearPace(facts([]))).toBeUndefined();
    expect(yearPace(facts([total("2026-12-01", 3000)]))).toBeUndefined();
  });

  test("a total that begins anew takes nothing away; growth goes on from there", () => {
    const reports = [
      total("2025-11-12", 20_000),
      total("2026-02-20", 21_000),
      total("2026-05-20", 500),
      total("2026-11-18", 2500),
    ];

    expect(yearPace(facts(reports))).toMatchObject({ growth: 3000, restarted: true, missing: 3000 });
  });

  test("what is reached leaves nothing missing", () => {
    const pace = yearPace(facts([total("2025-11-12", 10_000), total("2026-11-18", 17_000)]));

    expect(pace).toMatchObject({ growth: 7000, missing: 0, perDay: 0 });
  });

  test.each([
    ["all year", "2026-01-01", 6000],
    ["from 2 January", "2026-01-02", 5984],
    ["from 1 July", "2026-07-01", 3025],
    ["from 31 December", "2026-12-31", 17],
  ])("who is on the roster %s owes the share of the days, rounded up", (_, since, required) => {
    const pace = yearPace(facts([total("2026-11-18", 1000)], { since: since as Day, today: "2026-12-31" as Day }));

    expect(pace).toMatchObject({ required, daysLeft: 1 });
  });

  test("a leap year has a day more", () => {
    const pace = yearPace(
      facts([total("2028-03-01", 1000)], { since: "2028-02-01" as Day, today: "2028-03-01" as Day }),
    );

    expect(pace).toMatchObject({ required: Math.ceil((6000 * 335) / 366), daysLeft: 306 });
  });
});

describe("whatever was reported", () => {
  const days = fc.integer({ min: 0, max: 1000 }).map((offset) => addDays("2024-06-01" as Day, offset));
  const reports = fc
    .array(fc.record({ day: days, total: fc.nat({ max: 200_000 }) }), { maxLength: 12 })
    .map((list) => list.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)));
  const given = fc
    .record({ totals: reports, today: days, since: days, yearly: fc.nat({ max: 20_000 }) })
    .filter(({ since, today }) => since <= today);

  test("no pace is negative, and none accuses", () => {
    fc.assert(
      fc.property(given, (year) => {
        const recent = recentPace(year.totals);
        expect(recent === undefined || (recent.growth >= 0 && recent.days > 0)).toBe(true);
        const pace = yearPace(year);
        if (pace === undefined) return;
        for (const figure of [pace.growth, pace.missing, pace.perDay, pace.required])
          expect(figure).toBeGreaterThanOrEqual(0);
        expect(pace.required).toBeLessThanOrEqual(year.yearly);
        expect(pace.missing).toBe(Math.max(0, pace.required - pace.growth));
      }),
    );
  });

  test("the pace named is enough, and a point less a day is not", () => {
    fc.assert(
      fc.property(given, (year) => {
        const pace = yearPace(year);
        if (pace === undefined) return;
        expect(pace.daysLeft).toBeGreaterThanOrEqual(1);
        expect(pace.perDay * pace.daysLeft).toBeGreaterThanOrEqual(pace.missing);
        expect(pace.missing === 0 || (pace.perDay - 1) * pace.daysLeft < pace.missing).toBe(true);
      }),
    );
  });

  test("as long as totals only grow, growth is the last one less the start", () => {
    fc.assert(
      fc.property(given, ({ totals, ...year }) => {
        const growing = totals.map(({ day }, index) => ({ day, total: 1000 + 37 * index }));
        const pace = yearPace({ ...year, totals: growing });
        const last = growing.filter(({ day }) => day <= year.today).at(-1);
        if (pace === undefined || last === undefined) return;
        expect(pace).toMatchObject({ growth: last.total - pace.start.total, restarted: false });
      }),
    );
  });

  test("only differences count: the same growth from another height is the same pace", () => {
    fc.assert(
      fc.property(given, fc.nat({ max: 100_000 }), ({ totals, ...year }, height) => {
        const higher = totals.map(({ day, total: points }) => ({ day, total: points + height }));
        const figures = (pace: ReturnType<typeof yearPace>) => pace && [pace.growth, pace.missing, pace.perDay];

        expect(figures(yearPace({ ...year, totals: higher }))).toEqual(figures(yearPace({ ...year, totals })));
      }),
    );
  });

  test("who has come later owes no more", () => {
    fc.assert(
      fc.property(given, fc.nat({ max: 400 }), (year, later) => {
        const [early, late] = [yearPace(year), yearPace({ ...year, since: addDays(year.since, later) })];
        if (early === undefined || late === undefined || addDays(year.since, later) > year.today) return;
        expect(late.required).toBeLessThanOrEqual(early.required);
      }),
    );
  });
});
