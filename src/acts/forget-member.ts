import { type MemberState, type Period, setPeriod } from "../domain/roster.ts";
import { CONFIRM_WITHIN_MINUTES } from "../messages/own-data.ts";
import {
  clearCaseTexts,
  clearInbox,
  clearTextsTo,
  closeObjectionsOf,
  deletePicturesOf,
  dropOpenChecksOf,
  dropPlannedTo,
  firstOpenDay,
  leaveOpenRounds,
  renameForgotten,
  waiveTalksOf,
} from "../store/forgetting.ts";
import { hasAskedDeletion, setDeletionAsked } from "../store/members.ts";
import { setDuties, setStates, statesOf, touchRoster } from "../store/roster.ts";
import { releaseSeals } from "../store/seals.ts";
import { type Act, type MemberAct, record } from "./act.ts";

/** 删除我的数据: asked for; it is done when it is confirmed. */
export function askDeletion({ db, now, actor }: MemberAct): void {
  setDeletionAsked(db, actor.member.id, now);
}

/**
 * 确认删除我的数据: only soon after the member was told what that means; undefined otherwise. Deletes what no closed round
 * needs: tables, ranks and states of cases stay, under the pseudonym that is returned.
 */
export function forgetMember(act: MemberAct): string | undefined {
  const { db, now, actor } = act;
  const { id } = actor.member;
  if (!hasAskedDeletion(db, id, now - CONFIRM_WITHIN_MINUTES * 60_000)) return undefined;
  leaveRoster(act, id);
  releaseSeals(db, id);
  leaveOpenRounds(db, id);
  endCases(act, id);
  clearInbox(db, id);
  dropPlannedTo(db, id);
  clearTextsTo(db, id);
  const pseudonym = `已注销${id}`;
  renameForgotten(db, id, pseudonym, now);
  touchRoster(db);
  record(act, "member.delete", `member:${id}`);
  return pseudonym;
}

/** 转出 from today, or from the day of a round that is still open: it must not take the member in again. */
function leaveRoster({ db, today }: Act, memberId: number): void {
  const day = firstOpenDay(db, memberId);
  const from = day !== undefined && day < today ? day : today;
  const left: Period<MemberState> = { value: "转出", from, until: null };
  setStates(db, memberId, setPeriod(statesOf(db, memberId), left));
  setDuties(db, memberId, []);
}

/** Nobody is to be asked any more for what is open: owed talks are waived, checks not settled go, objections close. */
function endCases({ db, now }: Act, memberId: number): void {
  waiveTalksOf(db, memberId);
  deletePicturesOf(db, memberId);
  dropOpenChecksOf(db, memberId);
  closeObjectionsOf(db, memberId, now);
  clearCaseTexts(db, memberId);
}
