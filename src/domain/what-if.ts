import type { Day } from "./calendar.ts";
import type { Parameters } from "./policy.ts";
import {
  type Average,
  type BranchStanding,
  isRanked,
  lowBranches,
  type MemberFigure,
  rankBranches,
  tableTotals,
} from "./ranking.ts";
import { type BranchKind, meaningOf } from "./roster.ts";
import { sampleSize } from "./spot-check.ts";
import { isTalkedWith, type Presence, talkList } from "./talk.ts";

/** A branch's table of a closed round, and what its members were on the round's day. */
export interface PastBranch {
  readonly branchId: number;
  readonly branch: string;
  readonly kind: BranchKind;
  readonly day: Day;
  /** As frozen, `counted` by the policy of its time. */
  readonly figures: readonly MemberFigure[];
  readonly states: ReadonlyMap<number, Presence>;
}

/** What a policy makes of a branch's figures. */
export interface BranchOutcome {
  readonly members: number;
  readonly reported: number;
  readonly average: Average | null;
  readonly rank: number | null;
  /** On the committee's list (四（四）). */
  readonly low: boolean;
  /** How many are asked, and how many of those who reported are checked (四（二）). */
  readonly asked: number;
  readonly spotChecks: number;
  /** Members on the talk list (四（三）). */
  readonly talks: readonly number[];
}

export interface BranchChange {
  readonly branch: string;
  readonly before: BranchOutcome;
  readonly after: BranchOutcome;
  /** Members who would come onto the talk list, and who would not be on it. */
  readonly listed: readonly number[];
  readonly lifted: readonly number[];
}

type Reminders = Parameters["round"]["reminders"];
type Post = Parameters["branchRank"]["post"];

/** The same quarter by two policies: by the one of its time, and by one that is proposed. */
export interface WhatIf {
  /** In the order of the ranking of its time. */
  readonly branches: readonly BranchChange[];
  readonly reminders: { readonly before: Reminders; readonly after: Reminders };
  readonly post: { readonly before: Post; readonly after: Post };
}

/** Compares; the figures stay as they were frozen, and only what a policy says of them differs. */
export function whatIf(branches: readonly PastBranch[], present: Parameters, proposed: Parameters): WhatIf {
  const sameMembers = [...present.members.counted].sort().join() === [...proposed.members.counted].sort().join();
  const before = outcomes(branches, present);
  // Who counts was frozen with the figures; it is asked anew only where the policies differ in it.
  const after = outcomes(sameMembers ? branches : branches.map((branch) => recounted(branch, proposed)), proposed);
  const names = new Map(branches.map(({ branchId, branch }) => [branchId, branch]));
  return {
    branches: [...before].map(([branchId, was]) => {
      const would = after.get(branchId)!;
      const listed = would.talks.filter((id) => !was.talks.includes(id));
      const lifted = was.talks.filter((id) => !would.talks.includes(id));
      return { branch: names.get(branchId)!, before: was, after: would, listed, lifted };
    }),
    reminders: { before: present.round.reminders, after: proposed.round.reminders },
    post: { before: present.branchRank.post, after: proposed.branchRank.post },
  };
}

/** Whether a branch comes out otherwise. */
export function isChanged({ before, after, listed, lifted }: BranchChange): boolean {
  if (listed.length + lifted.length > 0) return true;
  const figures = ({ average, talks: _, ...others }: BranchOutcome) =>
    JSON.stringify([average && `${average.sum}/${average.members}`, others]);
  return figures(before) !== figures(after);
}

function recounted(branch: PastBranch, { members }: Parameters): PastBranch {
  const { figures, kind, states } = branch;
  const counted = (id: number) => meaningOf(states.get(id)?.state ?? "在职", kind, members.counted).counted;
  return { ...branch, figures: figures.map((figure) => ({ ...figure, counted: counted(figure.memberId) })) };
}

/** By branch, in the order of the ranking. */
function outcomes(branches: readonly PastBranch[], parameters: Parameters): Map<number, BranchOutcome> {
  const byId = new Map(branches.map((branch) => [branch.branchId, branch]));
  const standings = rankBranches(
    branches.map(({ branchId, branch, kind, figures }) => {
      const totals = tableTotals(figures, parameters.branchRank.missing);
      return { branchId, branch, ranked: isRanked(kind, totals.members), ...totals };
    }),
  );
  const low = new Set(lowBranches(standings, parameters.lowBranches).map(({ branchId }) => branchId));
  return new Map(
    standings.map((standing) => [
      standing.branchId,
      outcome(standing, byId.get(standing.branchId)!, low.has(standing.branchId), parameters),
    ]),
  );
}

function outcome(
  { members, reported, average, rank }: BranchStanding,
  { figures, kind, day, states }: PastBranch,
  low: boolean,
  parameters: Parameters,
): BranchOutcome {
  const asked = [...states.values()].filter(({ state }) => meaningOf(state, kind, parameters.members.counted).asked);
  const spotChecks = sampleSize(reported, parameters.spotCheck);
  const mayBeListed = (id: number) => {
    const presence = states.get(id);
    return presence === undefined || isTalkedWith(presence, parameters.talk, day);
  };
  const talks = talkList(figures, parameters.talk, mayBeListed).talks.map(({ memberId }) => memberId);
  return { members, reported, average, rank, low, asked: asked.length, spotChecks, talks };
}
