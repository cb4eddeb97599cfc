import { type Day, type Instant, type Quarter } from "../domain/calendar.ts";
import { type Message } from "../domain/delivery.ts";
import { type MemberState, type Period, setPeriod } from "../domain/roster.ts";
import { type Database, prepared } from "./database.ts";
import { EXPIRED } from "./due-batches.ts";
import { FORGOTTEN } from "./members.ts";
import { touchRoster } from "./roster.ts";
import { flag, is, pick, rows, values } from "./rows.ts";
import { deliveries, messages } from "./schema-messages.ts";
import { releaseSeals } from "./seals.ts";

/** How many rows one transaction looks at: nobody waits for it. */
export const ROWS_AT_ONCE = 500;

const ends = rows({
  first: is<number | null>("(select min(rowid) from inbox)"),
  last: is<number | null>("(select max(rowid) from inbox)"),
}).sole("select *");

/** First and last row of the inbox, in the order in which messages came. */
export function inboxEnds(db: Database): { readonly first: number; readonly last: number } | undefined {
  const { first, last } = ends(db);
  return first === null || last === null ? undefined : { first, last };
}

/** The messages of a stretch of the inbox: texts go first, the rows themselves later. Returns how many lost something. */
export function purgeInbox(
  db: Database,
  { from, until, textsBefore, rowsBefore }: { from: number; until: number; textsBefore: Instant; rowsBefore: Instant },
): number {
  const deleted = prepared(
    db,
    "delete from inbox where rowid >= :from and rowid <= :until and received_at < :rowsBefore",
  ).run({ from, until, rowsBefore });
  const emptied = prepared(
    db,
    `update inbox set text = null, reply = null
     where rowid >= :from and rowid <= :until and received_at < :textsBefore
       and (text is not null or reply is not null)`,
  ).run({ from, until, textsBefore });
  return deleted.changes + emptied.changes;
}

/** Texts by what became of their deliveries, gathered stretch by stretch: nothing leads from a text to its deliveries. */
export interface SentTexts {
  /** Where the next stretch begins. */
  after: number;
  /** Sent to a member, or refused, long ago. */
  readonly spent: Set<number>;
  /** Still to be sent, to be decided on by a person, or sent lately. */
  readonly used: Set<number>;
}

const stretch = rows({
  ...pick(deliveries, "id", "messageId"),
  toMember: flag("member_id is not null"),
  isDeleted: messages.deleted,
  isSpent: flag("state in ('sent', 'refused') and coalesce(sent_at, planned_at) < :before"),
}).all<[before: Instant, after: number]>(
  `select * from deliveries join messages on messages.id = message_id
   where deliveries.id > :after order by deliveries.id limit ${ROWS_AT_ONCE}`,
);

/** False when there are no more deliveries. */
export function gatherSentTexts(db: Database, texts: SentTexts, before: Instant): boolean {
  const rows = stretch(db, before, texts.after);
  for (const { id, messageId, toMember, isDeleted, isSpent } of rows) {
    texts.after = id;
    if (isDeleted) continue;
    if (!isSpent) texts.used.add(messageId);
    else if (toMember) texts.spent.add(messageId);
  }
  return rows.length === ROWS_AT_ONCE;
}

/** The hash must stay unique. */
export const GONE = "deleted = 1, hash = 'deleted-' || id";

/** Deletes texts that no delivery after `gathered` has come to use. The row stays, under a hash that no text has. */
export function purgeTexts(db: Database, ids: readonly number[], gathered: number): number {
  return prepared(
    db,
    `update messages set ${GONE}, message = json_object('kind', 'text', 'text', '[已过保存期限，已删除]')
     where id in (select value from json_each(:ids)) and deleted = 0
       and json_extract(message, '$.kind') = 'text'
       and id not in (select message_id from deliveries where id > :gathered)`,
  ).run({ ids: JSON.stringify(ids), gathered }).changes;
}

const settled = values<number, [before: Instant]>(
  `select id from (select id, done, not_before from batches order by id limit ${ROWS_AT_ONCE})
   where done = 1 and not_before < ? and id < (select max(id) from batches)`,
);

/** What a statement of a few hundred rows deletes at a time; each returns how many. */
export const purges = {
  talkRecords: (db: Database, before: Instant) =>
    prepared(db, limited("talks", "record", "held_at")).run({ before }).changes +
    prepared(db, limited("branch_talks", "record", "held_at")).run({ before }).changes,
  objectionTexts: (db: Database, before: Instant) =>
    prepared(db, limited("objections", "text", "answered_at")).run({ before }).changes +
    prepared(db, limited("objections", "answer", "answered_at")).run({ before }).changes,
  // The newest stays: its number must not be given again.
  batches: (db: Database, before: Instant) => {
    const ids = JSON.stringify(settled(db, before));
    prepared(db, "update deliveries set batch_id = null where batch_id in (select value from json_each(:ids))").run({
      ids,
    });
    return prepared(db, "delete from batches where id in (select value from json_each(:ids))").run({ ids }).changes;
  },
  uploads: (db: Database, before: Instant) =>
    prepared(
      db,
      `delete from uploads where rowid in (select rowid from uploads where uploaded_at < :before limit ${ROWS_AT_ONCE})`,
    ).run({ before }).changes,
} as const;

function limited(table: string, column: string, since: string): string {
  return `update ${table} set ${column} = null where rowid in (
    select rowid from ${table} where ${since} < :before and ${column} is not null limit ${ROWS_AT_ONCE})`;
}

/** Questions that nobody can answer any more; a round that closes takes its own along. */
export function purgeQuestions(db: Database): number {
  return prepared(db, "delete from questions where round_id not in (select id from rounds where state = 'open')").run()
    .changes;
}

/** Quarters with pictures of spot checks that are archived, or were asked for so long ago. */
export const quartersWithOldPictures = values<Quarter, [before: Instant]>(
  `select distinct r.quarter from spot_pictures p join spot_checks c on c.id = p.spot_check_id
   join rounds r on r.id = c.round_id
   where c.asked_at < ?
     or exists (select 1 from summaries s where s.quarter = r.quarter and s.state = 'archived')`,
);

/**
 * Deletes what is kept of a member, as far as no closed round needs it: tables, ranks and states of cases stay, under
 * the pseudonym that is returned. Inside the caller's transaction.
 */
export function forgetMember(db: Database, memberId: number, today: Day, now: Instant): string {
  leaveRoster(db, memberId, today);
  releaseSeals(db, memberId);
  leaveOpenRounds(db, memberId);
  forgetCases(db, memberId, now);
  forgetMessages(db, memberId);
  const name = `已注销${memberId}`;
  takePseudonym(db, memberId, name, `${FORGOTTEN}${memberId}`, now);
  touchRoster(db);
  return name;
}

function takePseudonym(db: Database, memberId: number, name: string, account: string, now: Instant): void {
  prepared(
    db,
    `update members set name = :name, account = :account, account_shown = :account, forgotten_at = :now
     where id = :memberId`,
  ).run({ memberId, name, account, now });
}

/** 转出 from today, or from the day of a round that is still open: it must not take the member in again. */
function leaveRoster(db: Database, memberId: number, today: Day): void {
  const { day } = prepared<{ day: Day | null }>(
    db,
    `select min(r.day) as day from round_members rm cross join rounds r on r.id = rm.round_id
     where rm.member_id = ? and r.state = 'open'`,
  ).get(memberId)!;
  const states = prepared<Period<MemberState>>(
    db,
    `select state as value, from_day as "from", until_day as until from member_states where member_id = ? order by from_day`,
  ).all(memberId);
  const from = day !== null && day < today ? day : today;
  prepared(db, "delete from member_states where member_id = ?").run(memberId);
  for (const { value, from: first, until } of setPeriod(states, { value: "转出", from, until: null })) {
    prepared(db, "insert into member_states (member_id, state, from_day, until_day) values (?, ?, ?, ?)").run(
      memberId,
      value,
      first,
      until,
    );
  }
  prepared(db, "delete from duties where member_id = ?").run(memberId);
}

function leaveOpenRounds(db: Database, memberId: number): void {
  prepared(db, "delete from questions where member_id = ?").run(memberId);
  prepared(db, "delete from reports where member_id = ?").run(memberId);
  prepared(db, "delete from trial_members where member_id = ?").run(memberId);
  prepared(
    db,
    "delete from round_members where member_id = ? and round_id in (select id from rounds where state = 'open')",
  ).run(memberId);
}

/** What was written and shown in talks, spot checks and objections. Nobody is to be asked any more for what is open. */
function forgetCases(db: Database, memberId: number, now: Instant): void {
  prepared(
    db,
    `update talks set record = null, state = case state when 'owed' then 'lifted' else state end where member_id = ?`,
  ).run(memberId);
  prepared(db, "delete from spot_pictures where spot_check_id in (select id from spot_checks where member_id = ?)").run(
    memberId,
  );
  prepared(db, "delete from spot_checks where member_id = ? and state in ('asked', 'shown')").run(memberId);
  prepared(db, "update spot_checks set media_id = null where member_id = ?").run(memberId);
  prepared(
    db,
    `update objections set text = null, answer = null, answered_at = coalesce(answered_at, :now),
       state = case state when 'open' then 'answered' else state end
     where member_id = :memberId`,
  ).run({ memberId, now });
}

const DELETED: Message = { kind: "text", text: "[已删除]" };

/**
 * What the member wrote and was answered, and what was sent to the member alone. The rows stay, so that nothing counts
 * or goes out twice; what was sent to others as well holds nothing of the member's.
 */
function forgetMessages(db: Database, memberId: number): void {
  prepared(
    db,
    "update inbox set text = null, reply = null where member_id = ? and (text is not null or reply is not null)",
  ).run(memberId);
  prepared(
    db,
    "update deliveries set state = 'refused', expired = 1, error = ? where member_id = ? and state = 'planned'",
  ).run(EXPIRED, memberId);
  prepared(
    db,
    `with own as (select distinct message_id from deliveries where member_id = :memberId)
     update messages set message = :message, ${GONE}
     where id in own and id not in (
       select message_id from deliveries where message_id in own and member_id is not :memberId)`,
  ).run({ memberId, message: JSON.stringify(DELETED) });
}
