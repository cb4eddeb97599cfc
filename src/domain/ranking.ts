import type { Parameters } from "./policy.ts";
import type { BranchKind } from "./roster.ts";
import type { PastTotal } from "./score.ts";

/** One member's line of a branch table: what ranks and lists are computed from. */
export interface MemberFigure {
  readonly memberId: number;
  /** Counts in the denominator (三、四（一）) on the day of the round. */
  readonly counted: boolean;
  /** The total reported in this round; null: 未填报, which is a state of its own and not a low score. */
  readonly total: number | null;
  readonly previous: PastTotal | null;
}

/** An average kept as a fraction, so that ranks compare exactly. */
export interface Average {
  readonly sum: number;
  readonly members: number;
}

/** A branch's figures in a quarter; holds no person's. */
export interface BranchFigures {
  readonly branchId: number;
  readonly branch: string;
  readonly ranked: boolean;
  readonly members: number;
  readonly reported: number;
  readonly average: Average | null;
}

export interface BranchStanding extends BranchFigures {
  readonly rank: number | null;
}

/** Retired branches have tables and no rank (四（一）), and where nobody counts there is nothing to rank. */
export function isRanked(kind: BranchKind | undefined, members: number): boolean {
  return kind === "working" && members > 0;
}

/** Growth since the last report, null when there is none to compare with. */
export function growthOf({ total, previous }: MemberFigure): number | null {
  return total === null || previous === null ? null : total - previous.total;
}

/**
 * 五（三）2: the sum of totals by the number of counted members. `missing` says what a member without a report
 * counts as: the last known total (none known: 0), zero, or not at all.
 */
export function branchAverage(
  figures: readonly MemberFigure[],
  missing: Parameters["branchRank"]["missing"],
): Average | null {
  let sum = 0;
  let members = 0;
  for (const { counted, total, previous } of figures) {
    if (!counted || (total === null && missing === "exclude")) continue;
    members += 1;
    sum += total ?? (missing === "last" ? (previous?.total ?? 0) : 0);
  }
  return members === 0 ? null : { sum, members };
}

export function compareAverages(a: Average, b: Average): number {
  const left = BigInt(a.sum) * BigInt(b.members);
  const right = BigInt(b.sum) * BigInt(a.members);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Two places, rounded half up as Excel does it (away from zero), for display only. */
export function formatAverage({ sum, members }: Average): string {
  const hundredths = (BigInt(Math.abs(sum)) * 200n + BigInt(members)) / (2n * BigInt(members));
  const sign = sum < 0 && hundredths > 0n ? "-" : "";
  return `${sign}${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")}`;
}

/**
 * Branches from the highest average down. Equal averages share a rank and the next rank is skipped (1, 1, 3).
 * Unranked branches follow, in the order given.
 */
export function rankBranches(branches: readonly BranchFigures[]): BranchStanding[] {
  const ranked = branches
    .filter((branch): branch is BranchFigures & { average: Average } => branch.ranked && branch.average !== null)
    .sort((a, b) => compareAverages(b.average, a.average));
  const unranked = branches.filter((branch) => !branch.ranked || branch.average === null);
  const standings: BranchStanding[] = [];
  for (const [index, branch] of ranked.entries()) {
    const above = standings[index - 1];
    const tied = above?.average && compareAverages(above.average, branch.average) === 0;
    standings.push({ ...branch, rank: tied ? above.rank : index + 1 });
  }
  return [...standings, ...unranked.map((branch) => ({ ...branch, rank: null }))];
}

/**
 * The branches whose committee members the party committee talks with (四（四）): how many depends on how many are
 * ranked; ties at the cut are all listed. The lowest first.
 */
export function lowBranches(standings: readonly BranchStanding[], rules: Parameters["lowBranches"]): BranchStanding[] {
  const ranked = standings.filter(({ rank }) => rank !== null);
  const rule = rules.filter(({ from }) => from <= ranked.length).sort((a, b) => b.from - a.from)[0];
  if (rule === undefined || rule.lowest === 0) return [];
  const cut = ranked[Math.max(0, ranked.length - rule.lowest)]!.rank!;
  return ranked.filter(({ rank }) => rank! >= cut).reverse();
}

/** Of several averages the one over all their members; null of none. */
export function sumOf(averages: readonly (Average | null)[]): Average | null {
  const known = averages.filter((average) => average !== null);
  if (known.length === 0) return null;
  return {
    sum: known.reduce((sum, average) => sum + average.sum, 0),
    members: known.reduce((members, average) => members + average.members, 0),
  };
}

/** What a branch table adds up to. */
export function tableTotals(
  figures: readonly MemberFigure[],
  missing: Parameters["branchRank"]["missing"],
): { members: number; reported: number; average: Average | null } {
  const counted = figures.filter((figure) => figure.counted);
  const reported = counted.filter(({ total }) => total !== null).length;
  return { members: counted.length, reported, average: branchAverage(counted, missing) };
}
