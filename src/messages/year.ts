import { isPreferred, type MemberYear, type UndecidedReason } from "../domain/awards.ts";
import type { Day } from "../domain/calendar.ts";
import { clauseOf } from "../domain/policy.ts";
import { formatAverage } from "../domain/ranking.ts";
import { summaryStateNames } from "../domain/summary.ts";
import type { NamedYear, YearOverview } from "../domain/year-overview.ts";
import { shortDay } from "./format.ts";

/** So many lines of a list stand in the message; all of it is in the files. */
const SHOWN = 30;

/** 年度预览: with names and growth, for the office, and for the committee once it is submitted. */
export function yearText({ year, policy, state, note, ends, members, branches }: YearOverview): string {
  const clause = (parameter: Parameters<typeof clauseOf>[1]) => clauseOf(policy, parameter);
  const which = (kind: MemberYear["eligibility"]["kind"]) =>
    members.filter(({ eligibility }) => eligibility.kind === kind);
  const short = which("not eligible");
  const awarded = members.filter(({ award }) => award !== null);
  const best = branches.filter((branch) => branch.awarded);
  const day = ends === undefined ? "" : shortDay(ends);
  const head =
    state === undefined
      ? `预览。年终统计${day}结束，在此之前只是进度，不作结论。`
      : `状态：${summaryStateNames[state]}${note === null ? "" : `（${note}）`}${day === "" ? "" : `，统计截至${day}`}。`;
  return [
    `【${year}年度评选】${head}`,
    ...list(
      `学习积极分子（${clause("award.activeLearner")}）`,
      awarded,
      (one) => growthText(one.award!) + preferred(one),
    ),
    `最佳组织奖（${clause("award.bestBranch")}）：${best.length === 0 ? "暂无" : best.map(({ branch, average }) => `${branch}（人均 ${formatAverage(average!)} 分）`).join("、")}`,
    ...list(
      state === undefined ? "按目前进度难以达到评优要求" : `不能参加评优（${clause("eligibility.yearlyGrowth")}）`,
      short,
      (one) => growthText(one.year!) + marks(one),
    ),
    ...list("尚可达到", which("reachable"), (one) => growthText(one.year!) + marks(one)),
    ...list("暂不能判断", which("undecided"), undecidedText),
  ].join("\n");
}

function list(title: string, members: readonly NamedYear[], say: (member: NamedYear) => string): string[] {
  if (members.length === 0) return [`${title}：无`];
  const shown = members.slice(0, SHOWN).map((member) => `・${member.branch} ${member.name}：${say(member)}`);
  const rest = members.length > SHOWN ? [`……其余 ${members.length - SHOWN} 人见文件。`] : [];
  return [`${title} ${members.length} 人`, ...shown, ...rest];
}

function growthText({ growth, required }: { readonly growth: number; readonly required: number }): string {
  return `增长 ${growth} 分，要求 ${required} 分`;
}

const preferred = (one: NamedYear) => (isPreferred(one) ? "，同等条件下优先" : "");

function marks({ doubtful, year }: NamedYear): string {
  const said = yearMarks(year, doubtful);
  return said.length === 0 ? "" : `（${said.join("；")}）`;
}

/** What a figure of the year stands on. */
export function yearMarks(year: MemberYear["year"], doubtful: boolean): string[] {
  return [
    ...(year?.estimated === true ? ["估算：年初前后没有积分，按已知起点的天数折算"] : []),
    ...(year !== null && year.daysOff > 0 ? [`扣除 ${year.daysOff} 天`] : []),
    ...(doubtful ? ["存疑"] : []),
  ];
}

function undecidedText({ eligibility }: NamedYear): string {
  return eligibility.kind === "undecided" ? undecidedReason(eligibility.reason) : "";
}

/** Why a member's growth cannot be told, and who can supply what is missing. */
export function undecidedReason(reason: UndecidedReason): string {
  switch (reason) {
    case "no total":
      return "没有填报记录：请本人填报，或由支部代报";
    case "none since":
      return "本年度没有填报：请本人填报，或由支部代报";
    case "single total":
      return "只有一次填报，没有可以比较的积分：请党办补录以往积分";
    case "unknown start":
      return "年初前后没有积分，按办法不作估算：请党办补录 1 月 1 日前后 10 天内的积分";
    case "not counted":
      return "没有参加年终统计，是否达到要求还不能确定：请本人提出异议并写明积分，由党办更正";
    default:
      return reason satisfies never;
  }
}

/** What everybody may see: who is awarded, and no figure of a person. */
export interface Winners {
  readonly members: readonly { readonly name: string; readonly branch: string }[];
  readonly branches: readonly string[];
}

export interface YearNotice extends Winners {
  readonly school: string;
  readonly year: number;
  readonly kind: "公示" | "通报";
  /** Of the two awards. */
  readonly clauses: { readonly activeLearner: string; readonly bestBranch: string };
  readonly until: Day | null;
  readonly days: number;
}

/** The 公示 of the winners, names and branches only (五（三）). */
export function yearPost({ school, year, kind, clauses, until, days, members, branches }: YearNotice): string {
  const window = `公示期 ${days} 个工作日${until === null ? "" : `，至${shortDay(until)}`}。如有异议，请向学校党办反映。党员也可私信学习积分助手“异议 内容”。`;
  return [
    kind === "公示"
      ? `【公示】${school}${year}年度“学习强国”学习评选结果`
      : `【表彰通报】${school}${year}年度“学习强国”学习先进`,
    `学习积极分子（${clauses.activeLearner}）：${winnersText(members)}`,
    `最佳组织奖（${clauses.bestBranch}）：${branches.length === 0 ? "空缺" : branches.join("、")}`,
    kind === "公示" ? window : "特此通报。",
  ].join("\n");
}

function winnersText(members: Winners["members"]): string {
  if (members.length === 0) return "空缺";
  const byBranch = Map.groupBy(members, ({ branch }) => branch);
  return [...byBranch].map(([branch, of]) => `${branch} ${of.map(({ name }) => name).join("、")}`).join("；");
}

export const noYearYet = (year: number) => `${year}年还没有已结束的考核。`;

/** A year is submitted, approved and published by its count. */
export const yearNotCounted = (year: number) =>
  `${year}年度的年终统计还没有结束，尚无评选结果。查看进度：bot year preview ${year}；需要提前统计：bot year count ${year} --reason 原因。`;
