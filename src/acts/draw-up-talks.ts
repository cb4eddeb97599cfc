import { growthOf, type MemberFigure } from "../domain/ranking.ts";
import { ranksWithin, talkList } from "../domain/talk.ts";
import { isForgotten } from "../store/members.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import type { Round } from "../store/rounds.ts";
import { figuresOf } from "../store/tables.ts";
import { heldTalksOf, saveTalks, updateHeldTalk } from "../store/talks.ts";
import type { Act } from "./act.ts";

/** The talk list that a closed round's newest table gives by the quarter's policy (四（三）). Returns who has come onto it. */
export function drawUpTalks(
  { db }: Act,
  { id, quarter }: Pick<Round, "id" | "quarter">,
  figures: readonly MemberFigure[] = figuresOf(db, id),
): number[] {
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
  // Who has had the own data deleted is talked with no more, and still has a place in the table.
  const present = talkList(figures, talk).talks.filter(({ memberId }) => !isForgotten(db, memberId));
  return saveTalks(db, id, present);
}
