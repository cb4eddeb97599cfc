import type { RecentPace, YearPace } from "../domain/advice.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import { DAY_CAP } from "../domain/score.ts";
import { decimal, shortDay } from "./format.ts";

/** A private word on the pace (四（五）): what was, what is advised, what it takes. No total, no comparison. */
export function advice(
  policy: Policy,
  { from, to, growth, days, daily, weekly }: RecentPace,
  year: YearPace | undefined,
): string {
  return [
    `【学习建议】${shortDay(from.day)}至${shortDay(to.day)}，${days} 天里您的积分增长了 ${growth} 分，日均 ${decimal(daily)} 分，每周约 ${Math.round(weekly)} 分。`,
    `${clauseOf(policy, "advice.daily")}建议${advised(policy)}。每天多学一点，就能跟上这个节奏。`,
    ...(year === undefined ? [] : [yearSoFar(year, policy.parameters.advice.yearly)]),
    "这是只发给您本人的建议，不作评价，无需回复。学习中有困难，欢迎告诉支部书记或宣传委员。",
  ].join("\n");
}

/** `每天不少于 20 分、每周不少于 150 分`; what a policy has set to 0 it does not advise. */
export function advised({ parameters }: Policy): string {
  const { daily, weekly, yearly } = parameters.advice;
  const levels = [...(daily > 0 ? [`每天不少于 ${daily} 分`] : []), ...(weekly > 0 ? [`每周不少于 ${weekly} 分`] : [])];
  return levels.length === 0 ? `每年增长 ${yearly} 分` : levels.join("、");
}

/** The year so far and what it still takes of `yearly`, the growth that the policy sets for a whole year. */
export function yearSoFar(
  { year, start, estimated, restarted, doubtful, growth, required, missing, daysLeft, perDay }: YearPace,
  yearly: number,
): string {
  const notes = [
    ...(estimated ? [`自${shortDay(start.day)}首次填报起算，为估算`] : []),
    ...(restarted ? ["其间积分重新起算"] : []),
    ...(doubtful ? ["含存疑的导入积分"] : []),
  ];
  const soFar = `${year}年度已增长 ${growth} 分${notes.length === 0 ? "" : `（${notes.join("；")}）`}`;
  const goal = `${required === yearly ? "" : "按在册时间折算的"}年度 ${required} 分`;
  if (missing === 0) return `${soFar}，已达到${goal}。`;
  // Nobody can gain more in a day: a figure beyond it would help nobody.
  const needed = perDay > DAY_CAP ? "" : `，每天 ${perDay} 分即可达到`;
  return `${soFar}，距${goal}还差 ${missing} 分；年内还有 ${daysLeft} 天${needed}。`;
}
