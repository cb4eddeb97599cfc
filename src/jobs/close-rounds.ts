import { setImmediate } from "node:timers/promises";
import { type ActServices, actOf } from "../acts/act.ts";
import { closeRound } from "../acts/close-round.ts";
import { inTurns } from "../store/database.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { roundsIn } from "../store/rounds.ts";

/** Closes the rounds whose grace is over. */
export async function closeRounds(services: ActServices): Promise<void> {
  const { db, now } = services;
  const due = roundsIn(db, "open").filter(({ graceUntil }) => now() >= graceUntil!);
  await inTurns(
    db,
    due,
    (round) => void closeRound(actOf(services, policyOfQuarter(db, round.quarter)), round),
    setImmediate,
  );
}
