import { largestTotal } from "../domain/score.ts";
import { DEFAULT_REASON, objectionAnswered, objectionClosed } from "../messages/objections.ts";
import { affiliation, branchAdmins, officeWithout } from "../store/members.ts";
import { closeObjection, type Objection } from "../store/objections.ts";
import { roundById } from "../store/rounds.ts";
import { figureIn } from "../store/tables.ts";
import { holds, type MemberAct, record, tell } from "./act.ts";
import { type Revised, reviseFigure } from "./revise-figure.ts";

/** The office, and whoever stands in for it where the objection is its only member's own. */
export function mayAnswer(act: MemberAct, objection: Objection | undefined): boolean {
  const { db, today, actor } = act;
  const standIns = objection === undefined ? [] : officeWithout(db, [objection.memberId], today);
  return standIns.some(({ id }) => id === actor.member.id) || holds(act, "school administration");
}

export interface Answer {
  /** The figure is corrected to this. */
  readonly total?: number;
  readonly words: string;
}

export type Answered =
  | "answered already"
  | "own"
  | "no figure"
  | "the same figure"
  | "impossible figure"
  | { readonly correction: Revised | undefined };

/** 答复: closes the case with a reasoned answer or a corrected figure; the member and the branch's admins are told. */
export function answerObjection(act: MemberAct, objection: Objection, { total, words }: Answer): Answered {
  if (objection.answeredAt !== null) return "answered already";
  if (objection.memberId === act.actor.member.id) return "own";
  if (total === undefined) {
    close(act, objection, words, undefined);
    return { correction: undefined };
  }
  const correction = correct(act, objection, total, words);
  if (typeof correction === "string") return correction;
  close(act, objection, words, correction);
  return { correction };
}

function correct(
  act: MemberAct,
  { memberId, roundId }: Objection,
  total: number,
  reason: string,
): Revised | Extract<Answered, string> {
  const { db } = act;
  const figure = roundId === null ? undefined : figureIn(db, roundId, memberId);
  if (roundId === null || figure === undefined) return "no figure";
  if (figure.total === total) return "the same figure";
  const round = roundById(db, roundId);
  // The total before may be the wrong one, so only what nobody can have is refused.
  if (total > largestTotal(undefined, round.day!)) return "impossible figure";
  return reviseFigure(act, round, { memberId, total, source: "异议" }, reason === "" ? DEFAULT_REASON : reason);
}

function close(act: MemberAct, objection: Objection, words: string, correction: Revised | undefined): void {
  const { db, now, today, actor } = act;
  const { id, memberId, quarter, roundId, name } = objection;
  const by = { answeredBy: actor.member.id, answeredAt: now };
  const state = correction === undefined ? "answered" : "corrected";
  closeObjection(db, id, { state, answer: words === "" ? DEFAULT_REASON : words, ...by });
  const version = correction === undefined ? {} : { version: correction.version };
  const what = correction === undefined ? "objection.answer" : "objection.correct";
  record(act, what, `objection:${id}`, { round: roundId, ...version });

  const answer = { id, quarter, by: actor.member.name, words };
  const text = objectionAnswered(correction === undefined ? answer : { ...answer, correction });
  tell(act, `objection-answer-${act.key}`, [{ id: memberId }], text);
  const branchId = roundId === null ? affiliation(db, memberId, today)?.branchId : roundById(db, roundId).branchId;
  const admins = branchAdmins(db, branchId, today, [actor.member, { id: memberId }]);
  tell(act, `objection-closed-${act.key}`, admins, objectionClosed(id, name, correction?.version));
}
