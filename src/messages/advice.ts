import type { RecentPace, YearPace } from "../domain/advice.ts";
import { yearOf } from "../domain/calendar.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import { DAY_CAP } from "../domain/score.ts";
import { shortDay } from "./format.ts";

/** A private word on the pace (四（五）): what was, what is advised, what it takes. No total, no comparison. */
export function advice(policy: Policy, { from, to, growth, days }: RecentPace, year: YearPace | undefined): string {
  // Rounded down: 19.96 a day shown as 20 would stand beside an advice of 20.
  const daily = Math.floor((10 * growth) / days) / 10;
  const weekly = Math.floor((7 * growth) / days);
  return [
    `【学习建议】${shortDay(from.day)}至${shortDay(to.day)}，${days} 天里您的积分增长了 ${growth} 分，日均 ${daily} 分，每周约 ${weekly} 分。`,
    `${clauseOf(policy, "advice.daily")}建议${advised(policy)}。每天多学一点，就能跟上这个节奏。`,
    // What is known since the report before has just been said.
    ...(year === undefined || (!year.known && year.start.day === from.day) ? [] : [besideAdvice(policy, year)]),
    "这是只发给您本人的建议，不作评价，无需回复。学习中有困难，欢迎告诉支部书记或宣传委员。",
  ].join("\n");
}

/** Less a day than is advised one line above is not named: it would speak against the advice. */
function besideAdvice({ parameters }: Policy, year: YearPace): string {
  const { daily, weekly, yearly } = parameters.advice;
  return yearSoFar(year, yearly, Math.max(daily, weekly / 7));
}

/** `每天不少于 20 分、每周不少于 150 分`; what a policy has set to 0 it does not advise. */
export function advised({ parameters }: Policy): string {
  const { daily, weekly, yearly } = parameters.advice;
  const levels = [...(daily > 0 ? [`每天不少于 ${daily} 分`] : []), ...(weekly > 0 ? [`每周不少于 ${weekly} 分`] : [])];
  return levels.length === 0 ? `每年增长 ${yearly} 分` : levels.join("、");
}

/**
 * The year so far and what it still takes of `yearly`, the growth that the policy sets for a whole year; where no total
 * is known near 1 January, what is known since when and nothing of the year. `advisedDaily`: said just before.
 */
export function yearSoFar(
  { year, start, known, restarted, doubtful, growth, required, missing, daysLeft, perDay }: YearPace,
  yearly: number,
  advisedDaily = 0,
): string {
  const notes = [...(restarted ? ["其间积分重新起算"] : []), ...(doubtful ? ["含存疑的积分"] : [])];
  const note = notes.length === 0 ? "" : `（${notes.join("；")}）`;
  if (!known) {
    const since = yearOf(start.day) === year ? shortDay(start.day) : `${yearOf(start.day)}年${shortDay(start.day)}`;
    return `自${since}以来已增长 ${growth} 分${note}。`;
  }
  const soFar = `${year}年度已增长 ${growth} 分${note}`;
  const goal = `${required === yearly ? "" : "按在册时间折算的"}年度 ${required} 分`;
  if (missing === 0) return `${soFar}，已达到${goal}。`;
  if (daysLeft === 0) return `${soFar}，距${goal}还差 ${missing} 分。`;
  return `${soFar}，距${goal}还差 ${missing} 分；距年终统计还有 ${daysLeft} 天${neededText(perDay, advisedDaily)}。`;
}

function neededText(perDay: number, advisedDaily: number): string {
  // Nobody can gain more in a day: a figure beyond it would help nobody.
  if (perDay > DAY_CAP) return "";
  return perDay <= advisedDaily ? "，照这个节奏即可达到" : `，每天 ${perDay} 分即可达到`;
}
