import { type AskReason, largestTotal, plausibility } from "../domain/score.ts";
import { assistanceWanted } from "../messages/branch.ts";
import { type Question, type SenderRound, type Speaker, saveQuestion } from "../store/inbox.ts";
import { branchAdmins, type Member } from "../store/members.ts";
import { type MemberAct, tell } from "./act.ts";

/** After so many questions in a row a person of the branch helps. */
const QUESTIONS_BEFORE_HELP = 2;

export interface Asked {
  readonly reason: AskReason;
  /** Nobody can have the one candidate: no confirmation would help, and none of what was asked before is meant. */
  readonly hopeless: boolean;
  /** Who was asked to help; undefined while it is too early for that. */
  readonly helpers?: readonly Member[];
}

/** Asks what the member means, and waits for the answer; a question in a row too many brings the branch's admins in. */
export function askBack(
  act: MemberAct,
  round: SenderRound,
  { reason, candidates }: { readonly reason: AskReason; readonly candidates: readonly number[] },
  { previous, question }: Pick<Speaker, "previous" | "question">,
): Asked {
  const { db, now, today, actor } = act;
  const { id: memberId, name } = actor.member;
  const [only, ...others] = candidates;
  const single = others.length === 0 ? only : undefined;
  const hopeless = single !== undefined && single > largestTotal(undefined, today);
  const failures = question?.roundId === round.id ? question.failures + 1 : 1;
  // A total that can hardly be matters more than the way it was written.
  const verdict = single === undefined ? "plausible" : plausibility(single, previous, today);
  const why = verdict === "plausible" ? reason : verdict;
  const kept = hopeless ? [] : candidates;
  saveQuestion(db, { memberId, roundId: round.id, reason: why, candidates: kept, failures, askedAt: now });
  if (failures <= QUESTIONS_BEFORE_HELP) return { reason: why, hopeless };
  const helpers = branchAdmins(db, round.branchId, today, [actor.member]);
  tell(act, `assist-${round.id}-${memberId}`, helpers, assistanceWanted(name), { atOnce: true });
  return { reason: why, hopeless, helpers };
}

/** None of the candidates is meant. The question has failed and still counts as asked. */
export function dropCandidates({ db }: MemberAct, question: Question): void {
  saveQuestion(db, { ...question, candidates: [] });
}
