import type { Turn } from "../turn.ts";

/** 异议 内容 */
export function object(_turn: Turn, _text: string): string {
  throw new Error("not made yet");
}

/** 异议名单 */
export function objectionList(_turn: Turn): string {
  throw new Error("not made yet");
}

/** 答复 编号 内容 · 答复 编号 更正 数 [理由] */
export function answerObjection(_turn: Turn, _id: number | undefined, _text: string): string {
  throw new Error("not made yet");
}
