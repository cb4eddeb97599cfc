import { CONFIRM_WITHIN_MINUTES, whatDeleting } from "../messages/own-data.ts";
import { forgetMember as forget } from "../store/forget-member.ts";
import { wasReplied } from "../store/own-data.ts";
import { type MemberAct, record } from "./act.ts";

/** 确认删除我的数据: only soon after the member was told what that means; undefined otherwise. Returns the pseudonym. */
export function forgetMember(act: MemberAct): string | undefined {
  const { db, now, today, actor } = act;
  const { id } = actor.member;
  if (!wasReplied(db, id, whatDeleting, now - CONFIRM_WITHIN_MINUTES * 60_000)) return undefined;
  const pseudonym = forget(db, id, today, now);
  record(act, "member.delete", `member:${id}`);
  return pseudonym;
}
