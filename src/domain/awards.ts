import { type Day, newYear } from "./calendar.ts";
import { type Growth, type GrowthFacts, growthIn, shortfall, type UnknownGrowth } from "./growth.ts";
import type { Parameters } from "./policy.ts";
import { type Average, type BranchFigures, rankBranches } from "./ranking.ts";
import type { MemberState } from "./roster.ts";
import type { PastTotal } from "./score.ts";

/** A member on the table of the year-end count, or on the newest one while that is still to come. */
export interface YearMember {
  readonly memberId: number;
  readonly branchId: number;
  readonly branch: string;
  /** On the day of that table. */
  readonly state: MemberState;
  /** In the denominator there. */
  readonly counted: boolean;
  /** First day on the roster, totals, and the total of the year-end count before. */
  readonly facts: Omit<GrowthFacts, "daysOff">;
  /** When which state held; sorted, without overlaps. */
  readonly states: readonly { readonly state: MemberState; readonly from: Day; readonly until: Day | null }[];
  /** In how many of the year's quarters the member has reported. */
  readonly reports: number;
}

/** The year that is reckoned, and how far it has gone. */
export interface YearSpan {
  readonly year: number;
  /** The days of the year-end count; the year ends with the last of them. */
  readonly counts: Day;
  readonly ends: Day;
  /** Totals count up to here: the last day of the count once it has closed, else today. */
  readonly until: Day;
  /** The count has closed: nobody is judged before (四（五）). */
  readonly final: boolean;
}

/**
 * - `not counted`: no total in the year-end count, and the days since the last one could have brought what is missing.
 * - the others: see `growthIn`.
 */
export type UndecidedReason = UnknownGrowth | "not counted";

export type Eligibility =
  | { readonly kind: "eligible" | "not eligible" | "reachable" }
  | { readonly kind: "undecided"; readonly reason: UndecidedReason }
  /** 四（五） speaks of 在职党员, and a policy may ask for no growth. */
  | { readonly kind: "not asked" };

/** What a member's growth comes to in a span, in points. */
export interface GrowthLine {
  readonly growth: number;
  readonly required: number;
  readonly estimated: boolean;
  readonly daysOff: number;
  readonly restarted: boolean;
  /** What growth is counted from, and the last total that is known. */
  readonly start: PastTotal;
  readonly last: PastTotal;
}

/** A member's year; by id, so that a pseudonym given later holds here too. */
export interface MemberYear {
  readonly memberId: number;
  readonly branch: string;
  readonly reports: number;
  /** A total that the year's growth is reckoned from is in doubt (存疑). */
  readonly doubtful: boolean;
  /** Growth in the year; null where it cannot be told. */
  readonly year: GrowthLine | null;
  readonly eligibility: Eligibility;
  /** 五（三）1: growth in the award's span, of who has reached what it asks; null for all others. */
  readonly award: GrowthLine | null;
}

export interface BranchYear {
  readonly branchId: number;
  readonly branch: string;
  readonly members: number;
  readonly average: Average | null;
  /** 五（三）2. */
  readonly awarded: boolean;
}

export interface YearResult {
  readonly members: readonly MemberYear[];
  /** The highest average first. */
  readonly branches: readonly BranchYear[];
}

type YearRules = Pick<Parameters, "eligibility" | "award" | "members" | "year">;

export function yearResult(
  members: readonly YearMember[],
  branches: readonly BranchFigures[],
  span: YearSpan,
  rules: YearRules,
): YearResult {
  const meant = members.filter(({ counted, state }) => counted || rules.eligibility.proRata.includes(state));
  return {
    members: meant.map((member) => memberYear(member, span, rules)),
    branches: bestBranches(branches, rules.award.bestBranch),
  };
}

export function memberYear(member: YearMember, span: YearSpan, rules: YearRules): MemberYear {
  const { memberId, branch, reports } = member;
  const found = growthOfYear(member, span, rules);
  return {
    memberId,
    branch,
    reports,
    doubtful: typeof found !== "string" && found.doubtful,
    year: typeof found === "string" ? null : lineOf(found),
    eligibility: eligibilityOf(member, found, span, rules),
    award: activeLearner(member, span, rules),
  };
}

/** The calendar year's growth, 四（五）: the same for eligibility, advice and the own record. */
export function growthOfYear(
  { facts, states }: Pick<YearMember, "facts" | "states">,
  { year, until }: Pick<YearSpan, "year" | "until">,
  { eligibility, year: { unknownStart } }: Pick<Parameters, "eligibility" | "year">,
): Growth | UnknownGrowth {
  const daysOff = states.filter(({ state }) => eligibility.proRata.includes(state));
  return growthIn(
    { ...facts, daysOff },
    { from: newYear(year), until, year },
    { yearly: eligibility.yearlyGrowth, unknownStart },
  );
}

function eligibilityOf(
  { state }: YearMember,
  found: Growth | UnknownGrowth,
  { counts, ends, final }: YearSpan,
  { eligibility, members }: YearRules,
): Eligibility {
  const isMeant = members.counted.includes(state) || eligibility.proRata.includes(state);
  if (eligibility.yearlyGrowth === 0 || !isMeant) return { kind: "not asked" };
  if (typeof found === "string") return { kind: "undecided", reason: found };
  const { missing, reachable } = shortfall(found, ends);
  if (missing === 0) return { kind: "eligible" };
  if (!reachable || (final && found.last.day >= counts)) return { kind: "not eligible" };
  return final ? { kind: "undecided", reason: "not counted" } : { kind: "reachable" };
}

/** 五（三）1. Undefined growth is no award; a policy without the award asks for nothing. */
export function activeLearner(
  { facts }: Pick<YearMember, "facts">,
  { year, until }: Pick<YearSpan, "year" | "until">,
  { award: { activeLearner: rule }, year: { unknownStart } }: Pick<Parameters, "award" | "year">,
): GrowthLine | null {
  if (rule.yearlyGrowth === 0) return null;
  const from = rule.over === "the year" ? newYear(year) : (rule.since as Day);
  const found = growthIn(facts, { from, until, year }, { yearly: rule.yearlyGrowth, unknownStart });
  return typeof found === "string" || found.growth < found.required ? null : lineOf(found);
}

function lineOf({ state, from: _from, doubtful: _doubtful, ...line }: Growth): GrowthLine {
  return { ...line, estimated: state === "estimated" };
}

/** 五（三）2: the highest averages among branches that are large enough, so many places; equal ones share a place. */
export function bestBranches(
  branches: readonly BranchFigures[],
  { count, minMembers }: Parameters["award"]["bestBranch"],
): BranchYear[] {
  const large = branches.filter(({ members }) => members >= minMembers);
  const awarded = new Set(
    rankBranches(large).flatMap(({ branchId, rank }) => (rank !== null && rank <= count ? branchId : [])),
  );
  return rankBranches(branches).map(({ branchId, branch, members, average }) => {
    return { branchId, branch, members, average, awarded: awarded.has(branchId) };
  });
}

/** Awarded and eligible: preferred 同等条件下 (四（五）). */
export const isPreferred = ({
  award,
  eligibility,
}: {
  readonly award: object | null;
  readonly eligibility: Eligibility;
}): boolean => award !== null && eligibility.kind === "eligible";
