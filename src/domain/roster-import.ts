import { addDays, type Day } from "./calendar.ts";
import { isSameName } from "./names.ts";
import {
  accountKey,
  type Branch,
  type Duty,
  dutiesInOrder,
  hasLeft,
  type MemberState,
  type Period,
  type Roster,
  type RosterMember,
  setPeriod,
  valueOn,
} from "./roster.ts";
import { PLATFORM_START } from "./score.ts";

/** One person of a roster file. What the file has no column for is undefined, and stays as it is. */
export interface RosterRow {
  /** As Excel numbers it. */
  readonly line: number;
  readonly name: string;
  readonly branch: string;
  readonly account: string;
  /** The account before the workspace gave this member another one; without meaning once that is on record. */
  readonly formerAccount?: string | undefined;
  readonly duties: readonly Duty[] | undefined;
  readonly state: MemberState | undefined;
  /** The days `state` holds; `from` also dates a new membership and a move. */
  readonly from: Day | undefined;
  readonly until: Day | undefined;
}

interface Person {
  readonly account: string;
  readonly name: string;
}

export type RosterChange = Person &
  (
    | { readonly kind: "added"; readonly branch: string }
    | { readonly kind: "renamed"; readonly former: string }
    | { readonly kind: "account"; readonly former: string }
    | { readonly kind: "moved"; readonly former: string | undefined; readonly branch: string; readonly since: Day }
    | { readonly kind: "duties"; readonly former: readonly Duty[]; readonly duties: readonly Duty[] }
    | {
        readonly kind: "state";
        /** Today's, before the import. */
        readonly former: MemberState | undefined;
        readonly state: MemberState;
        /** As the file gives them. */
        readonly from: Day | undefined;
        readonly until: Day | undefined;
      }
  );

export type RosterWarning =
  | { readonly kind: "no secretary"; readonly branch: string }
  | { readonly kind: "several secretaries"; readonly branch: string; readonly names: readonly string[] }
  | (Person & { readonly kind: "duties after leaving"; readonly line: number })
  | (Person & { readonly kind: "left before joining"; readonly line: number });

export interface RosterPlan {
  readonly newBranches: readonly Branch[];
  /** Members who keep everything under another account; to be written before `members`. */
  readonly movedAccounts: readonly { readonly from: string; readonly to: string }[];
  readonly changes: readonly RosterChange[];
  /** The new and the changed members as they will be, to be written whole. */
  readonly members: readonly RosterMember[];
  /** How many rows change nothing. */
  readonly unchanged: number;
  /** Members on the roster of whom the file says nothing; they stay. */
  readonly missing: readonly (Person & { readonly branch: string | undefined })[];
  readonly warnings: readonly RosterWarning[];
}

/**
 * What an import would change. `rows` are those of a file without faults: each account at most once, no end before
 * its beginning. The same rows again, on the same day or later, change nothing.
 */
export function planImport(
  rows: readonly RosterRow[],
  roster: Roster,
  today: Day,
  isFirst = roster.members.length === 0,
): RosterPlan {
  const after = new Map(roster.members.map((member) => [accountKey(member.account), member]));
  const unmentioned = new Map(after);
  const members: RosterMember[] = [];
  const changes: RosterChange[] = [];
  const warnings: RosterWarning[] = [];
  const mentioned = new Set<string>();
  const movedAccounts: { from: string; to: string }[] = [];
  let unchanged = 0;

  for (const row of rows) {
    const key = accountKey(row.account);
    const { line, account, name } = row;
    const leaves = hasLeft(row.state);
    if (leaves && row.duties?.length) warnings.push({ kind: "duties after leaving", line, account, name });
    const before = after.get(key) ?? after.get(accountKey(row.formerAccount ?? ""));
    unmentioned.delete(accountKey(before?.account ?? account));
    if (before === undefined && leaves && !(isFirst && row.from !== undefined)) {
      warnings.push({ kind: "left before joining", line, account, name });
      continue;
    }
    mentioned.add(row.branch);
    const member = before === undefined ? newMember(row, isFirst, today) : updated(before, row, today);
    const differences: RosterChange[] =
      before === undefined
        ? [{ kind: "added", account, name, branch: row.branch }]
        : compare(before, member, row, today);
    if (differences.length === 0) {
      unchanged += 1;
      // Another spelling of the same name is stored without being told.
      if (before !== undefined && before.name !== member.name) members.push(member);
      continue;
    }
    if (before !== undefined && accountKey(before.account) !== key) {
      after.delete(accountKey(before.account));
      movedAccounts.push({ from: before.account, to: account });
    }
    after.set(key, member);
    members.push(member);
    changes.push(...differences);
  }

  return {
    newBranches: newBranches(members, roster),
    movedAccounts,
    changes,
    members,
    unchanged,
    missing: [...unmentioned.values()]
      .filter(({ states }) => !hasLeft(valueOn(states, today)))
      .map(({ account, name, branches }) => ({ account, name, branch: valueOn(branches, today) })),
    warnings: [...warnings, ...secretaryWarnings([...after.values()], mentioned)],
  };
}

/**
 * On the first import everybody counts as having been there always, but for those whose 在职 begins on a given day.
 * Later on a new member begins on the day given, else today.
 */
function newMember(row: RosterRow, isFirst: boolean, today: Day): RosterMember {
  const begins = isFirst && isAway(row.state) ? undefined : row.from;
  const since = begins ?? (isFirst ? PLATFORM_START : today);
  return {
    account: row.account,
    name: row.name,
    duties: dutiesInOrder(row.duties ?? []),
    branches: [{ value: row.branch, from: since, until: null }],
    states: withState([{ value: "在职", from: since, until: null }], row, since),
  };
}

function updated(member: RosterMember, row: RosterRow, today: Day): RosterMember {
  const states = withState(member.states, row, today);
  // 起 of a leave that is on record already says nothing of when the member moved.
  const since = isAway(row.state) && samePeriods(states, member.states) ? today : (row.from ?? today);
  const moves = member.branches.at(-1)?.value !== row.branch && !hasLeft(row.state);
  const isSame = accountKey(member.account) === accountKey(row.account);
  return {
    account: isSame ? member.account : row.account,
    name: row.name,
    duties: dutiesInOrder(row.duties ?? member.duties),
    branches: moves ? setPeriod(member.branches, { value: row.branch, from: since, until: null }) : member.branches,
    states,
  };
}

/** `states` with the row's state laid over them; without 起 it holds from `otherwise` on. */
function withState(
  states: readonly Period<MemberState>[],
  row: RosterRow,
  otherwise: Day,
): readonly Period<MemberState>[] {
  const { state, from, until = null } = row;
  if (state === undefined) return states;
  let since = from ?? otherwise;
  if (until !== null && until < since) {
    // No 起, and 止 is past: it can only end a state that is on record.
    if (valueOn(states, until) !== state) return states;
    since = until;
  }
  const laid = setPeriod(states, { value: state, from: since, until });
  return until === null ? laid : endedAfter(laid, until);
}

/** If the state of `day` runs on, the one before it returns on the next day. */
function endedAfter(states: readonly Period<MemberState>[], day: Day): readonly Period<MemberState>[] {
  const run = states.find(({ from, until }) => from <= day && (until === null || until > day));
  if (run === undefined) return states;
  const former = valueOn(states, addDays(run.from, -1)) ?? "在职";
  return setPeriod(states, { value: former, from: addDays(day, 1), until: run.until });
}

function compare(
  before: RosterMember,
  after: RosterMember,
  { state, from, until }: RosterRow,
  today: Day,
): RosterChange[] {
  const { account, name } = after;
  const changes: RosterChange[] = [];
  if (before.account !== account) changes.push({ kind: "account", account, name, former: before.account });
  if (!isSameName(before.name, name)) changes.push({ kind: "renamed", account, name, former: before.name });
  const [former, last] = [before.branches.at(-1), after.branches.at(-1)];
  if (last !== undefined && former?.value !== last.value) {
    changes.push({ kind: "moved", account, name, former: former?.value, branch: last.value, since: last.from });
  }
  if (dutiesInOrder(before.duties).join() !== after.duties.join()) {
    changes.push({ kind: "duties", account, name, former: before.duties, duties: after.duties });
  }
  if (state !== undefined && !samePeriods(before.states, after.states)) {
    changes.push({ kind: "state", account, name, former: valueOn(before.states, today), state, from, until });
  }
  return changes;
}

/** A new branch is taken for a retired one by its name, until `branch set` says otherwise. */
function newBranches(members: readonly RosterMember[], roster: Roster): Branch[] {
  const known = new Set(roster.branches.map(({ name }) => name));
  const names = new Set(members.flatMap(({ branches }) => branches.map(({ value }) => value)));
  return [...names]
    .filter((name) => !known.has(name))
    .map((name) => ({ name, kind: /退休|离休/.test(name) ? "retired" : "working" }));
}

function secretaryWarnings(members: readonly RosterMember[], branches: ReadonlySet<string>): RosterWarning[] {
  const secretaries = new Map([...branches].map((branch) => [branch, [] as string[]]));
  for (const member of members) {
    if (!member.duties.includes("支部书记") || hasLeft(member.states.at(-1)?.value)) continue;
    secretaries.get(member.branches.at(-1)?.value ?? "")?.push(member.name);
  }
  return [...secretaries].flatMap(([branch, names]): RosterWarning[] => {
    if (names.length === 0) return [{ kind: "no secretary", branch }];
    return names.length === 1 ? [] : [{ kind: "several secretaries", branch, names }];
  });
}

function isAway(state: MemberState | undefined): boolean {
  return state !== undefined && state !== "在职";
}

function samePeriods<T>(a: readonly Period<T>[], b: readonly Period<T>[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ value, from, until }, index) => {
      const other = b[index];
      return value === other?.value && from === other.from && until === other.until;
    })
  );
}
