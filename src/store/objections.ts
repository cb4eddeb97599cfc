import { eq, sql } from "drizzle-orm";
import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import type { Database } from "./database.ts";
import { latestClosedRound, type RoundWithBranch, roundById } from "./rounds.ts";
import { count, is, pick, type RowOf, rows, value } from "./rows.ts";
import { type ObjectionState, objections } from "./schema-cases.ts";
import { members } from "./schema-roster.ts";

const objection = rows({
  ...pick(objections, "id", "memberId"),
  name: members.name,
  ...pick(objections, "quarter", "roundId"),
  /** The branch of the round. */
  branch: is<string | null>("branches.name"),
  ...pick(objections, "text", "openedAt", "state"),
  answeredBy: is<string | null>("answerers.name"),
  answeredAt: objections.answeredAt,
});
export type Objection = RowOf<typeof objection>;

const OBJECTIONS = `select * from objections join members on members.id = member_id
  left join rounds on rounds.id = round_id left join branches on branches.id = branch_id
  left join members answerers on answerers.id = answered_by`;

const newestOwnRound = value<number, [memberId: number]>(
  `select r.id from round_members rm cross join rounds r on r.id = rm.round_id
   where rm.member_id = ? and r.state = 'closed' and r.apart = 0 order by r.closed_at desc, r.id desc limit 1`,
);

/** The closed round whose figure a member can mean: the newest one that lists the member, else the branch's newest. */
export function disputedRound(
  db: Database,
  memberId: number,
  branchId: number | undefined,
): RoundWithBranch | undefined {
  const own = newestOwnRound(db, memberId);
  if (own !== undefined) return roundById(db, own);
  return branchId === undefined ? undefined : latestClosedRound(db, branchId);
}

export interface NewObjection {
  readonly memberId: number;
  readonly quarter: Quarter;
  readonly roundId: number | null;
  readonly text: string;
  readonly openedAt: Instant;
}

export function openObjection(db: Database, objection: NewObjection, today: Day): number {
  const said = { saidOn: today, saidTimes: 1 };
  return db
    .insert(objections)
    .values({ ...objection, ...said })
    .returning({ id: objections.id })
    .get().id;
}

const openOf = objection.one<[memberId: number, quarter: Quarter, roundId: number | null]>(
  `${OBJECTIONS} where member_id = ? and objections.quarter = ? and round_id is ? and objections.state = 'open'
   order by objections.id limit 1`,
);

/** The member's open objection on the same round; what is said now is added to it. */
export function openObjectionOf(
  db: Database,
  { memberId, quarter, roundId }: Pick<NewObjection, "memberId" | "quarter" | "roundId">,
): Objection | undefined {
  return openOf(db, memberId, quarter, roundId);
}

export function extendObjection(db: Database, id: number, text: string, today: Day): void {
  const saidTimes = sql`case said_on when ${today} then said_times + 1 else 1 end`;
  db.update(objections).set({ text, saidTimes, saidOn: today }).where(eq(objections.id, id)).run();
}

/** How often a member has objected on a day, additions included. */
export const objectedOn = count<[memberId: number, day: Day]>(
  "select coalesce(sum(said_times), 0) from objections where member_id = ? and said_on = ?",
);

export const objectionById = objection.one<[id: number]>(`${OBJECTIONS} where objections.id = ?`);

/** Open ones, the oldest first. */
export const objectionsWaiting = objection.all(`${OBJECTIONS} where objections.state = 'open' order by objections.id`);

/** Closed ones, the last first. */
export const objectionsAnswered = objection.all<[limit: number]>(
  `${OBJECTIONS} where objections.state <> 'open' order by answered_at desc, objections.id desc limit ?`,
);

/** How many objections of a quarter nobody has answered yet. */
export const openObjections = count<[quarter: Quarter]>(
  "select count(*) from objections where quarter = ? and state = 'open'",
);

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
  db.update(objections).set(answer).where(eq(objections.id, id)).run();
}

/** Objections to a quarter's figures, opened up to an instant, and what has become of them. */
export const objectionCounts = rows({
  opened: is<number>("count(*)"),
  corrected: is<number>("count(*) filter (where state = 'corrected')"),
}).sole<[quarter: Quarter, until: Instant]>("select * from objections where quarter = ? and opened_at <= ?");
