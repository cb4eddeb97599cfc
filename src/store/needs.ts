import { type Day, dayOf, type Instant } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { EXPIRED } from "./due-batches.ts";

/** Deliveries that a person must look at; what came too late to be sent is nobody's fault. */
export function openDeliveries(db: Database): { readonly unknown: number; readonly refused: number } {
  return prepared<{ unknown: number; refused: number }>(
    db,
    `select count(*) filter (where state = 'unknown') as unknown,
       count(*) filter (where state = 'refused' and error is not :expired) as refused from deliveries`,
  ).get({ expired: EXPIRED })!;
}

/** On which days the objections that are still open were opened. */
export function daysOfOpenObjections(db: Database): Day[] {
  return prepared<{ at: Instant }>(db, "select opened_at as at from objections where state = 'open'")
    .all()
    .map(({ at }) => dayOf(at));
}
