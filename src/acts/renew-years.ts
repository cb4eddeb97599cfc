import { countOf } from "../domain/calendar.ts";
import { computeSummary, isUpToDate, storedSummary } from "../store/summaries.ts";
import type { Act } from "./act.ts";
import { draftSummary } from "./move-summary.ts";

/**
 * A total of a year was corrected: where the year, or the next one that begins with it, was counted already and comes
 * to something else now, its next version is drawn up and goes through the committee again.
 */
export function renewYears(act: Act, year: number): void {
  const { db, now } = act;
  for (const quarter of [countOf(year), countOf(year + 1)]) {
    const stored = storedSummary(db, quarter);
    const computed = stored && computeSummary(db, quarter, now);
    if (computed !== undefined && !isUpToDate(stored!, computed)) draftSummary(act, quarter);
  }
}
