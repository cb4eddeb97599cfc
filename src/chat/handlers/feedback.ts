import type { Turn } from "../turn.ts";

/** 意见建议 内容: reaches the party office (domain.md §9.8). */
export function feedback(_turn: Turn, _text: string): string {
  throw new Error("not made yet");
}
