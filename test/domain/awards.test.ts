import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BranchYear,
  bestBranches,
  isPreferred,
  memberYear,
  type YearMember,
  type YearSpan,
} from "../../src/domain/awards.ts";
import { addDays, type Day } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { compareAverages } from "../../src/domain/ranking.ts";
import type { PastTotal } from "../../src/domain/score.ts";

const { parameters } = defaultPolicy;
const total = (day: string, points: number): PastTotal => ({ day: day as Day, total: points });

/** The count of 2026: 26 December is a Saturday, so from Friday to the second workday after. */
const COUNTS = "2026-12-25" as Day;
const ENDS = "2026-12-29" as Day;
const after: YearSpan = { year: 2026, counts: COUNTS, ends: ENDS, until: ENDS, final: true };
const before = (until: string): YearSpan => ({ ...after, until: until as Day, final: false });

interface More extends Partial<Omit<YearMember, "facts">> {
  readonly since?: string;
}

const member = (totals: readonly PastTotal[], { since = "2019-01-01", ...more }: More = {}): YearMember => ({
  memberId: 7,
  branchId: 1,
  branch: "第一党支部",
  state: "在职",
  counted: true,
  facts: { totals, since: since as Day },
  states: [],
  reports: 4,
  ...more,
});
const known = (growth: number, day: string) => member([total("2025-12-29", 10_000), total(day, 10_000 + growth)]);
const eligibility = (one: YearMember, span: YearSpan = after, rules = parameters) =>
  memberYear(one, span, rules).eligibility;

describe("eligibility (四（五）)", () => {
  test("is lost below 6000 once the year is counted, and with 6000 it is not", () => {
    expect(eligibility(known(5999, "2026-12-25"))).toEqual({ kind: "not eligible" });
    expect(eligibility(known(6000, "2026-12-25"))).toEqual({ kind: "eligible" });
  });

  test("nobody is judged before: what the days to the count can bring is still to be reached", () => {
    // 27 October to 29 December: 63 days of 66 points.
    expect(eligibility(known(1842, "2026-10-27"), before("2026-10-28"))).toEqual({ kind: "reachable" });
    expect(eligibility(known(1841, "2026-10-27"), before("2026-10-28"))).toEqual({ kind: "not eligible" });
    expect(eligibility(known(5999, "2026-12-28"), before("2026-12-28"))).toEqual({ kind: "reachable" });
  });

  test("is undecided for who was silent in the count, unless the days since could not have brought it", () => {
    expect(eligibility(known(1842, "2026-10-27"))).toEqual({ kind: "undecided", reason: "not counted" });
    expect(eligibility(known(1841, "2026-10-27"))).toEqual({ kind: "not eligible" });
    expect(eligibility(known(6000, "2026-10-27"))).toEqual({ kind: "eligible" });
  });

  test.each([
    ["no total", []],
    ["none since", [total("2025-11-12", 5000)]],
    ["single total", [total("2026-12-28", 5000)]],
  ] as const)("is undecided where growth is not known: %s", (reason, totals) => {
    expect(eligibility(member(totals))).toEqual({ kind: "undecided", reason });
    expect(memberYear(member(totals), after, parameters)).toMatchObject({ year: null, award: null });
  });

  test("asks less for the days of 长期病假 and 产假, and not for those of 借调 unless the policy says so", () => {
    const days = { from: "2026-02-01" as Day, until: "2026-07-15" as Day };
    const away = (state: "产假" | "借调", growth: number) => ({
      ...known(growth, "2026-12-28"),
      states: [{ state, ...days }],
    });

    // 200 of 365 days: 3287.7.
    expect(memberYear(away("产假", 3288), after, parameters)).toMatchObject({
      year: { growth: 3288, required: 3288, daysOff: 165 },
      eligibility: { kind: "eligible" },
    });
    expect(eligibility(away("借调", 3288))).toEqual({ kind: "not eligible" });
    const lent = { ...parameters, eligibility: { ...parameters.eligibility, proRata: ["借调" as const] } };
    expect(eligibility(away("借调", 3288), after, lent)).toEqual({ kind: "eligible" });
  });

  test("does not mean 离退休, and nobody where a policy has switched it off", () => {
    const off = { ...parameters, eligibility: { ...parameters.eligibility, yearlyGrowth: 0 } };

    expect(eligibility({ ...known(0, "2026-12-28"), state: "离退休" })).toEqual({ kind: "not asked" });
    expect(eligibility(known(0, "2026-12-28"), after, off)).toEqual({ kind: "not asked" });
  });

  test("one basis: in a school's first year award and eligibility ask for the same points", () => {
    // 12 August to 31 December: 142 of 365 days, 2334.2.
    const first = member([total("2026-08-12", 20_000), total("2026-12-28", 22_340)]);

    const line = { growth: 2340, required: 2335, estimated: true };
    expect(memberYear(first, after, parameters)).toMatchObject({
      year: line,
      award: line,
      eligibility: { kind: "eligible" },
    });
    const strict = { ...parameters, year: { ...parameters.year, unknownStart: "undecided" as const } };
    expect(memberYear(first, after, strict)).toMatchObject({
      award: null,
      eligibility: { kind: "undecided", reason: "unknown start" },
    });
  });
});

describe("an active learner (五（三）1)", () => {
  const grown = (growth: number) => member([total("2020-12-30", 500), total("2026-12-28", 500 + growth)]);
  const award = (one: YearMember, rules = parameters) => memberYear(one, after, rules).award;

  test("has gained 6000 for every year since 2021", () => {
    expect(award(grown(36_000))).toMatchObject({ growth: 36_000, required: 36_000 });
    expect(award(grown(35_999))).toBeNull();
  });

  test("by the other reading has gained 6000 in the year", () => {
    const { activeLearner } = parameters.award;
    const other = {
      ...parameters,
      award: { ...parameters.award, activeLearner: { ...activeLearner, over: "the year" as const } },
    };
    const late = member([total("2020-12-30", 0), total("2025-12-29", 1000), total("2026-12-28", 7000)]);

    expect(award(late)).toBeNull();
    expect(award(late, other)).toMatchObject({ growth: 6000, required: 6000 });
  });

  test("is not excused by days off: the clause knows none", () => {
    const states = [{ state: "产假" as const, from: "2026-01-01" as Day, until: null }];

    expect(award({ ...grown(36_000), states })).toMatchObject({ required: 36_000, daysOff: 0 });
  });

  test("is preferred where also eligible", () => {
    const one = memberYear(grown(36_000), after, parameters);

    expect(isPreferred(one)).toBe(true);
    expect(isPreferred({ ...one, eligibility: { kind: "not eligible" } })).toBe(false);
    expect(isPreferred({ ...one, award: null })).toBe(false);
  });

  test("is nobody where a policy has no such award", () => {
    const { activeLearner } = parameters.award;
    const none = {
      ...parameters,
      award: { ...parameters.award, activeLearner: { ...activeLearner, yearlyGrowth: 0 } },
    };

    expect(award(grown(90_000), none)).toBeNull();
  });
});

const rule = (count: number, minMembers = 1) => ({ count, minMembers });
const names = (all: readonly BranchYear[]) => all.flatMap(({ branch, awarded }) => (awarded ? branch : []));
let ids = 0;
const branch = (name: string, sum: number | null, members = 3, ranked = true) => ({
  branchId: (ids += 1),
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

    expect(names(bestBranches(branches, rule(1)))).toEqual(["二"]);
    expect(names(bestBranches(branches, rule(2)))).toEqual(["二", "一"]);
    expect(bestBranches(branches, rule(1)).map(({ branch }) => branch)).toEqual(["二", "一", "离退休", "空"]);
  });

  test("shares its place with an equal one, whatever the number of members", () => {
    const branches = [branch("一", 20_000, 2), branch("二", 30_000, 3), branch("三", 29_999, 3)];

    expect(names(bestBranches(branches, rule(1)))).toEqual(["一", "二"]);
    expect(names(bestBranches(branches, rule(2)))).toHaveLength(2);
  });

  test("of fewer members than the policy wants is shown and not awarded", () => {
    const branches = [branch("一人", 50_000, 1), branch("一", 30_000, 3), branch("二", 29_999, 3)];

    expect(names(bestBranches(branches, rule(1, 3)))).toEqual(["一"]);
    expect(bestBranches(branches, rule(1, 3))[0]).toMatchObject({ branch: "一人", awarded: false });
  });
});

describe("whatever was reported", () => {
  const days = fc.integer({ min: 0, max: 2500 }).map((offset) => addDays("2020-06-01" as Day, offset));
  const totals = fc
    .array(fc.record({ day: days, total: fc.nat({ max: 90_000 }) }), { maxLength: 12 })
    .map((list) => list.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)));
  const members = fc.record({ totals, since: days }).map(({ totals, since }) => member(totals, { since }));

  test("who is not eligible is below what is asked, who is eligible or awarded is not", () => {
    fc.assert(
      fc.property(members, fc.boolean(), (one, final) => {
        const { year, award, eligibility } = memberYear(one, { ...after, final }, parameters);
        if (eligibility.kind === "not eligible") expect(year!.growth).toBeLessThan(year!.required);
        if (eligibility.kind === "eligible") expect(year!.growth).toBeGreaterThanOrEqual(year!.required);
        if (award !== null) expect(award.growth).toBeGreaterThanOrEqual(award.required);
        expect(eligibility.kind === "reachable" && final).toBe(false);
      }),
    );
  });

  test("a higher last total takes nobody's eligibility or award", () => {
    const rank = { "not eligible": 0, reachable: 1, undecided: 1, eligible: 2, "not asked": 2 } as const;
    fc.assert(
      fc.property(members, fc.nat({ max: 50_000 }), (one, more) => {
        const { totals } = one.facts;
        const end = totals.findLastIndex(({ day }) => day <= ENDS);
        const higher = totals.map((known, i) => (i === end ? { ...known, total: known.total + more } : known));
        const was = memberYear(one, after, parameters);
        const is = memberYear({ ...one, facts: { ...one.facts, totals: higher } }, after, parameters);

        expect(rank[is.eligibility.kind]).toBeGreaterThanOrEqual(rank[was.eligibility.kind]);
        if (was.award !== null) expect(is.award).not.toBeNull();
      }),
    );
  });

  test("the best branches are above all others, and none of them is left out", () => {
    const figures = fc.record({ sum: fc.nat({ max: 400 }), members: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 8 }), fc.integer({ min: 1, max: 3 }), (all, places) => {
        const figures = all.map(({ sum, members }, index) => branch(String(index), sum, members));
        const best = bestBranches(figures, rule(places)).filter(({ awarded }) => awarded);

        expect(best.length).toBeGreaterThanOrEqual(Math.min(places, all.length));
        const chosen = new Set(best.map(({ branch }) => branch));
        const others = all.filter((_, index) => !chosen.has(String(index)));
        for (const other of others)
          for (const { average } of best) expect(compareAverages(average!, other)).toBeGreaterThan(0);
      }),
    );
  });
});
