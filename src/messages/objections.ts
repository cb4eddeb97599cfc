import { type Day, dayOf, type Instant, type Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { points, shortDay } from "./format.ts";

export const objectionUsage =
  "请按“异议 内容”发送，写明哪一项有误、应是多少，例如：异议 我的总积分应为 12345。正在进行的填报可直接回复“更正 数字”。";
export const objectionTooLong = (most: number) => `内容请控制在 ${most} 字以内，没有登记。请精简后重新发送。`;
export const objectionFull = (id: number) =>
  `您的异议（编号 ${id}）内容已经很长，不再追加。请直接联系学校党办当面说明。`;
export const tooManyObjections = (most: number) => `您今天已提交 ${most} 次，请直接联系学校党办。`;

export const objectionOpened = (id: number, quarter: Quarter, branch: boolean) =>
  `已登记异议，编号 ${id}（${quarterName(quarter)}），已转${branch ? "本支部管理员和" : ""}学校党办，将由专人答复您。需要补充的，可再次回复“异议 内容”。`;
export const objectionExtended = (id: number) => `已补充到您的异议（编号 ${id}），仍由学校党办答复您。`;

export interface ObjectionText {
  readonly id: number;
  readonly branch: string | null;
  readonly name: string;
  readonly quarter: Quarter;
  /** As the branch table has it; undefined: no closed round lists the member. */
  readonly total: number | null | undefined;
  readonly text: string;
  readonly added: boolean;
}

/** To the office, which answers. */
export function objectionForOffice(objection: ObjectionText): string {
  const { id } = objection;
  return `${objectionHead(objection)}\n核实后请回复“答复 ${id} 内容”；需改数的回复“答复 ${id} 更正 数字 理由”。`;
}

/** To the branch's admins, who help to find out. */
export function objectionForBranch(objection: ObjectionText): string {
  return `${objectionHead(objection)}\n由学校党办答复，请协助核实。`;
}

function objectionHead({ id, branch, name, quarter, total, text, added }: ObjectionText): string {
  const figure = total === undefined ? "" : `，统计表：${points(total)}`;
  return [
    `【${added ? "异议补充" : "异议"}】编号 ${id}：${branch ?? ""}${name}同志（${quarterName(quarter)}${figure}）`,
    `内容：${text}`,
  ].join("\n");
}

export interface ObjectionLine {
  readonly id: number;
  readonly branch: string | null;
  readonly name: string;
  readonly openedAt: Instant;
  readonly text: string | null;
  /** Of one that is answered. */
  readonly outcome?: { readonly corrected: boolean; readonly by: string; readonly at: Instant };
}

const SHORT = 40;

export function objectionList(waiting: readonly ObjectionLine[], answered: readonly ObjectionLine[]): string {
  if (waiting.length + answered.length === 0) return "目前没有异议。";
  return [
    waiting.length === 0 ? "【异议名单】没有待答复的异议。" : `【异议名单】待答复 ${waiting.length} 件：`,
    ...waiting.map(line),
    ...(answered.length === 0 ? [] : ["最近办结：", ...answered.map(line)]),
    ...(waiting.length === 0 ? [] : ["答复：答复 编号 内容；改数：答复 编号 更正 数字 理由。"]),
  ].join("\n");
}

function line({ id, branch, name, openedAt, text, outcome }: ObjectionLine): string {
  const said = text === null ? "（内容已删除）" : text.replaceAll("\n", "；");
  const shown = said.length > SHORT ? `${said.slice(0, SHORT)}…` : said;
  const end =
    outcome === undefined
      ? ""
      : `（${outcome.corrected ? "已更正" : outcome.by === "" ? "随数据删除办结" : "已答复"}，${outcome.by === "" ? "" : `${outcome.by}，`}${shortDay(dayOf(outcome.at))}）`;
  return `编号 ${id} ${branch ?? ""}${name} ${shortDay(dayOf(openedAt))}：${shown}${end}`;
}

export const answerUsage =
  "请按“答复 编号 内容”发送，例如：答复 3 经核实，登记无误；需改数的，例如：答复 3 更正 12345 录入有误。";
export const noSuchObjection = (id: number) => `没有编号为 ${id} 的异议，回复“异议名单”查看。`;
export const answeredAlready = (id: number, by: string, day: Day) =>
  by === ""
    ? `编号 ${id} 的异议已于${shortDay(day)}随本人数据一并删除。`
    : `编号 ${id} 的异议已由${by}同志于${shortDay(day)}办结。`;
export const ownObjection = "本人的异议须由他人答复。";
export const answerTooLong = (most: number) => `答复请控制在 ${most} 字以内，没有登记。`;
export const noFigure = (id: number) =>
  `编号 ${id} 的异议没有可更正的数字（其本人不在已结束考核的统计表中）。请回复“答复 ${id} 内容”说明。`;
export const figureTheSame = (id: number, total: number) =>
  `统计表中已是 ${total} 分，没有改动。请回复“答复 ${id} 内容”说明，或核对数字。`;
export const figureImpossible = (total: number) => `${total} 超过了平台开通以来可能的最高分，没有更正。请核对。`;

/** What is written on the table's new version when the office gives no reason. */
export const DEFAULT_REASON = "异议更正";

export interface ObjectionAnswer {
  readonly id: number;
  readonly quarter: Quarter;
  readonly by: string;
  /** The office's own words; empty where a correction has none. */
  readonly words: string;
  readonly correction?: { readonly from: number | null; readonly to: number };
}

/** To the member. */
export function objectionAnswered({ id, quarter, by, words, correction }: ObjectionAnswer): string {
  return [
    `【异议答复】您的异议（编号 ${id}，${quarterName(quarter)}）已由学校党办${by}同志核实答复。`,
    ...(correction === undefined
      ? []
      : [`您的成长总积分由 ${points(correction.from)}改为 ${correction.to} 分，统计表随之更新。`]),
    ...(words === "" ? [] : [`${correction === undefined ? "答复" : "说明"}：${words}`]),
    "仍有不同意见的，可再次回复“异议 内容”。",
  ].join("\n");
}

/** To the branch's admins. */
export function objectionClosed(id: number, name: string, version: number | undefined): string {
  const outcome =
    version === undefined
      ? "数字不变。"
      : `已更正，统计表更新为第 ${version} 版，请核对后回复“确认统计表”（下载：统计表）。`;
  return `【异议办结】编号 ${id}：${name}同志的异议已由学校党办答复，${outcome}`;
}

export const answerRecorded = (id: number, name: string) => `已办结：编号 ${id}，答复已发给${name}同志。`;
export const correctionRecorded = (
  id: number,
  name: string,
  { from, to }: { readonly from: number | null; readonly to: number },
  version: number,
) =>
  `已办结：编号 ${id}，${name}同志 ${points(from)} → ${to} 分，统计表更新为第 ${version} 版，已告知本人。季度汇总将随之生成新的草稿。`;
