import { type Day, daysBetween, newYear, yearOf } from "./calendar.ts";
import { type Growth, shortfall, type UnknownGrowth } from "./growth.ts";
import type { Parameters } from "./policy.ts";
import type { PastTotal } from "./score.ts";

/** Growth between a member's last two reports, in points. */
export interface RecentPace {
  readonly from: PastTotal;
  readonly to: PastTotal;
  readonly growth: number;
  readonly days: number;
  readonly daily: number;
  readonly weekly: number;
}

/**
 * `totals` with the oldest first; the last one of a day counts. Undefined with fewer than two days, and when the total
 * has begun anew below the last one: then no pace is known.
 */
export function recentPace(totals: readonly PastTotal[]): RecentPace | undefined {
  const [from, to] = onePerDay(totals).slice(-2);
  if (from === undefined || to === undefined || to.total < from.total) return undefined;
  const growth = to.total - from.total;
  const days = daysBetween(from.day, to.day);
  return { from, to, growth, days, daily: growth / days, weekly: (7 * growth) / days };
}

/** Below the advice for a day, for a week or, carried on, for a year (四（五）): advice, never a failure. */
export function isBelowAdvice({ growth, days, to }: RecentPace, advice: Parameters["advice"]): boolean {
  const { daily, weekly, yearly } = advice;
  return growth < daily * days || 7 * growth < weekly * days || daysOfYear(yearOf(to.day)) * growth < yearly * days;
}

/** Where a member stands in the year's growth, in points (四（五）). */
export interface YearPace {
  readonly year: number;
  /** What growth is counted from. */
  readonly start: PastTotal;
  /**
   * The start is near enough to 1 January, or to the day on which the member came, to speak of the year. Where it is
   * not, as in a school's first year, only the growth since the start is known.
   */
  readonly known: boolean;
  /** The total has begun anew below an earlier one; the days on which it did count as no growth. */
  readonly restarted: boolean;
  /** A doubtful import is among the totals it is counted from. */
  readonly doubtful: boolean;
  readonly growth: number;
  /** Less than a whole year's for who is on the roster for less than the year. */
  readonly required: number;
  readonly missing: number;
  /** To the last day of the count, today included. */
  readonly daysLeft: number;
  /** Points a day still needed, rounded up; 0 when nothing is missing. */
  readonly perDay: number;
}

/** From a member's growth in the year, which ends with its count; undefined where growth cannot be told. */
export function yearPace(
  found: Growth | UnknownGrowth,
  { year, ends }: { readonly year: number; readonly ends: Day },
  today: Day,
): YearPace | undefined {
  if (typeof found === "string") return undefined;
  const { start, state, restarted, doubtful, growth, required } = found;
  const { missing } = shortfall(found, ends);
  const daysLeft = Math.max(0, daysBetween(today, ends) + 1);
  const known = state === "decided";
  const perDay = Math.ceil(missing / Math.max(1, daysLeft));
  return { year, start, known, restarted, doubtful, growth, required, missing, daysLeft, perDay };
}

function onePerDay(totals: readonly PastTotal[]): PastTotal[] {
  return totals.filter(({ day }, index) => totals[index + 1]?.day !== day);
}

function daysOfYear(year: number): number {
  return daysBetween(newYear(year), newYear(year + 1));
}
