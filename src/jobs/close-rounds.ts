import { setImmediate } from "node:timers/promises";
import { type ActServices, actOf } from "../acts/act.ts";
import { closeRound } from "../acts/close-round.ts";
import { transaction } from "../store/database.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { roundsIn } from "../store/rounds.ts";

/** Rounds are closed together for so long: a commit costs as much as half a round, and nobody who writes waits longer. */
const TOGETHER_MS = 15;

/** Closes the rounds whose grace is over. */
export async function closeRounds(services: ActServices): Promise<void> {
  const { db, now } = services;
  const due = roundsIn(db, "open").filter(({ graceUntil }) => now() >= graceUntil!);
  for (let next = 0; next < due.length; ) {
    await setImmediate();
    transaction(db, () => {
      const until = performance.now() + TOGETHER_MS;
      do {
        const round = due[next++]!;
        closeRound(actOf(services, policyOfQuarter(db, round.quarter)), round);
      } while (next < due.length && performance.now() < until);
    });
  }
}
