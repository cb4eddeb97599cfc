import { and, eq, inArray } from "drizzle-orm";
import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { type RoundState, roundMembers, rounds } from "./schema.ts";

export type Round = typeof rounds.$inferSelect;

export interface RoundWithBranch extends Round {
  readonly branch: string;
}

const ROUNDS = `
  select r.id, r.quarter, r.branch_id as branchId, b.name as branch, r.origin, r.redrawn_on as redrawnOn,
    r.redraw_reason as redrawReason, r.state, r.day, r.opens_at as opensAt, r.opened_at as openedAt,
    r.closes_at as closesAt, r.grace_until as graceUntil, r.reminders_sent as remindersSent,
    r.roster_version as rosterVersion, r.closed_at as closedAt, r.reason, r.spot_seed as spotSeed
  from rounds r join branches b on b.id = r.branch_id`;

export function roundById(db: Database, id: number): RoundWithBranch {
  const round = prepared<RoundWithBranch>(db, `${ROUNDS} where r.id = ?`).get(id);
  if (round === undefined) throw new Error(`round ${id} is missing`);
  return round;
}

export function roundsIn(db: Database, state: RoundState): RoundWithBranch[] {
  return prepared<RoundWithBranch>(db, `${ROUNDS} where r.state = ? order by r.id`).all(state);
}

export function roundsOf(db: Database, quarter: Quarter): RoundWithBranch[] {
  return prepared<RoundWithBranch>(db, `${ROUNDS} where r.quarter = ? order by r.id`).all(quarter);
}

export function openRoundOf(db: Database, branchId: number): RoundWithBranch | undefined {
  return prepared<RoundWithBranch>(db, `${ROUNDS} where r.branch_id = ? and r.state = 'open'`).get(branchId);
}

/** The first day on which a round of this quarter was drawn again. */
export function earliestRedraw(db: Database, quarter: Quarter): Day | null {
  return prepared<{ day: Day | null }>(db, "select min(redrawn_on) as day from rounds where quarter = ?").get(quarter)!
    .day;
}

/** The round a branch's figures of a quarter come from: the one that closed last. */
export function decisiveRounds(db: Database, quarter: Quarter): RoundWithBranch[] {
  const latest = new Map<number, RoundWithBranch>();
  for (const round of roundsOf(db, quarter)) {
    if (round.state !== "closed") continue;
    const known = latest.get(round.branchId);
    if (known === undefined || (known.closedAt ?? 0) <= (round.closedAt ?? 0)) latest.set(round.branchId, round);
  }
  return [...latest.values()];
}

/** The round of a branch that closed last, of whatever quarter. */
export function latestClosedRound(db: Database, branchId: number): RoundWithBranch | undefined {
  return prepared<RoundWithBranch>(
    db,
    `${ROUNDS} where r.branch_id = ? and r.state = 'closed' order by r.closed_at desc, r.id desc limit 1`,
  ).get(branchId);
}

export function insertRound(db: Database, round: typeof rounds.$inferInsert): number {
  return db.insert(rounds).values(round).returning({ id: rounds.id }).get().id;
}

/** Changes a round that is still in `state`; false when it is not, because somebody else was first. */
export function changeRound(
  db: Database,
  id: number,
  state: RoundState | readonly RoundState[],
  change: Partial<typeof rounds.$inferInsert>,
): boolean {
  const states = typeof state === "string" ? [state] : [...state];
  return (
    db
      .update(rounds)
      .set(change)
      .where(and(eq(rounds.id, id), inArray(rounds.state, states)))
      .run().changes === 1
  );
}

export interface RoundMember {
  readonly memberId: number;
  readonly account: string;
  readonly name: string;
  readonly counted: boolean;
  readonly remindable: boolean;
}

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

const boolean = <T extends { counted: number; remindable: number }>(row: T) => ({
  ...row,
  counted: row.counted === 1,
  remindable: row.remindable === 1,
});

export function roundMembersOf(db: Database, roundId: number): RoundMember[] {
  return prepared<Omit<RoundMember, "counted" | "remindable"> & { counted: number; remindable: number }>(
    db,
    `select rm.member_id as memberId, m.account_shown as account, m.name, rm.counted, rm.remindable
     from round_members rm join members m on m.id = rm.member_id where rm.round_id = ? order by rm.member_id`,
  )
    .all(roundId)
    .map(boolean);
}

/** Counted members of a round who have not reported. */
export function unreportedOf(db: Database, roundId: number): RoundMember[] {
  return prepared<Omit<RoundMember, "counted" | "remindable"> & { counted: number; remindable: number }>(
    db,
    `select rm.member_id as memberId, m.account_shown as account, m.name, rm.counted, rm.remindable
     from round_members rm join members m on m.id = rm.member_id
     where rm.round_id = :roundId and rm.counted = 1
       and not exists (select 1 from reports r where r.round_id = :roundId and r.member_id = rm.member_id and r.current = 1)
     order by rm.member_id`,
  )
    .all({ roundId })
    .map(boolean);
}

export interface Progress {
  /** Counted members, and how many of them have reported, and how many of those late. */
  readonly members: number;
  readonly reported: number;
  readonly late: number;
}

export function progressOf(db: Database, roundId: number): Progress {
  return prepared<Progress>(
    db,
    `select count(*) as members, count(r.id) as reported, coalesce(sum(r.late), 0) as late
     from round_members rm
     left join reports r on r.round_id = rm.round_id and r.member_id = rm.member_id and r.current = 1
     where rm.round_id = ? and rm.counted = 1`,
  ).get(roundId)!;
}

/** The drawn rounds that are open, by day. */
export function openingsOf(
  db: Database,
): { quarter: Quarter; day: Day; closesAt: Instant; branches: number; members: number }[] {
  return prepared<{ quarter: Quarter; day: Day; closesAt: Instant; branches: number; members: number }>(
    db,
    `select quarter, day, closes_at as closesAt, count(*) as branches,
       sum((select count(*) from round_members m where m.round_id = r.id and m.counted = 1)) as members
     from rounds r where state = 'open' and origin = 'drawn' group by quarter, day, closes_at`,
  ).all();
}

/**
 * The open round a member may report in, grace included; of two, after a move, the one the member counts in. Read for
 * every message.
 */
export interface SenderRound {
  readonly id: number;
  readonly branchId: number;
  readonly day: Day;
  readonly closesAt: Instant;
  readonly counted: boolean;
}

export function openRoundOfMember(db: Database, memberId: number, now: Instant): SenderRound | undefined {
  const row = prepared<Omit<SenderRound, "counted"> & { counted: number }>(
    db,
    `select r.id, r.branch_id as branchId, r.day, r.closes_at as closesAt, rm.counted
     from round_members rm cross join rounds r on r.id = rm.round_id
     where rm.member_id = ? and r.state = 'open' and r.grace_until > ?
     order by rm.counted desc, r.id desc limit 1`,
  ).get(memberId, now);
  return row === undefined ? undefined : { ...row, counted: row.counted === 1 };
}
