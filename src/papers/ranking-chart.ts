import type { RankingChart } from "../documents/ranking-chart.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import { clauseOf } from "../domain/policy.ts";
import { asPublic, completionOnly } from "../domain/summary.ts";
import { missingNote } from "../messages/notice.ts";
import type { Database } from "../store/database.ts";
import { summaryVersion } from "../store/summaries.ts";
import { daysOf } from "./summary-days.ts";

export function rankingChartData(
  db: Database,
  { quarter, version }: DocumentRef<"ranking-chart">,
  school: string,
): RankingChart {
  const summary = summaryVersion(db, quarter, version);
  const { policy } = summary;
  const ranking = !completionOnly(summary);
  return {
    metric: ranking ? "average" : "completion",
    school,
    quarter,
    days: daysOf(db, summary),
    branches: asPublic(summary).branches,
    notes: ranking
      ? [`依据${clauseOf(policy, "branchRank.metric")}；${missingNote[policy.parameters.branchRank.missing]}。`]
      : [],
  };
}
