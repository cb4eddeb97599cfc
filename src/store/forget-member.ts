import type { Day, Instant } from "../domain/calendar.ts";
import type { Message } from "../domain/delivery.ts";
import { type MemberState, type Period, setPeriod } from "../domain/roster.ts";
import { type Database, prepared } from "./database.ts";
import { EXPIRED } from "./due-batches.ts";
import { FORGOTTEN } from "./members.ts";
import { GONE } from "./purge.ts";
import { touchRoster } from "./roster.ts";

/**
 * Deletes what is kept of a member, as far as no closed round needs it: tables, ranks and states of cases stay, under
 * the pseudonym that is returned. Inside the caller's transaction.
 */
export function forgetMember(db: Database, memberId: number, today: Day, now: Instant): string {
  leaveRoster(db, memberId, today);
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
