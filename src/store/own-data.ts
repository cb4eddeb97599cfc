import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import type { OwnData, OwnPerson } from "../domain/own-data.ts";
import { dutiesInOrder } from "../domain/roster.ts";
import type { Database } from "./database.ts";
import { dutiesOf } from "./members.ts";
import { is, pick, rows } from "./rows.ts";
import { branchTables, reports, rounds, tableRows } from "./schema.ts";
import { objections, spotChecks, talks } from "./schema-cases.ts";
import { inbox } from "./schema-messages.ts";
import { branches, memberStates, members, memberships } from "./schema-roster.ts";

/** As of an instant, as far as rows are dated. */
export function ownData(db: Database, memberId: number, at: Instant): OwnData {
  return {
    person: personOf(db, memberId),
    reports: reportsOfMember(db, memberId, at),
    tableRows: tableRowsOfMember(db, at, memberId),
    talks: talksOfMember(db, memberId),
    spotChecks: spotChecksOfMember(db, memberId, at),
    objections: objectionsOfMember(db, memberId, at),
    messages: messagesOfMember(db, memberId, at),
  };
}

function personOf(db: Database, memberId: number): OwnPerson {
  const member = memberById(db, memberId);
  if (member === undefined) throw new Error(`member ${memberId} is missing`);
  return {
    ...member,
    branches: branchesOfMember(db, memberId),
    states: statesOfMember(db, memberId),
    duties: dutiesInOrder(dutiesOf(db, memberId)),
  };
}

const memberById = rows({
  name: members.name,
  account: members.accountShown,
  greetedAt: members.greetedAt,
}).one<[id: number]>("select * from members where id = ?");

const branchesOfMember = rows({
  value: branches.name,
  ...pick(memberships, "from", "until"),
}).all<[memberId: number]>(
  "select * from memberships join branches on branches.id = branch_id where member_id = ? order by from_day",
);

const statesOfMember = rows({
  value: memberStates.state,
  ...pick(memberStates, "from", "until"),
}).all<[memberId: number]>("select * from member_states where member_id = ? order by from_day");

const reportsOfMember = rows({
  quarter: is<Quarter | null>("rounds.quarter"),
  ...pick(reports, "day", "total", "source"),
  reportedBy: is<string | null>("reporters.name"),
  ...pick(reports, "late", "doubt", "current", "withdrawnAt", "reportedAt"),
}).all<[memberId: number, at: Instant]>(
  `select * from reports left join rounds on rounds.id = round_id left join members reporters on reporters.id = reported_by
   where member_id = ? and moved_to is null and reported_at <= ? order by reports.id`,
);

const tableRowsOfMember = rows({
  quarter: rounds.quarter,
  day: is<Day>("rounds.day"),
  branch: branches.name,
  version: branchTables.version,
  ...pick(tableRows, "counted", "total", "previousTotal", "previousDay", "previousDoubt", "late", "source", "doubt"),
}).all<[at: Instant, memberId: number]>(
  `select * from round_members rm
   join rounds on rounds.id = rm.round_id join branches on branches.id = rounds.branch_id
   join branch_tables on branch_tables.round_id = rounds.id and branch_tables.made_at <= ?
   join table_rows on table_rows.round_id = rounds.id and table_rows.version = branch_tables.version
     and table_rows.member_id = rm.member_id
   where rm.member_id = ? order by rounds.closed_at, rounds.id, branch_tables.version`,
);

/** What a member may know of the talks with the member: all of it. The oldest first. */
export const talksOfMember = rows({
  roundId: talks.roundId,
  quarter: rounds.quarter,
  day: is<Day>("rounds.day"),
  ...pick(talks, "total", "growth", "rank", "state", "heldAt"),
  heldBy: is<string | null>("talkers.name"),
  ...pick(talks, "record", "memberConfirmedAt"),
}).all<[memberId: number]>(
  `select * from round_members rm join talks on talks.round_id = rm.round_id and talks.member_id = rm.member_id
   join rounds on rounds.id = talks.round_id left join members talkers on talkers.id = held_by
   where rm.member_id = ? order by rounds.closed_at, rounds.id`,
);

const spotChecksOfMember = rows({
  quarter: rounds.quarter,
  day: is<Day>("rounds.day"),
  ...pick(spotChecks, "state", "askedAt", "shownAt"),
  resolvedBy: is<string | null>("resolvers.name"),
  ...pick(spotChecks, "resolvedAt", "proposedTotal"),
  proposedBy: is<string | null>("proposers.name"),
  proposedReason: spotChecks.proposedReason,
}).all<[memberId: number, at: Instant]>(
  `select * from spot_checks join rounds on rounds.id = round_id left join members resolvers on resolvers.id = resolved_by
     left join members proposers on proposers.id = proposed_by
   where member_id = ? and asked_at <= ? order by spot_checks.id`,
);

const objectionsOfMember = rows({
  ...pick(objections, "id", "quarter", "text", "openedAt", "state", "answer"),
  answeredBy: is<string | null>("answerers.name"),
  answeredAt: objections.answeredAt,
}).all<[memberId: number, at: Instant]>(
  `select * from objections left join members answerers on answerers.id = answered_by
   where member_id = ? and opened_at <= ? order by objections.id`,
);

/** What is still kept of the member's own messages; of older ones there is only the id. */
const messagesOfMember = rows(pick(inbox, "receivedAt", "text", "reply")).all<[memberId: number, at: Instant]>(
  `select * from inbox where member_id = ? and received_at <= ? and (text is not null or reply is not null)
   order by received_at, rowid`,
);
