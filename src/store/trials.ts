import type { Instant } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { EXPIRED } from "./due-batches.ts";
import { GONE } from "./retention.ts";
import { is, json, pick, type RowOf, rows } from "./rows.ts";
import { trialMembers, trials } from "./schema-trials.ts";

const trial = rows({
  ...pick(trials, "id", "openedAt", "closesAt", "closedAt"),
  members: is<number>("(select count(*) from trial_members m where m.trial_id = trials.id)"),
  reported: is<number>("(select count(total) from trial_members m where m.trial_id = trials.id)"),
});
export type Trial = RowOf<typeof trial>;

/** The one that is open; there is never more than one. */
export const openTrial = trial.one("select * from trials where closed_at is null order by id desc limit 1");

/** Closed before an instant, and not emptied yet. */
export const trialsToPurge = trial.all<[before: Instant]>(
  "select * from trials where closed_at is not null and closed_at <= ? and purged_at is null order by id",
);

export function insertTrial(db: Database, openedAt: Instant, closesAt: Instant, memberIds: readonly number[]): number {
  const { lastInsertRowid } = prepared(db, "insert into trials (opened_at, closes_at) values (?, ?)").run(
    openedAt,
    closesAt,
  );
  const id = Number(lastInsertRowid);
  for (const memberId of memberIds) {
    prepared(db, "insert into trial_members (trial_id, member_id) values (?, ?)").run(id, memberId);
  }
  return id;
}

const part = rows({
  ...pick(trialMembers, "trialId", "memberId", "total"),
  closesAt: trials.closesAt,
  candidates: json<readonly number[] | null>("candidates"),
});
/** What somebody has said in the open trial. */
export type TrialPart = RowOf<typeof part>;

export const trialPartOf = part.one<[memberId: number, now: Instant]>(
  `select * from trial_members join trials on trials.id = trial_id
   where member_id = ? and closed_at is null and closes_at > ? order by trial_id desc limit 1`,
);

export const trialMembersOf = part.all<[trialId: number]>(
  "select * from trial_members join trials on trials.id = trial_id where trial_id = ? order by member_id",
);

export function saveTrialPart(
  db: Database,
  { trialId, memberId }: Pick<TrialPart, "trialId" | "memberId">,
  { total, candidates }: Pick<TrialPart, "total" | "candidates">,
): void {
  prepared(
    db,
    `update trial_members set total = :total, candidates = :candidates
     where trial_id = :trialId and member_id = :memberId`,
  ).run({ trialId, memberId, total, candidates: candidates === null ? null : JSON.stringify(candidates) });
}

/** False when it was closed already. */
export function closeTrial(db: Database, id: number, at: Instant): boolean {
  const closed = prepared(db, "update trials set closed_at = ? where id = ? and closed_at is null").run(at, id);
  return closed.changes === 1;
}

/** Deletes what was said in a trial and what was sent for it; its row and the keys of its deliveries stay. */
export function purgeTrial(db: Database, { id, openedAt, closedAt }: Trial, now: Instant): void {
  prepared(
    db,
    `update inbox set text = null, reply = null where received_at >= :openedAt and received_at <= :closedAt
       and member_id in (select member_id from trial_members where trial_id = :id)
       and (text is not null or reply is not null)`,
  ).run({ id, openedAt, closedAt });
  const keys = { from: `trial-${id}-`, until: `trial-${id}.` };
  prepared(
    db,
    `update deliveries set state = 'refused', expired = 1, error = :error
     where key >= :from and key < :until and state = 'planned'`,
  ).run({ ...keys, error: EXPIRED });
  prepared(
    db,
    `update messages set message = json_object('kind', 'text', 'text', '[试运行已结束，已删除]'), ${GONE}
     where id in (select message_id from deliveries where key >= :from and key < :until) and deleted = 0
       and id not in (select message_id from deliveries where key >= 'trial-' and key < 'trial.'
                      and (key < :from or key >= :until) and state in ('planned', 'sending'))`,
  ).run(keys);
  prepared(db, "delete from trial_members where trial_id = ?").run(id);
  prepared(db, "update trials set purged_at = ? where id = ?").run(now, id);
}
