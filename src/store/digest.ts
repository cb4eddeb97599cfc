import type { Instant } from "../domain/calendar.ts";
import type { Backdrop, Happenings } from "../domain/digest.ts";
import { type Database, prepared } from "./database.ts";
import { EXPIRED } from "./due-batches.ts";

export function happenings(db: Database, from: Instant, until: Instant): Happenings {
  const between = (column: string) => `${column} >= :from and ${column} < :until`;
  return prepared<Happenings>(
    db,
    // Where there are several of a member in a round, the first is one that counts no more.
    `with week as materialized (
       select id, round_id, member_id, source from reports where round_id is not null and ${between("reported_at")}),
     firsts as materialized (
       select round_id, member_id, min(id) as id from reports where round_id is not null and current = 0
       group by round_id, member_id)
     select
       (select count(*) from week) as reports,
       (select count(*) from firsts f join week w on w.round_id = f.round_id and w.member_id = f.member_id
        where w.id > f.id) as corrections,
       (select count(*) from week where source = '代报') as proxies,
       (select count(*) from reports where ${between("withdrawn_at")}) as withdrawals,
       (select count(*) from inbox where ${between("received_at")} and reply like '请确认%') as questions,
       (select count(*) from branch_tables where ${between("confirmed_at")}) as confirmations,
       (select count(*) from branch_tables where ${between("made_at")} and version > 1) as revisions,
       (select count(*) from talks where ${between("held_at")}) as talksHeld,
       (select count(*) from branch_talks where ${between("held_at")}) as branchTalksHeld,
       (select count(*) from spot_checks where ${between("asked_at")}) as checksAsked,
       (select count(*) from spot_checks where ${between("resolved_at")}) as checksSettled,
       (select count(*) from objections where ${between("opened_at")}) as objectionsOpened,
       (select count(*) from objections where ${between("answered_at")}) as objectionsAnswered`,
  ).get({ from, until })!;
}

export function backdrop(db: Database, from: Instant, until: Instant): Backdrop {
  return prepared<Backdrop>(
    db,
    `select
       (select count(*) from talks where state = 'owed') + (select count(*) from branch_talks where state = 'owed')
         as talksOwed,
       (select count(*) from spot_checks where state in ('asked', 'shown')) as checksOpen,
       (select count(*) from objections where state = 'open') as objectionsOpen,
       (select count(*) from deliveries where sent_at >= :from and sent_at < :until) as sent,
       (select count(*) from deliveries where state = 'refused' and error is not :expired
          and planned_at >= :from and planned_at < :until) as refused`,
  ).get({ from, until, expired: EXPIRED })!;
}
