import type { Instant } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";

/**
 * Whether something was planned under this key for anybody: what is said once is not said again to whoever comes into
 * the duty later. The keys of what is said to several are `<key>-<member>`.
 */
export function isAnnounced(db: Database, key: string): boolean {
  return (
    prepared(db, "select 1 from deliveries where key > ? and key < ? limit 1").get(`${key}-`, `${key}.`) !== undefined
  );
}
