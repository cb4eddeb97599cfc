import { type Day, daysBetween } from "./calendar.ts";

/** The most points one day has ever given (64–66 in early 2019): an outer bound, not a rule of the app. */
export const DAY_CAP = 66;
/** The app opened on this day, so nobody's total can hold more days than have passed since. */
export const PLATFORM_START = "2019-01-01" as Day;

/** A member's last accepted total and the day it was true on. */
export interface PastTotal {
  readonly total: number;
  readonly day: Day;
  /** Imported although it does not go with the others (存疑). */
  readonly doubtful?: true;
}

export type Plausibility = "plausible" | "below-last" | "above-possible" | "maybe-today";

/** The largest total this member can have on `today`. */
export function largestTotal(previous: PastTotal | undefined, today: Day): number {
  if (previous === undefined) return DAY_CAP * daysBetween(PLATFORM_START, today);
  // On the same day still a day's points: the earlier total may be of the morning.
  return previous.total + DAY_CAP * Math.max(1, daysBetween(previous.day, today));
}

/**
 * Whether a total can be accepted without a question. A first total that a single day could give may be today's
 * points: `maybe-today`.
 */
export function plausibility(total: number, previous: PastTotal | undefined, today: Day): Plausibility {
  if (total > largestTotal(previous, today)) return "above-possible";
  if (previous !== undefined) return total >= previous.total ? "plausible" : "below-last";
  return total > DAY_CAP ? "plausible" : "maybe-today";
}

/** What an earlier or later total says against one of before; `of`: the total that it does not go with. */
export interface PastDoubt {
  readonly kind: "below-last" | "above-possible";
  readonly of: PastTotal;
}

/**
 * Whether a total of before goes with the last one known before it and the first one after it. It may be too low
 * (below the one before, or more than possible short of the one after) or too high.
 */
export function pastDoubt(
  past: PastTotal,
  { before, after }: { readonly before: PastTotal | undefined; readonly after: PastTotal | undefined },
): PastDoubt | undefined {
  if (before !== undefined) {
    if (past.total < before.total) return { kind: "below-last", of: before };
    if (past.total > largestTotal(before, past.day)) return { kind: "above-possible", of: before };
  }
  if (after === undefined) return undefined;
  if (past.total > after.total) return { kind: "above-possible", of: after };
  return after.total > largestTotal(past, after.day) ? { kind: "below-last", of: after } : undefined;
}

/** Why a question is needed; the words are chosen in `messages/`. */
export type AskReason =
  | "below-last"
  | "above-possible"
  | "maybe-today"
  | "approximate"
  | "irregular"
  | "several"
  | "increment"
  | "unchanged"
  | "only-today"
  | "only-date"
  | "other-person"
  | "picture"
  | "question";

/** What the bot has asked a member and waits for: a figure, or whether a report is to be taken back. */
export type QuestionReason = AskReason | "withdraw";
