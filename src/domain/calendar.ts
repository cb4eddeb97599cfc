import chineseDays from "chinese-days";
import { Temporal } from "temporal-polyfill";

/** A calendar day in Shanghai, `2026-11-22`. */
export type Day = string & { readonly __brand: "Day" };
/** `2026Q4`; or `2026Y`, the year-end count, which is asked, closed, summarised and published like a quarter. */
export type Quarter = string & { readonly __brand: "Quarter" };
/** Milliseconds since 1970-01-01T00:00Z, as `services.now` gives them. */
export type Instant = number;
/** A time of day in Shanghai, `09:07`. */
export type TimeOfDay = string;

const ZONE = "Asia/Shanghai";
/** China has known no summer time since 1991, so the hot path may add instead of asking the zone. */
const OFFSET_MS = 8 * 3_600_000;
export const DAY_MS = 86_400_000;

/** Throws RangeError unless `text` is a day that exists, written `YYYY-MM-DD`. */
export function parseDay(text: string): Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(`not a day: ${text}`);
  return Temporal.PlainDate.from(text).toString() as Day;
}

/** Throws RangeError unless `text` is `YYYYQ1` … `YYYYQ4`. */
export function parseQuarter(text: string): Quarter {
  const normal = text.trim().toUpperCase();
  if (!/^20\d{2}Q[1-4]$/.test(normal)) throw new RangeError(`not a quarter: ${text}`);
  return normal as Quarter;
}

export function dayOf(instant: Instant): Day {
  return new Date(instant + OFFSET_MS).toISOString().slice(0, 10) as Day;
}

/** `2026-11-22 09:07`, as people read it. */
export function minuteOf(instant: Instant): string {
  return new Date(instant + OFFSET_MS).toISOString().slice(0, 16).replace("T", " ");
}

/** The instant at which a day reaches a time of day. */
export function instantAt(day: Day, time: TimeOfDay = "00:00"): Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: ZONE, plainTime: time }).epochMilliseconds;
}

export function addDays(day: Day, days: number): Day {
  return dayFromNumber(dayNumber(day) + days);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from);
}

function dayNumber(day: Day): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8))) / DAY_MS;
}

function dayFromNumber(number: number): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10) as Day;
}

/** The Monday of a day's week; 1970-01-01 was a Thursday. */
export function mondayOf(day: Day): Day {
  return addDays(day, -((dayNumber(day) + 3) % 7));
}

export function quarterOf(day: Day): Quarter {
  return `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}` as Quarter;
}

export function yearOf(of: Day | Quarter): number {
  return Number(of.slice(0, 4));
}

/** The year-end count of a year, `2026Y`. */
export function countOf(year: number): Quarter {
  return `${year}Y` as Quarter;
}

export function isCount(quarter: Quarter): boolean {
  return quarter.endsWith("Y");
}

export function newYear(year: number): Day {
  return `${year}-01-01` as Day;
}

export function firstDay(quarter: Quarter): Day {
  const month = (Number(quarter.slice(5)) - 1) * 3 + 1;
  return `${quarter.slice(0, 4)}-${String(month).padStart(2, "0")}-01` as Day;
}

export function lastDay(quarter: Quarter): Day {
  return Temporal.PlainDate.from(firstDay(quarter)).add({ months: 3 }).subtract({ days: 1 }).toString() as Day;
}

export function nextQuarter(quarter: Quarter): Quarter {
  return quarterOf(addDays(lastDay(quarter), 1));
}

/** Days from `from` to `to`, both included. */
export function daysFrom(from: Day, to: Day): Day[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
}

/** A year's holidays and make-up workdays (调休) as the State Council publishes them. */
export interface YearOfHolidays {
  readonly holidays: readonly Day[];
  readonly workdays: readonly Day[];
}

/** The holidays of this year are not known, and a guess would be wrong on the days that matter. */
export class UnknownHolidays extends Error {
  readonly year: number;
  constructor(year: number) {
    super(`the holidays of ${year} are not known; add them to the override file`);
    this.name = "UnknownHolidays";
    this.year = year;
  }
}

export interface WorkCalendar {
  knows(year: number): boolean;
  /** Throws UnknownHolidays for a year without data. */
  isWorkday(day: Day): boolean;
}

/** Monday to Friday of any year: an estimate, where the holidays are not known yet. */
export const weekdays: WorkCalendar = {
  knows: () => true,
  isWorkday: (day) => Temporal.PlainDate.from(day).dayOfWeek <= 5,
};

/**
 * Workdays with 调休. `overrides` (by year, `"2027"`) go before the library, whose data end with a certain
 * year and which calls every weekday after it a workday without a word.
 */
export function workCalendar(overrides: Readonly<Record<string, YearOfHolidays>> = {}): WorkCalendar {
  const known = new Map<number, boolean>();
  function knows(year: number): boolean {
    let answer = known.get(year);
    if (answer === undefined) {
      answer = overrides[year] !== undefined || chineseDays.getDayDetail(`${year}-10-01`).name.includes("国庆");
      known.set(year, answer);
    }
    return answer;
  }
  return {
    knows,
    isWorkday(day) {
      const year = yearOf(day);
      if (!knows(year)) throw new UnknownHolidays(year);
      const own = overrides[year];
      if (own === undefined) return chineseDays.isWorkday(day);
      if (own.workdays.includes(day)) return true;
      return weekdays.isWorkday(day) && !own.holidays.includes(day);
    },
  };
}

/** The last day of a window of `count` workdays that begins on the day after `start`. */
export function addWorkdays(calendar: WorkCalendar, start: Day, count: number): Day {
  let day = start;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (calendar.isWorkday(day)) left -= 1;
  }
  return day;
}
