import type { Day } from "../domain/calendar.ts";
import type { Backdrop, Happenings } from "../domain/digest.ts";
import { counted, shortDay } from "./format.ts";

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
      counted(week.reports, (n) => `${n} 次`),
      counted(week.corrections, (n) => `其中更正 ${n} 次`),
      counted(week.proxies, (n) => `代报 ${n} 次`),
      counted(week.withdrawals, (n) => `撤回 ${n} 次`),
      counted(week.questions, (n) => `请填报人确认 ${n} 次`),
    ]),
    ...line("统计表", [
      counted(week.confirmations, (n) => `确认 ${n} 份`),
      counted(week.revisions, (n) => `更正 ${n} 份`),
    ]),
    ...line("谈话", [
      counted(week.talksHeld, (n) => `与党员已谈 ${n} 次`),
      counted(week.branchTalksHeld, (n) => `与支部已谈 ${n} 次`),
      counted(week.talksOwed, (n) => `目前待谈 ${n} 次`),
    ]),
    ...line("抽查", [
      counted(week.checksAsked, (n) => `发起 ${n} 人`),
      counted(week.checksSettled, (n) => `核对 ${n} 人`),
      counted(week.checksOpen, (n) => `目前未完成 ${n} 人`),
    ]),
    ...line("异议", [
      counted(week.objectionsOpened, (n) => `提出 ${n} 件`),
      counted(week.objectionsAnswered, (n) => `答复 ${n} 件`),
      counted(week.objectionsOpen, (n) => `目前待答复 ${n} 件`),
    ]),
    ...line("消息", [counted(week.sent, (n) => `送达 ${n} 条`), counted(week.refused, (n) => `被拒 ${n} 条`)]),
  ].join("\n");
}

function line(subject: string, parts: readonly string[][]): string[] {
  const said = parts.flat();
  return said.length === 0 ? [] : [`${subject}：${said.join("，")}`];
}
