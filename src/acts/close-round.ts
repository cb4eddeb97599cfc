import { BRANCH_ADMINS, OFFICE } from "../domain/access.ts";
import { tableTotals } from "../domain/ranking.ts";
import { missingName, roundClosed, tableOfItsOwn } from "../messages/branch.ts";
import { dropQuestionsOf } from "../store/inbox.ts";
import { changeRound, isOfQuarter, type RoundWithBranch } from "../store/rounds.ts";
import { sealTable } from "../store/seals.ts";
import { closedProgress, figuresOf, freezeRows, saveTable } from "../store/tables.ts";
import { endEarlierTalks } from "../store/talks.ts";
import { type Act, holders, record, tell } from "./act.ts";
import { drawUpTalks } from "./draw-up-talks.ts";
import { tableFile } from "./hand-out.ts";
import { refreshRound } from "./refresh-round.ts";
import { silentIn, tellTalks } from "./tell-talks.ts";

/**
 * Freezes a round's table, draws up its talk list and tells the branch; the rest follows. A year-end count is only
 * counted: it lists nobody for a talk. False when it was closed already.
 */
export function closeRound(act: Act, round: RoundWithBranch): boolean {
  const { db, now, policy } = act;
  const followUp = isOfQuarter(round) ? "spot checks" : null;
  if (!changeRound(db, round.id, "open", { state: "closed", closedAt: now, followUp })) return false;
  dropQuestionsOf(db, round.id);
  refreshRound(act, round);
  freezeRows(db, round.id, round.day!, act.random);
  const figures = figuresOf(db, round.id, 1);
  saveTable(db, round.id, 1, tableTotals(figures, policy.parameters.branchRank.missing), now);
  if (isOfQuarter(round)) {
    endEarlierTalks(db, round.branchId, round.quarter);
    drawUpTalks(act, round, figures);
  }
  const seal = sealTable(db, round.id, 1, act.random);
  record(act, "round.close", `round:${round.id}`, { policy: policy.id, version: 1, seal });
  tellBranch(act, round);
  return true;
}

/** A table of its own: seen by those who may see the branch's, and by nobody asked for a confirmation or a talk. */
function tellOfTable(act: Act, round: RoundWithBranch, closed: string): void {
  const { id, branchId } = round;
  const admins = holders(act, BRANCH_ADMINS, branchId);
  const others = holders(act, OFFICE).filter((member) => !admins.some((admin) => admin.id === member.id));
  tell(act, `closed-${id}`, [...admins, ...others], `${closed}\n${tableOfItsOwn}`);
  tell(act, `table-${id}`, [...admins, ...others], tableFile(round, 1));
}

function tellBranch(act: Act, round: RoundWithBranch): void {
  const { db, policy } = act;
  const { id, branch, branchId, apart } = round;
  const unreported = silentIn(db, round).map(missingName);
  const closed = roundClosed({ branch, ...closedProgress(db, id), unreported });
  if (apart) return tellOfTable(act, round, closed);
  tell(act, `closed-${id}`, holders(act, BRANCH_ADMINS, branchId), closed);
  // A policy that lists nobody for a talk has no list to send.
  if (round.origin === "count" || policy.parameters.talk.lowest === 0) return;
  tellTalks(act, round, unreported);
}
