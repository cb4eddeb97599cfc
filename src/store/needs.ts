import { type Day, dayOf, type Instant } from "../domain/calendar.ts";
import type { Database } from "./database.ts";
import { is, rows, values } from "./rows.ts";

/** Deliveries that a person must look at; what came too late to be sent is nobody's fault. */
export const openDeliveries = rows({
  unknown: is<number>("count(*) filter (where state = 'unknown')"),
  refused: is<number>("count(*) filter (where state = 'refused' and expired = 0)"),
}).sole("select * from deliveries where state in ('unknown', 'refused')");

const openings = values<Instant>("select opened_at from objections where state = 'open'");

/** On which days the objections that are still open were opened. */
export function daysOfOpenObjections(db: Database): Day[] {
  return openings(db).map(dayOf);
}
