import { setImmediate } from "node:timers/promises";
import { type ActServices, actOf } from "../acts/act.ts";
import { followUp as steps } from "../acts/follow-up.ts";
import { inTurns } from "../store/database.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { roundsToFollowUp } from "../store/rounds.ts";

/** Spot checks and advice of the rounds that have closed. */
export async function followUp(services: ActServices): Promise<void> {
  const { db } = services;
  for (const round of roundsToFollowUp(db)) {
    const policy = policyOfQuarter(db, round.quarter);
    await inTurns(db, steps(round), (step) => step(actOf(services, policy)), setImmediate);
  }
}
