import type { Instant } from "../domain/calendar.ts";
import type { Backdrop, Happenings } from "../domain/digest.ts";
import type { Database } from "./database.ts";
import { EXPIRED } from "./due-batches.ts";
import { is, rows } from "./rows.ts";

const counted = (from: string) => is<number>(`(select count(*) from ${from})`);
const between = (column: string) => `${column} >= :from and ${column} < :until`;

type OfAWeek<T> = (db: Database, from: Instant, until: Instant) => T;

export const happenings: OfAWeek<Happenings> = rows({
  reports: counted("week"),
  corrections: counted(
    "firsts f join week w on w.round_id = f.round_id and w.member_id = f.member_id where w.id > f.id",
  ),
  proxies: counted("week where source = '代报'"),
  withdrawals: counted(`reports where ${between("withdrawn_at")}`),
  questions: counted(`inbox where ${between("received_at")} and reply like '请确认%'`),
  confirmations: counted(`branch_tables where ${between("confirmed_at")}`),
  revisions: counted(`branch_tables where ${between("made_at")} and version > 1`),
  talksHeld: counted(`talks where ${between("held_at")}`),
  branchTalksHeld: counted(`branch_talks where ${between("held_at")}`),
  checksAsked: counted(`spot_checks where ${between("asked_at")}`),
  checksSettled: counted(`spot_checks where ${between("resolved_at")}`),
  objectionsOpened: counted(`objections where ${between("opened_at")}`),
  objectionsAnswered: counted(`objections where ${between("answered_at")}`),
}).sole(
  // Where there are several of a member in a round, the first is one that counts no more.
  `with week as materialized (
     select id, round_id, member_id, source from reports where round_id is not null and ${between("reported_at")}),
   firsts as materialized (
     select round_id, member_id, min(id) as id from reports where round_id is not null and current = 0
     group by round_id, member_id)
   select *`,
);

export const backdrop: OfAWeek<Backdrop> = rows({
  talksOwed: is<number>(
    "(select count(*) from talks where state = 'owed') + (select count(*) from branch_talks where state = 'owed')",
  ),
  checksOpen: counted("spot_checks where state in ('asked', 'shown')"),
  objectionsOpen: counted("objections where state = 'open'"),
  sent: counted(`deliveries where ${between("sent_at")}`),
  refused: counted(`deliveries where state = 'refused' and error is not '${EXPIRED}' and ${between("planned_at")}`),
}).sole("select *");
