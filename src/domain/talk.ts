import { type Day, daysBetween } from "./calendar.ts";
import type { Parameters } from "./policy.ts";
import { growthOf, type MemberFigure } from "./ranking.ts";
import type { MemberState } from "./roster.ts";

/** A talk owed to a low scorer of a branch (四（三）). */
export interface Talk {
  readonly memberId: number;
  readonly total: number;
  readonly growth: number | null;
  /** From the top of those who reported; equal figures share a rank. */
  readonly rank: number;
}

/** What is written down of a talk, as far as the talker wrote it; who, when and why the bot knows. */
export interface TalkRecord {
  readonly place?: string;
  /** 谈话主要内容 */
  readonly content?: string;
  /** 对方的困难与意见 */
  readonly difficulties?: string;
  /** 帮助措施 */
  readonly measures?: string;
}

export interface TalkList {
  readonly talks: readonly Talk[];
  /** Counted members without a report: listed apart, because not having reported is not a low score. */
  readonly unreported: readonly number[];
}

/** What a member was on the day of a round: the state, and since when on the roster and not away. */
export interface Presence {
  readonly state: MemberState;
  readonly since: Day;
}

/** Whether a low place leads to a talk: `talk.states`, and `talk.minDays` on the roster or back from leave. */
export function isTalkedWith({ state, since }: Presence, { states, minDays }: Parameters["talk"], day: Day): boolean {
  return states.includes(state) && daysBetween(since, day) >= minDays;
}

/**
 * The lowest of a branch among those who reported, lowest first, with everybody tied at the cut. Nobody is listed who
 * is ranked first, so the list is shorter than those who reported are many. Whoever `mayBeListed` leaves out keeps the
 * place: nobody comes onto the list for it.
 */
export function talkList(
  figures: readonly MemberFigure[],
  rules: Parameters["talk"],
  mayBeListed: (memberId: number) => boolean,
): TalkList {
  const counted = figures.filter((figure) => figure.counted);
  const unreported = counted.filter(({ total }) => total === null).map(({ memberId }) => memberId);
  const ranked = rankedMembers(counted, rules.metric);
  const places = Math.min(rules.lowest, ranked.length - 1);
  if (places <= 0) return { talks: [], unreported };

  const cut = ranked[ranked.length - places]!.measure;
  const talks = ranked
    .filter(({ figure, measure, rank }) => measure <= cut && rank > 1 && mayBeListed(figure.memberId))
    .map(({ figure, rank }) => ({ memberId: figure.memberId, total: figure.total, growth: growthOf(figure), rank }));
  return { talks: talks.reverse(), unreported };
}

/** The rank of each counted member who has reported, by the metric that talks are owed by; equal figures share one. */
export function ranksWithin(figures: readonly MemberFigure[], metric: Metric): ReadonlyMap<number, number> {
  return new Map(rankedMembers(figures, metric).map(({ figure, rank }) => [figure.memberId, rank]));
}

type Metric = Parameters["talk"]["metric"];
type Reported = MemberFigure & { readonly total: number };

interface Ranked {
  readonly figure: Reported;
  readonly measure: number;
  readonly rank: number;
}

/** From the highest down. */
function rankedMembers(figures: readonly MemberFigure[], metric: Metric): Ranked[] {
  const measured = figures
    .filter((figure): figure is Reported => figure.counted && figure.total !== null)
    .map((figure) => ({ figure, measure: metric === "total" ? figure.total : growthOf(figure) }))
    // Without a past total there is no growth to be low in.
    .filter((entry): entry is typeof entry & { measure: number } => entry.measure !== null)
    .sort((a, b) => b.measure - a.measure);
  let rank = 0;
  return measured.map(({ figure, measure }, index) => {
    if (measure !== measured[index - 1]?.measure) rank = index + 1;
    return { figure, measure, rank };
  });
}
