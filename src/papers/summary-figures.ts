import type { Day } from "../domain/calendar.ts";
import { type Average, withoutTellingAverages } from "../domain/ranking.ts";
import type { Summary } from "../domain/summary.ts";
import type { Database } from "../store/database.ts";
import { roundById } from "../store/rounds.ts";

/** The days on which the branches of a summary were asked, the first first. */
export function daysOf(db: Database, { branches }: Summary): Day[] {
  return [...new Set(branches.flatMap(({ roundId }) => roundById(db, roundId).day ?? []))].sort();
}

export interface ShownBranches {
  readonly branches: Summary["branches"];
  /** Averages were kept back that would give persons away; a sum over all branches would give them back. */
  readonly keptBack: boolean;
}

/** A summary's branches as everybody may see them. Where there is no ranking, the order must not give one away. */
export function shownBranches({ policy, branches }: Summary): ShownBranches {
  const ranking = policy.parameters.branchRank.post === "ranking";
  const all = ranking ? branches : branches.toSorted((a, b) => a.branchId - b.branchId);
  const shown = withoutTellingAverages(all);
  return { branches: shown, keptBack: shown.some(({ average }, index) => average !== all[index]!.average) };
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

/** Of too few persons a growth would be theirs. */
export function withoutTelling(growth: Average | null): Average | null {
  return withoutTellingAverages([{ reported: growth?.members ?? 0, average: growth }])[0]!.average;
}
