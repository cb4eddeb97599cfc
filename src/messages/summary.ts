import { whoHas } from "../domain/access.ts";
import type { Day, Quarter } from "../domain/calendar.ts";
import type { BranchCorrection } from "../domain/correction.ts";
import { clauseOf, type Parameters, type Policy } from "../domain/policy.ts";
import { asWritten, quarterName, saying, summaryName } from "../domain/quarter-name.ts";
import { formatAverage } from "../domain/ranking.ts";
import {
  asOfficial,
  asPublic,
  completionOnly,
  rightTo,
  type SeenBranch,
  type Summary,
  type SummaryMove,
  type SummaryMoved,
  type SummaryState,
  statesBefore,
  summaryStateNames,
} from "../domain/summary.ts";
import { correctionLine, type RevisionLine, revisionLine } from "./correction.ts";
import { counted, listed, shortDay, someOf } from "./format.ts";
import { insistence, insistOrMend, openMatters } from "./open-matters.ts";
import { refused } from "./replies.ts";

/** What a figure of the summary stands on, and what is still open about it; counts only. */
export interface SummaryMarks {
  /** Counted members without a report whose last total is known. */
  readonly carried: number;
  readonly late: number;
  readonly doubtful: number;
  readonly spotChecks: number;
  readonly objections: number;
  readonly confirmed: boolean;
  /** Talks of the quarter before that were not held by this one's close. */
  readonly unheld: number;
}

/** What the figures of a summary stand on, and what is still open about them. */
export interface SummaryDetails {
  /** By branch id. */
  readonly marks: ReadonlyMap<number, SummaryMarks>;
  /** Branches without a closed round in the quarter. */
  readonly without: readonly string[];
  /** Of the whole quarter, those to no branch's figure among them. */
  readonly openObjections: number;
  /** Whose talk of the quarter before the party committee has not held. */
  readonly unheldBranches: readonly string[];
}

type Missing = Parameters["branchRank"]["missing"];
type MarkedBranch = SeenBranch & { readonly marks: SummaryMarks };

/** 汇总, to office and committee: every figure with what it stands on and what is still open about it. */
export function summaryText(
  summary: Summary,
  { marks, without, openObjections, unheldBranches }: SummaryDetails,
): string {
  const { quarter, state, note, policy, branches } = asOfficial(summary);
  const { missing } = policy.parameters.branchRank;
  const lines = branches.map((branch) => ({ ...branch, marks: marks.get(branch.branchId)! }));
  const low = summary.branches.filter((branch) => branch.low).map(({ branch }) => branch);
  return [
    `【季度汇总】${quarterName(quarter)}，状态：${summaryStateNames[state]}${note === null ? "" : `（${note}）`}`,
    ...lines.map((line) => summaryLine(line) + marksOf(line, missing)),
    coverage(lines, openObjections),
    ...confirmations(lines),
    ...listed(`积分较低的支部（${clauseOf(policy, "lowBranches")}）`, low),
    ...listed("尚无结果的支部", without),
    ...listed("上季度未谈的支部谈话", unheldBranches),
    ...listed("对外不公布人均的支部（会显出个人积分）", keptBackOf(summary)),
  ].join("\n");
}

/** Of a policy that posts no averages nothing is kept back. */
function keptBackOf(summary: Summary): string[] {
  if (completionOnly(summary)) return [];
  return asPublic(summary).branches.flatMap(({ branch, keptBack }) => (keptBack ? [branch] : []));
}

function marksOf({ members, reported, marks }: MarkedBranch, missing: Missing): string {
  const said = [
    ...figureMarks(missing, members - reported, marks),
    ...counted(marks.spotChecks, (n) => `抽查未完成 ${n} 人`),
    ...counted(marks.objections, (n) => `异议待答复 ${n} 件`),
    ...counted(marks.unheld, (n) => `上季度未谈 ${n}`),
  ];
  return said.length === 0 ? "" : `（${said.join("；")}）`;
}

/** What a branch's figure stands on beside reports in time. */
export function figureMarks(
  missing: Missing,
  unreported: number,
  { carried, late, doubtful }: Pick<SummaryMarks, "carried" | "late" | "doubtful">,
): string[] {
  return [
    ...missingMarks(missing, unreported, carried),
    ...counted(late, (n) => `迟报 ${n} 人`),
    ...counted(doubtful, (n) => `存疑 ${n} 人`),
  ];
}

/** What the members of a branch who have not reported count as, by the policy's word. */
function missingMarks(missing: Missing, unreported: number, carried: number): string[] {
  switch (missing) {
    case "last":
      return [
        ...counted(carried, (n) => `${n} 人按上次积分计入`),
        ...counted(unreported - carried, (n) => `${n} 人无以往积分，按零分计入`),
      ];
    case "zero":
      return counted(unreported, (n) => `${n} 人未填报，按零分计入`);
    case "exclude":
      return counted(unreported, (n) => `${n} 人未填报，不计入人均`);
    default:
      return missing satisfies never;
  }
}

function coverage(lines: readonly MarkedBranch[], openObjections: number): string {
  const members = lines.reduce((sum, line) => sum + line.members, 0);
  const reported = lines.reduce((sum, line) => sum + line.reported, 0);
  const objections = openObjections === 0 ? "" : `；异议待答复 ${openObjections} 件`;
  return `合计：已报 ${reported}/${members} 人${objections}`;
}

function confirmations(lines: readonly MarkedBranch[]): string[] {
  const names = (confirmed: boolean) =>
    lines.filter(({ marks }) => marks.confirmed === confirmed).map(({ branch }) => branch);
  const [done, open] = [names(true), names(false)];
  if (open.length === 0) return ["统计表已全部确认。"];
  return [...listed("统计表已确认", done), ...listed("统计表未确认", open)];
}

type SummaryLine = Pick<SeenBranch, "branch" | "members" | "reported" | "average" | "rank" | "keptBack">;

export function summaryLine({ branch, members, reported, average, rank, keptBack }: SummaryLine): string {
  const place = rank === null ? "不参与排名" : `第 ${rank} 名`;
  const mean = keptBack ? "人均不公开" : average === null ? "人均 —" : `人均 ${formatAverage(average)} 分`;
  return `${place} ${branch}：${mean}，已报 ${reported}/${members} 人`;
}

export const summaryReady = (quarter: Quarter) =>
  `${quarterName(quarter)}各支部考核已全部结束，汇总已生成。请核对后回复“提交”报党委审核。`;
/** Before the year's lists themselves. */
export const yearReady = (quarter: Quarter, version: number) =>
  version === 1
    ? `${quarterName(quarter)}年终统计已结束，评选结果已生成（含个人积分，请勿转发）。请核对后回复“${saying("提交", quarter)}”报党委审核。`
    : `${quarterName(quarter)}有更正，第 ${version} 版评选结果已生成，以往版本不变。请核对后回复“${saying("提交", quarter)}”重新报党委审核。`;
/** To the office alone: whose figures were corrected, by whom, from what to what. */
export function summaryRenewed(quarter: Quarter, version: number, revisions: readonly RevisionLine[]): string {
  return [
    `${quarterName(quarter)}有统计表更正或新的考核结果，第 ${version} 版汇总已生成，以往版本不变。请核对后回复“提交 ${asWritten(quarter)}”重新报党委审核。`,
    ...(revisions.length === 0 ? [] : ["更正（含个人积分，请勿转发）：", ...revisions.map(revisionLine)]),
  ].join("\n");
}
/** `corrections`: against the version that was published before, if any was. */
export function summarySubmitted(
  quarter: Quarter,
  by: string,
  corrections: readonly BranchCorrection[] | undefined,
): string {
  const asked = `请审核。回复“${saying("通过", quarter)}”或“${saying("退回", quarter)} 理由”。`;
  if (corrections === undefined) return `${by}同志提交了${summaryName(quarter)}，${asked}`;
  return [
    `${by}同志提交了${quarterName(quarter)}更正后的汇总，通过并发布后重新公布，${asked}`,
    ...(corrections.length === 0 ? [] : ["与已公布的相比：", ...corrections.map(correctionLine)]),
  ].join("\n");
}
export const summaryApproved = (quarter: Quarter, by: string) =>
  `${summaryName(quarter)}已由${by}同志审核通过，回复“${saying("发布", quarter)}”即向各群公布。`;
export const summaryReturned = (quarter: Quarter, by: string, reason: string) =>
  `${summaryName(quarter)}被${by}同志退回：${reason}`;

/** What of a summary follows as files; nothing does before the draft is drawn up. */
export const filesFollow = (names: readonly string[]) => `文件随后发送：${names.join("、")}。`;
export const branchTablesBy = "各支部统计表请回复“统计表 党支部”。";
export const filesWithDraft = "文件在草稿生成后提供：本季度考核全部结束后，系统会自动生成草稿。";

/** What has been done, and what comes next. */
export const acted = (quarter: Quarter, state: Exclude<SummaryState, "archived">) =>
  `${summaryName(quarter)}${nextSteps[state]}`;
const nextSteps = {
  draft: "已恢复为草稿。",
  submitted: "已提交（待审核），已发给党委；审核结果会告诉您。",
  approved: "已通过，已告知学校党办，由党办发布。",
  returned: "已退回，理由已转学校党办；修改后会重新提交。",
  published: "已发布。",
} as const;
export const cannotAct = (quarter: Quarter, state: SummaryState, needed: readonly SummaryState[]) =>
  `${summaryName(quarter)}目前是“${summaryStateNames[state]}”，只有“${needed.map((name) => summaryStateNames[name]).join("”或“")}”时才能执行此操作。`;
export const nothingToSummarise = (quarter: Quarter) => `${quarterName(quarter)}还没有已结束的考核。`;
export const roundsStillOpen = (quarter: Quarter, branches: readonly string[]) =>
  `${quarterName(quarter)}还有考核未结束：${branches.join("、")}。结束后才能提交。`;
const moveWords: Readonly<Record<SummaryMove, string>> = {
  submit: "提交",
  approve: "通过",
  return: "退回",
  publish: "发布",
};
/** A quarter and a year wait for the same step. */
export const whichOne = (what: SummaryMove, quarters: readonly Quarter[]) =>
  `请写明是哪一个：${quarters.map((quarter) => `“${moveWords[what]} ${asWritten(quarter)}${what === "return" ? " 理由" : ""}”`).join("或")}。`;
export const reasonWanted = "请写明退回理由，例如：退回 第二党支部人数有误。";
export const noticeRunning = (quarter: Quarter, until: Day) =>
  `${summaryName(quarter)}正在公示，至${shortDay(until)}。期满后才能执行此操作：届时再回复“${saying("发布", quarter)}”，发布通报。`;
export const noticeEndUnknown = (quarter: Quarter) =>
  `${summaryName(quarter)}正在公示，节假日安排尚未收录，无法确定公示截止日；请补充 holidays.json 后才能执行此操作。`;
export const noticeDisputed = (quarter: Quarter, open: number) =>
  `${quarterName(quarter)}还有 ${open} 件异议待答复，答复后才能执行此操作。回复“异议名单”可查看。`;
/** When a 公示 is over: what is still to be done. */
export const noticeOver = (quarter: Quarter) =>
  `${quarterName(quarter)}公示期已满，没有待答复的异议。回复“发布 ${asWritten(quarter)}”即发布通报并归档。`;
export const noticeOverDisputed = (quarter: Quarter, open: number) =>
  `${quarterName(quarter)}公示期已满，还有 ${open} 件异议待答复（回复“异议名单”查看）。全部答复后即可发布通报。`;
export const closed = (quarter: Quarter) =>
  `${quarterName(quarter)}通报已发布，${summaryName(quarter).slice(quarterName(quarter).length)}已归档。`;
export const noGroups =
  "提示：尚未设置任何群，发布的内容没有群可发。请用 bot group set school 或 bot branch set 设置。";

/** Where what is published goes. */
export interface Groups {
  readonly school: boolean;
  /** Branches with a group of their own, and those without. */
  readonly branches: readonly string[];
  readonly without: readonly string[];
}

function reached({ school, branches, without }: Groups): string {
  const groups = [...(school ? ["学校群"] : []), ...branches];
  if (groups.length === 0) return noGroups;
  const missing = without.length === 0 ? "" : `没有设置群的党支部：${someOf(without)}。`;
  return `发往 ${groups.length} 个群：${someOf(groups)}。${missing}`;
}

/** What came of 提交, 通过, 退回 or 发布, to whoever did it. */
export function summaryMoved(
  moved: SummaryMoved,
  { what, quarter, policy, groups }: { what: SummaryMove; quarter: Quarter; policy: Policy; groups: Groups },
): string {
  switch (moved.kind) {
    case "forbidden":
      return refused(whoHas(rightTo[what], policy.parameters.committee.membersApprove));
    case "no reason":
      return reasonWanted;
    case "nothing yet":
      return nothingToSummarise(quarter);
    case "rounds open":
      return roundsStillOpen(quarter, moved.branches);
    case "open matters":
      return `${openMatters(quarter, moved.matters)}\n${insistOrMend(quarter, insistence[what]!)}`;
    case "not now":
      return cannotAct(quarter, moved.summary.state, statesBefore(what));
    case "too early": {
      const { closing } = moved;
      if (closing.kind === "disputed") return noticeDisputed(quarter, closing.open);
      return closing.until === null ? noticeEndUnknown(quarter) : noticeRunning(quarter, closing.until);
    }
    case "done": {
      const { state } = moved.summary;
      const done = state === "archived" ? closed(quarter) : acted(quarter, state);
      return what === "publish" ? `${done}\n${reached(groups)}` : done;
    }
    default:
      return moved satisfies never;
  }
}
