import { type ActServices, actOf } from "../../src/acts/act.ts";
import { closeRound as close } from "../../src/acts/close-round.ts";
import { followUp } from "../../src/acts/follow-up.ts";
import { transaction } from "../../src/store/database.ts";
import { policyOfQuarter } from "../../src/store/quarters.ts";
import { type RoundWithBranch, roundById } from "../../src/store/rounds.ts";

/** Closes a round now, as the clock does, and does what follows. */
export function closeRound(services: ActServices, round: RoundWithBranch): boolean {
  const { db } = services;
  const act = () => actOf(services, policyOfQuarter(db, round.quarter));
  const closed = transaction(db, () => close(act(), round));
  for (const step of followUp(roundById(db, round.id))) transaction(db, () => step(act()));
  return closed;
}
