import type { Turn } from "../turn.ts";

/** 导出我的数据 */
export function exportMyData(_turn: Turn): string {
  throw new Error("not made yet");
}

/** 删除我的数据: says what would be deleted, and how to confirm it. */
export function deleteMyData(_turn: Turn): string {
  throw new Error("not made yet");
}

/** 确认删除我的数据 */
export function confirmDelete(_turn: Turn): string {
  throw new Error("not made yet");
}
