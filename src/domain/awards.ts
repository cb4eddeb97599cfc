import { type Gain, gainSince, requiredIn } from "./advice.ts";
import { type Day, newYear, yearOf } from "./calendar.ts";
import type { Parameters } from "./policy.ts";
import { type Average, type BranchFigures, rankBranches } from "./ranking.ts";
import type { MemberState } from "./roster.ts";
import type { PastTotal } from "./score.ts";

/** A member who counts in the year's last table of the own branch. */
export interface YearMember {
  readonly memberId: number;
  readonly branch: string;
  /** The day of that table, up to which the year is counted. */
  readonly cutOff: Day;
  /** On that day. */
  readonly state: MemberState;
  /** The first day on the roster without a break until then. */
  readonly since: Day;
  /** Counting totals, the oldest first. */
  readonly totals: readonly PastTotal[];
}

/** Growth and what was asked, in points. */
export interface GrowthLine {
  readonly memberId: number;
  readonly branch: string;
  readonly growth: number;
  readonly required: number;
  /** A doubtful import is among the totals it is counted from (存疑). */
  readonly doubtful?: true;
}

export interface NotEligible extends GrowthLine {
  /** Nothing was reported by 1 January: the start is the year's first report. */
  readonly estimated: boolean;
  /** The day of the last total that is known. */
  readonly asOf: Day;
}

/** Why growth cannot be told: no total at all, none after 1 January, or one and nothing to compare it with. */
export type UndecidedReason = "no total" | "none this year" | "single total";

export interface Undecided {
  readonly memberId: number;
  readonly branch: string;
  readonly reason: UndecidedReason;
}

/** A year's result; persons by id, so that a pseudonym given later holds here too. */
export interface YearResult {
  readonly activeLearners: readonly GrowthLine[];
  readonly bestBranches: readonly { readonly branch: string; readonly average: Average }[];
  readonly notEligible: readonly NotEligible[];
  readonly undecided: readonly Undecided[];
}

export function yearResult(
  members: readonly YearMember[],
  branches: readonly BranchFigures[],
  parameters: Pick<Parameters, "eligibility" | "award" | "members">,
): YearResult {
  const eligibility = members.flatMap((member) => eligibilityOf(member, parameters) ?? []);
  return {
    activeLearners: members.flatMap((member) => activeLearner(member, parameters.award.activeLearner) ?? []),
    bestBranches: bestBranches(branches, parameters.award.bestBranch.count),
    notEligible: eligibility.filter((line) => "growth" in line),
    undecided: eligibility.filter((line) => "reason" in line),
  };
}

/**
 * 四（五）: growth in the calendar year up to the cut-off, against the year's share of who came during it. Undefined for
 * who is eligible, and for the 离退休 of a retired branch, whom the clause does not mean (在职党员).
 */
export function eligibilityOf(
  { memberId, branch, cutOff, state, since, totals }: YearMember,
  { eligibility, members }: Pick<Parameters, "eligibility" | "members">,
): NotEligible | Undecided | undefined {
  const yearly = eligibility.yearlyGrowth;
  if (yearly === 0 || !members.counted.includes(state)) return undefined;
  const year = yearOf(cutOff);
  const gain = gainSince(totals, newYear(year), cutOff);
  if (gain === undefined) return { memberId, branch, reason: "no total" };
  const { start, last, growth } = gain;
  const estimated = start.day > newYear(year);
  if (last.day === start.day) return { memberId, branch, reason: estimated ? "single total" : "none this year" };
  const required = requiredIn(year, since, yearly);
  if (growth >= required) return undefined;
  return { memberId, branch, growth, required, estimated, asOf: last.day, ...doubtOf(gain) };
}

/**
 * 五（三）1: growth since the award began, or since the member's own start or first known total where that is later,
 * against a year's growth for each year; the first one by days, rounded up. Undefined for who has not reached it, and
 * where growth is not known.
 */
export function activeLearner(
  { memberId, branch, cutOff, since, totals }: YearMember,
  rule: Parameters["award"]["activeLearner"],
): GrowthLine | undefined {
  const yearly = rule.yearlyGrowth;
  const begin = since > rule.since ? since : (rule.since as Day);
  const gain = gainSince(totals, begin, cutOff);
  if (yearly === 0 || gain === undefined || gain.last.day <= begin || gain.last.day === gain.start.day)
    return undefined;
  const from = gain.start.day > begin ? gain.start.day : begin;
  const fullYears = yearOf(cutOff) - yearOf(from);
  const required = requiredIn(yearOf(from), from, yearly) + fullYears * yearly;
  const { growth } = gain;
  return growth >= required ? { memberId, branch, growth, required, ...doubtOf(gain) } : undefined;
}

function doubtOf({ doubtful }: Gain): Pick<GrowthLine, "doubtful"> {
  return doubtful ? { doubtful } : {};
}

/** 五（三）2: the highest averages, so many places; equal ones share a place. */
export function bestBranches(branches: readonly BranchFigures[], places: number): YearResult["bestBranches"] {
  return rankBranches(branches).flatMap(({ branch, rank, average }) =>
    rank !== null && rank <= places && average !== null ? { branch, average } : [],
  );
}
