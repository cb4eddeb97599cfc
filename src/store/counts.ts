import { type Burden, messageBurden } from "../domain/burden.ts";
import {
  addDays,
  type Day,
  dayOf,
  firstDay,
  type Instant,
  instantAt,
  lastDay,
  type Quarter,
} from "../domain/calendar.ts";
import { type Backdrop, type Happenings } from "../domain/digest.ts";
import { keptSince } from "../domain/retention.ts";
import { type Database } from "./database.ts";
import { is, type RowOf, rows, values } from "./rows.ts";
import { branches } from "./schema-roster.ts";

/** Deliveries that a person must look at; what came too late to be sent is nobody's fault. */
export const openDeliveries = rows({
  unknown: is<number>("count(*) filter (where state = 'unknown')"),
  refused: is<number>("count(*) filter (where state = 'refused' and expired = 0)"),
}).sole("select * from deliveries where state in ('unknown', 'refused')");

const openings = values<Instant>("select opened_at from objections where state = 'open'");

/** On which days the objections that are still open were opened. */
export function daysOfOpenObjections(db: Database): Day[] {
  return openings(db).map(dayOf);
}

export interface QuarterBurden {
  readonly school: Burden;
  readonly branches: readonly (Burden & { readonly branch: string })[];
}

/** Undefined while no round of the quarter has opened. */
export function burdenOf(db: Database, quarter: Quarter, now: Instant): QuarterBurden | undefined {
  const since = instantAt(firstDay(quarter));
  const until = instantAt(addDays(lastDay(quarter), 1));
  const lines = linesOf(db, quarter, since, until);
  if (lines.length === 0) return undefined;
  const questionsKept = since >= keptSince("messageIds", now);
  const byBranch = Map.groupBy(lines, ({ branch }) => branch);
  return {
    school: sum(lines, questionsKept),
    branches: [...byBranch].map(([branch, members]) => ({ branch, ...sum(members, questionsKept) })),
  };
}

function sum(lines: readonly Line[], questionsKept: boolean): Burden {
  const total = (of: keyof Omit<Line, "branch">) => lines.reduce((sum, line) => sum + line[of], 0);
  return {
    members: lines.length,
    asked: total("asked"),
    messages: messageBurden(lines.map(({ messages }) => messages)),
    questions: questionsKept ? total("questions") : null,
    reminders: total("reminders"),
    corrections: total("corrections"),
    withdrawn: total("withdrawn"),
    late: total("late"),
  };
}

/** Every key of a round's begins with it, and is found by that: `.` comes right after `-`. */
const sent = (kind: "ask" | "remind") => `
  select d.member_id, count(*) as n from rounds r
  cross join deliveries d on d.key >= '${kind}-' || r.id || '-' and d.key < '${kind}-' || r.id || '.'
  where r.quarter = :quarter and +d.state = 'sent' group by d.member_id`;

const line = rows({
  branch: branches.name,
  asked: is<number>("asks.n is not null"),
  messages: is<number>("coalesce(sends.n, 0)"),
  questions: is<number>("coalesce(questions.n, 0)"),
  reminders: is<number>("coalesce(reminds.n, 0)"),
  corrections: is<number>("coalesce(given.corrections, 0)"),
  withdrawn: is<number>("coalesce(given.withdrawn, 0)"),
  late: is<number>("coalesce(given.late, 0)"),
});
/** One member of the quarter, in the branch of the last round that listed the member. */
type Line = RowOf<typeof line>;

const linesOf = line.all<[quarter: Quarter, since: Instant, until: Instant]>(
  `with listed as (
     select m.member_id, max(m.round_id) as round_id from round_members m join rounds r on r.id = m.round_id
     where r.quarter = :quarter group by m.member_id),
   asks as (${sent("ask")}),
   reminds as (${sent("remind")}),
   sends as (
     select member_id, count(*) as n from deliveries
     where sent_at >= :since and sent_at < :until and state = 'sent' and member_id is not null group by member_id),
   questions as (
     select member_id, count(*) as n from inbox
     where received_at >= :since and received_at < :until and asked = 1 group by member_id),
   given as (
     select p.member_id, sum(p.current = 0 and p.withdrawn_at is null and p.moved_to is null) as corrections,
       sum(p.withdrawn_at is not null) as withdrawn, sum(p.current = 1 and p.late = 1) as late
     from rounds r join reports p on p.round_id = r.id where r.quarter = :quarter group by p.member_id)
   select * from listed l join rounds r on r.id = l.round_id join branches on branches.id = r.branch_id
   left join asks on asks.member_id = l.member_id left join reminds on reminds.member_id = l.member_id
   left join sends on sends.member_id = l.member_id left join questions on questions.member_id = l.member_id
   left join given on given.member_id = l.member_id
   order by branches.id, l.member_id`,
);

const counted = (from: string) => is<number>(`(select count(*) from ${from})`);
const between = (column: string) => `${column} >= :from and ${column} < :until`;

type OfAWeek<T> = (db: Database, from: Instant, until: Instant) => T;

export const happenings: OfAWeek<Happenings> = rows({
  reports: counted("week"),
  // An earlier one of the member in the round counts no more.
  corrections: counted(
    `week w where exists (select 1 from reports e where e.round_id = w.round_id and e.member_id = w.member_id
       and e.current = 0 and e.id < w.id and e.moved_to is null)`,
  ),
  proxies: counted("week where source = '代报'"),
  withdrawals: counted(`reports where ${between("withdrawn_at")}`),
  questions: counted(`inbox where ${between("received_at")} and asked = 1`),
  confirmations: counted(`branch_tables where ${between("confirmed_at")}`),
  revisions: counted(`branch_tables where ${between("made_at")} and version > 1`),
  talksHeld: counted(`talks where ${between("held_at")}`),
  branchTalksHeld: counted(`branch_talks where ${between("held_at")}`),
  checksAsked: counted(`spot_checks where ${between("asked_at")}`),
  checksSettled: counted(`spot_checks where ${between("resolved_at")}`),
  objectionsOpened: counted(`objections where ${between("opened_at")}`),
  objectionsAnswered: counted(`objections where ${between("answered_at")}`),
}).sole(
  `with week as materialized (
     select id, round_id, member_id, source from reports
     where round_id is not null and moved_to is null and ${between("reported_at")})
   select *`,
);

export const backdrop: OfAWeek<Backdrop> = rows({
  talksOwed: is<number>(
    "(select count(*) from talks where state = 'owed') + (select count(*) from branch_talks where state = 'owed')",
  ),
  checksOpen: counted("spot_checks where state in ('asked', 'shown') or proposed_total is not null"),
  objectionsOpen: counted("objections where state = 'open'"),
  sent: counted(`deliveries where ${between("sent_at")}`),
  refused: counted(
    `deliveries where state = 'refused' and state in ('unknown', 'refused') and expired = 0 and ${between("planned_at")}`,
  ),
}).sole("select *");
