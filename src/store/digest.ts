import type { Instant } from "../domain/calendar.ts";
import type { Backdrop, Happenings } from "../domain/digest.ts";
import type { Database } from "./database.ts";
import { is, rows } from "./rows.ts";

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
  checksOpen: counted("spot_checks where state in ('asked', 'shown')"),
  objectionsOpen: counted("objections where state = 'open'"),
  sent: counted(`deliveries where ${between("sent_at")}`),
  refused: counted(
    `deliveries where state = 'refused' and state in ('unknown', 'refused') and expired = 0 and ${between("planned_at")}`,
  ),
}).sole("select *");
