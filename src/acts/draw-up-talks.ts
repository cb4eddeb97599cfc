import { growthOf, type MemberFigure } from "../domain/ranking.ts";
import { isTalkedWith, ranksWithin, type TalkList, talkList } from "../domain/talk.ts";
import type { Database } from "../store/database.ts";
import { isForgotten, presenceOn } from "../store/members.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import type { Round } from "../store/rounds.ts";
import { figuresOf } from "../store/tables.ts";
import { heldTalksOf, saveTalks, talksOf, updateHeldTalk } from "../store/talks.ts";
import type { Act } from "./act.ts";

/** The talk list that a closed round's newest table gives by the quarter's policy (四（三）). Returns who has come onto it. */
export function drawUpTalks(
  { db }: Act,
  round: Pick<Round, "id" | "quarter" | "day">,
  figures: readonly MemberFigure[] = figuresOf(db, round.id),
): number[] {
  const { id, quarter } = round;
  const { talk } = policyOfQuarter(db, quarter).parameters;
  const held = heldTalksOf(db, id);
  // Most lists are new: then nobody's rank is wanted.
  const ranks = held.length === 0 ? undefined : ranksWithin(figures, talk.metric);
  for (const figure of figures) {
    const { memberId, total } = figure;
    const rank = held.includes(memberId) ? ranks?.get(memberId) : undefined;
    if (total !== null && rank !== undefined)
      updateHeldTalk(db, id, { memberId, total, growth: growthOf(figure), rank });
  }
  return saveTalks(db, id, listFor(db, round, figures).talks);
}

/** Whose talk is still to be held and would be no more, if this were a member's total. */
export function liftedBy(
  db: Database,
  round: Pick<Round, "id" | "quarter" | "day">,
  memberId: number,
  total: number,
): number[] {
  const figures = figuresOf(db, round.id).map((figure) =>
    figure.memberId === memberId ? { ...figure, total } : figure,
  );
  const listed = new Set(listFor(db, round, figures).talks.map((talk) => talk.memberId));
  return talksOf(db, round.id).flatMap((talk) =>
    talk.state === "held" || listed.has(talk.memberId) ? [] : talk.memberId,
  );
}

/** The list that these figures of a round give, whatever has become of the talks. */
export function listFor(
  db: Database,
  { quarter, day }: Pick<Round, "quarter" | "day">,
  figures: readonly MemberFigure[],
): TalkList {
  const { talk } = policyOfQuarter(db, quarter).parameters;
  return talkList(figures, talk, (memberId) => {
    // Who has had the own data deleted is talked with no more, and still has a place in the table.
    return !isForgotten(db, memberId) && isTalkedWith(presenceOn(db, memberId, day!), talk, day!);
  });
}
