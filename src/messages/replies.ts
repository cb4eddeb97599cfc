import { type Day, daysBetween } from "../domain/calendar.ts";
import type { AskReason, PastTotal } from "../domain/score.ts";
import { decimal, shortDay } from "./format.ts";
import { HELP_HINT } from "./words.ts";

const CORRECT = "如有误，请回复“更正 数字”。";

export interface AcceptedReport {
  readonly total: number;
  /** The report of this round that this one replaces. */
  readonly replaced: number | undefined;
  readonly previous: PastTotal | undefined;
  readonly today: Day;
  readonly late: boolean;
}

/** Value, difference, days, daily mean and how to correct. */
export function accepted(report: AcceptedReport): string {
  const { total, replaced } = report;
  const head =
    replaced === undefined
      ? `已记录：成长总积分 ${total} 分。`
      : replaced === total
        ? `已记录：成长总积分 ${total} 分，与已有的记录相同，没有改动。`
        : `已更正：成长总积分 ${total} 分（原 ${replaced} 分）。`;
  return `${head}${growth(report)}${report.late ? "已过截止时间，按迟报登记。" : ""}${CORRECT}`;
}

function growth({ total, previous, today }: AcceptedReport): string {
  if (previous === undefined) return "这是您的首次填报。";
  const days = daysBetween(previous.day, today);
  const difference = total - previous.total;
  if (difference === 0) return `与上次（${shortDay(previous.day)}）相同，零增长。`;
  const since = `较上次（${shortDay(previous.day)} ${previous.total} 分）`;
  if (difference < 0) return `${since}减少 ${-difference} 分。`;
  const mean = days > 0 ? `，${days} 天，日均 ${decimal(difference / days)} 分` : "";
  return `${since}增长 ${difference} 分${mean}。`;
}

/** At most two values to choose from, or the number anew. */
export function question(reason: AskReason, candidates: readonly number[], previous: PastTotal | undefined): string {
  const why = whyAsked(reason, previous);
  if (candidates.length === 1) {
    return `请确认：您的成长总积分是 ${candidates[0]} 吗？${why}回复“是”确认，或直接发送正确的数字。`;
  }
  if (candidates.length > 1) {
    return `请确认：成长总积分是 ${candidates.join(" 还是 ")}？${why}请回复其中一个数字，或重新输入。`;
  }
  return `请确认您的成长总积分：${why}请直接回复数字，例如 12345。`;
}

function whyAsked(reason: AskReason, previous: PastTotal | undefined): string {
  switch (reason) {
    case "below-last":
      return previous === undefined ? "" : `它低于上次（${shortDay(previous.day)} ${previous.total} 分）。`;
    case "above-possible":
      return "它超过了这段时间可能的增幅。";
    case "maybe-today":
      return "它看起来像今日积分，我们需要的是总积分。";
    case "approximate":
      return "我们需要准确的数字。";
    case "irregular":
      return "这个写法我不太有把握。";
    case "several":
    case "question":
      return "";
    case "increment":
      return "您报的像是增长的分数，我按上次加上它来计算。";
    case "unchanged":
      return "您的意思是与上次相同吗？";
    case "only-today":
      return "我只读到了今日或本期的分数，需要的是总积分。";
    case "only-date":
      return "我只读到了日期。";
    case "other-person":
      return "这像是别人的分数，请只报自己的；为他人填报请由支部书记或宣传委员回复“代报 姓名 数字”。";
    case "picture":
      return "我看不到图片里的数字。";
    default:
      return reason satisfies never;
  }
}

export const handedOver = (admins: readonly string[]) =>
  admins.length === 0 ? "如有困难，请联系学校党办。" : `如有困难，已请${admins.join("、")}同志协助您。`;

export const impossible = (total: number) =>
  `请确认您的成长总积分：${total} 超过了平台开通以来可能的最高分，无法登记。请打开“学习强国”App 核对后重新发送。`;
export const noRound = `目前没有进行中的填报。${HELP_HINT}`;
export const notOnRoster = "您不在名单中。如需加入，请联系本支部宣传委员或学校党办。";
export const pleaseRetype = "好的，请重新发送您的成长总积分（只发数字即可）。";
export const failed = "抱歉，刚才没有处理成功，请稍后再发一次。";
export const refused = (holders: string) => `您无权这样做，请联系${holders}。`;
export const withdrawAsked = (total: number) =>
  `要撤回您本次填报的 ${total} 分吗？回复“是”撤回，您将视为未填报；只是改数字，请直接回复“更正 数字”。`;
export const notWithdrawn = (total: number) => `好的，没有撤回，您本次的记录仍是 ${total} 分。`;
export const withdrawn = (total: number) => `已撤回 ${total} 分，您目前视为未填报。请重新发送您的成长总积分。`;
export const nothingToWithdraw = "本次考核中没有可以撤回的填报。";
export const excused = "收到，已告知本支部管理员，本次考核不再提醒您。方便时仍可随时填报；需要提醒请回复“恢复提醒”。";
export const muted = "好的，本次考核不再提醒您。方便时仍可随时填报；需要提醒请回复“恢复提醒”。";
export const remindedAgain = "好的，本次考核会照常提醒您。";
export const notYetPublished = "目前还没有已发布的支部排名。";
