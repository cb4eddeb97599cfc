import { type Day, daysBetween, newYear, yearOf } from "./calendar.ts";
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
   * The start is near enough to 1 January to speak of the year. Where it is not, as in a school's first year, only the
   * growth since the start is known.
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
  /** Today included. */
  readonly daysLeft: number;
  /** Points a day still needed, rounded up; 0 when nothing is missing. */
  readonly perDay: number;
}

export interface YearFacts {
  /** Counting totals, the oldest first. */
  readonly totals: readonly PastTotal[];
  readonly today: Day;
  /** The first day on the roster without a break until today. */
  readonly since: Day;
  /** The policy's growth of a whole year. */
  readonly yearly: number;
}

/** Undefined without a total to count from. */
export function yearPace({ totals, today, since, yearly }: YearFacts): YearPace | undefined {
  const year = yearOf(today);
  const near = nearNewYear(totals, year);
  const gain = gainSince(totals, near?.day ?? newYear(year), today);
  if (gain === undefined) return undefined;

  const { start, restarted, doubtful, growth } = gain;
  const daysLeft = daysBetween(today, newYear(year + 1));
  const required = requiredIn(year, since, yearly);
  const missing = Math.max(0, required - growth);
  return {
    year,
    start,
    known: near !== undefined,
    restarted,
    doubtful,
    growth,
    required,
    missing,
    daysLeft,
    perDay: Math.ceil(missing / daysLeft),
  };
}

/** So many days before or after 1 January a total stands in for one of that day. */
const NEAR_DAYS = 10;

/** The last total by 1 January, else the first one after it, where there is one near enough. */
function nearNewYear(totals: readonly PastTotal[], year: number): PastTotal | undefined {
  const first = newYear(year);
  const near = totals.filter(({ day }) => Math.abs(daysBetween(first, day)) <= NEAR_DAYS);
  return near.findLast(({ day }) => day <= first) ?? near[0];
}

/** What was gained since a day, in points. */
export interface Gain {
  /** The last total by that day, else the first known. */
  readonly start: PastTotal;
  readonly last: PastTotal;
  /** The total has begun anew below an earlier one; the days on which it did count as no growth. */
  readonly restarted: boolean;
  /** A doubtful import is among the totals it is counted from. */
  readonly doubtful: boolean;
  readonly growth: number;
}

/** `totals` with the oldest first; undefined without one by `today`. */
export function gainSince(totals: readonly PastTotal[], day: Day, today: Day): Gain | undefined {
  const known = onePerDay(totals).filter((total) => total.day <= today);
  const first = Math.max(
    0,
    known.findLastIndex((total) => total.day <= day),
  );
  const counted = known.slice(first);
  const start = counted[0];
  if (start === undefined) return undefined;
  const steps = counted.slice(1).map(({ total }, index) => total - counted[index]!.total);
  return {
    start,
    last: counted.at(-1)!,
    restarted: steps.some((step) => step < 0),
    doubtful: counted.some((total) => total.doubtful),
    growth: steps.reduce((sum, step) => sum + Math.max(0, step), 0),
  };
}

/** Of `yearly` points what a year asks of who is in scope from `since` on: by days, rounded up. */
export function requiredIn(year: number, since: Day, yearly: number): number {
  const first = newYear(year);
  const daysInScope = daysBetween(since > first ? since : first, newYear(year + 1));
  return Math.ceil((yearly * daysInScope) / daysOfYear(year));
}

function onePerDay(totals: readonly PastTotal[]): PastTotal[] {
  return totals.filter(({ day }, index) => totals[index + 1]?.day !== day);
}

function daysOfYear(year: number): number {
  return daysBetween(newYear(year), newYear(year + 1));
}
