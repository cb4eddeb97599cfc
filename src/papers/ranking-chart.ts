import type { RankingChart } from "../documents/ranking-chart.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import { clauseOf } from "../domain/policy.ts";
import { asPublic, completionOnly } from "../domain/summary.ts";
import { missingNote } from "../messages/notice.ts";
import type { Database } from "../store/database.ts";
import { correctedBy, withDisclosure } from "../store/disclosure.ts";
import { summaryVersion } from "../store/summaries.ts";
import { daysOf } from "./summary-days.ts";

export function rankingChartData(
  db: Database,
  { quarter, version }: DocumentRef<"ranking-chart">,
  school: string,
): RankingChart {
  const summary = withDisclosure(db, summaryVersion(db, quarter, version));
  const { policy } = summary;
  const ranking = !completionOnly(summary);
  const { branches } = asPublic(summary);
  const keptBack = branches.filter((branch) => branch.keptBack).map(({ branch, rank }) => placed(branch, rank));
  return {
    metric: ranking ? "average" : "completion",
    school,
    quarter,
    days: daysOf(db, summary),
    branches,
    corrected: correctedBy(db, summary) !== undefined,
    notes: ranking
      ? [
          `依据${clauseOf(policy, "branchRank.metric")}；${missingNote[policy.parameters.branchRank.missing]}。`,
          ...(keptBack.length === 0 ? [] : [`不公布人均（会显出个人积分）：${keptBack.join("、")}。`]),
        ]
      : [],
  };
}

const placed = (branch: string, rank: number | null) => (rank === null ? branch : `${branch}（第 ${rank} 名）`);
