import type { Turn } from "../turn.ts";

/** 统计表 [党支部]: the newest version of the table, as a file in the chat. */
export function branchTable(_turn: Turn, _branch: string | undefined): string {
  throw new Error("not made yet");
}

/** 确认统计表 */
export function confirmTable(_turn: Turn): string {
  throw new Error("not made yet");
}
