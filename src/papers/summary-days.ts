import type { Day } from "../domain/calendar.ts";
import type { Summary } from "../domain/summary.ts";
import type { Database } from "../store/database.ts";
import { roundById } from "../store/rounds.ts";

/** The days on which the branches of a summary were asked, the first first. */
export function daysOf(db: Database, { branches }: Summary): Day[] {
  return [...new Set(branches.flatMap(({ roundId }) => roundById(db, roundId).day ?? []))].sort();
}
