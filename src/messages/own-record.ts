import type { RecentPace, YearPace } from "../domain/advice.ts";
import type { Day, Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { yearSoFar } from "./advice.ts";
import { decimal, shortDay } from "./format.ts";

export interface OwnReport {
  readonly day: Day;
  readonly total: number;
  readonly source: string;
  readonly late: boolean;
  /** Why it was asked about, or imported as a doubtful one. */
  readonly doubt: string | null;
}

export interface OwnRecord {
  /** The newest first. */
  readonly reports: readonly OwnReport[];
  /** The total before the oldest of them. */
  readonly before: number | undefined;
  readonly pace: RecentPace | undefined;
  /** Undefined where the policy sets no growth for a year. */
  readonly year: { readonly pace: YearPace; readonly yearly: number; readonly clause: string } | undefined;
}

/** 我的积分 */
export function ownRecord({ reports, before, pace, year }: OwnRecord): string {
  if (reports.length === 0) return "您还没有填报记录。";
  const lines = reports.map((report, index) => reportLine(report, reports[index + 1]?.total ?? before));
  return [
    before === undefined ? "您的成长总积分：" : `您最近 ${reports.length} 次的成长总积分：`,
    ...lines,
    ...(pace === undefined
      ? []
      : [`最近一次较上次增长 ${pace.growth} 分，${pace.days} 天，日均 ${decimal(pace.daily)} 分。`]),
    ...(year === undefined || (!year.pace.known && reports.length < 2)
      ? []
      : [`${yearSoFar(year.pace, year.yearly)}${year.pace.known ? `依据${year.clause}。` : ""}`]),
  ].join("\n");
}

function reportLine({ day, total, source, late, doubt }: OwnReport, previous: number | undefined): string {
  const origin = source === "导入" && doubt !== null ? "导入，存疑" : source;
  const marks = `${source === "本人" ? "" : `（${origin}）`}${late ? "（迟报）" : ""}`;
  return `${day} ${total} 分${grown(total, previous)}${marks}`;
}

/** A total that has fallen begins anew: that is no loss, and nobody is reproached with it. */
function grown(total: number, previous: number | undefined): string {
  if (previous === undefined) return "";
  return total < previous ? "，重新起算" : `，增长 ${total - previous} 分`;
}

export interface OwnTalk {
  readonly quarter: Quarter;
  readonly day: Day;
  readonly total: number;
  readonly growth: number | null;
  readonly rank: number;
  /** How many of the branch have reported. */
  readonly reported: number;
  readonly metric: "total" | "growth";
  /** How many the policy lists. */
  readonly lowest: number;
  readonly clause: string;
  readonly held: boolean;
}

/** 为什么我在谈话名单: the asker's own figures only. */
export function whyTalk(talk: OwnTalk): string {
  const { quarter, day, total, growth, rank, reported, metric, lowest, clause, held } = talk;
  const measure = metric === "total" ? "成长总积分" : "积分增长";
  return [
    `您在${quarterName(quarter)}的谈话名单中（依据${clause}：与本支部积分排名后 ${lowest} 名的党员谈话，并列的都列入；未填报的不参与名次）。`,
    `考核日 ${shortDay(day)}，您的成长总积分 ${total} 分${growthText(growth)}，按${measure}在本支部已填报的 ${reported} 人中列第 ${rank} 名。状态：${held ? "已谈" : "待谈"}。`,
    "谈话是为了了解情况、帮助解决困难，内容只有谈话人和您可见；谈后您可回复“确认谈话”。",
    "如认为数据有误或情况特殊，请回复“异议 内容”。",
  ].join("\n");
}

function growthText(growth: number | null): string {
  if (growth === null) return "";
  return growth < 0 ? `，低于上次 ${-growth} 分（如因换账号等重新起算，请用“异议”说明）` : `，较上次增长 ${growth} 分`;
}

export const noTalkYet = "您所在的支部还没有已结束的考核，暂无谈话名单。";
export const notListed = (quarter: Quarter) => `您不在${quarterName(quarter)}的谈话名单中。`;
export const liftedFromList = (quarter: Quarter) =>
  `您不在${quarterName(quarter)}的谈话名单中：数据更正后，已不需要与您谈话。`;
