import type { Day, Quarter } from "../domain/calendar.ts";
import type { BranchCorrection } from "../domain/correction.ts";
import { quarterName } from "../domain/quarter-name.ts";
import type { BranchStanding } from "../domain/ranking.ts";
import { asPublic, completionOnly, type SeenBranch, type Summary } from "../domain/summary.ts";
import { correctionLine } from "./correction.ts";
import { shortDay } from "./format.ts";
import { summaryLine } from "./summary.ts";

/** What the figures say below themselves of members without a report. */
export const missingNote = {
  last: "未填报者按上次积分计入",
  zero: "未填报者按零分计入",
  exclude: "未填报者不计入",
} as const;

/** What everybody may see. */
export interface PublicFigures {
  readonly lines: readonly SeenBranch[];
  /** Completion only: a policy that ranks nobody in public. */
  readonly completionOnly: boolean;
  readonly missing: keyof typeof missingNote;
}

export function publicFigures(summary: Summary): PublicFigures {
  return {
    lines: asPublic(summary).branches,
    completionOnly: completionOnly(summary),
    missing: summary.policy.parameters.branchRank.missing,
  };
}

/** A branch's figures and, where they are not all of this quarter, what the others are. */
function figures({ lines, completionOnly, missing }: PublicFigures): string[] {
  if (completionOnly) return lines.map(completionLine);
  const complete = lines.every(({ members, reported }) => reported === members);
  return [...lines.map(summaryLine), ...(complete ? [] : [`${missingNote[missing]}。`])];
}

export interface NoticePost extends PublicFigures {
  readonly school: string;
  readonly quarter: Quarter;
  readonly kind: "公示" | "通报";
  readonly clause: string;
  /** The last day of a 公示; null where its length cannot be counted (holidays not known). */
  readonly until: Day | null;
  readonly days: number;
  /** What differs from the version that was published before; undefined where none was. */
  readonly corrections: readonly BranchCorrection[] | undefined;
}

/** What the groups are shown: branch figures, and no person (四（四）). */
export function post({ school, quarter, kind, clause, until, days, corrections, ...shown }: NoticePost): string {
  const window =
    kind === "通报"
      ? []
      : [
          `公示期${corrections === undefined ? "" : "重新计算，共"} ${days} 个工作日${until === null ? "" : `，至${shortDay(until)}`}。如有异议，请向学校党办反映。党员也可私信学习积分助手“异议 内容”。`,
        ];
  return [
    `【${titleOf(kind, corrections)}】${school}${quarterName(quarter)}“学习强国”学习情况（依据${clause}）`,
    ...correctionLines(corrections),
    ...figures(shown),
    ...window,
  ].join("\n");
}

/** `更正公示` where an earlier version was published. */
export function titleOf<Kind extends string>(kind: Kind, corrections: readonly unknown[] | undefined) {
  return corrections === undefined ? kind : (`更正${kind}` as const);
}

function correctionLines(corrections: NoticePost["corrections"]): string[] {
  if (corrections === undefined) return [];
  if (corrections.length === 0) return ["更正内容：公布的数字没有变化。", "更正后的结果："];
  return ["更正内容：", ...corrections.map(correctionLine), "更正后的结果："];
}

export interface ClosingPost extends PublicFigures {
  readonly school: string;
  readonly quarter: Quarter;
  readonly clause: string;
  readonly from: Day;
  readonly until: Day;
  /** Objections to the quarter's figures, all of them answered; counts only. */
  readonly objections: { readonly opened: number; readonly corrected: number };
  /** What differs from an earlier 通报; undefined where there was none. */
  readonly corrections: readonly BranchCorrection[] | undefined;
}

/** The 通报 that closes a 公示: the same figures, and what became of the objections. */
export function closingPost(closing: ClosingPost): string {
  const { school, quarter, clause, from, until, objections, corrections, ...shown } = closing;
  return [
    `【${titleOf("通报", corrections)}】${school}${quarterName(quarter)}“学习强国”学习情况（依据${clause}）`,
    `公示期已满（${shortDay(from)}至${shortDay(until)}），${objectionsText(objections)}`,
    ...correctionLines(corrections),
    ...figures(shown),
    "特此通报。",
  ].join("\n");
}

function objectionsText({ opened, corrected }: ClosingPost["objections"]): string {
  if (opened === 0) return "没有收到异议。";
  return `本季度共收到异议 ${opened} 件，均已答复${corrected === 0 ? "" : `，其中更正 ${corrected} 件`}。`;
}

function completionLine({ branch, members, reported }: BranchStanding): string {
  return `${branch}：已填报 ${reported}/${members} 人`;
}

export function standings(quarter: Quarter, shown: PublicFigures): string {
  return [`${quarterName(quarter)}支部${shown.completionOnly ? "填报情况" : "排名"}`, ...figures(shown)].join("\n");
}
