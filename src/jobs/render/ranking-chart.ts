import type { RankingChart } from "../../documents/ranking-chart.ts";
import type { DocumentRef } from "../../domain/delivery.ts";
import { clauseOf } from "../../domain/policy.ts";
import { withoutLoneAverages } from "../../domain/ranking.ts";
import type { Database } from "../../store/database.ts";
import { roundById } from "../../store/rounds.ts";
import { summaryVersion } from "../../store/summaries.ts";

/** What the figures say below themselves of members without a report. */
export const missingNote = {
  last: "未填报者按上次积分计入",
  zero: "未填报者按零分计入",
  exclude: "未填报者不计入",
} as const;

export function rankingChartData(
  db: Database,
  { quarter, version }: Extract<DocumentRef, { kind: "ranking-chart" | "summary-table" }>,
  school: string,
): RankingChart {
  const { policy, branches } = summaryVersion(db, quarter, version);
  const { post, missing } = policy.parameters.branchRank;
  const days = branches.flatMap(({ roundId }) => roundById(db, roundId).day ?? []);
  return {
    metric: post === "ranking" ? "average" : "completion",
    school,
    quarter,
    days: [...new Set(days)].sort(),
    // Where there is no ranking, the order must not give one away.
    branches: post === "ranking" ? withoutLoneAverages(branches) : branches.toSorted((a, b) => a.branchId - b.branchId),
    notes: post === "ranking" ? [`依据${clauseOf(policy, "branchRank.metric")}；${missingNote[missing]}。`] : [],
  };
}
