import type { RankingChart } from "../../documents/ranking-chart.ts";
import type { DocumentRef } from "../../domain/delivery.ts";
import { clauseOf } from "../../domain/policy.ts";
import type { Database } from "../../store/database.ts";
import { summaryVersion } from "../../store/summaries.ts";
import { daysOf, shownBranches } from "./summary-figures.ts";

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
  const summary = summaryVersion(db, quarter, version);
  const { policy } = summary;
  const { post, missing } = policy.parameters.branchRank;
  return {
    metric: post === "ranking" ? "average" : "completion",
    school,
    quarter,
    days: daysOf(db, summary),
    branches: shownBranches(summary).branches,
    notes: post === "ranking" ? [`依据${clauseOf(policy, "branchRank.metric")}；${missingNote[missing]}。`] : [],
  };
}
