import { createHash, createHmac } from "node:crypto";
import { addDays, type Day, daysFrom, firstDay, lastDay, type Quarter, type WorkCalendar } from "./calendar.ts";
import type { Parameters } from "./policy.ts";

/** Fewer days left than this would make the day no secret: nothing is drawn and the office is told. */
export const FEWEST_CANDIDATES = 3;

/**
 * The days of a quarter that may be drawn after `after` (四（二）): the whole quarter when `after` lies before it.
 * Throws UnknownHolidays when the calendar does not know the year.
 */
export function candidateDays(
  quarter: Quarter,
  days: Parameters["draw"]["days"],
  calendar: WorkCalendar,
  after: Day,
): Day[] {
  const first = addDays(firstDay(quarter), days.from - 1);
  const last = addDays(lastDay(quarter), -days.beforeEnd);
  return daysFrom(first, last)
    .filter((day) => day > after)
    .filter((day) => !days.workdaysOnly || calendar.isWorkday(day));
}

/** Published when the quarter is drawn; the seed that opens it is shown when the quarter is over. */
export function commitmentTo(seed: Uint8Array, policyId: string, quarter: Quarter): string {
  return createHash("sha256").update(seed).update(policyId).update(quarter).digest("hex");
}

/**
 * One of `candidates`, by HMAC-SHA256(seed, scope ‖ quarter ‖ redrawn ‖ try); values that would favour the first
 * candidates are rejected and the next try is taken. `scope` is `school` or a branch's name.
 * Throws RangeError when there are no candidates.
 */
export function drawDay(
  seed: Uint8Array,
  scope: string,
  quarter: Quarter,
  redrawn: boolean,
  candidates: readonly Day[],
): Day {
  if (candidates.length === 0) throw new RangeError("no day to draw from");
  const fair = 2 ** 48 - (2 ** 48 % candidates.length);
  for (let attempt = 0; ; attempt += 1) {
    const hash = createHmac("sha256", seed)
      .update([scope, quarter, redrawn ? 1 : 0, attempt].join("\n"))
      .digest();
    const number = hash.readUIntBE(0, 6);
    if (number < fair) return candidates[number % candidates.length]!;
  }
}
