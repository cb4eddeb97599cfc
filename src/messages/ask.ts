import type { Instant } from "../domain/calendar.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import { clock } from "./format.ts";
import { PLACE } from "./words.ts";

/** The question of a round (四（二）): one text for everybody, so that it goes out in few calls. */
export function question(policy: Policy, closesAt: Instant): string {
  return [
    "同志您好！今天进行本季度“学习强国”积分填报。",
    `请打开${PLACE}，把“成长总积分”直接回复给我（只发数字即可，例如 10000），${clock(closesAt)} 前有效。`,
    `依据：${policy.document}${clauseOf(policy, "draw.scope")}。您的积分只有您本人、本支部书记和支委、学校党办可见。`,
  ].join("\n");
}

export function reminder(closesAt: Instant): string {
  return `温馨提醒：还没有收到您本季度的“成长总积分”（在${PLACE}）。请在 ${clock(closesAt)} 前回复数字；身体不适或不便填报，可回复“请假”或“停止提醒”。`;
}
