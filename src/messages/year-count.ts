import type { Instant } from "../domain/calendar.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import { clock } from "./format.ts";

/** The question of a year-end count (五（二）): one text for everybody, so that it goes out in few calls. */
export function countQuestion(policy: Policy, year: number, closesAt: Instant): string {
  return [
    `同志您好！现在进行${year}年度“学习强国”年终统计，年度评优和表彰以这次的积分为准。`,
    `请打开“学习强国”App，把“成长总积分”直接回复给我（只发数字即可，例如 10000），${clock(closesAt)} 前有效。`,
    `依据：${policy.document}${clauseOf(policy, "year.count")}。您的积分只有您本人、本支部书记和支委、学校党办可见。`,
  ].join("\n");
}

export const countReminder = (year: number, closesAt: Instant) =>
  `温馨提醒：还没有收到您${year}年度年终统计的“成长总积分”，年度评优以此为准。请在 ${clock(closesAt)} 前回复数字；身体不适或不便填报，可回复“请假”或“停止提醒”。`;

export const countOpened = (year: number, branches: number, closesAt: Instant) =>
  `${year}年度年终统计已开始：${branches} 个支部，${clock(closesAt)} 截止。截止后自动生成年度评选结果，供党办核对、提交。`;

export const countMissed = (year: number) =>
  `${year}年度年终统计未能按时进行（系统未运行），年度评选缺少截止数据。请在 1 月 10 日前用 bot year count ${year} --reason 原因 补做。`;

/** Before a count by hand. */
export const countAsked = (year: number, members: number, closesAt: Instant) =>
  `将立即进行${year}年度年终统计，向 ${members} 人提问，${clock(closesAt)} 截止。截止后年度即告结束，之后的积分计入下一年度。`;

export const countAlready = (year: number) =>
  `${year}年度年终统计已进行过，不能再次统计。个别积分有误的，请通过异议更正，系统会生成新的版本。`;

export const countOutOfTime = (year: number) => `${year}年度的年终统计只能在当年或次年 1 月 10 日前进行。`;
