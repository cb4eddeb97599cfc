import type { Turn } from "../turn.ts";

/** A picture: the answer to a spot check that waits for one; undefined when none does. */
export function showPicture(_turn: Turn, _mediaId: string): string | undefined {
  return undefined;
}

/** 抽查名单 */
export function spotList(_turn: Turn): string {
  throw new Error("not made yet");
}

/** 属实 姓名 */
export function spotRight(_turn: Turn, _name: string | undefined): string {
  throw new Error("not made yet");
}

/** 不符 姓名 数 */
export function spotWrong(_turn: Turn, _name: string | undefined, _total: number | undefined): string {
  throw new Error("not made yet");
}
