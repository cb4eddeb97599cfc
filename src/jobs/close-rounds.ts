import { setImmediate } from "node:timers/promises";
import { actOf } from "../acts/act.ts";
import { drawUpTalks } from "../acts/draw-up-talks.ts";
import { BRANCH_ADMINS, TALKERS } from "../domain/access.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import { tableTotals } from "../domain/ranking.ts";
import { roundClosed, talkList as talkListText } from "../messages/branch.ts";
import type { Services } from "../services.ts";
import { record } from "../store/audit.ts";
import { transaction } from "../store/database.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { dropQuestionsOf } from "../store/questions.ts";
import { changeRound, progressOf, type RoundWithBranch, roundsIn } from "../store/rounds.ts";
import { figuresOf, freezeRows, missingFrom, saveTable } from "../store/tables.ts";
import { talksOf } from "../store/talks.ts";
import { adviseMembers } from "./advise.ts";
import { announce } from "./announce.ts";
import { refreshMembers } from "./open-rounds.ts";
import { askSpotChecks } from "./spot-check.ts";

export type CloseServices = Pick<Services, "db" | "now" | "random" | "calendar" | "school">;

/** Closes the rounds whose grace is over. */
export async function closeRounds(services: CloseServices): Promise<void> {
  const { db, now } = services;
  for (const round of roundsIn(db, "open")) {
    if (now() < round.graceUntil!) continue;
    await setImmediate();
    closeRound(services, round);
  }
}

/** Freezes a round's table, draws up its talk list and tells the branch. False when it was closed already. */
export function closeRound(services: CloseServices, round: RoundWithBranch): boolean {
  const { db } = services;
  return transaction(db, () => {
    const now = services.now();
    if (!changeRound(db, round.id, "open", { state: "closed", closedAt: now })) return false;
    dropQuestionsOf(db, round.id);
    const policy = policyOfQuarter(db, round.quarter);
    refreshMembers(db, policy, round);
    freezeRows(db, round.id, round.day!);
    const figures = figuresOf(db, round.id, 1);
    saveTable(db, round.id, 1, tableTotals(figures, policy.parameters.branchRank.missing), now);
    drawUpTalks(actOf(services, policy), round);
    record(db, {
      at: now,
      actor: "clock",
      act: "round.close",
      subject: `round:${round.id}`,
      detail: { policy: policy.id },
    });
    tellBranch(services, policy, round);
    askSpotChecks(services, policy, round);
    adviseMembers(services, policy, round);
    return true;
  });
}

function tellBranch(services: Pick<Services, "db" | "now">, policy: Policy, round: RoundWithBranch): void {
  const { db } = services;
  const { branch, branchId, quarter } = round;
  const unreported = missingFrom(db, round.id).map(({ name }) => name);
  const closed = roundClosed({ branch, ...progressOf(db, round.id), unreported });
  announce(services, policy, `closed-${round.id}`, [BRANCH_ADMINS], closed, branchId);
  // A policy that lists nobody for a talk has no list to send.
  if (policy.parameters.talk.lowest === 0) return;
  const talks = talksOf(db, round.id).map((talk) => ({ ...talk, held: false }));
  const list = talkListText({ quarter, branch, clause: clauseOf(policy, "talk.lowest"), talks, unreported });
  announce(services, policy, `talks-${round.id}`, [TALKERS], list, branchId);
}
