import { TALKERS } from "../domain/access.ts";
import { clauseOf } from "../domain/policy.ts";
import { talksChanged } from "../messages/correction.ts";
import { holdersOf } from "../store/members.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { figureIn, reviseTable } from "../store/revisions.ts";
import type { RoundWithBranch } from "../store/rounds.ts";
import type { RowCorrection } from "../store/tables.ts";
import { talksOf } from "../store/talks.ts";
import { tell } from "./tell.ts";
import type { Turn } from "./turn.ts";

export interface Corrected {
  /** What the table had before; null: 未填报. */
  readonly from: number | null;
  readonly to: number;
  /** The table's new version. */
  readonly version: number;
}

/** Corrects a figure of a closed round in the sender's name, and tells those who talk when the talk list has changed. */
export function correctFigure(
  turn: Turn,
  round: RoundWithBranch,
  correction: RowCorrection,
  reason: string,
): Corrected {
  const { db, now, today, sender } = turn;
  const { branch, branchId, quarter } = round;
  const from = figureIn(db, round.id, correction.memberId)?.total ?? null;
  const before = talksOf(db, round.id);
  const { version, newTalks } = reviseTable(db, round.id, { ...correction, correctedBy: sender.id }, reason, now);
  const after = talksOf(db, round.id);

  const added = after.filter(({ memberId }) => newTalks.includes(memberId)).map(({ name }) => name);
  const lifted = before.filter(({ id }) => !after.some((talk) => talk.id === id)).map(({ name }) => name);
  if (added.length + lifted.length > 0) {
    const clause = clauseOf(policyOfQuarter(db, quarter), "talk.lowest");
    const text = talksChanged({ branch, quarter, clause, added, lifted });
    tell(turn, "talks-changed", holdersOf(db, TALKERS, today, branchId), text);
  }
  return { from, to: correction.total, version };
}
