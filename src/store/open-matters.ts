import { isCount } from "../domain/calendar.ts";
import { isAnythingOpen, type OpenMatters, type Summary } from "../domain/summary.ts";
import type { Database } from "./database.ts";
import { roundsOf } from "./rounds.ts";
import { setSetting, setting } from "./settings.ts";
import { detailsOf } from "./summaries.ts";

/** What is open about a summary now; undefined when nothing is. */
export function openMattersOf(db: Database, summary: Summary): OpenMatters | undefined {
  const { marks, openObjections } = detailsOf(db, summary);
  // In the order of the roster: a policy may want no ranking to be seen.
  const branches = summary.branches
    .toSorted((a, b) => a.branchId - b.branchId)
    .map(({ branchId, branch }) => ({ branch, ...marks.get(branchId)! }));
  const having = (what: "spotChecks" | "doubtful") =>
    branches.flatMap(({ branch, [what]: count }) => (count > 0 ? [{ branch, count }] : []));
  const matters = {
    spotChecks: having("spotChecks"),
    objections: openObjections,
    doubtful: having("doubtful"),
    // The tables of a year-end count are nobody's to confirm.
    unconfirmed: branches.flatMap(({ branch, confirmed }) => (confirmed || isCount(summary.quarter) ? [] : [branch])),
    toCome: roundsOf(db, summary.quarter).flatMap(({ state, branch }) => (state === "planned" ? [branch] : [])),
  };
  return isAnythingOpen(matters) ? matters : undefined;
}

/** Whether exactly this was shown last when `step` was asked for. */
export function wasShown(db: Database, step: string, matters: OpenMatters): boolean {
  return setting(db, "openMattersShown")?.[step] === JSON.stringify(matters);
}

/** Undefined: the step was taken, and nothing waits for an answer any more. */
export function setShown(db: Database, step: string, matters: OpenMatters | undefined): void {
  const { [step]: before, ...others } = setting(db, "openMattersShown") ?? {};
  if (matters === undefined && before === undefined) return;
  const shown = matters === undefined ? {} : { [step]: JSON.stringify(matters) };
  setSetting(db, "openMattersShown", { ...others, ...shown });
}
