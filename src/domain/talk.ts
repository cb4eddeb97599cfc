import type { Parameters } from "./policy.ts";
import { growthOf, type MemberFigure } from "./ranking.ts";

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

/**
 * The lowest of a branch among those who reported, lowest first, with everybody tied at the cut. In a branch of
 * fewer than four counted members the list is one shorter than the branch, so that it never is everybody.
 */
export function talkList(figures: readonly MemberFigure[], rules: Parameters["talk"]): TalkList {
  const counted = figures.filter((figure) => figure.counted);
  const unreported = counted.filter(({ total }) => total === null).map(({ memberId }) => memberId);
  const places = Math.min(rules.lowest, counted.length - 1);
  if (places <= 0) return { talks: [], unreported };

  const ranked = rankedMembers(counted, rules.metric);
  const cut = ranked[Math.max(0, ranked.length - places)]?.measure;
  if (cut === undefined) return { talks: [], unreported };
  const talks = ranked
    .filter(({ measure }) => measure <= cut)
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
