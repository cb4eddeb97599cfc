import type { School, SchoolMember } from "../simulator/school.ts";
import type { Told } from "./told.ts";

/**
 * A quarter's results from what the workspace itself remembers: who was told by the bot that which total is recorded.
 * Written apart from the rules it checks, and shares none of their code.
 */
export interface Recomputed {
  readonly counted: readonly SchoolMember[];
  /** By account: the last total acknowledged in the round. */
  readonly reported: ReadonlyMap<string, number>;
  readonly branches: readonly RecomputedBranch[];
}

export interface RecomputedBranch {
  readonly branch: string;
  /** Accounts of its counted members. */
  readonly counted: readonly string[];
  readonly members: number;
  readonly reported: number;
  readonly total: number;
  readonly rank: number | null;
  /** Accounts on the talk list, sorted. */
  readonly talks: readonly string[];
  readonly unreported: readonly string[];
  /** What was reported, by account. */
  readonly totals: readonly (readonly [account: string, total: number])[];
}

/**
 * `known`: everybody's last known total before the round; updated with this round's. `told`: what was recorded in the
 * round and corrected since, in order; the last word counts.
 */
export function recompute(school: School, known: Map<string, number>, told: readonly Told[]): Recomputed {
  const counted = school.everybody.filter(
    ({ state, branch }) => state === "在职" || (state === "离退休" && isRetired(school, branch)),
  );
  const reported = new Map(told.map(({ account, total }) => [account, total]));
  const branches = school.list.map(({ name }) => {
    const members = counted.filter(({ branch }) => branch === name);
    const values = members.map(({ account }) => reported.get(account) ?? known.get(account) ?? 0);
    return {
      branch: name,
      counted: members.map(({ account }) => account),
      members: members.length,
      reported: members.filter(({ account }) => reported.has(account)).length,
      total: values.reduce((sum, value) => sum + value, 0),
      ...talksOf(members, reported),
      totals: [...reported].filter(([account]) => members.some((member) => member.account === account)),
    };
  });
  for (const [account, total] of reported) known.set(account, total);
  return { counted, reported, branches: ranked(school, branches) };
}

function isRetired(school: School, branch: string): boolean {
  return school.list.some(({ name, kind }) => name === branch && kind === "retired");
}

/**
 * 四（三）: of those who reported the last three, everybody who ties with the third included; never who has the highest
 * total, so that there is one fewer than reported. A place that falls to the retired leads to no talk.
 */
function talksOf(members: readonly SchoolMember[], reported: ReadonlyMap<string, number>) {
  const unreported = members.filter(({ account }) => !reported.has(account)).map(({ account }) => account);
  const ascending = members
    .flatMap((member) => (reported.has(member.account) ? [{ ...member, total: reported.get(member.account)! }] : []))
    .sort((a, b) => a.total - b.total);
  const bar = ascending[Math.min(3, ascending.length - 1) - 1]?.total ?? 0;
  const highest = ascending.at(-1)?.total;
  const talks = ascending.filter(({ total, state }) => total <= bar && total !== highest && state === "在职");
  return { talks: talks.map(({ account }) => account).sort(), unreported: unreported.sort() };
}

type Unranked = Omit<RecomputedBranch, "rank">;

/** A branch's rank is one more than how many others have a higher average. */
function ranked(school: School, branches: readonly Unranked[]): RecomputedBranch[] {
  const inRanking = branches.filter(({ branch, members }) => !isRetired(school, branch) && members > 0);
  return branches.map((branch) => {
    if (!inRanking.includes(branch)) return { ...branch, rank: null };
    const higher = inRanking.filter(
      (other) => BigInt(other.total) * BigInt(branch.members) > BigInt(branch.total) * BigInt(other.members),
    );
    return { ...branch, rank: higher.length + 1 };
  });
}
