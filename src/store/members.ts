import { BRANCH_ADMINS, COMMITTEE_SECRETARY, type Holder, OFFICE } from "../domain/access.ts";
import type { Day, Instant } from "../domain/calendar.ts";
import { accountKey, type BranchKind, type Duty, inOrder, type MemberState, type Titled } from "../domain/roster.ts";
import { type Database, prepared } from "./database.ts";

export interface Member {
  readonly id: number;
  readonly account: string;
  readonly name: string;
}

/** A member who speaks. */
export interface Sender extends Member {
  /** When the bot told the member what is kept and why; null: not yet. */
  readonly greetedAt: Instant | null;
}

/** The member with this workspace user id, in any case of letters. */
export function memberByAccount(db: Database, account: string): Sender | undefined {
  return prepared<Sender>(
    db,
    "select id, account_shown as account, name, greeted_at as greetedAt from members where account = ?",
  ).get(accountKey(account));
}

/** Everybody on the roster: one line of it for the reader, who must know names from numbers. */
export function memberNames(db: Database): Set<string> {
  return new Set(
    prepared<{ name: string }>(db, "select distinct name from members")
      .all()
      .map(({ name }) => name),
  );
}

/** `from`/`until` hold the day: the condition of every dated table. */
const on = (table: string) =>
  `${table}.from_day <= :day and (${table}.until_day is null or ${table}.until_day >= :day)`;

const STATE = `coalesce(s.state, '在职')`;
const PRESENT = `
  join members m on m.id = p.member_id
  left join member_states s on s.member_id = m.id and ${on("s")}
  where ${on("p")} and ${STATE} not in ('转出', '已故')`;
const ROSTER = `from memberships p ${PRESENT}`;

export interface BranchMember extends Member {
  readonly state: MemberState;
}

/** Who belongs to a branch on a day, those who have left excepted, in the order of the roster. */
export function membersOfBranch(db: Database, branchId: number, day: Day): BranchMember[] {
  return prepared<BranchMember>(
    db,
    `select m.id, m.account_shown as account, m.name, ${STATE} as state ${ROSTER} and p.branch_id = :branchId order by m.id`,
  ).all({ branchId, day });
}

export interface Affiliation {
  readonly branchId: number;
  readonly branch: string;
  readonly kind: BranchKind;
}

/** The branch a member belongs to on a day; undefined for somebody who has left. */
export function affiliation(db: Database, memberId: number, day: Day): Affiliation | undefined {
  return prepared<Affiliation>(
    db,
    `select b.id as branchId, b.name as branch, b.kind from memberships p join branches b on b.id = p.branch_id
     left join member_states s on s.member_id = p.member_id and ${on("s")}
     where p.member_id = :memberId and ${on("p")} and ${STATE} not in ('转出', '已故')`,
  ).get({ memberId, day });
}

/** Who somebody is to the table of rights. Who has left holds no duty any more, whatever the roster still says. */
export function holderOn(db: Database, memberId: number, day: Day): Holder {
  const own = affiliation(db, memberId, day);
  return own === undefined
    ? { duties: [], branchId: null }
    : { duties: dutiesOf(db, memberId), branchId: own.branchId };
}

export function dutiesOf(db: Database, memberId: number): Duty[] {
  return prepared<{ duty: Duty }>(db, "select duty from duties where member_id = ?")
    .all(memberId)
    .map(({ duty }) => duty);
}

/** Who holds one of these duties today, of one branch or of the school; nobody who has left. */
export function holdersOf(db: Database, duties: readonly Duty[], day: Day, branchId?: number): Member[] {
  const wanted = "d.duty in (select value from json_each(:duties))";
  // A branch has few members, a school has few duties: from there, not over everybody.
  const sql =
    branchId === undefined
      ? `from duties d cross join memberships p on p.member_id = d.member_id ${PRESENT} and ${wanted}`
      : `${ROSTER} and p.branch_id = :branchId
         and exists (select 1 from duties d where d.member_id = m.id and ${wanted})`;
  return prepared<Member>(db, `select distinct m.id, m.account_shown as account, m.name ${sql} order by m.id`).all({
    duties: JSON.stringify(duties),
    day,
    ...(branchId === undefined ? {} : { branchId }),
  });
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
  return { name, duties: inOrder(dutiesOf(db, id)).filter((duty) => among.includes(duty)) };
}

/** The office without one of its own; where nobody is left, the committee secretary stands in. */
export function officeWithout(db: Database, memberId: number, day: Day): Member[] {
  const others = (duties: readonly Duty[]) => holdersOf(db, duties, day).filter(({ id }) => id !== memberId);
  const office = others(OFFICE);
  return office.length > 0 ? office : others(COMMITTEE_SECRETARY);
}

export interface RosterLine extends Member {
  readonly branch: string;
  readonly state: MemberState;
  readonly duties: readonly Duty[];
}

/** The roster on a day, as `bot roster list` shows it. */
export function rosterLines(db: Database, day: Day, branchId?: number): RosterLine[] {
  return prepared<Omit<RosterLine, "duties"> & { duties: string }>(
    db,
    `select m.id, m.account_shown as account, m.name, b.name as branch, ${STATE} as state,
       (select json_group_array(duty) from duties d where d.member_id = m.id) as duties
     from memberships p join members m on m.id = p.member_id join branches b on b.id = p.branch_id
     left join member_states s on s.member_id = m.id and ${on("s")}
     where ${on("p")} and (:branchId is null or p.branch_id = :branchId) order by b.id, m.id`,
  )
    .all({ day, branchId: branchId ?? null })
    .map((line) => ({ ...line, duties: inOrder(JSON.parse(line.duties) as Duty[]) }));
}

export function countMembers(db: Database): number {
  return prepared<{ n: number }>(db, "select count(*) as n from members").get()!.n;
}

/** Whether the bot has told the member what is kept and why. */
export function isGreeted(db: Database, memberId: number): boolean {
  return prepared(db, "select 1 from members where id = ? and greeted_at is not null").get(memberId) !== undefined;
}

export function setGreeted(db: Database, memberId: number, at: number): void {
  prepared(db, "update members set greeted_at = ? where id = ?").run(at, memberId);
}

/** What the account of a member begins with whose data were deleted (`forgetMember`). */
export const FORGOTTEN = "deleted-";

export function isForgotten(db: Database, memberId: number): boolean {
  return (
    prepared(db, `select 1 from members where id = ? and account like '${FORGOTTEN}%'`).get(memberId) !== undefined
  );
}
