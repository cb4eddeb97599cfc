import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import { minuteOf } from "../domain/calendar.ts";
import type { SummaryState } from "../domain/summary.ts";
import { summaryStateNames } from "../domain/summary.ts";
import { quarterName } from "./branch.ts";
import { shortDay } from "./replies.ts";

/** A branch's line of the school summary; branch figures only. */
export interface SummaryLine {
  readonly branch: string;
  readonly ranked: boolean;
  readonly members: number;
  readonly reported: number;
  /** Two places, exact; null where nothing is known. */
  readonly average: string | null;
  readonly rank: number | null;
}

export interface SummaryText {
  readonly quarter: Quarter;
  readonly state: SummaryState;
  readonly note: string | null;
  readonly lines: readonly SummaryLine[];
  readonly lowBranches: readonly string[];
  /** The clause that low branches are named by. */
  readonly lowClause: string;
  /** Branches without a closed round in the quarter. */
  readonly without: readonly string[];
}

export function summary({ quarter, state, note, lines, lowBranches, lowClause, without }: SummaryText): string {
  return [
    `【季度汇总】${quarterName(quarter)}，状态：${summaryStateNames[state]}${note === null ? "" : `（${note}）`}`,
    ...lines.map(summaryLine),
    ...(lowBranches.length === 0 ? [] : [`积分较低的支部（${lowClause}）：${lowBranches.join("、")}`]),
    ...(without.length === 0 ? [] : [`尚无结果的支部：${without.join("、")}`]),
  ].join("\n");
}

export function summaryLine({ branch, members, reported, average, rank }: SummaryLine): string {
  const place = rank === null ? "不参与排名" : `第 ${rank} 名`;
  return `${place} ${branch}：人均 ${average ?? "—"} 分，已报 ${reported}/${members} 人`;
}

export const summaryReady = (quarter: Quarter) =>
  `${quarterName(quarter)}各支部考核已全部结束，汇总已生成。请核对后回复“提交”报党委审核。`;
export const summarySubmitted = (quarter: Quarter, by: string) =>
  `${by}同志提交了${quarterName(quarter)}汇总，请审核。回复“通过”或“退回 理由”。`;
export const summaryApproved = (quarter: Quarter, by: string) =>
  `${quarterName(quarter)}汇总已由${by}同志审核通过，回复“发布”即向各群公布。`;
export const summaryReturned = (quarter: Quarter, by: string, reason: string) =>
  `${quarterName(quarter)}汇总被${by}同志退回：${reason}`;

export const acted = (quarter: Quarter, state: SummaryState) =>
  `${quarterName(quarter)}汇总：${summaryStateNames[state]}。`;
export const cannotAct = (quarter: Quarter, state: SummaryState, needed: readonly SummaryState[]) =>
  `${quarterName(quarter)}汇总目前是“${summaryStateNames[state]}”，只有“${needed.map((name) => summaryStateNames[name]).join("”或“")}”时才能执行此操作。`;
export const nothingToSummarise = (quarter: Quarter) => `${quarterName(quarter)}还没有已结束的考核。`;
export const roundsStillOpen = (quarter: Quarter, branches: readonly string[]) =>
  `${quarterName(quarter)}还有考核未结束：${branches.join("、")}。结束后才能提交。`;
export const reasonWanted = "请写明退回理由，例如：退回 第二党支部人数有误。";
export const noGroups =
  "提示：尚未设置任何群，发布的内容没有群可发。请用 bot group set school 或 bot branch set 设置。";

/** The commitment that makes the draw checkable afterwards (domain.md §3.4). */
export function drawn(quarter: Quarter, commitment: string, candidates: readonly Day[]): string {
  const first = candidates[0]!;
  const last = candidates.at(-1)!;
  return [
    `${quarterName(quarter)}考核日已随机抽取，日期保密。`,
    `候选日共 ${candidates.length} 天，自${shortDay(first)}至${shortDay(last)}。`,
    `承诺值：${commitment}`,
    "季度结束后公布种子，可核验抽取未被更改。",
  ].join("\n");
}

export const revealed = (quarter: Quarter, seed: string) =>
  `${quarterName(quarter)}抽取种子：${seed}\n可用 bot quarter verify ${quarter} 核验。`;
export const tooFewDays = (quarter: Quarter, days: number) =>
  `${quarterName(quarter)}只剩 ${days} 个可抽取的日子，未抽取。如需考核，请用 bot round open 手动开启。`;
export const holidaysUnknown = (year: number) =>
  `${year}年的节假日安排尚未收录，无法确定工作日。请管理员按国务院通知把它写入数据目录的 holidays.json（格式见使用手册），系统会自动继续。`;
export const redrawn = (quarter: Quarter, day: Day) =>
  `${quarterName(quarter)}原定考核日 ${shortDay(day)} 未能开启考核（系统未运行或另有加开的考核），已重新抽取一次。`;
export const missed = (quarter: Quarter, day: Day) =>
  `${quarterName(quarter)}考核日 ${shortDay(day)} 未能开启考核（系统未运行或另有加开的考核），不再重新抽取。请用 bot round open 手动开启考核。`;
export const roundOpened = (day: Day, closesAt: Instant, branches: number, members: number) =>
  `${shortDay(day)}考核已开始：${branches} 个支部，${members} 人，${minuteOf(closesAt)} 截止。`;
export const sendingResumed = (reason: string, since: Instant) =>
  `消息发送自 ${minuteOf(since)} 起曾因平台配置问题暂停（${reason}），现已恢复，积压的消息正在补发。`;
