import { leaveAnnounced } from "../messages/branch.ts";
import type { SenderRound } from "../store/inbox.ts";
import { branchAdmins } from "../store/members.ts";
import { setRoundMember } from "../store/rounds.ts";
import { type MemberAct, tell } from "./act.ts";

/** 停止提醒: no reminders in this round. */
export function mute({ db, actor }: MemberAct, round: SenderRound): void {
  setRoundMember(db, round.id, actor.member.id, { remindable: false });
}

/** 恢复提醒: what a tap has stopped goes on. */
export function remindAgain({ db, actor }: MemberAct, round: SenderRound): void {
  setRoundMember(db, round.id, actor.member.id, { remindable: true });
}

/** 请假: no reminders either, and the branch's admins know. The reason is not kept. False when there is nobody to know. */
export function takeLeave(act: MemberAct, round: SenderRound): boolean {
  const { id: memberId, name } = act.actor.member;
  mute(act, round);
  const admins = branchAdmins(act.db, round.branchId, act.today, [act.actor.member]);
  tell(act, `leave-${round.id}-${memberId}`, admins, leaveAnnounced(name), { atOnce: true });
  return admins.length > 0;
}
