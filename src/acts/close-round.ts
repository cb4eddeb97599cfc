import { BRANCH_ADMINS } from "../domain/access.ts";
import { tableTotals } from "../domain/ranking.ts";
import { missingName, roundClosed } from "../messages/branch.ts";
import { dropQuestionsOf } from "../store/inbox.ts";
import { changeRound, type RoundWithBranch } from "../store/rounds.ts";
import { closedProgress, figuresOf, freezeRows, saveTable } from "../store/tables.ts";
import { endEarlierTalks } from "../store/talks.ts";
import { type Act, holders, record, tell } from "./act.ts";
import { drawUpTalks } from "./draw-up-talks.ts";
import { refreshRound } from "./refresh-round.ts";
import { silentIn, tellTalks } from "./tell-talks.ts";

/** Freezes a round's table, draws up its talk list and tells the branch; the rest follows. False when it was closed already. */
export function closeRound(act: Act, round: RoundWithBranch): boolean {
  const { db, now, policy } = act;
  if (!changeRound(db, round.id, "open", { state: "closed", closedAt: now, followUp: "spot checks" })) return false;
  dropQuestionsOf(db, round.id);
  refreshRound(act, round);
  freezeRows(db, round.id, round.day!);
  const figures = figuresOf(db, round.id, 1);
  saveTable(db, round.id, 1, tableTotals(figures, policy.parameters.branchRank.missing), now);
  endEarlierTalks(db, round.branchId, round.quarter);
  drawUpTalks(act, round, figures);
  record(act, "round.close", `round:${round.id}`, { policy: policy.id });
  tellBranch(act, round);
  return true;
}

function tellBranch(act: Act, round: RoundWithBranch): void {
  const { db, policy } = act;
  const { id, branch, branchId } = round;
  const unreported = silentIn(db, round).map(missingName);
  const closed = roundClosed({ branch, ...closedProgress(db, id), unreported });
  tell(act, `closed-${id}`, holders(act, BRANCH_ADMINS, branchId), closed);
  // A policy that lists nobody for a talk has no list to send.
  if (policy.parameters.talk.lowest === 0) return;
  tellTalks(act, round, unreported);
}
