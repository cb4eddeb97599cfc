import {
  accountKey,
  type Duty,
  type MemberState,
  type Period,
  type Roster,
  type RosterMember,
} from "../domain/roster.ts";
import type { RosterPlan } from "../domain/roster-import.ts";
import { forgetUploads } from "./batches.ts";
import { type Database, prepared } from "./database.ts";
import { allBranches, member } from "./members.ts";
import { pick, rows, value } from "./rows.ts";
import { branches, duties, memberStates, members, memberships } from "./schema-roster.ts";
import { setSetting, setting } from "./settings.ts";

const everybody = member.all("select * from members order by id");
const allMemberships = rows({
  memberId: memberships.memberId,
  value: branches.name,
  ...pick(memberships, "from", "until"),
}).all("select * from memberships join branches on branches.id = branch_id order by member_id, from_day");
const allStates = rows({
  memberId: memberStates.memberId,
  value: memberStates.state,
  ...pick(memberStates, "from", "until"),
}).all("select * from member_states order by member_id, from_day");
const allDuties = rows(pick(duties, "memberId", "duty")).all("select * from duties");

/** The whole roster through time. */
export function loadRoster(db: Database): Roster {
  const memberships = periodsByMember(allMemberships(db));
  const states = periodsByMember(allStates(db));
  const duties = Map.groupBy(allDuties(db), ({ memberId }) => memberId);
  return {
    branches: allBranches(db).map(({ name, kind }) => ({ name, kind })),
    members: everybody(db).map(({ id, account, name }) => ({
      account,
      name,
      duties: duties.get(id)?.map(({ duty }) => duty) ?? [],
      branches: memberships.get(id) ?? [],
      states: states.get(id) ?? [],
    })),
  };
}

function periodsByMember<T>(list: readonly (Period<T> & { readonly memberId: number })[]): Map<number, Period<T>[]> {
  const periods = new Map<number, Period<T>[]>();
  for (const { memberId, ...period } of list) {
    const known = periods.get(memberId);
    if (known === undefined) periods.set(memberId, [period]);
    else known.push(period);
  }
  return periods;
}

/** Writes what an import has planned; inside the caller's transaction. */
export function applyImport(db: Database, plan: Pick<RosterPlan, "newBranches" | "movedAccounts" | "members">): void {
  for (const { name, kind } of plan.newBranches) db.insert(branches).values({ name, kind }).run();
  for (const { from, to } of plan.movedAccounts) {
    prepared(db, "update members set account = :key, account_shown = :to where account = :former").run({
      key: accountKey(to),
      to,
      former: accountKey(from),
    });
  }
  const branchIds = new Map(allBranches(db).map(({ id, name }) => [name, id]));
  for (const member of plan.members) saveMember(db, member, branchIds);
  if (plan.members.length > 0 || plan.newBranches.length > 0) touchRoster(db);
}

/** What was read from the roster is read again, and files that name members are made anew. */
export function touchRoster(db: Database): void {
  forgetUploads(db);
  setSetting(db, "rosterVersion", (setting(db, "rosterVersion") ?? 0) + 1);
}

const keptMember = value<number, [key: string, account: string, name: string]>(
  `insert into members (account, account_shown, name) values (:key, :account, :name)
   on conflict (account) do update set name = :name returning id`,
);

function saveMember(
  db: Database,
  { account, name, duties, branches: memberships, states }: RosterMember,
  branchIds: ReadonlyMap<string, number>,
): void {
  const id = keptMember(db, accountKey(account), account, name)!;
  prepared(db, "delete from memberships where member_id = ?").run(id);
  for (const { value, from, until } of memberships) {
    prepared(db, "insert into memberships (member_id, branch_id, from_day, until_day) values (?, ?, ?, ?)").run(
      id,
      branchIds.get(value)!,
      from,
      until,
    );
  }
  setStates(db, id, states);
  setDuties(db, id, duties);
}

/** A member's states through time. */
export const statesOf = rows({ value: memberStates.state, ...pick(memberStates, "from", "until") }).all<
  [memberId: number]
>("select * from member_states where member_id = ? order by from_day");

export function setStates(db: Database, memberId: number, states: readonly Period<MemberState>[]): void {
  prepared(db, "delete from member_states where member_id = ?").run(memberId);
  for (const { value, from, until } of states) {
    prepared(db, "insert into member_states (member_id, state, from_day, until_day) values (?, ?, ?, ?)").run(
      memberId,
      value,
      from,
      until,
    );
  }
}

export function setDuties(db: Database, memberId: number, held: readonly Duty[]): void {
  prepared(db, "delete from duties where member_id = ?").run(memberId);
  for (const duty of held) prepared(db, "insert into duties (member_id, duty) values (?, ?)").run(memberId, duty);
}

const accounts = rows(pick(members, "account", "id")).all("select * from members");

/** All accounts, as `accountKey` gives them, with the members' ids. */
export function memberIds(db: Database): Map<string, number> {
  return new Map(accounts(db).map(({ account, id }) => [account, id]));
}
