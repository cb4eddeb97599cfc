import { CONFIRM_WITHIN_MINUTES } from "../messages/own-data.ts";
import { hasAskedDeletion, setDeletionAsked } from "../store/members.ts";
import { forgetMember as forget } from "../store/retention.ts";
import { type MemberAct, record } from "./act.ts";

/** 删除我的数据: asked for; it is done when it is confirmed. */
export function askDeletion({ db, now, actor }: MemberAct): void {
  setDeletionAsked(db, actor.member.id, now);
}

/** 确认删除我的数据: only soon after the member was told what that means; undefined otherwise. Returns the pseudonym. */
export function forgetMember(act: MemberAct): string | undefined {
  const { db, now, today, actor } = act;
  const { id } = actor.member;
  if (!hasAskedDeletion(db, id, now - CONFIRM_WITHIN_MINUTES * 60_000)) return undefined;
  const pseudonym = forget(db, id, today, now);
  record(act, "member.delete", `member:${id}`);
  return pseudonym;
}
