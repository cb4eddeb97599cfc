import type { Day } from "../domain/calendar.ts";
import type { Backdrop, Happenings } from "../domain/digest.ts";
import { shortDay } from "./replies.ts";

/** What happened in a week; counts only, nobody's name. */
export interface DigestText extends Happenings, Backdrop {
  readonly from: Day;
  readonly until: Day;
}

/** To the office once a week, instead of a message for each; what did not happen is not mentioned. */
export function digest(week: DigestText): string {
  return [
    `【每周简报】${shortDay(week.from)}至${shortDay(week.until)}`,
    ...line("填报", [
      [week.reports, (n) => `${n} 次`],
      [week.corrections, (n) => `其中更正 ${n} 次`],
      [week.proxies, (n) => `代报 ${n} 次`],
      [week.withdrawals, (n) => `撤回 ${n} 次`],
      [week.questions, (n) => `请填报人确认 ${n} 次`],
    ]),
    ...line("统计表", [
      [week.confirmations, (n) => `确认 ${n} 份`],
      [week.revisions, (n) => `更正 ${n} 份`],
    ]),
    ...line("谈话", [
      [week.talksHeld, (n) => `与党员已谈 ${n} 次`],
      [week.branchTalksHeld, (n) => `与支部已谈 ${n} 次`],
      [week.talksOwed, (n) => `目前待谈 ${n} 次`],
    ]),
    ...line("抽查", [
      [week.checksAsked, (n) => `发起 ${n} 人`],
      [week.checksSettled, (n) => `核对 ${n} 人`],
      [week.checksOpen, (n) => `目前未完成 ${n} 人`],
    ]),
    ...line("异议", [
      [week.objectionsOpened, (n) => `提出 ${n} 件`],
      [week.objectionsAnswered, (n) => `答复 ${n} 件`],
      [week.objectionsOpen, (n) => `目前待答复 ${n} 件`],
    ]),
    ...line("消息", [
      [week.sent, (n) => `送达 ${n} 条`],
      [week.refused, (n) => `被拒 ${n} 条`],
    ]),
  ].join("\n");
}

type Part = readonly [count: number, say: (count: number) => string];

function line(subject: string, parts: readonly Part[]): string[] {
  const said = parts.filter(([count]) => count > 0).map(([count, say]) => say(count));
  return said.length === 0 ? [] : [`${subject}：${said.join("，")}`];
}
