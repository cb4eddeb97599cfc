import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import {
  type Average,
  type BranchFigures,
  branchAverage,
  compareAverages,
  formatAverage,
  growthOf,
  lowBranches,
  type MemberFigure,
  rankBranches,
  tableTotals,
} from "../../src/domain/ranking.ts";

const average: fc.Arbitrary<Average> = fc.record({
  sum: fc.integer({ min: -10_000_000_000, max: 40_000_000_000 }),
  members: fc.integer({ min: 1, max: 200_000 }),
});

function aFigure(figure: Partial<MemberFigure> & { last?: number } = {}): MemberFigure {
  const { last, ...given } = figure;
  const previous = last === undefined ? null : { total: last, day: "2026-08-18" as Day };
  return { memberId: 1, counted: true, total: 10_000, previous, ...given };
}

function aBranch(branch: string, sum: number | null, figures: Partial<BranchFigures> = {}): BranchFigures {
  const members = figures.members ?? 10;
  return {
    branchId: 1,
    branch,
    ranked: true,
    members,
    reported: members,
    average: sum === null ? null : { sum, members },
    ...figures,
  };
}

const ranksOf = (branches: readonly BranchFigures[]) =>
  rankBranches(branches).map(({ branch, rank }) => [branch, rank]);

describe("an average", () => {
  test.each([
    [100, 3, "33.33"],
    [200, 3, "66.67"],
    [1, 200, "0.01"],
    [1, 201, "0.00"],
    [1005, 1000, "1.01"],
    [0, 7, "0.00"],
    [12_345, 1, "12345.00"],
    [999_999_999, 100_000, "10000.00"],
    [-100, 3, "-33.33"],
    [-200, 3, "-66.67"],
    [-1005, 1000, "-1.01"],
    [-1, 1000, "0.00"],
    [-5, 1000, "-0.01"],
  ])("of %d by %d is shown as %s", (sum, members, expected) => {
    expect(formatAverage({ sum, members })).toBe(expected);
  });

  test("is shown as the nearest hundredth, and halves as the one further from zero", () => {
    fc.assert(
      fc.property(average, ({ sum, members }) => {
        const shown = formatAverage({ sum, members });

        expect(shown).toMatch(/^-?\d+\.\d\d$/);
        const hundredths = BigInt(shown.replace(".", ""));
        const rest = 100n * BigInt(sum) - hundredths * BigInt(members);
        const distance = 2n * (rest < 0n ? -rest : rest);
        expect(distance <= BigInt(members)).toBe(true);
        if (distance === BigInt(members)) expect(rest < 0n).toBe(sum > 0);
      }),
    );
  });

  test("is shown as a long division gives it, digit by digit", () => {
    const positive = average.filter(({ sum }) => sum >= 0);
    fc.assert(
      fc.property(positive, ({ sum, members }) => {
        const digits = [Math.floor(sum / members)];
        let rest = sum % members;
        for (let place = 0; place < 2; place += 1) {
          digits.push(Math.floor((rest * 10) / members));
          rest = (rest * 10) % members;
        }
        const [whole, tenths, hundredths] = digits as [number, number, number];
        const cents = whole * 100 + tenths * 10 + hundredths + (2 * rest >= members ? 1 : 0);

        expect(formatAverage({ sum, members })).toBe(
          `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`,
        );
      }),
    );
  });

  test("is compared as the exact fraction", () => {
    fc.assert(
      fc.property(average, average, (a, b) => {
        const difference = BigInt(a.sum) * BigInt(b.members) - BigInt(b.sum) * BigInt(a.members);

        expect(compareAverages(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
        expect(compareAverages(b, a)).toBe(0 - compareAverages(a, b));
      }),
    );
  });

  test("that looks equal is not equal when it is not", () => {
    const higher = { sum: 10_000_001, members: 100_000 };
    const lower = { sum: 10_000_000, members: 100_000 };

    expect(formatAverage(higher)).toBe(formatAverage(lower));
    expect(compareAverages(higher, lower)).toBe(1);
  });

  test("is beyond what a floating point number could tell apart", () => {
    const a = { sum: Number.MAX_SAFE_INTEGER, members: 3 };
    const b = { sum: Number.MAX_SAFE_INTEGER - 1, members: 3 };

    expect(compareAverages(a, b)).toBe(1);
  });
});

describe("a member without a report", () => {
  const figures = [
    aFigure({ memberId: 1, total: 10_000, last: 9000 }),
    aFigure({ memberId: 2, total: null, last: 5000 }),
    aFigure({ memberId: 3, total: null }),
    aFigure({ memberId: 4, total: 20_000, counted: false }),
  ];

  test.each([
    ["last", { sum: 15_000, members: 3 }, "with the last known total, and 0 when none is known"],
    ["zero", { sum: 10_000, members: 3 }, "with 0"],
    ["exclude", { sum: 10_000, members: 1 }, "not at all"],
  ] as const)("counts under `%s` as %o: %s", (missing, expected, _) => {
    expect(branchAverage(figures, missing)).toEqual(expected);
  });

  test("is a member of the table all the same, who has not reported", () => {
    expect(tableTotals(figures, "exclude")).toEqual({ members: 3, reported: 1, average: { sum: 10_000, members: 1 } });
  });

  test.each(["last", "zero"] as const)("leaves no branch without an average under `%s`", (missing) => {
    expect(branchAverage([aFigure({ total: null })], missing)).toEqual({ sum: 0, members: 1 });
  });

  test("leaves a branch without an average when nobody is left to count", () => {
    expect(branchAverage([aFigure({ total: null })], "exclude")).toBeNull();
    expect(branchAverage([aFigure({ counted: false })], "last")).toBeNull();
    expect(branchAverage([], "last")).toBeNull();
  });
});

describe("growth", () => {
  test.each([
    [aFigure({ total: 12_345, last: 11_020 }), 1325],
    [aFigure({ total: 11_000, last: 11_020 }), -20],
    [aFigure({ total: 12_345 }), null],
    [aFigure({ total: null, last: 11_020 }), null],
  ])("of %o is %s", (figure, expected) => {
    expect(growthOf(figure)).toBe(expected);
  });
});

describe("the ranking of branches", () => {
  test("goes from the highest average down", () => {
    expect(ranksOf([aBranch("二", 900), aBranch("一", 1000), aBranch("三", 800)])).toEqual([
      ["一", 1],
      ["二", 2],
      ["三", 3],
    ]);
  });

  test("lets equal averages share a rank and skips the next, however the fractions are written", () => {
    expect(
      ranksOf([aBranch("一", 1000), aBranch("二", 500, { members: 5 }), aBranch("三", 999), aBranch("四", 999)]),
    ).toEqual([
      ["一", 1],
      ["二", 1],
      ["三", 3],
      ["四", 3],
    ]);
  });

  test("gives no rank to retired branches and to branches without an average, and lists them last", () => {
    const branches = [aBranch("离退休", 9999, { ranked: false }), aBranch("空", null), aBranch("一", 100)];

    expect(ranksOf(branches)).toEqual([
      ["一", 1],
      ["离退休", null],
      ["空", null],
    ]);
  });

  test("counts above everybody exactly those who are higher", () => {
    const branches = fc
      .array(fc.record({ sum: fc.integer({ min: 0, max: 30 }), members: fc.integer({ min: 1, max: 4 }) }))
      .map((averages) => averages.map(({ sum, members }, index) => aBranch(`${index}`, sum, { members })));
    fc.assert(
      fc.property(branches, (list) => {
        const standings = rankBranches(list);

        expect(standings).toHaveLength(list.length);
        for (const { rank, average: own } of standings) {
          const higher = list.filter((other) => compareAverages(other.average!, own!) > 0);
          expect(rank).toBe(higher.length + 1);
        }
      }),
    );
  });
});

describe("the low branches", () => {
  const rules = defaultPolicy.parameters.lowBranches;
  const branches = (...sums: readonly number[]) => rankBranches(sums.map((sum, index) => aBranch(`${index + 1}`, sum)));
  const low = (...sums: readonly number[]) => lowBranches(branches(...sums), rules).map(({ branch }) => branch);

  test.each([
    ["of none", [], []],
    ["of two", [2, 1], []],
    ["of three: the lowest", [3, 2, 1], ["3"]],
    ["of nine: the lowest", [9, 8, 7, 6, 5, 4, 3, 2, 1], ["9"]],
    ["of ten: the lowest three, the lowest first", [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], ["10", "9", "8"]],
  ])("%s", (_, sums, expected) => {
    expect(low(...sums)).toEqual(expected);
  });

  test("are all who are tied at the cut", () => {
    expect(low(3, 1, 1).toSorted()).toEqual(["2", "3"]);
    expect(low(10, 9, 8, 7, 6, 5, 2, 2, 2, 1).toSorted()).toEqual(["10", "7", "8", "9"]);
    expect(low(1, 1, 1).toSorted()).toEqual(["1", "2", "3"]);
  });

  test("are sought among ranked branches only", () => {
    const standings = rankBranches([
      aBranch("一", 300),
      aBranch("二", 200),
      aBranch("离退休", 100, { ranked: false }),
      aBranch("空", null),
    ]);

    expect(lowBranches(standings, rules)).toEqual([]);
  });

  test("are none where the policy wants none", () => {
    expect(lowBranches(branches(3, 2, 1), [])).toEqual([]);
    expect(lowBranches(branches(3, 2, 1), [{ from: 1, lowest: 0 }])).toEqual([]);
  });
});
