import type { RankingChart } from "../documents/ranking-chart.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import { clauseOf } from "../domain/policy.ts";
import { missingNote } from "../messages/notice.ts";
import type { Database } from "../store/database.ts";
import { summaryVersion } from "../store/summaries.ts";
import { daysOf, shownBranches } from "./summary-figures.ts";

export function rankingChartData(
  db: Database,
  { quarter, version }: DocumentRef<"ranking-chart">,
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
