import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day } from "../../src/domain/calendar.ts";
import { type GrowthFacts, type GrowthRule, growthIn, type Span, shortfall } from "../../src/domain/growth.ts";
import type { PastTotal } from "../../src/domain/score.ts";

const rule: GrowthRule = { yearly: 6000, unknownStart: "pro-rata" };
const year2026: Span = { from: "2026-01-01" as Day, until: "2026-12-29" as Day, year: 2026 };
const since2021: Span = { ...year2026, from: "2021-01-01" as Day };

const totals = (...written: [string, number][]): PastTotal[] =>
  written.map(([day, total]) => ({ day: day as Day, total }));
const facts = (known: PastTotal[], more: Partial<GrowthFacts> = {}): GrowthFacts => ({
  totals: known,
  since: "2019-01-01" as Day,
  ...more,
});

describe("growth in a year, reckoned by hand", () => {
  // [whose, totals, more facts, state, growth, from, required, days off]
  test.each<[string, GrowthFacts, string, number, string, number, number]>([
    [
      "counted at both ends",
      facts(totals(["2025-12-30", 10_000], ["2026-05-12", 13_000], ["2026-12-28", 16_000])),
      "decided",
      6000,
      "2026-01-01",
      6000,
      0,
    ],
    [
      "with a total imported as of 31 December, which is the start of 1 January",
      facts(totals(["2025-12-31", 10_000], ["2026-12-28", 16_000])),
      "decided",
      6000,
      "2026-01-01",
      6000,
      0,
    ],
    [
      "with a total of 11 January at the latest",
      facts(totals(["2026-01-11", 10_000], ["2026-12-28", 16_000])),
      "decided",
      6000,
      "2026-01-01",
      6000,
      0,
    ],
    [
      // 12 January to 31 December: 354 days, 5819.2.
      "whose first total is a day later: from there by days",
      facts(totals(["2026-01-12", 10_000], ["2026-12-28", 16_000])),
      "estimated",
      6000,
      "2026-01-12",
      5820,
      0,
    ],
    [
      // 66 days of 2025 and the year: 1084.9 + 6000.
      "silent since 27 October and at the last count, of whom the year gave one total only",
      facts(totals(["2025-10-27", 9000], ["2026-12-28", 16_000])),
      "estimated",
      7000,
      "2025-10-27",
      7085,
      0,
    ],
    [
      // The nearer to 1 January of the two: 315 days, 5178.1.
      "with a total of October and one of 20 February",
      facts(totals(["2025-10-27", 9000], ["2026-02-20", 11_000], ["2026-12-28", 16_000])),
      "estimated",
      5000,
      "2026-02-20",
      5179,
      0,
    ],
    [
      // 10 May to 31 December: 236 days, 3879.5.
      "joined on 10 May with a total known then",
      facts(totals(["2026-05-06", 500], ["2026-12-28", 4500]), { since: "2026-05-10" as Day }),
      "decided",
      4000,
      "2026-05-10",
      3880,
      0,
    ],
    [
      // 3 June to 31 December: 212 days, 3484.9.
      "joined on 10 May and first asked on 3 June",
      facts(totals(["2026-06-03", 500], ["2026-12-28", 4500]), { since: "2026-05-10" as Day }),
      "estimated",
      4000,
      "2026-06-03",
      3485,
      0,
    ],
    [
      // 200 of 365 days: 3287.7.
      "165 days on 产假",
      facts(totals(["2025-12-30", 10_000], ["2026-12-28", 13_400]), {
        daysOff: [{ from: "2026-02-01" as Day, until: "2026-07-15" as Day }],
      }),
      "decided",
      3400,
      "2026-01-01",
      3288,
      165,
    ],
    [
      // Off from before the year, and again without an end: 31 + 31 days off, 303 of 365: 4980.8.
      "off over the new year and off again in December",
      facts(totals(["2025-12-30", 10_000], ["2026-12-28", 16_000]), {
        daysOff: [
          { from: "2025-11-01" as Day, until: "2026-01-31" as Day },
          { from: "2026-12-01" as Day, until: null },
        ],
      }),
      "decided",
      6000,
      "2026-01-01",
      4981,
      62,
    ],
    [
      "whose total fell and began anew: the step down is no growth and no loss",
      facts(totals(["2025-12-30", 10_000], ["2026-05-12", 12_000], ["2026-08-12", 100], ["2026-12-28", 4100])),
      "decided",
      6000,
      "2026-01-01",
      6000,
      0,
    ],
    [
      "counted on 28 December although a total of 1 January is nearer",
      facts(totals(["2025-12-28", 10_000], ["2026-01-01", 10_200], ["2026-12-28", 16_100]), {
        counted: { day: "2025-12-28" as Day, total: 10_000 },
      }),
      "decided",
      6100,
      "2026-01-01",
      6000,
      0,
    ],
    [
      "who reported twice on the first day: the later total counts",
      facts(totals(["2026-01-01", 10_000], ["2026-01-01", 10_050], ["2026-12-28", 16_000])),
      "decided",
      5950,
      "2026-01-01",
      6000,
      0,
    ],
  ])("%s", (_, known, state, growth, from, required, daysOff) => {
    expect(growthIn(known, year2026, rule)).toMatchObject({ state, growth, from, required, daysOff });
  });

  test("of 366 days asks a whole year's, and a part of it by 366", () => {
    const leap: Span = { from: "2028-01-01" as Day, until: "2028-12-28" as Day, year: 2028 };
    const whole = facts(totals(["2027-12-30", 0], ["2028-12-28", 6000]));
    // 1 July to 31 December: 184 days, 3016.4.
    const half = facts(totals(["2028-07-01", 0], ["2028-12-28", 6000]), { since: "2028-07-01" as Day });

    expect(growthIn(whole, leap, rule)).toMatchObject({ required: 6000 });
    expect(growthIn(half, leap, rule)).toMatchObject({ required: 3017 });
  });

  test("what is reported after the count belongs to the next year", () => {
    const known = totals(
      ["2025-12-30", 10_000],
      ["2026-12-28", 15_900],
      ["2026-12-30", 16_020],
      ["2027-12-28", 22_000],
    );

    expect(growthIn(facts(known), year2026, rule)).toMatchObject({ growth: 5900 });
    expect(
      growthIn(
        facts(known, { counted: known[1] }),
        { from: "2027-01-01" as Day, until: "2027-12-29" as Day, year: 2027 },
        rule,
      ),
    ).toMatchObject({ growth: 6100, required: 6000 });
  });
});

test("a count that is made up for in January asks for its own year's points", () => {
  const known = facts(totals(["2025-12-30", 0], ["2027-01-05", 6100]));

  expect(growthIn(known, { ...year2026, until: "2027-01-05" as Day }, rule)).toMatchObject({
    growth: 6100,
    required: 6000,
    state: "decided",
  });
});

test("a first total in the last days of the year is no start of the next one: its few days are asked", () => {
  // 23 to 31 December: 9 of 365 days, 147.9.
  const known = facts(totals(["2026-12-23", 5000], ["2026-12-28", 5100]));

  for (const span of [year2026, since2021]) {
    expect(growthIn(known, span, rule)).toMatchObject({ from: "2026-12-23", required: 148, state: "estimated" });
  }
});

describe("growth since the award began, reckoned by hand", () => {
  test.each<[string, GrowthFacts, string, number, number]>([
    ["known since then", facts(totals(["2020-12-30", 500], ["2026-12-28", 36_500])), "decided", 36_000, 36_000],
    [
      "known since 31 December of a later year: a year's, not 6017",
      facts(totals(["2025-12-31", 20_000], ["2026-12-28", 26_000])),
      "decided",
      6000,
      6000,
    ],
    [
      // 12 August to 31 December: 142 of 365 days, 2334.2.
      "known since 12 August: by days",
      facts(totals(["2026-08-12", 20_000], ["2026-12-28", 22_400])),
      "estimated",
      2400,
      2335,
    ],
    [
      // 184 of 366 days: 3016.4, and two years.
      "on the roster since 1 July 2024",
      facts(totals(["2024-07-01", 0], ["2026-12-28", 15_017]), { since: "2024-07-01" as Day }),
      "decided",
      15_017,
      15_017,
    ],
  ])("%s", (_, known, state, growth, required) => {
    expect(growthIn(known, since2021, rule)).toMatchObject({ state, growth, required });
  });
});

describe("growth that cannot be told", () => {
  test.each<[string, PastTotal[]]>([
    ["no total", []],
    ["no total", totals(["2027-01-05", 5000])],
    ["none since", totals(["2025-11-12", 5000])],
    ["none since", totals(["2025-05-12", 0], ["2026-01-01", 5000])],
    ["single total", totals(["2026-12-28", 5000])],
    ["single total", totals(["2026-12-28", 5000], ["2026-12-28", 5100])],
  ])("%s", (reason, known) => {
    expect(growthIn(facts(known), year2026, rule)).toBe(reason);
  });

  test("is left open instead of estimated where the policy says so, for the year and for the award", () => {
    const strict: GrowthRule = { ...rule, unknownStart: "undecided" };
    const known = facts(totals(["2026-03-12", 0], ["2026-12-28", 9000]));

    expect(growthIn(known, year2026, strict)).toBe("unknown start");
    expect(growthIn(known, since2021, strict)).toBe("unknown start");
    expect(growthIn(facts(totals(["2025-12-31", 0], ["2026-12-28", 9000])), year2026, strict)).toMatchObject({
      state: "decided",
    });
  });
});

describe("what is missing", () => {
  const grown = (growth: number, day: string) => {
    const found = growthIn(facts(totals(["2025-12-30", 0], [day, growth])), { ...year2026, until: day as Day }, rule);
    if (typeof found === "string") throw new Error(found);
    return found;
  };

  test("can be reached while the days since the last total may bring it, 66 points each", () => {
    const end = "2026-12-29" as Day;

    expect(shortfall(grown(6000, "2026-10-27"), end)).toEqual({ missing: 0, reachable: true });
    // 63 days: 4158.
    expect(shortfall(grown(1842, "2026-10-27"), end)).toEqual({ missing: 4158, reachable: true });
    expect(shortfall(grown(1841, "2026-10-27"), end)).toEqual({ missing: 4159, reachable: false });
    expect(shortfall(grown(5999, "2026-12-29"), end)).toEqual({ missing: 1, reachable: false });
  });
});

const day = fc.integer({ min: 0, max: 800 }).map((days) => addDays("2025-01-01" as Day, days));
const known = fc
  .array(fc.tuple(day, fc.integer({ min: 0, max: 40_000 })), { maxLength: 8 })
  .map((written) => totals(...written.toSorted(([a], [b]) => (a < b ? -1 : 1))));

test("growth is never negative, and what is asked grows with the days and falls with days off", () => {
  fc.assert(
    fc.property(known, day, day, (list, since, off) => {
      const found = growthIn(facts(list, { since }), year2026, rule);
      if (typeof found === "string") return;
      expect(found.growth).toBeGreaterThanOrEqual(0);
      expect(found.required).toBeGreaterThan(0);
      expect(found.start.day < found.last.day).toBe(true);
      const lessened = growthIn(facts(list, { since, daysOff: [{ from: off, until: null }] }), year2026, rule);
      expect(lessened).toMatchObject({ growth: found.growth, state: found.state });
      expect((lessened as typeof found).required).toBeLessThanOrEqual(found.required);
    }),
  );
});
