import { whoHas } from "../domain/access.ts";
import type { UndecidedReason } from "../domain/awards.ts";
import type { Quarter } from "../domain/calendar.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import { type SummaryState, summaryStateNames } from "../domain/summary.ts";
import { refused } from "./replies.ts";

/** A year in figures; holds no person's. */
export interface YearFigures {
  readonly year: number;
  readonly policy: Policy;
  readonly closed: boolean;
  readonly activeLearners: number;
  readonly notEligible: number;
  readonly undecided: number;
  readonly bestBranches: readonly { readonly branch: string; readonly average: string }[];
}

const SHOWN_BRANCHES = 5;

export function yearPreview({ year, policy, closed, ...figures }: YearFigures): string {
  const { activeLearners, notEligible, undecided } = figures;
  return [
    `【${year}年度评选${closed ? "结果" : "预览"}】${closed ? "（已结）" : "以目前已结束的考核为准。"}`,
    `学习积极分子（${clauseOf(policy, "award.activeLearner")}）：${activeLearners} 人`,
    `最佳组织奖（${clauseOf(policy, "award.bestBranch")}）：${best(figures.bestBranches)}`,
    `年度增长未达到评优要求（${clauseOf(policy, "eligibility.yearlyGrowth")}）：${notEligible} 人`,
    `填报不足、暂不能判断：${undecided} 人`,
    `名单请在服务器上运行：bot year preview ${year}`,
  ].join("\n");
}

function best(branches: YearFigures["bestBranches"]): string {
  if (branches.length === 0) return "暂无";
  const shown = branches.slice(0, SHOWN_BRANCHES).map(({ branch, average }) => `${branch}（人均 ${average} 分）`);
  return `${shown.join("、")}${branches.length > SHOWN_BRANCHES ? `等 ${branches.length} 个党支部` : ""}`;
}

export const noYearYet = (year: number) => `${year}年还没有已结束的考核。`;

export const yearClosed = (year: number) => `${year}年度评选已结，结果已固定。`;

/** Why a year is not closed. */
export type YearObstacle =
  | "forbidden"
  | "closed already"
  | "nothing yet"
  | "not over"
  | { readonly open: readonly Quarter[] }
  | { readonly unfinished: readonly { readonly quarter: Quarter; readonly state: SummaryState }[] };

export function yearNotClosed(obstacle: YearObstacle, year: number, { parameters }: Policy): string {
  switch (obstacle) {
    case "forbidden":
      return refused(whoHas("submit and publish", parameters.committee.membersApprove));
    case "closed already":
      return `${year}年度已结，不能再次结算；结果请用 bot year preview ${year} 查看。`;
    case "nothing yet":
      return noYearYet(year);
    case "not over":
      return `${year}年尚未结束：第四季度归档后，或年度过后，才能结算。`;
    default:
      if ("open" in obstacle) return `${obstacle.open.join("、")} 还有进行中的考核，结束后才能结算年度。`;
      return `${obstacle.unfinished.map(({ quarter, state }) => `${quarter}（${summaryStateNames[state]}）`).join("、")} 的汇总尚未归档，归档后才能结算年度。`;
  }
}

/** Why a member's growth cannot be told. */
export function undecidedReason(reason: UndecidedReason): string {
  switch (reason) {
    case "no total":
      return "没有填报记录";
    case "none this year":
      return "本年度1月1日之后没有填报";
    case "single total":
      return "只有一次填报，没有可以比较的积分";
    default:
      return reason satisfies never;
  }
}
