import type { Day } from "../domain/calendar.ts";
import type { PastTotal } from "../domain/score.ts";
import { dayText } from "./wording.ts";

/** What every table of a year says above and below its lines. */
export interface YearTable {
  readonly school: string;
  readonly year: number;
  /** The day of the year-end count; null before it has closed, and then the table says that it is a preview. */
  readonly countedOn: Day | null;
  /** Printed below: the basis with its clauses, the version, who exported it and when. */
  readonly notes: readonly string[];
}

export interface Winner {
  readonly name: string;
  readonly branch: string;
}

/** A member's growth, in points; for the office and the committee. */
export interface YearGrowth {
  readonly growth: number;
  readonly required: number;
  readonly start: PastTotal;
  readonly last: PastTotal;
  /** The start is not near the beginning: what is asked goes by days from the known start. */
  readonly estimated: boolean;
  /** Days of 病假, 产假 or the like that nothing was asked of; 0: none. */
  readonly daysOff: number;
  /** The total has begun anew below an earlier one. */
  readonly restarted: boolean;
}

/**
 * - `reachable`: short, but the days to the close of the count could still bring it.
 * - `not asked`: the clause does not mean this member, or the policy asks for no growth.
 */
export type Standing = "eligible" | "not eligible" | "reachable" | "undecided" | "not asked";

export const standingNames: Readonly<Record<Standing, string>> = {
  eligible: "可以参评",
  "not eligible": "不能参评",
  reachable: "尚可达到",
  undecided: "待定",
  "not asked": "不适用",
};

/** What a reader must know of a figure; `doubtful`: a total that is in doubt stands behind it. */
export function marksText(growth: YearGrowth | null, doubtful: boolean): string[] {
  return [
    ...(growth?.estimated === true ? ["估算"] : []),
    ...(growth !== null && growth.daysOff > 0 ? [`扣除天数 ${growth.daysOff}`] : []),
    ...(doubtful ? ["存疑"] : []),
    ...(growth?.restarted === true ? ["积分曾重新起算"] : []),
  ];
}

/** `广西纺织工业学校2026年度“学习强国”…`, marked as a preview before the count. */
export function yearTitle({ school, year, countedOn }: YearTable, what: string): string {
  return `${school}${year}年度“学习强国”${what}${countedOn === null ? "（预览）" : ""}`;
}

/** Above the headings, at the right. */
export function countText({ countedOn }: YearTable): string {
  return countedOn === null ? "年度统计尚未结束" : `统计截止：${dayText(countedOn)}`;
}

/** Below a table, before its own notes. */
export function yearNotes({ countedOn, notes }: YearTable): string[] {
  return countedOn === null ? ["年度统计尚未结束，本表为预览，不是最终结果。", ...notes] : [...notes];
}
