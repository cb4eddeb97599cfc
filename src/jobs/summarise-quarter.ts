import { OFFICE } from "../domain/access.ts";
import { summaryReady, summaryRenewed } from "../messages/office.ts";
import type { Services } from "../services.ts";
import { record } from "../store/audit.ts";
import { transaction } from "../store/database.ts";
import { computeSummary, quartersToSummarise, storeSummary } from "../store/summaries.ts";
import { announce } from "./announce.ts";

/**
 * Draws up the summary of a quarter whose rounds are all over (四（四）), again when a later round has closed since.
 * What was submitted stays as its own version.
 */
export function summariseQuarter(services: Pick<Services, "db" | "now">): void {
  const { db, now } = services;
  for (const quarter of quartersToSummarise(db)) {
    transaction(db, () => {
      const computed = computeSummary(db, quarter, now());
      if (computed === undefined) return;
      const { version, policy, policyId } = storeSummary(db, computed, now());
      record(db, {
        at: now(),
        actor: "clock",
        act: "summary.draft",
        subject: `summary:${quarter}`,
        detail: { version, policy: policyId },
      });
      const text = version === 1 ? summaryReady(quarter) : summaryRenewed(quarter, version);
      announce(services, policy, `summary-draft-${quarter}-${version}`, [OFFICE], text);
    });
  }
}
