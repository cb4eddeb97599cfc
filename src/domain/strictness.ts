import { clauseOf, lowBurden, type ParameterName, type Parameters, type Policy } from "./policy.ts";

/** How much a parameter asks of people, or shows of them; more is stricter. */
const measures: Partial<Record<ParameterName, (parameters: Parameters) => number>> = {
  "round.reminders": ({ round }) => round.reminders.length,
  quietHours: ({ quietHours }) => -quietMinutes(quietHours),
  "spotCheck.share": ({ spotCheck }) => spotCheck.share,
  "spotCheck.atLeast": ({ spotCheck }) => spotCheck.atLeast,
  "talk.lowest": ({ talk }) => talk.lowest,
  "talk.states": ({ talk }) => talk.states.length,
  "branchRank.missing": ({ branchRank }) => ["exclude", "last", "zero"].indexOf(branchRank.missing),
  "branchRank.post": ({ branchRank }) => (branchRank.post === "ranking" ? 1 : 0),
  lowBranches: ({ lowBranches }) => Math.max(0, ...lowBranches.map(({ lowest }) => lowest)),
  "advice.daily": ({ advice }) => advice.daily,
  "advice.weekly": ({ advice }) => advice.weekly,
  "advice.yearly": ({ advice }) => advice.yearly,
  "eligibility.yearlyGrowth": ({ eligibility }) => eligibility.yearlyGrowth,
  "award.activeLearner": ({ award }) => award.activeLearner.yearlyGrowth,
  "members.counted": ({ members }) => members.counted.length,
};

export interface StricterClause {
  readonly parameter: ParameterName;
  readonly clause: string;
  readonly value: unknown;
  readonly lowBurden: unknown;
}

/** The clauses in which a policy is stricter than `low-burden`: switching one on needs a named approver. */
export function stricterClauses(policy: Policy): StricterClause[] {
  const names = Object.keys(measures) as (keyof typeof measures)[];
  return names
    .filter((name) => measures[name]!(policy.parameters) > measures[name]!(lowBurden.parameters))
    .map((parameter) => ({
      parameter,
      clause: clauseOf(policy, parameter),
      value: parameterAt(policy, parameter),
      lowBurden: parameterAt(lowBurden, parameter),
    }));
}

function parameterAt({ parameters }: Policy, name: string): unknown {
  return name.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], parameters);
}

const DAY_MINUTES = 24 * 60;

function quietMinutes({ from, until }: Parameters["quietHours"]): number {
  const minuteOf = (time: string) => 60 * Number(time.slice(0, 2)) + Number(time.slice(3));
  return (minuteOf(until) - minuteOf(from) + DAY_MINUTES) % DAY_MINUTES;
}
