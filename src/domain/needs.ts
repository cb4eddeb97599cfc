import { DAY_MS, type Instant } from "./calendar.ts";

/** Something that waits for a person, and how much of it. */
export interface Need {
  readonly topic: string;
  /** At least 1. */
  readonly count: number;
}

/** A need as the office was last told of it. */
export interface ToldNeed {
  readonly count: number;
  readonly at: Instant;
}

export type ToldNeeds = Readonly<Record<string, ToldNeed>>;

/** What is told again although nothing is new in it. */
const AGAIN_AFTER_MS = 7 * DAY_MS;

/** What is new since it was last told, or has waited a week since. */
export function needsToTell<N extends Need>(needs: readonly N[], told: ToldNeeds, now: Instant): N[] {
  return needs.filter(({ topic, count }) => {
    const last = told[topic];
    return last === undefined || count > last.count || now - last.at >= AGAIN_AFTER_MS;
  });
}

/** The memory after a look: what is over is forgotten, what has become less counts as less. */
export function toldAfter(needs: readonly Need[], telling: readonly Need[], told: ToldNeeds, now: Instant): ToldNeeds {
  const topics = new Set(telling.map(({ topic }) => topic));
  return Object.fromEntries(
    needs.flatMap(({ topic, count }): [string, ToldNeed][] => {
      if (topics.has(topic)) return [[topic, { count, at: now }]];
      const last = told[topic];
      return last === undefined ? [] : [[topic, { count: Math.min(count, last.count), at: last.at }]];
    }),
  );
}
