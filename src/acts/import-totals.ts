import type { Day } from "../domain/calendar.ts";
import { type PastDoubt, pastDoubt } from "../domain/score.ts";
import type { Database } from "../store/database.ts";
import { importedTotal, saveReport, totalsAround } from "../store/reports.ts";
import { type Act, record } from "./act.ts";

export interface ImportedTotal {
  readonly memberId: number;
  readonly total: number;
}

/** A total of before that does not go with what is known of its member. */
export interface DoubtfulTotal extends ImportedTotal {
  readonly doubt: PastDoubt;
}

/** Totals of before, from a list, of a day; each member once. */
export interface TotalsPlan {
  readonly asOf: Day;
  readonly totals: readonly ImportedTotal[];
  readonly doubtful: readonly DoubtfulTotal[];
  /** Doubts that nobody has accepted: nothing is written while there are any. */
  readonly refused: readonly DoubtfulTotal[];
}

/** Holds the list against what is known. What is on record already, with its doubt, is not asked about again. */
export function planTotals(
  { db }: Pick<Act, "db">,
  asOf: Day,
  totals: readonly ImportedTotal[],
  { acceptDoubts = false }: { readonly acceptDoubts?: boolean } = {},
): TotalsPlan {
  const doubtful = totals.flatMap((line) => {
    const doubt = doubtAbout(db, asOf, line);
    return doubt === undefined ? [] : [{ ...line, doubt }];
  });
  const isNew = ({ memberId, total }: ImportedTotal) => importedTotal(db, memberId, asOf)?.total !== total;
  return { asOf, totals, doubtful, refused: acceptDoubts ? [] : doubtful.filter(isNew) };
}

function doubtAbout(db: Database, day: Day, { memberId, total }: ImportedTotal): PastDoubt | undefined {
  return pastDoubt({ total, day }, totalsAround(db, memberId, day));
}

/** So many totals are written in one step. */
const AT_ONCE = 200;

/**
 * Writes them as starting values that belong to no round, in steps, so that nobody who writes meanwhile waits for a
 * large file; an accepted doubt is marked (存疑). What was not reached when it broke off is done by importing again.
 */
export function* importTotals({ asOf, totals, doubtful, refused }: TotalsPlan): Generator<(act: Act) => void> {
  if (refused.length > 0) return;
  const imported = { roundId: null, day: asOf, source: "导入", reportedBy: null, late: false } as const;
  const detail = { rows: totals.length, asOf, doubtful: doubtful.length };
  for (let from = 0; from === 0 || from < totals.length; from += AT_ONCE) {
    yield (act) => {
      const { db, now } = act;
      for (const line of totals.slice(from, from + AT_ONCE)) {
        // A member may have reported since the list was looked through.
        const doubt = doubtAbout(db, asOf, line)?.kind ?? null;
        saveReport(db, { ...imported, ...line, doubt, reportedAt: now });
      }
      if (from === 0) record(act, "reports.import", "reports", detail);
    };
  }
}
