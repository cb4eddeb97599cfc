import {
  addDays,
  type Day,
  firstDay,
  lastDay,
  nextQuarter,
  type Quarter,
  quarterOf,
  type WorkCalendar,
  weekdays,
  yearOf,
} from "./calendar.ts";
import { candidateDays } from "./draw.ts";
import type { Parameters } from "./policy.ts";

/** Fewer in some quarter, and a policy is not adopted: who knows when the day may be could wait for it. */
export const FEWEST_BY_POLICY = 10;
/** A year of quarters is looked at, and each that a dated blackout touches. */
const LOOKED_AT = 4;

export interface ScarceQuarter {
  readonly quarter: Quarter;
  readonly candidates: number;
}

/**
 * The quarters from the day of adoption on in which a policy would leave too few days to draw from, after the latest
 * day that the quarter before may have had. Where the holidays are not known yet, weekdays count.
 */
export function scarceQuarters(draw: Parameters["draw"], calendar: WorkCalendar, from: Day): ScarceQuarter[] {
  const start = quarterOf(from);
  const first = from === firstDay(start) ? start : nextQuarter(start);
  return quartersToLookAt(draw, first).flatMap((quarter) => {
    const before = quarterOf(addDays(firstDay(quarter), -1));
    const last = daysIn(before, draw, calendar).at(-1);
    const candidates = daysIn(quarter, draw, calendar, last).length;
    return candidates < FEWEST_BY_POLICY ? [{ quarter, candidates }] : [];
  });
}

function daysIn(quarter: Quarter, draw: Parameters["draw"], calendar: WorkCalendar, last?: Day): Day[] {
  const known = calendar.knows(yearOf(quarter)) ? calendar : weekdays;
  return candidateDays(quarter, draw, known, { after: addDays(firstDay(quarter), -1), last });
}

function quartersToLookAt({ blackout }: Parameters["draw"], first: Quarter): Quarter[] {
  const found = new Set<Quarter>();
  const add = (from: Quarter, more: (quarter: Quarter) => boolean) => {
    for (let quarter = from; more(quarter); quarter = nextQuarter(quarter)) found.add(quarter);
  };
  add(first, () => found.size < LOOKED_AT);
  for (const { from, until } of blackout) {
    if (from.length === "07-10".length) continue;
    const begin = quarterOf(from as Day);
    add(begin > first ? begin : first, (quarter) => firstDay(quarter) <= until && lastDay(quarter) >= from);
  }
  return [...found].sort();
}
