import type { Instant } from "../domain/calendar.ts";
import type { AskReason } from "../domain/score.ts";
import { clock, someOf } from "./format.ts";
import { question } from "./replies.ts";

/** Every message of a trial begins with it. */
const marked = (text: string) => `【试运行】${text}`;

/** To those who try it out; it says what becomes of what they say, for nobody else's notice applies. */
export const trialQuestion = (closesAt: Instant) =>
  marked(
    `同志您好！这是一次试运行，请像正式考核一样，把“学习强国”App 里的“成长总积分”回复给我（只发数字即可，例如 10000），${clock(closesAt)} 前有效。\n本次填报不计入任何统计、排名和以往积分，结束一天后删除。`,
  );
export const trialRecorded = (total: number, replaced: number | null) =>
  marked(
    `${replaced === null ? "已记录" : "已更正"}：成长总积分 ${total} 分${replaced === null || replaced === total ? "" : `（原 ${replaced} 分）`}。仅供试运行，不计入任何统计。`,
  );
export const trialAsked = (reason: AskReason, candidates: readonly number[]) =>
  marked(question(reason, candidates, undefined));
export const trialImpossible = (total: number) =>
  marked(`请确认您的成长总积分：${total} 超过了平台开通以来可能的最高分，无法登记。`);
export const trialRetype = marked("好的，请重新发送您的成长总积分（只发数字即可）。");
export const trialUnreadable = marked("没有读到积分。请直接回复“成长总积分”的数字，例如 12345。");
export const trialWithdrawn = marked("已撤回，您目前视为未填报。");
export const trialNothingToWithdraw = marked("还没有可以撤回的填报。");
export const trialOver = marked("本次试运行已结束，感谢参与。填报的数字和往来消息将在一天后删除，不计入任何统计。");

/** What a trial is about to do, before anybody is asked. */
export const trialToOpen = (names: readonly string[], closesAt: Instant) =>
  `试运行：只向 ${names.length} 人（${someOf(names)}）提问，${clock(closesAt)} 截止；不计入任何结果，结束一天后删除。`;
export const trialState = (state: "open" | "closed", members: number, reported: number, closesAt: Instant) =>
  `试运行${state === "open" ? `进行中，${clock(closesAt)} 截止` : "已结束，一天后删除"}：${members} 人，已回复 ${reported} 人。`;
