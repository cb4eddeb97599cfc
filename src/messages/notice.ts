import type { Day, Quarter } from "../domain/calendar.ts";
import { quarterName } from "./branch.ts";
import { type SummaryLine, summaryLine } from "./office.ts";
import { shortDay } from "./replies.ts";

export interface Notice {
  readonly school: string;
  readonly quarter: Quarter;
  readonly kind: "公示" | "通报";
  readonly clause: string;
  /** The last day of a 公示; null where its length cannot be counted (holidays not known). */
  readonly until: Day | null;
  readonly days: number;
  readonly lines: readonly SummaryLine[];
  /** Completion only: a policy that ranks nobody in public. */
  readonly completionOnly: boolean;
}

/** What the groups are shown: branch figures, and no person (四（四）). */
export function post({ school, quarter, kind, clause, until, days, lines, completionOnly }: Notice): string {
  const window =
    kind === "通报"
      ? []
      : [`公示期 ${days} 个工作日${until === null ? "" : `，至${shortDay(until)}`}。如有异议，请向学校党办反映。`];
  return [
    `【${kind}】${school}${quarterName(quarter)}“学习强国”学习情况（依据${clause}）`,
    ...lines.map(completionOnly ? completionLine : summaryLine),
    ...window,
  ].join("\n");
}

function completionLine({ branch, members, reported }: SummaryLine): string {
  return `${branch}：已填报 ${reported}/${members} 人`;
}

export function standings(quarter: Quarter, lines: readonly SummaryLine[], completionOnly: boolean): string {
  return [
    `${quarterName(quarter)}支部${completionOnly ? "填报情况" : "排名"}`,
    ...lines.map(completionOnly ? completionLine : summaryLine),
  ].join("\n");
}
