import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import { minuteOf } from "../domain/calendar.ts";
import type { Parameters } from "../domain/policy.ts";
import type { SummaryState } from "../domain/summary.ts";
import { summaryStateNames } from "../domain/summary.ts";
import { clock } from "./ask.ts";
import { quarterName } from "./branch.ts";
import { shortDay } from "./replies.ts";

/** A branch's line of the school summary; branch figures only. */
export interface SummaryLine {
  readonly branch: string;
  readonly ranked: boolean;
  readonly members: number;
  readonly reported: number;
  /** Two places, exact; null where nothing is known. */
  readonly average: string | null;
  readonly rank: number | null;
}

/** What a figure of the summary stands on, and what is still open about it; counts only. */
export interface SummaryMarks {
  /** Counted members without a report whose last total is known. */
  readonly carried: number;
  readonly late: number;
  readonly doubtful: number;
  readonly spotChecks: number;
  readonly objections: number;
  readonly confirmed: boolean;
}

export interface SummaryText {
  readonly quarter: Quarter;
  readonly state: SummaryState;
  readonly note: string | null;
  readonly lines: readonly (SummaryLine & { readonly marks: SummaryMarks })[];
  /** What a member without a report counts as. */
  readonly missing: Parameters["branchRank"]["missing"];
  readonly lowBranches: readonly string[];
  /** The clause that low branches are named by. */
  readonly lowClause: string;
  /** Branches without a closed round in the quarter. */
  readonly without: readonly string[];
  /** Of the whole quarter, those to no branch's figure among them. */
  readonly openObjections: number;
}

export function summary(text: SummaryText): string {
  const { quarter, state, note, lines, missing, lowBranches, lowClause, without } = text;
  return [
    `【季度汇总】${quarterName(quarter)}，状态：${summaryStateNames[state]}${note === null ? "" : `（${note}）`}`,
    ...lines.map((line) => summaryLine(line) + marksOf(line, missing)),
    coverage(text),
    ...confirmations(lines),
    ...(lowBranches.length === 0 ? [] : [`积分较低的支部（${lowClause}）：${lowBranches.join("、")}`]),
    ...(without.length === 0 ? [] : [`尚无结果的支部：${without.join("、")}`]),
  ].join("\n");
}

function marksOf({ members, reported, marks }: SummaryText["lines"][number], missing: SummaryText["missing"]): string {
  const said = [
    ...missingMarks(missing, members - reported, marks.carried),
    ...counted(marks.late, (n) => `迟报 ${n} 人`),
    ...counted(marks.doubtful, (n) => `存疑 ${n} 人`),
    ...counted(marks.spotChecks, (n) => `抽查未完成 ${n} 人`),
    ...counted(marks.objections, (n) => `异议待答复 ${n} 件`),
  ];
  return said.length === 0 ? "" : `（${said.join("；")}）`;
}

/** What the members of a branch who have not reported count as, by the policy's word (domain.md §3.2.4). */
export function missingMarks(missing: SummaryText["missing"], unreported: number, carried: number): string[] {
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

const counted = (count: number, say: (count: number) => string) => (count > 0 ? [say(count)] : []);

function coverage({ lines, openObjections }: SummaryText): string {
  const members = lines.reduce((sum, line) => sum + line.members, 0);
  const reported = lines.reduce((sum, line) => sum + line.reported, 0);
  const objections = openObjections === 0 ? "" : `；异议待答复 ${openObjections} 件`;
  return `合计：已报 ${reported}/${members} 人${objections}`;
}

function confirmations(lines: SummaryText["lines"]): string[] {
  const names = (confirmed: boolean) =>
    lines.filter(({ marks }) => marks.confirmed === confirmed).map(({ branch }) => branch);
  const [done, open] = [names(true), names(false)];
  if (open.length === 0) return ["统计表已全部确认。"];
  return [...(done.length === 0 ? [] : [`统计表已确认：${done.join("、")}`]), `统计表未确认：${open.join("、")}`];
}

export function summaryLine({ branch, members, reported, average, rank }: SummaryLine): string {
  const place = rank === null ? "不参与排名" : `第 ${rank} 名`;
  return `${place} ${branch}：${average === null ? (members === 0 ? "人均 —" : "人均不公开") : `人均 ${average} 分`}，已报 ${reported}/${members} 人`;
}

export const summaryReady = (quarter: Quarter) =>
  `${quarterName(quarter)}各支部考核已全部结束，汇总已生成。请核对后回复“提交”报党委审核。`;
export const summaryRenewed = (quarter: Quarter, version: number) =>
  `${quarterName(quarter)}有统计表更正或新的考核结果，第 ${version} 版汇总已生成，以往版本不变。请核对后回复“提交 ${quarter}”重新报党委审核。`;
export const summarySubmitted = (quarter: Quarter, by: string) =>
  `${by}同志提交了${quarterName(quarter)}汇总，请审核。回复“通过”或“退回 理由”。`;
export const summaryApproved = (quarter: Quarter, by: string) =>
  `${quarterName(quarter)}汇总已由${by}同志审核通过，回复“发布”即向各群公布。`;
export const summaryReturned = (quarter: Quarter, by: string, reason: string) =>
  `${quarterName(quarter)}汇总被${by}同志退回：${reason}`;

/** What of a summary follows as files; nothing does before the draft is drawn up. */
export const filesFollow = (names: readonly string[]) => `文件随后发送：${names.join("、")}。`;
export const branchTablesBy = "各支部统计表请回复“统计表 党支部”。";
export const filesWithDraft = "文件在草稿生成后提供：本季度考核全部结束后，系统会自动生成草稿。";

export const acted = (quarter: Quarter, state: SummaryState) =>
  `${quarterName(quarter)}汇总：${summaryStateNames[state]}。`;
export const cannotAct = (quarter: Quarter, state: SummaryState, needed: readonly SummaryState[]) =>
  `${quarterName(quarter)}汇总目前是“${summaryStateNames[state]}”，只有“${needed.map((name) => summaryStateNames[name]).join("”或“")}”时才能执行此操作。`;
export const nothingToSummarise = (quarter: Quarter) => `${quarterName(quarter)}还没有已结束的考核。`;
export const roundsStillOpen = (quarter: Quarter, branches: readonly string[]) =>
  `${quarterName(quarter)}还有考核未结束：${branches.join("、")}。结束后才能提交。`;
export const reasonWanted = "请写明退回理由，例如：退回 第二党支部人数有误。";
export const noticeRunning = (quarter: Quarter, until: Day) =>
  `${quarterName(quarter)}汇总正在公示，至${shortDay(until)}。期满后才能执行此操作：届时再回复“发布”，发布通报。`;
export const noticeEndUnknown = (quarter: Quarter) =>
  `${quarterName(quarter)}汇总正在公示，节假日安排尚未收录，无法确定公示截止日；请补充 holidays.json 后才能执行此操作。`;
export const noticeDisputed = (quarter: Quarter, open: number) =>
  `${quarterName(quarter)}还有 ${open} 件异议待答复，答复后才能执行此操作。回复“异议名单”可查看。`;
/** When a 公示 is over: what is still to be done. */
export const noticeOver = (quarter: Quarter) =>
  `${quarterName(quarter)}公示期已满，没有待答复的异议。回复“发布 ${quarter}”即发布通报并归档。`;
export const noticeOverDisputed = (quarter: Quarter, open: number) =>
  `${quarterName(quarter)}公示期已满，还有 ${open} 件异议待答复（回复“异议名单”查看）。全部答复后即可发布通报。`;
export const closed = (quarter: Quarter) => `${quarterName(quarter)}通报已发布，汇总已归档。`;
export const noGroups =
  "提示：尚未设置任何群，发布的内容没有群可发。请用 bot group set school 或 bot branch set 设置。";

/** The commitment that makes the draw checkable afterwards (domain.md §3.4). */
export function drawn(quarter: Quarter, commitment: string, candidates: readonly Day[]): string {
  const first = candidates[0]!;
  const last = candidates.at(-1)!;
  return [
    `${quarterName(quarter)}考核日已随机抽取，日期保密。`,
    `候选日共 ${candidates.length} 天，自${shortDay(first)}至${shortDay(last)}。`,
    `承诺值：${commitment}`,
    "季度结束后公布种子，可核验抽取未被更改。",
  ].join("\n");
}

export const revealed = (quarter: Quarter, seed: string) =>
  `${quarterName(quarter)}抽取种子：${seed}\n可用 bot quarter verify ${quarter} 核验。`;
export const tooFewDays = (quarter: Quarter, days: number) =>
  `${quarterName(quarter)}只剩 ${days} 个可抽取的日子，未抽取。如需考核，请用 bot round open 手动开启。`;
export const holidaysUnknown = (year: number) =>
  `${year}年的节假日安排尚未收录，无法确定工作日。请管理员按国务院通知把它写入数据目录的 holidays.json（格式见使用手册），系统会自动继续。`;
export const redrawn = (quarter: Quarter, day: Day) =>
  `${quarterName(quarter)}原定考核日 ${shortDay(day)} 未能开启考核（系统未运行或另有加开的考核），已重新抽取一次。`;
export const missed = (quarter: Quarter, day: Day) =>
  `${quarterName(quarter)}考核日 ${shortDay(day)} 未能开启考核（系统未运行或另有加开的考核），不再重新抽取。请用 bot round open 手动开启考核。`;
export const roundOpened = (day: Day, closesAt: Instant, branches: number, members: number) =>
  `${shortDay(day)}考核已开始：${branches} 个支部，${members} 人，${clock(closesAt)} 截止。`;
export const sendingResumed = (reason: string, since: Instant) =>
  `消息发送自 ${minuteOf(since)} 起曾因平台配置问题暂停（${reason}），现已恢复，积压的消息正在补发。`;
