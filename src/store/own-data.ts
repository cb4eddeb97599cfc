import type { Instant } from "../domain/calendar.ts";
import type {
  OwnData,
  OwnMessage,
  OwnObjection,
  OwnPerson,
  OwnReport,
  OwnSpotCheck,
  OwnTableRow,
  OwnTalk,
} from "../domain/own-data.ts";
import { inOrder } from "../domain/roster.ts";
import type { TalkRecord } from "../domain/talk.ts";
import { type Database, prepared } from "./database.ts";
import { dutiesOf } from "./members.ts";

/** As of an instant, as far as rows are dated. */
export function ownData(db: Database, memberId: number, at: Instant): OwnData {
  return {
    person: personOf(db, memberId),
    reports: reportsOfMember(db, memberId, at),
    tableRows: tableRowsOfMember(db, memberId, at),
    talks: talksOfMember(db, memberId),
    spotChecks: spotChecksOfMember(db, memberId, at),
    objections: objectionsOfMember(db, memberId, at),
    messages: messagesOfMember(db, memberId, at),
  };
}

function personOf(db: Database, memberId: number): OwnPerson {
  const member = prepared<Pick<OwnPerson, "name" | "account" | "greetedAt">>(
    db,
    "select name, account_shown as account, greeted_at as greetedAt from members where id = ?",
  ).get(memberId);
  if (member === undefined) throw new Error(`member ${memberId} is missing`);
  return {
    ...member,
    branches: prepared<OwnPerson["branches"][number]>(
      db,
      `select b.name as value, p.from_day as "from", p.until_day as until
       from memberships p join branches b on b.id = p.branch_id where p.member_id = ? order by p.from_day`,
    ).all(memberId),
    states: prepared<OwnPerson["states"][number]>(
      db,
      `select state as value, from_day as "from", until_day as until from member_states where member_id = ? order by from_day`,
    ).all(memberId),
    duties: inOrder(dutiesOf(db, memberId)),
  };
}

function reportsOfMember(db: Database, memberId: number, at: Instant): OwnReport[] {
  return prepared<Omit<OwnReport, "late" | "current"> & { late: number; current: number }>(
    db,
    `select o.quarter, r.day, r.total, r.source, p.name as reportedBy, r.late, r.doubt, r.current,
       r.withdrawn_at as withdrawnAt, r.reported_at as reportedAt
     from reports r left join rounds o on o.id = r.round_id left join members p on p.id = r.reported_by
     where r.member_id = ? and r.reported_at <= ? order by r.id`,
  )
    .all(memberId, at)
    .map((row) => ({ ...row, late: row.late === 1, current: row.current === 1 }));
}

function tableRowsOfMember(db: Database, memberId: number, at: Instant): OwnTableRow[] {
  return prepared<Omit<OwnTableRow, "late" | "counted"> & { late: number; counted: number }>(
    db,
    `select r.quarter, r.day, b.name as branch, t.version, t.counted, t.total, t.previous_total as previousTotal,
       t.previous_day as previousDay, t.late, t.source, t.doubt
     from round_members rm
     join rounds r on r.id = rm.round_id join branches b on b.id = r.branch_id
     join branch_tables v on v.round_id = r.id and v.made_at <= :at
     join table_rows t on t.round_id = r.id and t.version = v.version and t.member_id = rm.member_id
     where rm.member_id = :memberId order by r.closed_at, r.id, t.version`,
  )
    .all({ memberId, at })
    .map((row) => ({ ...row, late: row.late === 1, counted: row.counted === 1 }));
}

/** What a member may know of the talks with the member: all of it. The oldest first. */
export function talksOfMember(db: Database, memberId: number): OwnTalk[] {
  return prepared<Omit<OwnTalk, "record"> & { record: string | null }>(
    db,
    `select t.round_id as roundId, r.quarter, r.day, t.total, t.growth, t.rank, t.state, t.held_at as heldAt,
       p.name as heldBy, t.record, t.member_confirmed_at as memberConfirmedAt
     from round_members rm
     join talks t on t.round_id = rm.round_id and t.member_id = rm.member_id
     join rounds r on r.id = t.round_id left join members p on p.id = t.held_by
     where rm.member_id = ? order by r.closed_at, r.id`,
  )
    .all(memberId)
    .map((row) => ({ ...row, record: row.record === null ? null : (JSON.parse(row.record) as TalkRecord) }));
}

function spotChecksOfMember(db: Database, memberId: number, at: Instant): OwnSpotCheck[] {
  return prepared<OwnSpotCheck>(
    db,
    `select r.quarter, r.day, c.state, c.asked_at as askedAt, c.shown_at as shownAt, p.name as resolvedBy,
       c.resolved_at as resolvedAt
     from spot_checks c join rounds r on r.id = c.round_id left join members p on p.id = c.resolved_by
     where c.member_id = ? and c.asked_at <= ? order by c.id`,
  ).all(memberId, at);
}

function objectionsOfMember(db: Database, memberId: number, at: Instant): OwnObjection[] {
  return prepared<OwnObjection>(
    db,
    `select o.id, o.quarter, o.text, o.opened_at as openedAt, o.state, o.answer, p.name as answeredBy,
       o.answered_at as answeredAt
     from objections o left join members p on p.id = o.answered_by
     where o.member_id = ? and o.opened_at <= ? order by o.id`,
  ).all(memberId, at);
}

/** What is still kept of the member's own messages; of older ones there is only the id. */
function messagesOfMember(db: Database, memberId: number, at: Instant): OwnMessage[] {
  return prepared<OwnMessage>(
    db,
    `select received_at as receivedAt, text, reply from inbox
     where member_id = ? and received_at <= ? and (text is not null or reply is not null) order by received_at, rowid`,
  ).all(memberId, at);
}

/** Whether the member got this reply since a moment. */
export function wasReplied(db: Database, memberId: number, reply: string, since: Instant): boolean {
  return (
    prepared(db, "select 1 from inbox where received_at >= ? and member_id = ? and reply = ? limit 1").get(
      since,
      memberId,
      reply,
    ) !== undefined
  );
}
