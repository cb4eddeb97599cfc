import { asc, eq } from "drizzle-orm";
import { BRANCH_ADMINS, COMMITTEE_SECRETARY, type Holder, OFFICE } from "../domain/access.ts";
import { addDays, type Day, type Instant } from "../domain/calendar.ts";
import { accountKey, type Duty, dutiesInOrder, type MemberState, type Titled } from "../domain/roster.ts";
import type { Presence } from "../domain/talk.ts";
import { type Database, prepared } from "./database.ts";
import { count, exists, is, json, type RowOf, rows, values } from "./rows.ts";
import { branches, members } from "./schema-roster.ts";
import { setting } from "./settings.ts";

const MEMBER = { id: members.id, account: members.accountShown, name: members.name };
export const member = rows(MEMBER);
export type Member = RowOf<typeof member>;

const sender = rows({ ...MEMBER, greetedAt: members.greetedAt });
/** A member who speaks. */
export type Sender = RowOf<typeof sender>;

const byKey = sender.one<[key: string]>("select * from members where account = ?");

/** The member with this workspace user id, in any case of letters. */
export function memberByAccount(db: Database, account: string): Sender | undefined {
  return byKey(db, accountKey(account));
}

const names = values<string>("select distinct name from members");

/** Everybody on the roster: one line of it for the reader, who must know names from numbers. */
export function memberNames(db: Database): Set<string> {
  return new Set(names(db));
}

/** `from`/`until` hold the day: the condition of every dated table. */
const on = (table: string) =>
  `${table}.from_day <= :day and (${table}.until_day is null or ${table}.until_day >= :day)`;

const STATE = `coalesce(s.state, '在职')`;
const PRESENT = `
  left join member_states s on s.member_id = p.member_id and ${on("s")}
  where ${on("p")} and ${STATE} not in ('转出', '已故')`;
const PRESENT_MEMBERS = `join members on members.id = p.member_id ${PRESENT}`;

const inBranch = rows({ ...MEMBER, state: is<MemberState>(STATE) }).all<[day: Day, branchId: number]>(
  `select * from memberships p ${PRESENT_MEMBERS} and p.branch_id = :branchId order by members.id`,
);

/** Who belongs to a branch on a day, those who have left excepted, in the order of the roster. */
export function membersOfBranch(db: Database, branchId: number, day: Day) {
  return inBranch(db, day, branchId);
}

/** Whether anybody does. */
export const hasMembers = exists<[day: Day, branchId: number]>(
  `select 1 from memberships p ${PRESENT} and p.branch_id = :branchId limit 1`,
);

const affiliated = rows({ branchId: branches.id, branch: branches.name, kind: branches.kind });
export type Affiliation = RowOf<typeof affiliated>;

const branchOf = affiliated.one<[day: Day, memberId: number]>(
  `select * from memberships p join branches on branches.id = p.branch_id ${PRESENT} and p.member_id = :memberId`,
);

/** The branch a member belongs to on a day; undefined for somebody who has left. */
export function affiliation(db: Database, memberId: number, day: Day): Affiliation | undefined {
  return branchOf(db, day, memberId);
}

const present = rows({
  state: is<MemberState>(STATE),
  joined: is<Day>("coalesce((select min(p.from_day) from memberships p where p.member_id = members.id), :day)"),
  awayUntil: is<Day | null>(
    `(select max(a.until_day) from member_states a where a.member_id = members.id and a.until_day < :day
      and a.state not in ('在职', '离退休'))`,
  ),
}).sole<[day: Day, memberId: number]>(
  `select * from members left join member_states s on s.member_id = members.id and ${on("s")} where members.id = :memberId`,
);

/** What a member is on a day, and since when on the roster and not away. */
export function presenceOn(db: Database, memberId: number, day: Day): Presence {
  const { state, joined, awayUntil } = present(db, day, memberId);
  const back = awayUntil === null ? joined : addDays(awayUntil, 1);
  return { state, since: back > joined ? back : joined };
}

/** Who somebody is to the table of rights. Who has left holds no duty any more, whatever the roster still says. */
export function holderOn(db: Database, memberId: number, day: Day): Holder {
  const own = affiliation(db, memberId, day);
  return own === undefined
    ? { duties: [], branchId: null }
    : { duties: dutiesOf(db, memberId), branchId: own.branchId };
}

export const dutiesOf = values<Duty, [memberId: number]>("select duty from duties where member_id = ?");

// A branch has few members, a school has few duties: from there, not over everybody.
const WANTED = "d.duty in (select value from json_each(:duties))";
const holdersInBranch = member.all<[duties: string, day: Day, branchId: number]>(
  `select distinct * from memberships p cross join duties d on d.member_id = p.member_id and ${WANTED}
     ${PRESENT_MEMBERS} and p.branch_id = :branchId
   order by members.id`,
);
const holdersInSchool = member.all<[day: Day, duties: string]>(
  `select distinct * from duties d cross join memberships p on p.member_id = d.member_id ${PRESENT_MEMBERS} and ${WANTED}
   order by members.id`,
);

/** Who holds one of these duties today, of one branch or of the school; nobody who has left. */
export function holdersOf(db: Database, duties: readonly Duty[], day: Day, branchId?: number): Member[] {
  const wanted = JSON.stringify(duties);
  return branchId === undefined ? holdersInSchool(db, day, wanted) : holdersInBranch(db, wanted, day, branchId);
}

/** The branch's admins but for these people; nobody where there is no branch. */
export function branchAdmins(
  db: Database,
  branchId: number | undefined,
  day: Day,
  without: readonly Pick<Member, "id">[] = [],
): Member[] {
  if (branchId === undefined) return [];
  return holdersOf(db, BRANCH_ADMINS, day, branchId).filter(({ id }) => !without.some((other) => other.id === id));
}

/** A member with those of the duties that matter here. */
export function titled(db: Database, { id, name }: Member, among: readonly Duty[]): Titled {
  return { name, duties: dutiesInOrder(dutiesOf(db, id)).filter((duty) => among.includes(duty)) };
}

/** The office without some of its own; where nobody is left, the committee secretary stands in. */
export function officeWithout(db: Database, memberIds: readonly number[], day: Day): Member[] {
  const others = (duties: readonly Duty[]) => holdersOf(db, duties, day).filter(({ id }) => !memberIds.includes(id));
  const office = others(OFFICE);
  return office.length > 0 ? office : others(COMMITTEE_SECRETARY);
}

const linesOn = rows(
  {
    ...MEMBER,
    branch: branches.name,
    state: is<MemberState>(STATE),
    duties: json<Duty[]>("(select json_group_array(duty) from duties d where d.member_id = members.id)"),
  },
  (line) => ({ ...line, duties: dutiesInOrder(line.duties) }),
).all<[day: Day, branchId: number | null]>(
  `select * from memberships p join members on members.id = p.member_id join branches on branches.id = p.branch_id
   left join member_states s on s.member_id = members.id and ${on("s")}
   where ${on("p")} and (:branchId is null or p.branch_id = :branchId) order by branches.id, members.id`,
);

/** The roster on a day, as `bot roster list` shows it. */
export function rosterLines(db: Database, day: Day, branchId?: number) {
  return linesOn(db, day, branchId ?? null);
}

export const countMembers = count("select count(*) from members");

const strangers = values<number, [ids: string]>(
  "select id from members where id in (select value from json_each(?)) and greeted_at is null order by id",
);
/** Whom the bot has never told what is kept and why. */
export function strangersAmong(db: Database, memberIds: readonly number[]): number[] {
  return strangers(db, JSON.stringify(memberIds));
}

export function setDeletionAsked(db: Database, memberId: number, at: Instant): void {
  prepared(db, "update members set deletion_asked_at = ? where id = ?").run(at, memberId);
}

/** Whether the member has asked since a moment what deleting the own data would mean. */
export const hasAskedDeletion = exists<[memberId: number, since: Instant]>(
  "select 1 from members where id = ? and deletion_asked_at >= ?",
);

export function setGreeted(db: Database, memberId: number, at: number): void {
  prepared(db, "update members set greeted_at = ? where id = ?").run(at, memberId);
}

/** What the account of a member begins with whose data were deleted (`forgetMember`). */
export const FORGOTTEN = "deleted-";

/** Of somebody who has a pseudonym since. */
export const isForgottenAccount = (account: string) => account.startsWith(FORGOTTEN);

export const isForgotten = exists<[memberId: number]>(
  "select 1 from members where id = ? and forgotten_at is not null",
);

export type Branch = typeof branches.$inferSelect;

export function allBranches(db: Database): Branch[] {
  return db.select().from(branches).orderBy(asc(branches.id)).all();
}

export function branchNamed(db: Database, name: string): Branch | undefined {
  return db.select().from(branches).where(eq(branches.name, name)).get();
}

export function branchById(db: Database, id: number): Branch {
  const branch = db.select().from(branches).where(eq(branches.id, id)).get();
  if (branch === undefined) throw new Error(`branch ${id} is missing`);
  return branch;
}

/** Where what is published goes: the school's group and every branch's own, each once. */
export function groupTargets(db: Database): string[] {
  const school = setting(db, "schoolGroup");
  const own = allBranches(db).flatMap(({ groupTarget }) => groupTarget ?? []);
  return [...new Set([...(school === undefined ? [] : [school]), ...own])];
}

/** Who has a group: the school, and which branches. */
export function groupsSet(db: Database) {
  const all = allBranches(db);
  const having = (group: boolean) =>
    all.flatMap(({ name, groupTarget }) => ((groupTarget !== null) === group ? name : []));
  return { school: setting(db, "schoolGroup") !== undefined, branches: having(true), without: having(false) };
}

export function updateBranch(db: Database, id: number, change: Partial<Pick<Branch, "kind" | "groupTarget">>): void {
  db.update(branches).set(change).where(eq(branches.id, id)).run();
}

const among = member.all<[ids: string]>("select * from members where id in (select value from json_each(?))");

export function membersById(db: Database, ids: readonly number[]): Map<number, Member> {
  return new Map(among(db, JSON.stringify(ids)).map((member) => [member.id, member]));
}
