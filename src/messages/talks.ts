import { type Instant, minuteOf, type Quarter } from "../domain/calendar.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { type Average, formatAverage } from "../domain/ranking.ts";
import type { Titled } from "../domain/roster.ts";
import type { TalkRecord } from "../domain/talk.ts";
import { listed } from "./format.ts";

const titled = ({ name, duties }: Titled) => (duties.length === 0 ? name : `${name}（${duties.join("、")}）`);

/** The record of a talk as far as the bot knows it by itself. */
export interface HeldTalkText {
  /** A member or, of the party committee's talks, a branch. */
  readonly partner: { readonly kind: "member" | "branch"; readonly name: string };
  readonly at: Instant;
  readonly talker: Titled;
  readonly quarter: Quarter;
  /** The member's own in the branch, or the branch's; never a score. */
  readonly rank: number | null;
  readonly clause: string;
  readonly record: TalkRecord;
}

const partnerName = ({ kind, name }: HeldTalkText["partner"]) => (kind === "member" ? `${name}同志` : name);

export function talkRegistered(talk: HeldTalkText): string {
  const { partner, at, talker, quarter, rank, clause, record } = talk;
  const place = rank === null ? "" : `${partner.kind === "member" ? "支部内" : ""}第 ${rank} 名`;
  const lines = recordLines(record);
  return [
    `已登记：与${partnerName(partner)}的谈话（${minuteOf(at)}）。`,
    `谈话人：${titled(talker)}；谈话类型：教育；谈话缘由：${quarterName(quarter)}${place}（${clause}）。`,
    ...(lines.length > 0 ? lines : [`可补充记录：“已谈 ${partner.name} 地点：… 内容：… 困难：… 措施：…”。`]),
    ...(partner.kind === "member" ? [`已请${partner.name}同志确认。`] : []),
  ].join("\n");
}

/** Only what was just written: an earlier part may be somebody else's. */
export function talkUpdated({ partner, at, record }: Pick<HeldTalkText, "partner" | "at" | "record">): string {
  return [`已更新：与${partnerName(partner)}的谈话记录（谈话登记于 ${minuteOf(at)}）。`, ...recordLines(record)].join(
    "\n",
  );
}

const LABELS: Readonly<Record<keyof TalkRecord, string>> = {
  place: "地点",
  content: "主要内容",
  difficulties: "困难与意见",
  measures: "帮助措施",
};

function recordLines(record: TalkRecord): string[] {
  const fields = Object.keys(LABELS) as (keyof TalkRecord)[];
  return fields.flatMap((field) => (record[field] === undefined ? [] : `${LABELS[field]}：${record[field]}`));
}

export const talkAlreadyHeld = (partner: HeldTalkText["partner"], by: string, at: Instant) =>
  `与${partnerName(partner)}的谈话已由${by}同志于 ${minuteOf(at)} 登记。如需补充记录，请写在后面：“已谈 ${partner.name} 内容：…”。`;

/** To the member: who and when; what was written down is not repeated here. */
export const talkToldMember = (talker: Titled, at: Instant, quarter: Quarter, clause: string) =>
  `${titled(talker)}于 ${minuteOf(at)} 登记了与您的谈话（${quarterName(quarter)}，依据${clause}）。如属实，请回复“确认谈话”；如有不同意见，请回复“异议 内容”。`;
export const talkChangedForMember = (talker: Titled, quarter: Quarter) =>
  `${titled(talker)}更新了${quarterName(quarter)}与您的谈话记录。如属实，请再次回复“确认谈话”；如有不同意见，请回复“异议 内容”。`;
export const talkConfirmed = (talker: string, at: Instant) => `已确认：${talker}同志于 ${minuteOf(at)} 登记的谈话。`;
export const talkConfirmedAlready = (at: Instant) => `您已于 ${minuteOf(at)} 确认过这次谈话。`;
export const noTalkToConfirm = "目前没有登记过与您的谈话，无需确认。";
export const memberConfirmedTalk = (member: string, quarter: Quarter) =>
  `${member}同志已确认${quarterName(quarter)}的谈话。`;

export const talkUsage = (owed: readonly string[]) =>
  `请按“已谈 姓名 [备注]”发送，例如：已谈 张三 地点：办公室 内容：… 困难：… 措施：…。${
    owed.length === 0 ? "目前没有待谈的同志。" : `待谈：${owed.join("、")}`
  }`;
export const notOnTalkList = (name: string) => `${name}同志不在本支部的谈话名单中，无需登记。`;
export const ownTalk = "与您本人的谈话请由本支部其他委员登记；没有其他委员的，由党委书记登记。";

/** A talk with somebody who holds the branch's talks, to the committee's secretary: no figure. */
export interface TalkerTalk {
  readonly branch: string;
  readonly name: string;
  readonly quarter: Quarter;
  readonly clause: string;
}

export const talkWithTalker = ({ branch, name, quarter, clause }: TalkerTalk) =>
  `【谈话提示】${branch} ${name}同志列入${quarterName(quarter)}谈话名单（依据${clause}），该支部没有其他委员，请您谈话。谈话后请回复“已谈 ${name} [备注]”。`;
export const talksWithTalkers = (talks: readonly TalkerTalk[]) =>
  ["【支部委员谈话】所在支部没有其他委员，请您谈话：", ...talks.map(({ branch, name }) => `${branch} ${name}`)].join(
    "\n",
  );

export interface ChangedTalks {
  readonly branch: string;
  readonly quarter: Quarter;
  readonly clause: string;
  readonly added: readonly string[];
  readonly lifted: readonly string[];
}

/** To the secretary and the branch committee, when a correction has changed the talk list (四（三）). */
export function talksChanged({ branch, quarter, clause, added, lifted }: ChangedTalks): string {
  return [
    `【谈话名单有变化】${branch} ${quarterName(quarter)}（依据${clause}）：积分更正后重新计算。`,
    ...listed("新增", added),
    ...listed("不再需要", lifted),
    "回复“谈话名单”查看。名单仅供本支部委员使用，请勿转发。",
  ].join("\n");
}

/** A low branch as the committee may see it; branch figures only. */
export interface LowBranchLine {
  readonly branch: string;
  readonly rank: number | null;
  /** Null where nothing is known. */
  readonly average: Average | null;
  readonly committee: readonly Titled[];
  readonly held: boolean;
}

/** To the committee secretary (四（四）). */
export function lowBranchList(quarter: Quarter, policy: Policy, lines: readonly LowBranchLine[]): string {
  return [
    `【支部谈话名单】${quarterName(quarter)}（依据${clauseOf(policy, "lowBranches")}）`,
    ...(lines.length === 0 ? ["本季度没有需要谈话教育的支部。"] : lines.map(lowBranchLine)),
    ...(lines.some(({ held }) => !held) ? ["谈话后请回复“已谈 党支部 [备注]”。"] : []),
  ].join("\n");
}

function lowBranchLine({ branch, rank, average, committee, held }: LowBranchLine): string {
  const place = rank === null ? "" : `第 ${rank} 名，`;
  const partners = committee.length === 0 ? "" : `；谈话对象：${committee.map(titled).join("、")}`;
  return `${branch}：${place}人均 ${average === null ? "—" : formatAverage(average)} 分，${held ? "已谈" : "待谈"}${partners}`;
}

export const noLowBranchesYet = "还没有审核通过的季度汇总，暂无支部谈话名单。";
export const branchTalkUsage = (owed: readonly string[]) =>
  `请按“已谈 党支部 [备注]”发送。${owed.length === 0 ? "目前没有待谈的党支部。" : `待谈：${owed.join("、")}`}`;
export const branchNotOnTalkList = (branch: string) => `${branch}不在支部谈话名单中，无需登记。`;

/** To the branch's secretary, a week after the round. */
export const talksStillOwed = (quarter: Quarter, names: readonly string[], clause: string) =>
  `【谈话提醒】${quarterName(quarter)}谈话名单中待谈的同志（${clause}）：${names.join("、")}。谈话后请回复“已谈 姓名 备注”；名单请勿转发。`;
/** To the office, two weeks after the round: how many, and nobody's name. */
export const talksOwedBy = (
  quarter: Quarter,
  branches: readonly { readonly branch: string; readonly owed: number }[],
  clause: string,
) =>
  [
    `【谈话进展】${quarterName(quarter)}考核结束已满两周，待登记的谈话（${clause}）：`,
    ...branches.map(({ branch, owed }) => `${branch}：${owed} 人`),
    "请了解情况，协助支部完成。",
  ].join("\n");
/** To the committee secretary, two weeks after the approval. */
export const branchTalksStillOwed = (quarter: Quarter, branches: readonly string[], clause: string) =>
  `【谈话提醒】${quarterName(quarter)}支部谈话名单中待谈的党支部（${clause}）：${branches.join("、")}。谈话后请回复“已谈 党支部 [备注]”。`;
