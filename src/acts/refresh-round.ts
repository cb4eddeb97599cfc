import { meaningOf } from "../domain/roster.ts";
import { branchById, membersOfBranch } from "../store/members.ts";
import { currentReport, takeReportAlong } from "../store/reports.ts";
import {
  addRoundMember,
  changeRound,
  type Round,
  removeRoundMember,
  roundMembersOf,
  setRoundMember,
} from "../store/rounds.ts";
import { setting } from "../store/settings.ts";
import type { Act } from "./act.ts";

/**
 * A roster that was imported since changes an open round as far as it speaks of the round's day. Returns who counts
 * only now and is still to be asked.
 */
export function refreshRound({ db, policy }: Act, round: Round): number[] {
  const rosterVersion = setting(db, "rosterVersion") ?? 0;
  if (round.rosterVersion === rosterVersion) return [];
  const known = new Map(roundMembersOf(db, round.id).map((member) => [member.memberId, member]));
  const { kind } = branchById(db, round.branchId);
  const unasked: number[] = [];
  for (const { id, state } of membersOfBranch(db, round.branchId, round.day!)) {
    const { counted, asked } = meaningOf(state, kind, policy.parameters.members.counted);
    const member = known.get(id);
    known.delete(id);
    if (member?.counted === counted) continue;
    if (member === undefined) addRoundMember(db, round.id, id, { counted, remindable: asked });
    else setRoundMember(db, round.id, id, { counted, remindable: asked });
    // Who moved between branches on the open day has reported already: it counts where the member counts now.
    if (counted) takeReportAlong(db, id, round);
    if (asked && currentReport(db, round.id, id) === undefined) unasked.push(id);
  }
  let keptForReport = false;
  for (const { memberId } of known.values()) {
    if (currentReport(db, round.id, memberId) === undefined) removeRoundMember(db, round.id, memberId);
    else {
      setRoundMember(db, round.id, memberId, { counted: false, remindable: false });
      keptForReport = true;
    }
  }
  // A report may yet be withdrawn, or go along to another branch's round: then its member goes too.
  if (!keptForReport) changeRound(db, round.id, "open", { rosterVersion });
  return unasked;
}
