import { type ActServices, actOf } from "../acts/act.ts";
import { emptyTrial, endTrial } from "../acts/run-trial.ts";
import { keptSince } from "../domain/retention.ts";
import { transaction } from "../store/database.ts";
import { openTrial, trialsToPurge } from "../store/trials.ts";

/** Closes a trial whose time is over, and a day later deletes what is left of it. */
export function endTrials(services: ActServices): void {
  const { db, now } = services;
  const open = openTrial(db);
  if (open !== undefined && now() >= open.closesAt) transaction(db, () => endTrial(actOf(services)));
  for (const trial of trialsToPurge(db, keptSince("trials", now()))) {
    transaction(db, () => emptyTrial(actOf(services), trial));
  }
}
