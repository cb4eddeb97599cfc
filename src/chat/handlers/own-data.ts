import { askDeletion, forgetMember } from "../../acts/forget-member.ts";
import { handOutOwnData } from "../../acts/hand-out.ts";
import { askToDeleteFirst, deleted, exportComing, whatDeleting } from "../../messages/own-data.ts";
import type { Turn } from "../turn.ts";

/** 导出我的数据 */
export function exportMyData(turn: Turn): string {
  handOutOwnData(turn);
  return exportComing;
}

/** 删除我的数据: says what would be deleted, and how to confirm it. */
export function deleteMyData(turn: Turn): string {
  askDeletion(turn);
  return whatDeleting;
}

/** 确认删除我的数据 */
export function confirmDelete(turn: Turn): string {
  const pseudonym = forgetMember(turn);
  return pseudonym === undefined ? askToDeleteFirst : deleted(pseudonym);
}
