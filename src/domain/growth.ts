import { addDays, type Day, daysBetween, newYear, yearOf } from "./calendar.ts";
import { DAY_CAP, type PastTotal } from "./score.ts";

/** A total so near the day on which growth begins stands for that day's own. */
export const NEAR_DAYS = 10;

/** What growth is reckoned over: the year (四（五）), or all the years since the award began (五（三）1). */
export interface Span {
  readonly from: Day;
  /** The last day whose totals count: today, or the last one of the year-end count. */
  readonly until: Day;
  /** The year that is reckoned: points are asked to its last day, also where its count was made up for in January. */
  readonly year: number;
}

/** What is asked in a span. */
export interface GrowthRule {
  /** Points of a whole year. */
  readonly yearly: number;
  /** Where no total near the beginning is known: ask by days from the one that is known, or leave it open. */
  readonly unknownStart: "pro-rata" | "undecided";
}

export interface GrowthFacts {
  /** Counting totals, the oldest first; the last one of a day counts. */
  readonly totals: readonly PastTotal[];
  /** The first day on the roster without a break until the span's last day. */
  readonly since: Day;
  /** The total of the last year-end count before the span, if there was one: it goes before a nearer one. */
  readonly counted?: PastTotal | undefined;
  /** Days off that lessen what is asked, both ends included, without overlaps. */
  readonly daysOff?: readonly { readonly from: Day; readonly until: Day | null }[];
}

/** Growth and what is asked for it, in points. */
export interface Growth {
  /** `estimated`: the start is not near the beginning, so the points are asked by days from the start. */
  readonly state: "decided" | "estimated";
  readonly start: PastTotal;
  readonly last: PastTotal;
  readonly growth: number;
  /** The total has begun anew below an earlier one; the step down counts as none. */
  readonly restarted: boolean;
  /** A total that it is reckoned from is in doubt (存疑). */
  readonly doubtful: boolean;
  /** The first day of which points are asked. */
  readonly from: Day;
  readonly required: number;
  /** Days that are not asked of, see `daysOff`. */
  readonly daysOff: number;
}

/**
 * - `no total`: none at all by the last day.
 * - `none since`: the last one is not after the beginning.
 * - `single total`: only one, and nothing to compare it with.
 * - `unknown start`: none near the beginning, and the policy will not estimate.
 */
export type UnknownGrowth = "no total" | "none since" | "single total" | "unknown start";

/**
 * The one basis of award, eligibility, advice, own record and the year's documents. Points are asked to the end of the
 * span's last year: a count in the last days of December stands for the whole year.
 */
export function growthIn(facts: GrowthFacts, span: Span, rule: GrowthRule): Growth | UnknownGrowth {
  const begin = facts.since > span.from ? facts.since : span.from;
  const known = onePerDay(facts.totals).filter(({ day }) => day <= span.until);
  const last = known.at(-1);
  if (last === undefined) return "no total";
  if (last.day <= begin) return "none since";
  const start = startOf(known.slice(0, -1), begin, facts.counted);
  if (start === undefined) return "single total";
  const end = addDays(newYear(span.year + 1), -1);
  const { from, state } = beginningOf(start.day, begin, end);
  if (state === "estimated" && rule.unknownStart === "undecided") return "unknown start";

  const steps = [start, ...known.filter(({ day }) => day > start.day)];
  const gains = steps.slice(1).map(({ total }, index) => total - steps[index]!.total);
  const { required, daysOff } = askedBetween(from, end, rule.yearly, facts.daysOff ?? []);
  return {
    state,
    start,
    last,
    growth: gains.reduce((sum, gain) => sum + Math.max(0, gain), 0),
    restarted: gains.some((gain) => gain < 0),
    doubtful: steps.some(({ doubtful }) => doubtful === true),
    from,
    required,
    daysOff,
  };
}

/** Points that are still missing, and whether the days to `end` could bring them. */
export function shortfall({ growth, required, last }: Growth, end: Day): { missing: number; reachable: boolean } {
  const missing = Math.max(0, required - growth);
  return { missing, reachable: missing <= DAY_CAP * Math.max(0, daysBetween(last.day, end)) };
}

/** The last year-end count, else the total nearest to the beginning; of two equally near the earlier one. */
function startOf(known: readonly PastTotal[], begin: Day, counted: PastTotal | undefined): PastTotal | undefined {
  if (counted !== undefined && isNear(counted.day, begin)) return counted;
  const distance = ({ day }: PastTotal) => Math.abs(daysBetween(day, begin));
  return known.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** A start near the beginning, or later near a 1 January of the span, leaves nothing to estimate. */
function beginningOf(start: Day, begin: Day, end: Day): Pick<Growth, "from" | "state"> {
  if (isNear(start, begin)) return { from: begin, state: "decided" };
  const year = yearOf(addDays(start, NEAR_DAYS));
  const atNewYear = isNear(start, newYear(year)) && newYear(year) <= end;
  return { from: atNewYear ? newYear(year) : start, state: atNewYear && start > begin ? "decided" : "estimated" };
}

function isNear(day: Day, begin: Day): boolean {
  return Math.abs(daysBetween(day, begin)) <= NEAR_DAYS;
}

/** `yearly` points for a whole year, a part of one by its days without days off; rounded up once, at the end. */
function askedBetween(
  from: Day,
  until: Day,
  yearly: number,
  daysOff: NonNullable<GrowthFacts["daysOff"]>,
): Pick<Growth, "required" | "daysOff"> {
  let [points, off] = [0, 0];
  for (let year = yearOf(from); year <= yearOf(until); year += 1) {
    const first = later(from, newYear(year));
    const last = lastOfYear(first);
    const here = daysOff.reduce(
      (sum, period) => sum + daysIn(later(period.from, first), earlier(period.until ?? last, last)),
      0,
    );
    off += here;
    points += (daysIn(first, last) - here) * (PARTS / daysIn(newYear(year), last));
  }
  return { required: Math.ceil((yearly * points) / PARTS), daysOff: off };
}

/** Parts of a year that are whole days in a common year and in a leap year. */
const PARTS = 365 * 366;

const daysIn = (first: Day, last: Day) => Math.max(0, daysBetween(first, last) + 1);
const lastOfYear = (day: Day) => addDays(newYear(yearOf(day) + 1), -1);
const later = (a: Day, b: Day) => (a > b ? a : b);
const earlier = (a: Day, b: Day) => (a < b ? a : b);

function onePerDay(totals: readonly PastTotal[]): PastTotal[] {
  return totals.filter(({ day }, index) => totals[index + 1]?.day !== day);
}
