import {
  askToDeleteFirst,
  CONFIRM_WITHIN_MINUTES,
  deleted,
  exportComing,
  OWN_DATA_FILE,
  whatDeleting,
} from "../../messages/own-data.ts";
import { record } from "../../store/audit.ts";
import { forgetMember } from "../../store/forget-member.ts";
import { plan } from "../../store/outbox.ts";
import { wasReplied } from "../../store/own-data.ts";
import type { Turn } from "../turn.ts";

/** 导出我的数据: a file of all that is kept of the sender, to the sender alone. */
export function exportMyData({ db, sender, now, key }: Turn): string {
  const document = { kind: "own-data", memberId: sender.id, at: now } as const;
  const to = { kind: "member", memberId: sender.id } as const;
  plan(db, { key: `own-data-${key}`, to, message: { kind: "file", name: OWN_DATA_FILE, document } }, now);
  record(db, { at: now, actor: `member:${sender.id}`, act: "member.export", subject: `member:${sender.id}` });
  return exportComing;
}

/** 删除我的数据: says what would be deleted, and how to confirm it. */
export function deleteMyData(): string {
  return whatDeleting;
}

/** 确认删除我的数据: only soon after the sender was told what that means. */
export function confirmDelete({ db, sender, now, today }: Turn): string {
  if (!wasReplied(db, sender.id, whatDeleting, now - CONFIRM_WITHIN_MINUTES * 60_000)) return askToDeleteFirst;
  const pseudonym = forgetMember(db, sender.id, today, now);
  record(db, { at: now, actor: `member:${sender.id}`, act: "member.delete", subject: `member:${sender.id}` });
  return deleted(pseudonym);
}
