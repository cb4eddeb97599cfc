import { describe, expect, test } from "vitest";
import { defaultPolicy, lowBurden, type Parameters, type Policy } from "../../src/domain/policy.ts";
import { stricterClauses } from "../../src/domain/strictness.ts";

const lowBurdenWith = (change: Partial<Parameters>): Policy => ({
  ...lowBurden,
  parameters: { ...lowBurden.parameters, ...change },
});
const named = (policy: Policy) => stricterClauses(policy).map(({ parameter }) => parameter);

describe("the clauses stricter than low-burden", () => {
  test("are none in low-burden itself", () => {
    expect(stricterClauses(lowBurden)).toEqual([]);
  });

  test("are those that the school's document switches on, each with its clause and both values", () => {
    expect(stricterClauses(defaultPolicy)).toEqual([
      { parameter: "round.reminders", clause: "四（二）", value: ["14:10", "19:40"], lowBurden: ["19:40"] },
      { parameter: "spotCheck.share", clause: "四（二）", value: 0.05, lowBurden: 0 },
      { parameter: "spotCheck.atLeast", clause: "四（二）", value: 1, lowBurden: 0 },
      { parameter: "talk.lowest", clause: "四（三）", value: 3, lowBurden: 0 },
      { parameter: "branchRank.post", clause: "四（四）", value: "ranking", lowBurden: "completion" },
      {
        parameter: "lowBranches",
        clause: "四（四）",
        value: defaultPolicy.parameters.lowBranches,
        lowBurden: [],
      },
    ]);
  });

  test.each([
    ["shorter quiet hours over midnight", { quietHours: { from: "22:30", until: "07:30" } }, ["quietHours"]],
    ["longer quiet hours", { quietHours: { from: "20:30", until: "08:30" } }, []],
    ["no quiet hours", { quietHours: { from: "07:30", until: "07:30" } }, ["quietHours"]],
    ["a higher yearly threshold", { eligibility: { yearlyGrowth: 6001, proRata: [] } }, ["eligibility.yearlyGrowth"]],
    ["a lower one", { eligibility: { yearlyGrowth: 5999, proRata: [] } }, []],
    ["more people asked", { members: { counted: ["在职", "借调"] } }, ["members.counted"]],
    [
      "silence counted as zero",
      { branchRank: { ...lowBurden.parameters.branchRank, missing: "zero" } },
      ["branchRank.missing"],
    ],
  ] satisfies [string, Partial<Parameters>, string[]][])("are told for %s", (_, change, expected) => {
    expect(named(lowBurdenWith(change))).toEqual(expected);
  });
});
