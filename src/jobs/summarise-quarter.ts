import { type ActServices, actOf } from "../acts/act.ts";
import { draftSummary } from "../acts/move-summary.ts";
import { transaction } from "../store/database.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { quartersToSummarise } from "../store/summaries.ts";

/** Draws up the summary of a quarter whose rounds are all over (四（四）), again when a later round has closed since. */
export function summariseQuarter(services: ActServices): void {
  const { db } = services;
  for (const quarter of quartersToSummarise(db)) {
    transaction(db, () => draftSummary(actOf(services, policyOfQuarter(db, quarter)), quarter));
  }
}
