import type { Day, Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { points, shortDay } from "./format.ts";

const BRANCH_ADMINS = "本支部书记和宣传委员";
const OFFICE = "学校党办";

/** To a member who has been drawn (四（二）); one text for all whose picture the same people see. */
export function spotAsked(quarter: Quarter, clause: string, office: boolean): string {
  return [
    `【实时积分抽查】同志您好！${quarterName(quarter)}考核依据${clause}辅以抽查，您被随机抽中，与分数高低无关。`,
    "请在方便时打开“学习强国”App，进入“我的 → 学习积分”，把显示“成长总积分”的页面截图发给我。",
    `截图只给${office ? OFFICE : BRANCH_ADMINS}核对，本季度归档时即删除。不便截图的，也可当面出示。`,
  ].join("\n");
}

export interface SpotSample {
  readonly branch: string;
  readonly quarter: Quarter;
  readonly clause: string;
  readonly names: readonly string[];
}

/** To the branch's admins. */
export function spotSampled({ branch, quarter, clause, names }: SpotSample): string {
  return [
    `【抽查】${branch} ${quarterName(quarter)}（依据${clause}）随机抽中 ${names.length} 人：${names.join("、")}。`,
    "收到截图会转给您，也可当面核对。核对后请回复“属实 姓名”或“不符 姓名 数字 理由”（有截图的可不写理由）；本人不能核对自己。",
  ].join("\n");
}

/** To the office, for members whose branch has no admin but themselves. */
export function spotSampledForOffice({ branch, quarter, clause, names }: SpotSample): string {
  return [
    `【抽查】${branch} ${quarterName(quarter)}（依据${clause}）抽中${names.join("、")}同志，该支部没有其他管理员，请学校党办核对。`,
    "收到截图会转给您，也可当面核对。核对后请回复“属实 姓名”或“不符 姓名 数字 理由”（有截图的可不写理由）。",
  ].join("\n");
}

export interface ShownPicture {
  readonly name: string;
  readonly branch: string;
  readonly day: Day;
  readonly total: number | null;
}

/** Before the picture, to whoever checks it. */
export function spotShown({ name, branch, day, total }: ShownPicture): string {
  return [
    `【抽查】${branch} ${name}同志发来实时积分截图（随后送达；如未收到，可请其重发或当面核对）。`,
    `${shortDay(day)}填报：${points(total)}。截图上的积分应不低于它，差额为填报之后的增长。`,
    `核对后请回复“属实 ${name}”或“不符 ${name} 数字”（数字为考核日应填的成长总积分）。截图请勿转发。`,
  ].join("\n");
}

export function pictureReceived(to: string, again: boolean, roundOpen: boolean): string {
  const thanks = again ? "收到新的截图，以这一张为准，谢谢！" : "收到截图，谢谢配合！";
  const open = roundOpen ? "\n本次考核的成长总积分请另外直接回复数字。" : "";
  return `${thanks}已转给${to}核对。${open}`;
}
export const checkersNamed = (names: readonly string[], office: boolean) =>
  office || names.length === 0 ? OFFICE : `${names.join("、")}同志`;

export interface SpotLine {
  readonly branch: string;
  readonly name: string;
  readonly state: "asked" | "shown" | "confirmed" | "corrected";
  readonly total: number | null;
  /** A correction that waits for a second person. */
  readonly proposed: { readonly total: number; readonly by: string } | null;
}

const stateNames: Readonly<Record<SpotLine["state"], string>> = {
  asked: "待截图",
  shown: "待核对",
  confirmed: "属实",
  corrected: "已更正",
};

export function spotList(quarter: Quarter, clause: string, lines: readonly SpotLine[]): string {
  return [
    `【抽查名单】${quarterName(quarter)}（依据${clause}）`,
    ...lines.map(
      ({ branch, name, state, total, proposed }) =>
        `${branch} ${name}：${points(total)}，${stateNames[state]}${proposed === null ? "" : `；${proposed.by}提出改为 ${proposed.total} 分，待复核`}`,
    ),
    "登记：属实 姓名，或 不符 姓名 数字 理由。名单请勿转发。",
    ...(lines.some(({ proposed }) => proposed !== null) ? ["待复核的须由第二人回复同样的数字后生效。"] : []),
  ].join("\n");
}

export const noSpotChecks = "最近一次考核没有抽查，或还没有已结束的考核。";
export const spotRightUsage = "请按“属实 姓名”发送，例如：属实 张三。";
export const spotWrongUsage =
  "请按“不符 姓名 数字 理由”发送，例如：不符 张三 12345 当面核对过手机页面。已收到截图的，理由可省略。";
export const notSampled = (name: string) =>
  `最近一次考核没有抽查“${name}”，请核对姓名（回复“抽查名单”查看）。其他人的数字有误，可由其本人回复“异议 内容”。`;
export const ownSpotCheck = "本人的抽查须由他人核对。";
export const spotChecksOver = (quarter: Quarter) =>
  `${quarterName(quarter)}已归档，抽查已经结束。数字有误的，请其本人回复“异议 内容”。`;

export const spotConfirmed = (name: string) => `已登记：${name}同志的填报属实。`;
export const spotSettled = ({ name, state, total }: Omit<SpotLine, "branch" | "proposed">, by: string, day: Day) =>
  `${name}同志的抽查已由${by}同志于${shortDay(day)}办结：${state === "corrected" ? `更正为 ${points(total)}` : "属实"}。`;
export const sameAsReported = (name: string, total: number) =>
  `${total} 与${name}同志的填报相同，没有改动。核对无误请回复“属实 ${name}”。`;
export const spotImplausible = (name: string, total: number) =>
  `${total} 不像${name}同志考核日的成长总积分（超过可能的增幅，或像是今日积分），没有登记。请核对；如确实无误，请其本人回复“异议 内容”，由学校党办更正。`;

export interface Correction {
  readonly name: string;
  readonly from: number | null;
  readonly to: number;
  /** Of the branch table. */
  readonly version: number;
}

export function spotCorrected({ name, from, to, version }: Correction): string {
  return `已登记：${name}同志 ${points(from)} → ${to} 分，统计表更新为第 ${version} 版。请核对后回复“确认统计表”。`;
}

/** To the member. */
export function correctedBySpotCheck(
  { from, to }: Pick<Correction, "from" | "to">,
  quarter: Quarter,
  clause: string,
  by: string,
  reason: string | null = null,
): string {
  const why = reason === null ? "" : `理由：${reason}。`;
  return `【抽查结果】经核对实时积分（依据${clause}），${by}同志将您${quarterName(quarter)}的成长总积分由 ${points(from)}改为 ${to} 分。${why}如有不同意见，请回复“异议 内容”。`;
}
