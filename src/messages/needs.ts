import { type Instant, minuteOf, type Quarter } from "../domain/calendar.ts";
import { saying, summaryName } from "../domain/quarter-name.ts";
import type { SummaryState } from "../domain/summary.ts";

/** Everything that waits for a person, in one message to the office. */
export const needs = (lines: readonly string[]) => ["【待处理】以下事项需要您处理：", ...lines].join("\n");

export const unknownDeliveries = (count: number) =>
  `有 ${count} 条消息是否送达不明。请用 bot outbox list --state unknown 查看，再用 bot outbox resolve 确认或重发。`;
export const refusedDeliveries = (count: number) =>
  `有 ${count} 条消息被平台拒收（多因不在应用可见范围）。请用 bot outbox list --state refused 查看，处理后用 bot outbox resolve 登记。`;
export const sendingPaused = (reason: string, since: Instant) =>
  `${minuteOf(since)} 起消息发送因平台配置问题暂停（${reason}）。请按使用手册检查企业微信应用的设置，可用 bot doctor 核对。`;
export const objectionsWait = (count: number, days: number) =>
  `有 ${count} 件异议超过 ${days} 个工作日未答复。回复“异议名单”查看，“答复 编号 内容”答复。`;

/** A summary that has not gone on for some working days, by its state. */
export function summaryWaits(quarter: Quarter, state: WaitingState): string {
  return `${summaryName(quarter)}${waiting[state](quarter)}。`;
}

export type WaitingState = Exclude<SummaryState, "archived">;

const waiting: Readonly<Record<WaitingState, (quarter: Quarter) => string>> = {
  draft: (quarter) => `尚未提交，请核对后回复“${saying("提交", quarter)}”`,
  submitted: () => "已提交，党委尚未审核",
  approved: (quarter) => `已审核通过，尚未发布，回复“${saying("发布", quarter)}”即公布`,
  returned: () => "已退回，请修改后重新提交",
  published: (quarter) => `公示期已满，尚未发布通报，回复“${saying("发布", quarter)}”即发布通报并归档`,
};
