import { accountKey, type Duty, type Member, type MemberState, type Period, type Roster } from "../domain/roster.ts";
import type { RosterPlan } from "../domain/roster-import.ts";
import { allBranches } from "./branches.ts";
import { type Database, prepared } from "./database.ts";
import { branches } from "./schema-roster.ts";
import { setSetting, setting } from "./settings.ts";
import { forgetUploads } from "./uploads.ts";

/** The whole roster through time. */
export function loadRoster(db: Database): Roster {
  const memberships = periodsByMember<string>(
    db,
    `select p.member_id as memberId, b.name as value, p.from_day as "from", p.until_day as until
     from memberships p join branches b on b.id = p.branch_id order by p.member_id, p.from_day`,
  );
  const states = periodsByMember<MemberState>(
    db,
    `select member_id as memberId, state as value, from_day as "from", until_day as until
     from member_states order by member_id, from_day`,
  );
  const duties = new Map<number, Duty[]>();
  for (const { memberId, duty } of prepared<{ memberId: number; duty: Duty }>(
    db,
    "select member_id as memberId, duty from duties",
  ).all()) {
    duties.set(memberId, [...(duties.get(memberId) ?? []), duty]);
  }
  const members = prepared<{ id: number; account: string; name: string }>(
    db,
    "select id, account_shown as account, name from members order by id",
  ).all();
  return {
    branches: allBranches(db).map(({ name, kind }) => ({ name, kind })),
    members: members.map(({ id, account, name }) => ({
      account,
      name,
      duties: duties.get(id) ?? [],
      branches: memberships.get(id) ?? [],
      states: states.get(id) ?? [],
    })),
  };
}

function periodsByMember<T>(db: Database, sql: string): Map<number, Period<T>[]> {
  const periods = new Map<number, Period<T>[]>();
  for (const { memberId, ...period } of prepared<Period<T> & { memberId: number }>(db, sql).iterate()) {
    const known = periods.get(memberId);
    if (known === undefined) periods.set(memberId, [period]);
    else known.push(period);
  }
  return periods;
}

/** Writes what an import has planned; inside the caller's transaction. */
export function applyImport(db: Database, plan: RosterPlan): void {
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

function saveMember(
  db: Database,
  { account, name, duties, branches: memberships, states }: Member,
  branchIds: ReadonlyMap<string, number>,
): void {
  const { id } = prepared<{ id: number }>(
    db,
    `insert into members (account, account_shown, name) values (:key, :account, :name)
     on conflict (account) do update set name = :name returning id`,
  ).get({ key: accountKey(account), account, name })!;
  for (const table of ["memberships", "member_states", "duties"]) {
    prepared(db, `delete from ${table} where member_id = ?`).run(id);
  }
  for (const { value, from, until } of memberships) {
    prepared(db, "insert into memberships (member_id, branch_id, from_day, until_day) values (?, ?, ?, ?)").run(
      id,
      branchIds.get(value)!,
      from,
      until,
    );
  }
  for (const { value, from, until } of states) {
    prepared(db, "insert into member_states (member_id, state, from_day, until_day) values (?, ?, ?, ?)").run(
      id,
      value,
      from,
      until,
    );
  }
  for (const duty of duties) prepared(db, "insert into duties (member_id, duty) values (?, ?)").run(id, duty);
}

/** All accounts, as `accountKey` gives them, with the members' ids. */
export function memberIds(db: Database): Map<string, number> {
  return new Map(
    prepared<{ account: string; id: number }>(db, "select account, id from members")
      .all()
      .map(({ account, id }) => [account, id]),
  );
}
