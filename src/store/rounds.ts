import { and, eq, getTableColumns } from "drizzle-orm";
import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { exists, is, pick, type RowOf, rows, value } from "./rows.ts";
import { type FollowUp, type RoundState, roundMembers, rounds } from "./schema.ts";
import { branches, members } from "./schema-roster.ts";

export type Round = typeof rounds.$inferSelect;

const columns = getTableColumns(rounds);
const round = rows({ ...columns, branch: branches.name });
export type RoundWithBranch = RowOf<typeof round>;

const ROUNDS = "select * from rounds join branches on branches.id = branch_id";
const byId = round.one<[id: number]>(`${ROUNDS} where rounds.id = ?`);

export function roundById(db: Database, id: number): RoundWithBranch {
  const found = byId(db, id);
  if (found === undefined) throw new Error(`round ${id} is missing`);
  return found;
}

export const roundsIn = round.all<[state: RoundState]>(`${ROUNDS} where state = ? order by rounds.id`);

export const roundsOf = round.all<[quarter: Quarter]>(`${ROUNDS} where quarter = ? order by rounds.id`);

export const openRoundOf = round.one<[branchId: number]>(`${ROUNDS} where branch_id = ? and state = 'open'`);

const redraw = rows({ day: is<Day | null>("min(redrawn_on)") }, ({ day }) => day);
/** The first day on which a round of this quarter was drawn again. */
export const earliestRedraw = redraw.sole<[quarter: Quarter]>("select * from rounds where quarter = ?");

/** The newest drawn day of the quarters before one, of those whose rounds opened. */
export const lastDrawnDay = value<Day, [quarter: Quarter]>(
  "select max(day) from rounds where quarter < ? and origin = 'drawn'",
);

/** The round a branch's figures of a quarter come from: the one that closed last. */
export function decisiveRounds(db: Database, quarter: Quarter): RoundWithBranch[] {
  const latest = new Map<number, RoundWithBranch>();
  for (const round of roundsOf(db, quarter)) {
    if (round.state !== "closed" || round.apart) continue;
    const known = latest.get(round.branchId);
    if (known === undefined || (known.closedAt ?? 0) <= (round.closedAt ?? 0)) latest.set(round.branchId, round);
  }
  return [...latest.values()];
}

/**
 * Whether a quarter has a result for a branch that an extra round must not take the place of unasked: a drawn round
 * that has closed, one in which somebody reported or of which the committee has been told, or an archived summary.
 */
export const hasResult = exists<[quarter: Quarter, branchId: number]>(
  `select 1 from rounds r where r.quarter = :quarter and r.branch_id = :branchId and r.state = 'closed' and r.apart = 0
     and (r.origin = 'drawn'
       or exists (select 1 from branch_tables t where t.round_id = r.id and t.reported > 0)
       or exists (select 1 from summary_branches b join summaries s on s.quarter = b.quarter and s.version = b.version
                  where b.round_id = r.id and s.state <> 'draft'))
   union all select 1 from summaries where quarter = :quarter and state = 'archived' limit 1`,
);

/** The round of a branch that closed last, of whatever quarter; no table of its own and no year-end count. */
export const latestClosedRound = round.one<[branchId: number]>(
  `${ROUNDS} where branch_id = ? and state = 'closed' and apart = 0 and origin <> 'count' order by closed_at desc, rounds.id desc limit 1`,
);

// By the plain id SQLite would follow the whole table instead of the index of what is left.
export const roundsToFollowUp = round.all(`${ROUNDS} where follow_up is not null order by rounds.id + 0`);

/** Goes on to what follows; false when somebody else was first. */
export function goOn(db: Database, id: number, from: FollowUp, to: FollowUp | null): boolean {
  return prepared(db, "update rounds set follow_up = ? where id = ? and follow_up = ?").run(to, id, from).changes === 1;
}

/** Its figures are its quarter's: it is no year-end count and no table of its own. */
export const isOfQuarter = ({ apart, origin }: Pick<Round, "apart" | "origin">) => !apart && origin !== "count";

const planned = value<
  number,
  [
    quarter: Quarter,
    branchId: number,
    origin: Round["origin"],
    reason: string | null,
    apart: 0 | 1,
    closesAt: Instant | null,
    graceUntil: Instant | null,
  ]
>(
  `insert into rounds (quarter, branch_id, origin, state, reason, apart, closes_at, grace_until)
   values (?, ?, ?, 'planned', ?, ?, ?, ?) returning id`,
);

/** A round to be opened; its id. The window of a count is known beforehand, that of a drawn round is not. */
export function planRound(
  db: Database,
  {
    quarter,
    branchId,
    origin,
    reason = null,
    apart = false,
    closesAt = null,
    graceUntil = null,
  }: Pick<Round, "quarter" | "branchId" | "origin"> &
    Partial<Pick<Round, "reason" | "apart" | "closesAt" | "graceUntil">>,
): number {
  return planned(db, quarter, branchId, origin, reason, apart ? 1 : 0, closesAt, graceUntil)!;
}

/** Changes a round that is still what it `was`; false when it is not, because somebody else was first. */
export function changeRound(
  db: Database,
  id: number,
  was: RoundState,
  change: Partial<typeof rounds.$inferInsert>,
): boolean {
  const set = Object.keys(change).map((name) => `${columns[name as keyof Round].name} = :${name}`);
  const sql = `update rounds set ${set.join(", ")} where id = :id and state = :was`;
  return prepared(db, sql).run({ ...change, id, was }).changes === 1;
}

const roundMember = rows({
  memberId: roundMembers.memberId,
  account: members.accountShown,
  name: members.name,
  ...pick(roundMembers, "counted", "remindable"),
});
type RoundMember = RowOf<typeof roundMember>;

export function addRoundMember(
  db: Database,
  roundId: number,
  memberId: number,
  { counted, remindable }: Pick<RoundMember, "counted" | "remindable">,
): void {
  prepared(
    db,
    `insert into round_members (member_id, round_id, counted, remindable)
     values (:memberId, :roundId, :counted, :remindable) on conflict do nothing`,
  ).run({ memberId, roundId, counted: counted ? 1 : 0, remindable: remindable ? 1 : 0 });
}

export function setRoundMember(
  db: Database,
  roundId: number,
  memberId: number,
  change: Partial<Pick<RoundMember, "counted" | "remindable">>,
): void {
  db.update(roundMembers)
    .set(change)
    .where(and(eq(roundMembers.roundId, roundId), eq(roundMembers.memberId, memberId)))
    .run();
}

export function removeRoundMember(db: Database, roundId: number, memberId: number): void {
  db.delete(roundMembers)
    .where(and(eq(roundMembers.roundId, roundId), eq(roundMembers.memberId, memberId)))
    .run();
}

const MEMBERS = "select * from round_members join members on members.id = member_id";

export const roundMembersOf = roundMember.all<[roundId: number]>(`${MEMBERS} where round_id = ? order by member_id`);

/** How one member takes part in a round. */
export const participation = rows(pick(roundMembers, "counted", "remindable")).one<[roundId: number, memberId: number]>(
  "select * from round_members where round_id = ? and member_id = ?",
);

/** Counted members of a round who have not reported. */
export const unreportedOf = roundMember.all<[roundId: number]>(
  `${MEMBERS} where round_id = :roundId and counted = 1 and not exists (
     select 1 from reports r where r.round_id = :roundId and r.member_id = round_members.member_id and r.current = 1)
   order by member_id`,
);

export interface Progress {
  /** Counted members, and how many of them have reported, and how many of those late. */
  readonly members: number;
  readonly reported: number;
  readonly late: number;
}

export const progressOf: (db: Database, roundId: number) => Progress = rows({
  members: is<number>("count(*)"),
  reported: is<number>("count(r.id)"),
  late: is<number>("coalesce(sum(r.late), 0)"),
}).sole(
  `select * from round_members rm
   left join reports r on r.round_id = rm.round_id and r.member_id = rm.member_id and r.current = 1
   where rm.round_id = ? and rm.counted = 1`,
);

/** The drawn rounds that are open, by day. */
export const openingsOf = rows({
  quarter: rounds.quarter,
  day: is<Day>("day"),
  closesAt: is<Instant>("closes_at"),
  branches: is<number>("count(*)"),
  members: is<number>("sum((select count(*) from round_members m where m.round_id = rounds.id and m.counted = 1))"),
}).all("select * from rounds where state = 'open' and origin = 'drawn' group by quarter, day, closes_at");
