import type { Day, Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { type BranchStanding, formatAverage } from "../domain/ranking.ts";
import { drawBars } from "./bar-chart.ts";
import { ownName } from "./chart-text.ts";
import { svgToPng } from "./svg-to-png.ts";
import { coverageText, daysText, percentText } from "./wording.ts";

/** A branch's figures as a chart or a notice shows them; there is no place in it for a person's. */
export type BranchLine = Pick<BranchStanding, "branch" | "rank" | "members" | "reported" | "average">;

export interface RankingChart {
  /** `completion` (the policy's `branchRank.post`): how many have reported, without averages, ranks or order. */
  readonly metric: "average" | "completion";
  readonly school: string;
  readonly quarter: Quarter;
  readonly days: readonly Day[];
  /** An earlier version was published. */
  readonly corrected?: boolean;
  /** A branch without a rank or a published average has no bar, and is counted with the others. */
  readonly branches: readonly BranchLine[];
  /** Printed below: the basis, and what a member without a report counts as. */
  readonly notes: readonly string[];
}

/** So many of the branches with the lowest coverage are named below the chart. */
const NAMED = 8;

export async function rankingChart(chart: RankingChart): Promise<Uint8Array> {
  return svgToPng(rankingChartSvg(chart));
}

export function rankingChartSvg(chart: RankingChart): string {
  const mark = chart.corrected === true ? "（更正）" : "";
  const subtitle = `${chart.school}　${quarterName(chart.quarter)}　${daysText(chart.days)}`;
  if (chart.metric === "completion") {
    const bars = chart.branches.map(({ branch, members, reported }) => ({
      name: ownName(branch, chart.school),
      length: members === 0 ? 0 : (reported / members) * 100,
      label: percentText(reported, members),
    }));
    const notes = [`${coverageText(chart.branches)}。`, ...chart.notes];
    return drawBars({ title: `各党支部填报完成情况${mark}`, subtitle, bars, scale: "percent", notes });
  }
  const ranked = chart.branches
    .filter((branch): branch is RankedLine => branch.rank !== null && branch.average !== null)
    .sort((a, b) => a.rank - b.rank);
  const bars = ranked.map(({ branch, rank, average }) => ({
    name: ownName(branch, chart.school),
    rank,
    length: average.sum / average.members,
    label: formatAverage(average),
  }));
  // The same people as in the text and the document are counted, whoever has a bar.
  const notes = [`${coverageText(chart.branches)}${incomplete(chart.branches, chart.school)}。`, ...chart.notes];
  return drawBars({ title: `各党支部人均成长总积分${mark}`, subtitle, bars, scale: "points", notes });
}

type RankedLine = BranchLine & { readonly rank: number; readonly average: NonNullable<BranchLine["average"]> };

/** The branches whose average stands on part of their members, the least complete first. */
function incomplete(branches: readonly BranchLine[], school: string): string {
  const lacking = branches
    .filter(({ reported, members }) => reported < members)
    .sort((a, b) => a.reported / a.members - b.reported / b.members);
  if (lacking.length === 0) return "";
  const named = lacking
    .slice(0, NAMED)
    .map(({ branch, reported, members }) => `${ownName(branch, school)}（${percentText(reported, members)}）`);
  const more = lacking.length > NAMED ? `等${lacking.length}个党支部` : "";
  return `；未全员填报：${named.join("、")}${more}`;
}
