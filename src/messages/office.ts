import { type Day, type Instant, minuteOf, type Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { clock, shortDay, someOf } from "./format.ts";

/** The commitment that makes the draw checkable afterwards. */
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
  `${quarterName(quarter)}抽取种子：${seed}\n任何党员回复“验证抽取 ${quarter}”即可自行验算；管理员可用 bot quarter verify ${quarter} 核验。`;
export const tooFewDays = (quarter: Quarter, days: number) =>
  `${quarterName(quarter)}只剩 ${days} 个可抽取的日子，未抽取。如需考核，请用 bot round open 手动开启。`;
export const holidaysUnknown = (year: number) =>
  `${year}年的节假日安排尚未收录，无法确定工作日。请管理员按国务院通知把它写入数据目录的 holidays.json（格式见使用手册），系统会自动继续。`;
export const redrawn = (quarter: Quarter, day: Day) =>
  `${quarterName(quarter)}原定考核日 ${shortDay(day)} 未能开启考核（系统未运行或另有加开的考核），已重新抽取一次。`;
export const missed = (quarter: Quarter, day: Day) =>
  `${quarterName(quarter)}考核日 ${shortDay(day)} 未能开启考核（系统未运行或另有加开的考核），不再重新抽取。请用 bot round open 手动开启考核。`;
export const roundOpened = (day: Day, closesAt: Instant, branches: number, members: number) =>
  `${shortDay(day)}考核已开始：${branches} 个支部，${members} 人，${clock(closesAt)} 截止。`;

export interface RoundToOpen {
  readonly quarter: Quarter;
  readonly closesAt: Instant;
  readonly branches: number;
  readonly members: number;
  /** Branches of which the quarter has a result. */
  readonly having: readonly string[];
  readonly replacesQuarter: boolean;
}

/** What an extra round is about to do, before anybody is asked. */
export function roundToOpen({ quarter, closesAt, branches, members, having, replacesQuarter }: RoundToOpen): string {
  const head = `加开考核：将向 ${branches} 个党支部的 ${members} 名党员发出提问，${clock(closesAt)} 截止。`;
  if (having.length === 0) return head;
  const become = replacesQuarter
    ? "本次将替换该结果，汇总和谈话名单随之重做。"
    : "本次单独成表，不改变季度结果、汇总和谈话名单；确需替换请加 --replaces-quarter。";
  return `${head}\n${someOf(having)}已有${quarterName(quarter)}的结果：${become}`;
}

export const sendingResumed = (reason: string, since: Instant) =>
  `消息发送自 ${minuteOf(since)} 起曾因平台配置问题暂停（${reason}），现已恢复，积压的消息正在补发。`;
