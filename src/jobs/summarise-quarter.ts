import { type ActServices, actOf, holders, record, tell } from "../acts/act.ts";
import { OFFICE } from "../domain/access.ts";
import { summaryReady, summaryRenewed } from "../messages/office.ts";
import { transaction } from "../store/database.ts";
import { computeSummary, quartersToSummarise, storeSummary } from "../store/summaries.ts";

/**
 * Draws up the summary of a quarter whose rounds are all over (四（四）), again when a later round has closed since.
 * What was submitted stays as its own version.
 */
export function summariseQuarter(services: ActServices): void {
  const { db, now } = services;
  for (const quarter of quartersToSummarise(db)) {
    transaction(db, () => {
      const computed = computeSummary(db, quarter, now());
      if (computed === undefined) return;
      const { version, policy, policyId } = storeSummary(db, computed, now());
      const act = actOf(services, policy);
      record(act, "summary.draft", `summary:${quarter}`, { version, policy: policyId });
      const text = version === 1 ? summaryReady(quarter) : summaryRenewed(quarter, version);
      tell(act, `summary-draft-${quarter}-${version}`, holders(act, OFFICE), text);
    });
  }
}
