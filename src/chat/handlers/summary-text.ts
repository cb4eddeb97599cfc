import { clauseOf } from "../../domain/policy.ts";
import { formatAverage, withoutTellingAverages } from "../../domain/ranking.ts";
import { type SummaryLine, summary as summaryText } from "../../messages/office.ts";
import { allBranches } from "../../store/branches.ts";
import type { Database } from "../../store/database.ts";
import { openObjections } from "../../store/objections.ts";
import type { Summary } from "../../store/summaries.ts";
import { openMarks, tableMarks } from "../../store/summary-marks.ts";

/** A policy that ranks nobody in public. */
export const completionOnly = ({ policy }: Summary) => policy.parameters.branchRank.post === "completion";

/** Where there is no ranking, the order must not give one away. */
export function inOrder(summary: Summary): Summary {
  if (!completionOnly(summary)) return summary;
  return { ...summary, branches: summary.branches.toSorted((a, b) => a.branchId - b.branchId) };
}

/** For who may not see a person's total: without the averages that would be one. */
export function withoutPersons(summary: Summary): Summary {
  return { ...summary, branches: withoutTellingAverages(summary.branches) };
}

/** What everybody may see. */
export function publicFigures(summary: Summary) {
  return {
    lines: inOrder(withoutPersons(summary)).branches.map(lineOf),
    completionOnly: completionOnly(summary),
    missing: summary.policy.parameters.branchRank.missing,
  };
}

function lineOf({ branch, ranked, members, reported, average, rank }: Summary["branches"][number]): SummaryLine {
  return { branch, ranked, members, reported, average: average === null ? null : formatAverage(average), rank };
}

/** 汇总: every figure with what it stands on and what is still open about it. */
export function summaryTextOf(db: Database, summary: Summary): string {
  const { quarter, state, note, policy, branches } = inOrder(summary);
  const covered = new Set(branches.map(({ branchId }) => branchId));
  return summaryText({
    quarter,
    state,
    note,
    lines: branches.map((branch) => {
      const { roundId, tableVersion } = branch;
      return {
        ...lineOf(branch),
        marks: { ...tableMarks(db, roundId, tableVersion), ...openMarks(db, roundId, tableVersion) },
      };
    }),
    missing: policy.parameters.branchRank.missing,
    lowClause: clauseOf(policy, "lowBranches"),
    lowBranches: summary.branches.filter(({ low }) => low).map(({ branch }) => branch),
    without: allBranches(db)
      .filter(({ id }) => !covered.has(id))
      .map(({ name }) => name),
    openObjections: openObjections(db, quarter),
  });
}
