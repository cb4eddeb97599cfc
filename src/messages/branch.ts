import { type Day, type Instant, minuteOf, type Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { counted, fileName, listed, shortDay } from "./format.ts";

export interface BranchProgress {
  readonly branch: string;
  readonly members: number;
  readonly reported: number;
  readonly late: number;
  readonly unreported: readonly string[];
}

export function progress({ branch, members, reported, late, unreported }: BranchProgress): string {
  const head = `${branch}：应报 ${members} 人，已报 ${reported} 人${late > 0 ? `（迟报 ${late} 人）` : ""}。`;
  return unreported.length === 0 ? `${head}全部填报完成。` : `${head}\n未填报：${unreported.join("、")}`;
}

export function roundClosed(figures: BranchProgress): string {
  return `【考核结束】${progress(figures)}`;
}

export const tableOfItsOwn =
  "本次为加开的考核，单独成表：不改变本季度的结果、汇总和谈话名单，无需确认。统计表随后发送。";

export interface TalkListLine {
  readonly name: string;
  readonly rank: number;
  readonly total: number;
  readonly growth: number | null;
  readonly held: boolean;
  /** Not held by the close of the next quarter. */
  readonly unheld?: boolean;
  /** Who holds talks, too: shown to the others without a figure. */
  readonly colleague?: boolean;
}

export interface TalkListText {
  readonly quarter: Quarter;
  readonly branch: string;
  readonly clause: string;
  readonly talks: readonly TalkListLine[];
  readonly unreported: readonly string[];
}

/** To the secretary and the branch committee only (四（三）). */
export function talkList({ quarter, branch, clause, talks, unreported }: TalkListText): string {
  const lines = talks.map(talkLine);
  return [
    `【谈话教育名单】${branch} ${quarterName(quarter)}（依据${clause}）`,
    ...(lines.length === 0 ? ["本季度没有需要谈话教育的党员。"] : lines),
    ...listed("未填报（不计入名次）", unreported),
    ...(lines.length === 0 ? [] : ["名单仅供本支部委员使用，请勿转发。"]),
  ].join("\n");
}

function talkLine({ name, rank, total, growth, held, unheld, colleague }: TalkListLine): string {
  const state = held ? "（已谈）" : unheld === true ? "（未谈）" : "";
  if (colleague === true) return `${name}：支部委员，请其他委员谈话${state}`;
  return `${name}：第 ${rank} 名，${total} 分${growth === null ? "" : grown(growth)}${state}`;
}

/** Who has not reported, and whether it is the second quarter running. */
export const missingName = ({ name, again }: { readonly name: string; readonly again: boolean }) =>
  again ? `${name}（连续两个季度）` : name;

function grown(growth: number): string {
  return `，较上次${growth < 0 ? "减少" : "增长"} ${Math.abs(growth)} 分`;
}

export const assistanceWanted = (member: string) =>
  `【请协助】${member}同志的积分回复两次未能识别，请协助其填报，或回复“代报 ${member} 数字”。`;

export const leaveAnnounced = (member: string) => `${member}同志在本次考核中请假，系统不再提醒。`;
export const nobodyOfThatName = (name: string) => `本支部没有找到“${name}”，请核对姓名。`;
/** Of several people, in this order, the sender names one by its number. */
export function whichOne(
  words: string,
  people: readonly { readonly name: string; readonly account: string }[],
): string {
  const lines = people.map(({ name, account }, index) => `${index + 1}. ${name}（账号 ${account}）`);
  return `“${words}”是指哪一位？请回复序号：\n${lines.join("\n")}`;
}
export const proxyUsage = "请按“代报 姓名 数字”发送，例如：代报 张三 12345。";
export const proxied = (name: string, total: number, corrected: boolean) =>
  `${corrected ? "已更正" : "已记录"}：${name} ${total} 分（代报），已告知本人。报错了请回复“撤回代报 ${name}”。`;
export const proxyToldMember = (by: string, total: number) =>
  `${by}同志为您代报成长总积分 ${total} 分。如有误，请回复“更正 数字”。`;
export const proxyUndoUsage = "请按“撤回代报 姓名”发送，例如：撤回代报 张三。";
/** `restored`: the figure that counts again; undefined: none does. */
export interface UndoneProxy {
  readonly total: number;
  readonly restored: number | undefined;
}
export const proxyUndone = (name: string, { total, restored }: UndoneProxy) =>
  `已撤回为${name}同志代报的 ${total} 分，${restored === undefined ? "目前视为未填报" : `恢复为原来的 ${restored} 分`}，已告知本人。`;
export const proxyUndoneForMember = (by: string, { total, restored }: UndoneProxy) =>
  `${by}同志撤回了为您代报的 ${total} 分。${restored === undefined ? "您目前视为未填报，请直接回复“成长总积分”的数字。" : `您本次的记录恢复为 ${restored} 分；如有误，请回复“更正 数字”。`}`;
export const noProxyOf = (name: string) =>
  `${name}同志目前的记录不是您代报的，没有可以撤回的。本人的填报由本人撤回或更正。`;
export const proxyImplausible = (name: string, total: number) =>
  `${total} 不像${name}同志的成长总积分（低于上次、超过可能的增幅，或像是今日积分），没有登记。请核对；如确实无误，请由本人填报并确认。`;
export const noRoundIn = (branch: string) => `${branch}目前没有进行中的填报。`;
export const noRoundInBranch = "本支部目前没有进行中的填报。";
/** `branches`: all there are. */
export const noSuchBranch = (name: string, branches: readonly string[]) =>
  `没有找到“${name}”。党支部有：${branches.join("、")}。`;
export const severalBranches = (said: string, branches: readonly string[]) =>
  `“${said}”可能是：${branches.join("、")}。请写全名称。`;
export const noTalkListYet = "本支部还没有已结束的考核，暂无谈话名单。";

/** `统计表-第一党支部.xlsx`, without the characters that a file's name may not hold. */
export function tableFileName(branch: string): string {
  return `统计表-${fileName(branch)}.xlsx`;
}

/** A version of a branch table, as its branch is told of it. */
export interface TableText {
  readonly quarter: Quarter;
  readonly branch: string;
  readonly day: Day;
  readonly version: number;
  readonly members: number;
  readonly reported: number;
}

export interface Confirmation {
  readonly by: string;
  readonly at: Instant;
}

const tableName = ({ branch, quarter, version }: Pick<TableText, "branch" | "quarter" | "version">) =>
  `${branch}${quarterName(quarter)}统计表（第 ${version} 版）`;

/** `mayConfirm`: an unconfirmed table is the reader's own to confirm. */
export function tableComing(table: TableText, confirmed: Confirmation | undefined, mayConfirm: boolean): string {
  const { day, members, reported } = table;
  return [
    `${tableName(table)}：填报日期${shortDay(day)}，应报 ${members} 人，已报 ${reported} 人。`,
    confirmed === undefined
      ? `尚未确认。${mayConfirm ? "核对无误后请回复“确认统计表”。" : ""}`
      : `${confirmedBy(confirmed)}。`,
    "文件随后发给您；内含党员个人积分，请勿转发。",
  ].join("\n");
}

const confirmedBy = ({ by, at }: Confirmation) => `已由${by}同志于 ${minuteOf(at)} 确认`;

/** What is not settled yet and may still change the table. */
export interface OpenOnTable {
  readonly spotChecks: number;
  readonly objections: number;
}

export function tableConfirmed(
  table: TableText & { readonly average: string | null },
  { spotChecks, objections }: OpenOnTable,
): string {
  const { members, reported, average } = table;
  const open = [...counted(spotChecks, (n) => `${n} 项抽查待核对`), ...counted(objections, (n) => `${n} 件异议待答复`)];
  return [
    `已确认：${tableName(table)}，应报 ${members} 人，已报 ${reported} 人，人均 ${average ?? "—"} 分。`,
    ...(open.length === 0 ? [] : [`另有 ${open.join("、")}；如有更正，将产生新的一版，届时请再确认。`]),
  ].join("\n");
}

export const tableAlreadyConfirmed = (
  table: Pick<TableText, "branch" | "quarter" | "version">,
  confirmed: Confirmation,
) => `${tableName(table)}${confirmedBy(confirmed)}。`;
export const noTableYet = (branch: string) => `${branch}还没有已结束的考核，暂无统计表。`;
export const confirmWanted = (table: Pick<TableText, "branch" | "quarter" | "version">, clause: string) =>
  `【请确认统计表】${tableName(table)}还没有确认（${clause}）。请回复“统计表”核对，无误后回复“确认统计表”。`;

/** To the office, on the third working day: branches, and no person. */
export const tablesUnconfirmed = (quarter: Quarter, branches: readonly string[], clause: string) =>
  `【统计表确认】已到第三个工作日，${quarterName(quarter)}统计表尚未确认的党支部（${clause}）：${branches.join("、")}。已请各支部核对确认。`;
