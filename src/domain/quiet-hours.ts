import { addDays, dayOf, type Instant, instantAt, minuteOf } from "./calendar.ts";
import type { Parameters } from "./policy.ts";

/** Whether a time of day, `21:45`, is within the hours; they may go over midnight. */
export function isQuiet({ from, until }: { from: string; until: string }, time: string): boolean {
  return from <= until ? time >= from && time < until : time >= from || time < until;
}

/**
 * The earliest time at or after `instant` that is outside the quiet hours; what the clock plans waits for it. They
 * may go over midnight; there are none when `from` is `until`.
 */
export function outsideQuietHours(hours: Parameters["quietHours"], instant: Instant): Instant {
  if (!isQuiet(hours, minuteOf(instant).slice(11))) return instant;
  const today = dayOf(instant);
  const end = instantAt(today, hours.until);
  return end > instant ? end : instantAt(addDays(today, 1), hours.until);
}
