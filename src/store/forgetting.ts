import type { Day, Instant } from "../domain/calendar.ts";
import type { Message } from "../domain/delivery.ts";
import { type Database, prepared } from "./database.ts";
import { EXPIRED } from "./due-batches.ts";
import { FORGOTTEN } from "./members.ts";
import { GONE } from "./retention.ts";
import { value } from "./rows.ts";

/** The day of the earliest open round that the member is in. */
export const firstOpenDay = value<Day, [memberId: number]>(
  `select min(r.day) from round_members rm cross join rounds r on r.id = rm.round_id
   where rm.member_id = ? and r.state = 'open'`,
);

/** Takes the member out of open rounds and trials; what was said in any round goes, its tables stay. */
export function leaveOpenRounds(db: Database, memberId: number): void {
  prepared(db, "delete from questions where member_id = ?").run(memberId);
  prepared(db, "delete from reports where member_id = ?").run(memberId);
  prepared(db, "delete from trial_members where member_id = ?").run(memberId);
  prepared(
    db,
    "delete from round_members where member_id = ? and round_id in (select id from rounds where state = 'open')",
  ).run(memberId);
}

export function waiveTalksOf(db: Database, memberId: number): void {
  prepared(db, "update talks set state = 'lifted' where member_id = ? and state = 'owed'").run(memberId);
}

/** Spot checks that nobody has settled. */
export function dropOpenChecksOf(db: Database, memberId: number): void {
  prepared(db, "delete from spot_checks where member_id = ? and state in ('asked', 'shown')").run(memberId);
}

export function deletePicturesOf(db: Database, memberId: number): void {
  prepared(db, "delete from spot_pictures where spot_check_id in (select id from spot_checks where member_id = ?)").run(
    memberId,
  );
}

export function closeObjectionsOf(db: Database, memberId: number, at: Instant): void {
  prepared(
    db,
    `update objections set state = 'answered', answered_at = coalesce(answered_at, :at)
     where member_id = :memberId and state = 'open'`,
  ).run({ memberId, at });
}

/** What was written and shown in talks, spot checks and objections. */
export function clearCaseTexts(db: Database, memberId: number): void {
  prepared(db, "update talks set record = null where member_id = ?").run(memberId);
  prepared(
    db,
    `update spot_checks set media_id = null, proposed_total = null, proposed_by = null, proposed_reason = null
     where member_id = ?`,
  ).run(memberId);
  prepared(db, "update objections set text = null, answer = null where member_id = ?").run(memberId);
}

/** What the member wrote and was answered. The rows stay, so that nothing counts twice. */
export function clearInbox(db: Database, memberId: number): void {
  prepared(
    db,
    "update inbox set text = null, reply = null where member_id = ? and (text is not null or reply is not null)",
  ).run(memberId);
}

/** What has not gone out to the member does not go out. */
export function dropPlannedTo(db: Database, memberId: number): void {
  prepared(
    db,
    "update deliveries set state = 'refused', expired = 1, error = ? where member_id = ? and state = 'planned'",
  ).run(EXPIRED, memberId);
}

const DELETED: Message = { kind: "text", text: "[已删除]" };

/** What was sent to the member alone. The rows stay; what was sent to others as well holds nothing of the member's. */
export function clearTextsTo(db: Database, memberId: number): void {
  prepared(
    db,
    `with own as (select distinct message_id from deliveries where member_id = :memberId)
     update messages set message = :message, ${GONE}
     where id in own and id not in (
       select message_id from deliveries where message_id in own and member_id is not :memberId)`,
  ).run({ memberId, message: JSON.stringify(DELETED) });
}

/** Under another name, and an account that nobody has. */
export function renameForgotten(db: Database, memberId: number, name: string, at: Instant): void {
  prepared(
    db,
    `update members set name = :name, account = :account, account_shown = :account, forgotten_at = :at
     where id = :memberId`,
  ).run({ memberId, name, account: `${FORGOTTEN}${memberId}`, at });
}
