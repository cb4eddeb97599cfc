import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { activeLearner, bestBranches, eligibilityOf, type YearMember, yearResult } from "../../src/domain/awards.ts";
import { addDays, type Day } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { compareAverages } from "../../src/domain/ranking.ts";
import type { PastTotal } from "../../src/domain/score.ts";

const { parameters } = defaultPolicy;
const rule = parameters.award.activeLearner;
const total = (day: string, points: number): PastTotal => ({ day: day as Day, total: points });

const member = (totals: readonly PastTotal[], more: Partial<YearMember> = {}): YearMember => ({
  memberId: 7,
  branch: "第一党支部",
  cutOff: "2026-11-18" as Day,
  state: "在职",
  since: "2019-01-01" as Day,
  totals,
  ...more,
});

describe("eligibility (四（五）)", () => {
  const grown = (growth: number) => [total("2025-11-12", 10_000), total("2026-11-18", 10_000 + growth)];

  test("is lost below 6000 in the calendar year, and with 6000 it is not", () => {
    expect(eligibilityOf(member(grown(5999)), parameters)).toEqual({
      memberId: 7,
      branch: "第一党支部",
      growth: 5999,
      required: 6000,
      estimated: false,
      asOf: "2026-11-18",
    });
    expect(eligibilityOf(member(grown(6000)), parameters)).toBeUndefined();
  });

  test("starts from the year's first report where none is earlier, and says that it is estimated", () => {
    const totals = [total("2026-02-20", 0), total("2026-11-18", 5000)];

    expect(eligibilityOf(member(totals), parameters)).toMatchObject({ growth: 5000, estimated: true });
  });

  test("asks of who came during the year the share of the days, rounded up", () => {
    const since = "2026-07-02" as Day;
    const gained = (growth: number) => member([total("2026-07-02", 100), total("2026-11-18", 100 + growth)], { since });

    // 183 of 365 days: 3008.2.
    expect(eligibilityOf(gained(3008), parameters)).toMatchObject({ growth: 3008, required: 3009 });
    expect(eligibilityOf(gained(3009), parameters)).toBeUndefined();
  });

  test("is not counted beyond the cut-off", () => {
    const totals = [total("2025-11-12", 0), total("2026-05-12", 3000), total("2026-12-20", 9000)];

    expect(eligibilityOf(member(totals), parameters)).toMatchObject({ growth: 3000, asOf: "2026-05-12" });
  });

  test.each([
    ["no total", []],
    ["no total", [total("2026-12-01", 5000)]],
    ["none this year", [total("2025-11-12", 5000)]],
    ["none this year", [total("2025-05-12", 0), total("2025-11-12", 5000)]],
    ["none this year", [total("2025-11-12", 4000), total("2026-01-01", 5000)]],
    ["single total", [total("2026-05-12", 5000)]],
    ["single total", [total("2026-05-12", 5000), total("2026-05-12", 5100)]],
  ])("is undecided where growth is not known: %s", (reason, totals) => {
    expect(eligibilityOf(member(totals), parameters)).toEqual({ memberId: 7, branch: "第一党支部", reason });
  });

  test("does not mean 离退休, and nobody where a policy has switched it off", () => {
    expect(eligibilityOf(member(grown(0), { state: "离退休" }), parameters)).toBeUndefined();
    expect(eligibilityOf(member(grown(0)), { ...parameters, eligibility: { yearlyGrowth: 0 } })).toBeUndefined();
  });
});

describe("an active learner (五（三）1)", () => {
  test("has gained 6000 for every year since 2021", () => {
    const gained = (growth: number) => member([total("2020-12-30", 500), total("2026-11-18", 500 + growth)]);

    expect(activeLearner(gained(36_000), rule)).toMatchObject({ growth: 36_000, required: 36_000 });
    expect(activeLearner(gained(35_999), rule)).toBeUndefined();
  });

  test("is one in the first year already, by that year's 6000", () => {
    const totals = [total("2021-01-01", 500), total("2021-11-18", 6500)];

    expect(activeLearner(member(totals, { cutOff: "2021-11-18" as Day }), rule)).toMatchObject({ required: 6000 });
  });

  test("is counted from the own start where that is later, the first year by its days", () => {
    const since = "2024-07-01" as Day;
    const gained = (growth: number) => member([total("2024-06-01", 0), total("2026-11-18", growth)], { since });

    // 184 of 366 days: 3016.4, and two whole years.
    expect(activeLearner(gained(15_017), rule)).toMatchObject({ required: 15_017 });
    expect(activeLearner(gained(15_016), rule)).toBeUndefined();
  });

  test("is counted from the first known total where none before is known, from its day on", () => {
    const totals = [total("2025-12-31", 20_000), total("2026-11-18", 26_017)];

    // One day of 2025: 16.4.
    expect(activeLearner(member(totals), rule)).toMatchObject({ growth: 6017, required: 6017 });
  });

  test.each([
    ["no total", []],
    ["one", [total("2026-11-18", 90_000)]],
    ["none since the start", [total("2019-11-18", 0), total("2020-11-18", 90_000)]],
  ])("is nobody whose growth is not known: %s", (_, totals) => {
    expect(activeLearner(member(totals), rule)).toBeUndefined();
  });

  test("is nobody where a policy has no such award", () => {
    const totals = [total("2020-12-30", 0), total("2026-11-18", 90_000)];

    expect(activeLearner(member(totals), { ...rule, yearlyGrowth: 0 })).toBeUndefined();
  });
});

const branch = (name: string, sum: number | null, members = 3, ranked = true) => ({
  branchId: 1,
  branch: name,
  ranked,
  members,
  reported: members,
  average: sum === null ? null : { sum, members },
});

describe("the best branch (五（三）2)", () => {
  test("has the highest average, compared exactly; a retired one has no place", () => {
    const branches = [
      branch("一", 30_000),
      branch("二", 30_001),
      branch("离退休", 90_000, 1, false),
      branch("空", null),
    ];

    expect(bestBranches(branches, 1)).toEqual([{ branch: "二", average: { sum: 30_001, members: 3 } }]);
    expect(bestBranches(branches, 2).map(({ branch }) => branch)).toEqual(["二", "一"]);
  });

  test("shares its place with an equal one, whatever the number of members", () => {
    const branches = [branch("一", 20_000, 2), branch("二", 30_000, 3), branch("三", 29_999, 3)];

    expect(bestBranches(branches, 1).map(({ branch }) => branch)).toEqual(["一", "二"]);
    expect(bestBranches(branches, 2)).toHaveLength(2);
  });
});

describe("whatever was reported", () => {
  const days = fc.integer({ min: 0, max: 2500 }).map((offset) => addDays("2020-06-01" as Day, offset));
  const totals = fc
    .array(fc.record({ day: days, total: fc.nat({ max: 90_000 }) }), { maxLength: 12 })
    .map((list) => list.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)));
  const members = fc
    .record({ totals, cutOff: days, since: days })
    .filter(({ since, cutOff }) => since <= cutOff && cutOff >= "2021-01-01")
    .map(({ totals, ...more }) => member(totals, more));

  test("who is not eligible is below what is asked, who is awarded is not, and what is asked is no more than all years", () => {
    fc.assert(
      fc.property(members, (one) => {
        const { activeLearners, notEligible, undecided } = yearResult([one], [], parameters);
        for (const { growth, required } of notEligible) {
          expect(growth).toBeLessThan(required);
          expect(required).toBeLessThanOrEqual(6000);
        }
        for (const { growth, required } of activeLearners) {
          expect(growth).toBeGreaterThanOrEqual(required);
          expect(required).toBeGreaterThan(0);
          expect(required).toBeLessThanOrEqual(6000 * (Number(one.cutOff.slice(0, 4)) - 2020));
        }
        expect(notEligible.length + undecided.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("a higher last total takes nobody's eligibility or award", () => {
    fc.assert(
      fc.property(members, fc.nat({ max: 50_000 }), (one, more) => {
        const end = one.totals.findLastIndex(({ day }) => day <= one.cutOff);
        const higher = one.totals.map((known, i) => (i === end ? { ...known, total: known.total + more } : known));
        const before = yearResult([one], [], parameters);
        const after = yearResult([{ ...one, totals: higher }], [], parameters);

        expect(after.notEligible.length).toBeLessThanOrEqual(before.notEligible.length);
        expect(after.activeLearners.length).toBeGreaterThanOrEqual(before.activeLearners.length);
      }),
    );
  });

  test("the best branches are above all others, and none of them is left out", () => {
    const figures = fc.record({ sum: fc.nat({ max: 400 }), members: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 8 }), fc.integer({ min: 1, max: 3 }), (all, places) => {
        const best = bestBranches(
          all.map(({ sum, members }, index) => branch(String(index), sum, members)),
          places,
        );

        expect(best.length).toBeGreaterThanOrEqual(Math.min(places, all.length));
        const chosen = new Set(best.map(({ branch }) => branch));
        const others = all.filter((_, index) => !chosen.has(String(index)));
        for (const other of others)
          for (const { average } of best) expect(compareAverages(average, other)).toBeGreaterThan(0);
      }),
    );
  });
});
