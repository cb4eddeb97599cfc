import { createHash, createHmac } from "node:crypto";
import { addDays, type Day, daysFrom, firstDay, lastDay, type Quarter, type WorkCalendar } from "./calendar.ts";
import type { Blackout, Parameters } from "./policy.ts";

/** Fewer days left than this would make the day no secret: nothing is drawn and the office is told. */
export const FEWEST_CANDIDATES = 3;

export interface DrawnBefore {
  /** Only later days are drawn: the day of the draw. */
  readonly after: Day;
  /** The day on which the school was last asked in a quarter before; undefined: never. */
  readonly last?: Day | undefined;
}

/**
 * The days of a quarter that may be drawn (四（二）), those of the blackouts and those too near to the last drawn day
 * left out; the whole quarter when `after` lies before it. Throws UnknownHolidays when the calendar does not know the
 * year.
 */
export function candidateDays(
  quarter: Quarter,
  { days, blackout, minDistance }: Pick<Parameters["draw"], "days" | "blackout" | "minDistance">,
  calendar: WorkCalendar,
  { after, last }: DrawnBefore,
): Day[] {
  const nearest = last === undefined ? after : addDays(last, minDistance - 1);
  const dark = (day: Day) => blackout.some((range) => isWithin(range, day));
  return daysFrom(addDays(firstDay(quarter), days.from - 1), addDays(lastDay(quarter), -days.beforeEnd))
    .filter((day) => day > after && day > nearest && !dark(day))
    .filter((day) => !days.workdaysOnly || calendar.isWorkday(day));
}

/** A range without a year comes every year, and may go over New Year. */
function isWithin({ from, until }: Blackout, day: Day): boolean {
  if (from.length === day.length) return from <= day && day <= until;
  const date = day.slice(5);
  return from <= until ? from <= date && date <= until : from <= date || date <= until;
}

/** Recorded with the commitment: neither is exchanged unseen. */
export function digestOfDays(days: readonly Day[]): string {
  return createHash("sha256").update(days.join("\n")).digest("hex");
}

/** Published when the quarter is drawn; the seed that opens it is shown when the quarter is over. */
export function commitmentTo(seed: Uint8Array, policyId: string, quarter: Quarter): string {
  return createHash("sha256").update(seed).update(policyId).update(quarter).digest("hex");
}

/** A draw, step by step: whoever has the seed comes to the same. */
export interface Drawing {
  /** What the seed is the key of: HMAC-SHA256(seed, message). */
  readonly message: string;
  /** The first 6 bytes of it. */
  readonly number: number;
  /** `number` modulo the count of candidates: which of them it is, the first one being 0. */
  readonly index: number;
  readonly day: Day;
}

/**
 * One of `candidates`, by HMAC-SHA256(seed, scope ⏎ quarter ⏎ redrawn ⏎ try); values that would favour the first
 * candidates are rejected and the next try is taken. `scope` is `school` or a branch's name.
 * Throws RangeError when there are no candidates.
 */
export function drawing(
  seed: Uint8Array,
  scope: string,
  quarter: Quarter,
  redrawn: boolean,
  candidates: readonly Day[],
): Drawing {
  if (candidates.length === 0) throw new RangeError("no day to draw from");
  const fair = 2 ** 48 - (2 ** 48 % candidates.length);
  for (let attempt = 0; ; attempt += 1) {
    const message = [scope, quarter, redrawn ? 1 : 0, attempt].join("\n");
    const number = createHmac("sha256", seed).update(message).digest().readUIntBE(0, 6);
    const index = number % candidates.length;
    if (number < fair) return { message, number, index, day: candidates[index]! };
  }
}

/** The day alone. */
export const drawDay = (
  seed: Uint8Array,
  scope: string,
  quarter: Quarter,
  redrawn: boolean,
  candidates: readonly Day[],
): Day => drawing(seed, scope, quarter, redrawn, candidates).day;
