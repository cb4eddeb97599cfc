import { addDays, addWorkdays, type Day, UnknownHolidays, type WorkCalendar, weekdays } from "./calendar.ts";
import type { Parameters } from "./policy.ts";

/** The days of a year-end count; the year ends with the last of them. */
export interface CountDays {
  readonly first: Day;
  readonly last: Day;
}

/**
 * 五（二）, 五（三）2: asks on the policy's day or the workday before it, and ends with the workdays after it, at the latest
 * on `latest`, so that the awards stand 12 月底前. While the year's holidays are not known every weekday is a workday:
 * there is none so late in December.
 */
export function countDays(
  year: number,
  { day, workdays, latest }: Parameters["year"]["count"],
  calendar: WorkCalendar,
): CountDays {
  try {
    return counted(year, { day, workdays, latest }, calendar);
  } catch (error) {
    if (error instanceof UnknownHolidays) return counted(year, { day, workdays, latest }, weekdays);
    throw error;
  }
}

function counted(
  year: number,
  { day, workdays, latest }: Parameters["year"]["count"],
  calendar: WorkCalendar,
): CountDays {
  let first = `${year}-${day}` as Day;
  while (!calendar.isWorkday(first)) first = addDays(first, -1);
  const last = addWorkdays(calendar, first, workdays);
  const end = `${year}-${latest}` as Day;
  return { first, last: last < end ? last : end };
}
