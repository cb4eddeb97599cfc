import { addDays, type Day, lastDay, type Quarter } from "../domain/calendar.ts";
import type { Drawing } from "../domain/draw.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { shortDay } from "./format.ts";

/** To the school's group when the quarter is drawn: what the proof is held against afterwards. */
export function drawnPost(quarter: Quarter, commitment: string, candidates: readonly Day[]): string {
  return [
    `${quarterName(quarter)}考核日已随机抽取，日期保密。以下内容请留存，供季度结束后核验：`,
    ...published(commitment, candidates),
    `季度结束后公布种子；任何党员都可以私信助手回复“验证抽取 ${quarter}”自行验算。`,
  ].join("\n");
}

const published = (commitment: string, candidates: readonly Day[]) => [
  `承诺值：${commitment}`,
  `候选日（${candidates.length} 天）：${candidates.join(" ")}`,
];

/** While a day of the quarter is still to come: what was published, and nothing that leads to the day. */
export function drawPromise(quarter: Quarter, commitment: string, candidates: readonly Day[]): string {
  return [
    `${quarterName(quarter)}的抽取：`,
    ...published(commitment, candidates),
    `种子自${shortDay(addDays(lastDay(quarter), 1))}起公布，届时再回复“验证抽取 ${quarter}”即可验算。`,
  ].join("\n");
}

export interface DrawProof {
  readonly quarter: Quarter;
  readonly policy: string;
  readonly seed: string;
  readonly commitment: string;
  readonly candidates: readonly Day[];
  /** Of the branch of whoever asks, or of the school; undefined: the branch had no part in the draw. */
  readonly round?: RoundProof | undefined;
}

export interface RoundProof {
  readonly first: Drawing;
  /** The day could not be held, and another was drawn from the days after `after`. */
  readonly again?: (Drawing & { readonly after: Day; readonly left: readonly Day[] }) | undefined;
  readonly missed: boolean;
}

/** Once the quarter is over: everything that is needed to come to the same day by oneself. */
export function drawProof({ quarter, policy, seed, commitment, candidates, round }: DrawProof): string {
  return [
    `${quarterName(quarter)}的抽取，可自行验算：`,
    ...published(commitment, candidates),
    `种子：${seed}`,
    `承诺值 = SHA-256(种子, "${policy}${quarter}")`,
    ...(round === undefined ? [] : roundProof(round, candidates.length)),
    "种子是 64 位十六进制数，按字节计算；用 openssl 验算的命令见使用手册“核验抽取”。",
  ].join("\n");
}

function roundProof({ first, again, missed }: RoundProof, count: number): string[] {
  const gone = "未能开启考核（系统未运行或另有加开的考核）";
  if (again === undefined) return [step(first, count), missed ? `${first.day} ${gone}。` : `考核日：${first.day}`];
  return [
    step(first, count),
    `${first.day} ${gone}，在 ${again.after} 之后的 ${again.left.length} 个候选日里重抽一次：`,
    step(again, again.left.length),
    missed ? `${again.day} 也${gone}。` : `考核日：${again.day}`,
  ];
}

/** `n = …，n mod 50 = 17，即第 18 个：2026-11-03`. */
export function step({ message, number, index, day }: Drawing, count: number): string {
  const hmac = `HMAC-SHA256(种子, "${message.replaceAll("\n", "\\n")}")`;
  const hex = number.toString(16).padStart(12, "0");
  return `n = ${hmac} 的前 12 位十六进制数 = ${hex}；n mod ${count} = ${index}，即第 ${index + 1} 个：${day}`;
}

export const notDrawn = (quarter: Quarter) => `${quarterName(quarter)}没有抽取考核日。`;
export const earlierDraw = (quarter: Quarter) => `上一季度的验算请回复“验证抽取 ${quarter}”。`;
