import type { Instant, Quarter } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { latestClosedRound, type RoundWithBranch, roundById } from "./rounds.ts";
import type { ObjectionState } from "./schema-cases.ts";

export interface Objection {
  readonly id: number;
  readonly memberId: number;
  readonly name: string;
  readonly quarter: Quarter;
  /** Null: no round had closed yet. */
  readonly roundId: number | null;
  /** The branch of the round. */
  readonly branch: string | null;
  /** Null once purged. */
  readonly text: string | null;
  readonly openedAt: Instant;
  readonly state: ObjectionState;
  readonly answeredBy: string | null;
  readonly answeredAt: Instant | null;
}

const OBJECTIONS = `
  select o.id, o.member_id as memberId, m.name, o.quarter, o.round_id as roundId, b.name as branch, o.text,
    o.opened_at as openedAt, o.state, p.name as answeredBy, o.answered_at as answeredAt
  from objections o join members m on m.id = o.member_id
  left join rounds r on r.id = o.round_id left join branches b on b.id = r.branch_id
  left join members p on p.id = o.answered_by`;

/** The closed round whose figure a member can mean: the newest one that lists the member, else the branch's newest. */
export function disputedRound(
  db: Database,
  memberId: number,
  branchId: number | undefined,
): RoundWithBranch | undefined {
  const own = prepared<{ id: number }>(
    db,
    `select r.id from round_members rm cross join rounds r on r.id = rm.round_id
     where rm.member_id = ? and r.state = 'closed' order by r.closed_at desc, r.id desc limit 1`,
  ).get(memberId);
  if (own !== undefined) return roundById(db, own.id);
  return branchId === undefined ? undefined : latestClosedRound(db, branchId);
}

export interface NewObjection {
  readonly memberId: number;
  readonly quarter: Quarter;
  readonly roundId: number | null;
  readonly text: string;
  readonly openedAt: Instant;
}

export function openObjection(db: Database, objection: NewObjection): number {
  const { lastInsertRowid } = prepared(
    db,
    `insert into objections (member_id, quarter, round_id, text, opened_at)
     values (:memberId, :quarter, :roundId, :text, :openedAt)`,
  ).run(objection);
  return Number(lastInsertRowid);
}

/** The member's open objection on the same round; what is said now is added to it. */
export function openObjectionOf(
  db: Database,
  { memberId, quarter, roundId }: Pick<NewObjection, "memberId" | "quarter" | "roundId">,
): Objection | undefined {
  return prepared<Objection>(
    db,
    `${OBJECTIONS} where o.member_id = :memberId and o.quarter = :quarter and o.round_id is :roundId
     and o.state = 'open' order by o.id limit 1`,
  ).get({ memberId, quarter, roundId });
}

export function changeText(db: Database, id: number, text: string): void {
  prepared(db, "update objections set text = ? where id = ?").run(text, id);
}

/** How often a member has objected since a moment, additions included: the audit log alone knows them. */
export function objectedSince(db: Database, memberId: number, since: Instant): number {
  return prepared<{ n: number }>(
    db,
    "select count(*) as n from audit where actor = ? and at >= ? and act in ('objection.open', 'objection.add')",
  ).get(`member:${memberId}`, since)!.n;
}

export function objectionById(db: Database, id: number): Objection | undefined {
  return prepared<Objection>(db, `${OBJECTIONS} where o.id = ?`).get(id);
}

/** Open ones, the oldest first. */
export function objectionsWaiting(db: Database): Objection[] {
  return prepared<Objection>(db, `${OBJECTIONS} where o.state = 'open' order by o.id`).all();
}

/** Closed ones, the last first. */
export function objectionsAnswered(db: Database, limit: number): Objection[] {
  return prepared<Objection>(
    db,
    `${OBJECTIONS} where o.state <> 'open' order by o.answered_at desc, o.id desc limit ?`,
  ).all(limit);
}

/** How many objections of a quarter nobody has answered yet. */
export function openObjections(db: Database, quarter: Quarter): number {
  return prepared<{ n: number }>(db, "select count(*) as n from objections where quarter = ? and state = 'open'").get(
    quarter,
  )!.n;
}

export function closeObjection(
  db: Database,
  id: number,
  answer: {
    readonly state: Exclude<ObjectionState, "open">;
    readonly answer: string;
    readonly answeredBy: number;
    readonly answeredAt: Instant;
  },
): void {
  prepared(
    db,
    `update objections set state = :state, answer = :answer, answered_by = :answeredBy, answered_at = :answeredAt
     where id = :id`,
  ).run({ id, ...answer });
}
