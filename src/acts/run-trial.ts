import type { Instant } from "../domain/calendar.ts";
import { largestTotal } from "../domain/score.ts";
import { trialOver, trialQuestion } from "../messages/trial.ts";
import {
  closeTrial as close,
  purgeTrial as empty,
  insertTrial,
  openTrial as isOpen,
  saveTrialPart,
  type Trial,
  type TrialPart,
  trialMembersOf,
} from "../store/trials.ts";
import { type Act, type MemberAct, record, tell } from "./act.ts";

/** 试运行: asks these and nobody else. Nothing that counts looks where its figures are kept. */
export function openTrial(act: Act, memberIds: readonly number[], closesAt: Instant): number {
  const id = insertTrial(act.db, act.now, closesAt, memberIds);
  record(act, "trial.open", `trial:${id}`, { members: memberIds.length });
  const members = memberIds.map((memberId) => ({ id: memberId }));
  tell(act, `trial-${id}-ask`, members, trialQuestion(closesAt), { atOnce: true, expiresAt: closesAt });
  return id;
}

/** Ends the open trial: when its time is over, by command, or because people are asked in earnest. */
export function endTrial(act: Act): Trial | undefined {
  const trial = isOpen(act.db);
  if (trial === undefined || !close(act.db, trial.id, act.now)) return undefined;
  const { id, members, reported } = trial;
  record(act, "trial.close", `trial:${id}`, { members, reported });
  const asked = trialMembersOf(act.db, id).map(({ memberId }) => ({ id: memberId }));
  tell(act, `trial-${id}-over`, asked, trialOver);
  return { ...trial, closedAt: act.now };
}

/** A total said in a trial; `replaced` is the one said before. */
export function reportInTrial(
  act: MemberAct,
  part: TrialPart,
  total: number,
): "impossible" | { readonly replaced: number | null } {
  if (total > largestTotal(undefined, act.today)) return "impossible";
  saveTrialPart(act.db, part, { total, candidates: null });
  return { replaced: part.total };
}

/** What the bot has asked back waits for its answer; nothing to choose from: for the number anew. */
export function askInTrial({ db }: MemberAct, part: TrialPart, candidates: readonly number[]): void {
  saveTrialPart(db, part, { total: part.total, candidates });
}

/** Takes back what was said; false when nothing was. */
export function withdrawInTrial({ db }: MemberAct, part: TrialPart): boolean {
  saveTrialPart(db, part, { total: null, candidates: null });
  return part.total !== null;
}

/** Deletes its figures and texts; that it was, and how many took part, stays in the audit log. */
export function emptyTrial(act: Act, trial: Trial): void {
  empty(act.db, trial, act.now);
}
