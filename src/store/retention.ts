import type { Instant, Quarter } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { flag, is, pick, rows, values } from "./rows.ts";
import { deliveries, messages } from "./schema-messages.ts";

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
    prepared(db, limited("objections", "answer", "answered_at")).run({ before }).changes +
    prepared(db, limited("spot_checks", "proposed_reason", "resolved_at")).run({ before }).changes,
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
