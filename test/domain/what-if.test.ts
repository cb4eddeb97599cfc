import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Day } from "../../src/domain/calendar.ts";
import { defaultPolicy, lowBurden, type Parameters } from "../../src/domain/policy.ts";
import { type BranchKind, type MemberState, meaningOf, memberStates } from "../../src/domain/roster.ts";
import { isChanged, type PastBranch, whatIf } from "../../src/domain/what-if.ts";

const present = defaultPolicy.parameters;
const changed = (change: Partial<Parameters>): Parameters => ({ ...present, ...change });

/** Of a member: the total (null: not reported), and the state on the day. */
type Line = readonly [id: number, total: number | null, state?: MemberState, previous?: number];

function aBranch(branchId: number, lines: readonly Line[], kind: BranchKind = "working"): PastBranch {
  return {
    branchId,
    branch: `第${branchId}党支部`,
    kind,
    figures: lines.map(([memberId, total, state = "在职", previous]) => ({
      memberId,
      counted: meaningOf(state, kind).counted,
      total,
      previous: previous === undefined ? null : { total: previous, day: "2026-08-18" as never },
    })),
    day: "2026-11-18" as Day,
    states: new Map(lines.map(([id, , state = "在职"]) => [id, { state, since: "2019-01-01" as Day }])),
  };
}

const five: readonly Line[] = [
  [1, 5000],
  [2, 4000],
  [3, 3000],
  [4, 2000],
  [5, null, "在职", 1000],
];

describe("what another policy would have made of a quarter", () => {
  test("is the same by the same policy, whatever the figures are", () => {
    const line = fc.tuple(fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }), fc.constantFrom(...memberStates));
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 8 }), { maxLength: 5 }), (branches) => {
        const tables = branches.map((lines, index) =>
          aBranch(
            index + 1,
            lines.map(([total, state], place): Line => [index * 10 + place, total, state]),
            index === 3 ? "retired" : "working",
          ),
        );

        const { branches: changes } = whatIf(tables, present, present);

        expect(changes).toHaveLength(tables.length);
        expect(changes.filter(isChanged)).toEqual([]);
        for (const { before, after } of changes) expect(after).toEqual(before);
      }),
    );
  });

  test("names who would come onto the talk list and who would not be on it", () => {
    const fewer = whatIf([aBranch(1, five)], present, changed({ talk: { ...present.talk, lowest: 1 } }));
    const more = whatIf([aBranch(1, five)], lowBurden.parameters, present);

    expect(fewer.branches[0]).toMatchObject({ listed: [], lifted: [3, 2] });
    expect(more.branches[0]).toMatchObject({ listed: [4, 3, 2], lifted: [] });
  });

  test("ranks anew: who did not report may count otherwise", () => {
    const tables = [aBranch(1, five), aBranch(2, [[6, 2900]])];
    const zero = changed({ branchRank: { ...present.branchRank, missing: "zero" } });

    const { branches } = whatIf(tables, present, zero);

    expect(branches.map(({ branch, before, after }) => [branch, before.rank, after.rank])).toEqual([
      ["第1党支部", 1, 2],
      ["第2党支部", 2, 1],
    ]);
    expect(branches[0]).toMatchObject({
      before: { average: { sum: 15_000, members: 5 } },
      after: { average: { sum: 14_000, members: 5 } },
    });
    expect(branches.map(isChanged)).toEqual([true, true]);
  });

  test("has other low branches", () => {
    const tables = [1, 2, 3].map((id) => aBranch(id, [[id, id * 1000]]));

    const { branches } = whatIf(tables, present, changed({ lowBranches: [] }));

    expect(branches.map(({ branch, before, after }) => [branch, before.low, after.low])).toEqual([
      ["第3党支部", false, false],
      ["第2党支部", false, false],
      ["第1党支部", true, false],
    ]);
  });

  test("asks and counts others, by what they were on the day", () => {
    const table = aBranch(1, [
      [1, 5000],
      [2, 4000, "借调"],
      [3, null, "未注册"],
      [4, 1000, "离退休"],
    ]);

    const counted = { counted: ["在职", "借调", "未注册"] } as Parameters["members"];
    const { branches } = whatIf([table], present, changed({ members: counted }));

    expect(branches[0]?.before).toMatchObject({ members: 1, reported: 1, asked: 1 });
    expect(branches[0]?.after).toMatchObject({ members: 3, reported: 2, asked: 2 });
  });

  test("leaves who counted as frozen where the policies do not differ in it, in whatever order they say it", () => {
    const table = aBranch(1, five);
    const corrected = {
      ...table,
      states: new Map([...table.states].map(([id]) => [id, { state: "借调" as const, since: "2019-01-01" as Day }])),
    };
    const both = { counted: ["在职", "离退休"] } as Parameters["members"];
    const swapped = { counted: ["离退休", "在职"] } as Parameters["members"];

    const { branches } = whatIf([corrected], changed({ members: both }), changed({ members: swapped }));

    expect(branches[0]?.after.members).toBe(5);
  });

  test("does not rank a retired branch", () => {
    const { branches } = whatIf([aBranch(1, [[1, 9000, "离退休"]], "retired")], present, lowBurden.parameters);

    expect(branches[0]).toMatchObject({ before: { rank: null, members: 1 }, after: { rank: null, members: 1 } });
  });

  test("checks, reminds and posts otherwise", () => {
    const tables = [aBranch(1, five)];

    const { branches, reminders, post } = whatIf(tables, present, lowBurden.parameters);

    expect(branches[0]).toMatchObject({ before: { spotChecks: 1 }, after: { spotChecks: 0 } });
    expect(reminders).toEqual({ before: ["14:10", "19:40"], after: ["19:40"] });
    expect(post).toEqual({ before: "ranking", after: "completion" });
  });
});
