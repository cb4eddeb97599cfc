import { type ActServices, actOf } from "../../src/acts/act.ts";
import { closeRound as close } from "../../src/acts/close-round.ts";
import { transaction } from "../../src/store/database.ts";
import { policyOfQuarter } from "../../src/store/quarters.ts";
import type { RoundWithBranch } from "../../src/store/rounds.ts";

/** Closes a round now, as the clock does. */
export function closeRound(services: ActServices, round: RoundWithBranch): boolean {
  const { db } = services;
  return transaction(db, () => close(actOf(services, policyOfQuarter(db, round.quarter)), round));
}
