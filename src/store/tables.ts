import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import type { Average, MemberFigure } from "../domain/ranking.ts";
import type { PastTotal } from "../domain/score.ts";
import { type Database, prepared } from "./database.ts";
import type { Progress } from "./rounds.ts";
import { count, is, pick, type RowOf, rows, value, values } from "./rows.ts";
import { branchTables, type ReportSource, rounds, tableRows } from "./schema.ts";
import { branches, members } from "./schema-roster.ts";
import { SALT_BYTES } from "./seals.ts";

const FROZEN = "member_id, counted, total, previous_total, previous_day, late, source, doubt, previous_doubt";
const NEWEST = "(select max(version) from branch_tables where round_id = :roundId)";

/** Copies a version's rows to the next; what differs is then written over them. */
export function copyRows(db: Database, roundId: number, version: number): void {
  prepared(
    db,
    `insert into table_rows (round_id, version, salt, ${FROZEN})
     select round_id, version + 1, salt, ${FROZEN} from table_rows where round_id = ? and version = ?`,
  ).run(roundId, version);
}

export function correctRow(
  db: Database,
  { roundId, version, memberId, total, source }: RowCorrection & { roundId: number; version: number },
): void {
  prepared(
    db,
    `update table_rows set total = :total, source = :source, doubt = null
     where round_id = :roundId and version = :version and member_id = :memberId`,
  ).run({ roundId, version, memberId, total, source });
}

export interface RowCorrection {
  readonly memberId: number;
  readonly total: number;
  readonly source: ReportSource;
}

const membersIn = count<[roundId: number]>("select count(*) from round_members where round_id = ?");

/** Freezes a round's members and their counting reports as version 1 of its table, each row with a salt of its own. */
export function freezeRows(db: Database, roundId: number, day: Day, random: (bytes: number) => Buffer): void {
  const salts = random(SALT_BYTES * membersIn(db, roundId));
  prepared(
    db,
    `insert into table_rows (round_id, version, salt, ${FROZEN})
     select rm.round_id, 1,
       substr(:salts, 1 + ${SALT_BYTES} * (row_number() over (order by rm.member_id) - 1), ${SALT_BYTES}),
       rm.member_id, rm.counted, r.total, p.total, p.day, coalesce(r.late, 0), r.source, r.doubt,
       case when p.round_id is null then p.doubt end
     from round_members rm
     left join reports r on r.round_id = rm.round_id and r.member_id = rm.member_id and r.current = 1
     left join reports p on p.id = (
       select q.id from reports q
       where q.member_id = rm.member_id and q.current = 1 and q.round_id is not rm.round_id and q.day <= :day
       order by q.day desc, q.id desc limit 1)
     where rm.round_id = :roundId`,
  ).run({ roundId, day, salts });
}

/** What a table adds up to: the figures a branch is ranked by. */
export interface TableFigures {
  readonly members: number;
  readonly reported: number;
  readonly average: Average | null;
}

export function saveTable(
  db: Database,
  roundId: number,
  version: number,
  figures: TableFigures,
  now: Instant,
  reason: string | null = null,
): void {
  const { members, reported, average } = figures;
  prepared(
    db,
    `insert into branch_tables (round_id, version, made_at, reason, members, reported, sum, denominator)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(roundId, version, now, reason, members, reported, average?.sum ?? null, average?.members ?? null);
}

const head = rows(
  {
    ...pick(branchTables, "version", "madeAt", "reason", "confirmedBy", "confirmedAt"),
    /** The name of whoever confirmed it. */
    confirmer: is<string | null>("confirmer.name"),
    ...pick(branchTables, "members", "reported", "sum", "denominator"),
  },
  ({ sum, denominator, ...row }) => ({ ...row, average: averageOf(sum, denominator) }),
);
/** A version of a branch table, without its rows. */
export type TableHead = RowOf<typeof head>;

const headOf = head.one<[roundId: number, version: number | null]>(
  `select * from branch_tables left join members confirmer on confirmer.id = confirmed_by
   where round_id = :roundId and version = coalesce(:version, ${NEWEST})`,
);

export function averageOf(sum: number | null, members: number | null): Average | null {
  return sum === null || members === null ? null : { sum, members };
}

/** A version of a closed round's table, the newest unless one is named. */
export function tableHead(db: Database, roundId: number, version?: number): TableHead {
  const found = headOf(db, roundId, version ?? null);
  if (found === undefined) throw new Error(`round ${roundId} has no table${version ? ` of version ${version}` : ""}`);
  return found;
}

/**
 * The closed round of a branch whose table is to be looked at: the newest whose newest version nobody has confirmed,
 * also of an earlier quarter that was corrected since, else the one that closed last.
 */
export const roundToConfirm = value<number, [branchId: number]>(
  `select r.id from rounds r join branch_tables t on t.round_id = r.id
     and t.version = (select max(version) from branch_tables where round_id = r.id)
   where r.branch_id = ? and r.state = 'closed' and r.apart = 0 and r.origin <> 'count'
   order by t.confirmed_at is not null or (t.version = 1 and r.id <> (
     select l.id from rounds l where l.branch_id = r.branch_id and l.state = 'closed' and l.apart = 0 and l.origin <> 'count' order by l.closed_at desc, l.id desc limit 1)),
     r.closed_at desc, r.id desc limit 1`,
);

/** 确认统计表; false when this version was confirmed already. */
export function confirmTable(db: Database, roundId: number, version: number, memberId: number, at: Instant): boolean {
  return (
    prepared(
      db,
      `update branch_tables set confirmed_by = :memberId, confirmed_at = :at
       where round_id = :roundId and version = :version and confirmed_at is null`,
    ).run({ roundId, version, memberId, at }).changes === 1
  );
}

const figure = rows(
  pick(tableRows, "memberId", "counted", "total", "previousTotal", "previousDay"),
  ({ memberId, counted, total, previousTotal, previousDay }): MemberFigure => ({
    memberId,
    counted,
    total,
    previous: pastTotal(previousTotal, previousDay),
  }),
);
const figures = figure.all<[roundId: number, version: number | null]>(
  `select * from table_rows where round_id = :roundId and version = coalesce(:version, ${NEWEST}) order by member_id`,
);

/** A member's total in the newest table of a closed round; undefined for somebody who is not on it. */
export const figureIn = rows({ total: tableRows.total }).one<[roundId: number, memberId: number]>(
  `select * from table_rows where round_id = :roundId and version = ${NEWEST} and member_id = :memberId`,
);

function pastTotal(total: number | null, day: Day | null): PastTotal | null {
  return total === null || day === null ? null : { total, day };
}

/** What totals and talk lists are computed from, of the newest version unless one is named. */
export function figuresOf(db: Database, roundId: number, version?: number): MemberFigure[] {
  return figures(db, roundId, version ?? null);
}

/** How a closed round went, by its newest table: reports may have been deleted since. */
export const closedProgress: (db: Database, roundId: number) => Progress = rows({
  members: is<number>("count(*)"),
  reported: is<number>("count(total)"),
  late: is<number>("coalesce(sum(late), 0)"),
}).sole(`select * from table_rows where round_id = :roundId and version = ${NEWEST} and counted = 1`);

/** Counted members without a report in the newest version, in the order of the roster. */
export const missingFrom = rows({ account: members.accountShown, name: members.name }).all<[roundId: number]>(
  `select * from table_rows join members on members.id = member_id
   where round_id = :roundId and version = ${NEWEST} and counted = 1 and total is null order by member_id`,
);

/** Of those, who had not reported in the quarter before either, by account. */
export const missedBefore = values<string, [roundId: number, before: Quarter]>(
  `select members.account_shown from table_rows now join members on members.id = now.member_id
   where now.round_id = :roundId and now.version = ${NEWEST} and now.counted = 1 and now.total is null
     and exists (select 1 from rounds r cross join table_rows t on t.round_id = r.id and t.member_id = now.member_id
                 where r.quarter = :before and r.state = 'closed' and t.counted = 1 and t.total is null
                   and t.version = (select max(version) from branch_tables where round_id = r.id))
     and not exists (select 1 from rounds r cross join table_rows t on t.round_id = r.id and t.member_id = now.member_id
                     where r.quarter = :before and r.state = 'closed' and t.total is not null
                       and t.version = (select max(version) from branch_tables where round_id = r.id))`,
);

const line = rows(
  {
    ...pick(tableRows, "memberId", "counted", "total", "previousTotal", "previousDay", "late", "source", "doubt"),
    previousDoubt: tableRows.previousDoubt,
    account: members.accountShown,
    name: members.name,
  },
  ({ previousTotal, previousDay, ...row }) => ({ ...row, previous: pastTotal(previousTotal, previousDay) }),
);
/** A line of a branch table (统计表) as it was frozen when the round closed. */
export type TableRow = RowOf<typeof line>;

/** A version of a closed round's table, in the order of the roster. */
export const tableRowsOf = line.all<[roundId: number, version: number]>(
  `select * from table_rows join members on members.id = member_id where round_id = ? and version = ? order by member_id`,
);

const correction = rows({ memberId: tableRows.memberId, reason: branchTables.reason });
const corrections = correction.all<[roundId: number, version: number]>(
  `select * from table_rows
   join table_rows p on p.round_id = table_rows.round_id and p.version = table_rows.version - 1 and p.member_id = table_rows.member_id
   join branch_tables on branch_tables.round_id = table_rows.round_id and branch_tables.version = table_rows.version
   where table_rows.round_id = :roundId and table_rows.version <= :version
     and (table_rows.total is not p.total or table_rows.source is not p.source)
   order by table_rows.version`,
);

/** Why members' figures differ from the table that was frozen, up to a version: the reason of the last change of each. */
export function correctionsOf(db: Database, roundId: number, version: number): Map<number, string> {
  return new Map(corrections(db, roundId, version).map(({ memberId, reason }) => [memberId, reason ?? ""]));
}

const unconfirmed = rows({
  ...pick(branchTables, "roundId", "version", "madeAt"),
  ...pick(rounds, "quarter", "branchId"),
  branch: branches.name,
});
/** The newest version of a table that nobody has confirmed. */
export type UnconfirmedTable = RowOf<typeof unconfirmed>;

/**
 * Newest versions of the branches' newest tables that were made from `since` to before `until` and that nobody has
 * confirmed, of quarters not archived.
 */
export const unconfirmedTables = unconfirmed.all<[since: Instant, until: Instant]>(
  `select * from branch_tables cross join rounds on rounds.id = round_id cross join branches on branches.id = branch_id
   where confirmed_at is null and made_at >= ? and made_at < ?
     and not exists (select 1 from branch_tables n where n.round_id = branch_tables.round_id and n.version > branch_tables.version)
     and not exists (select 1 from summaries s where s.quarter = rounds.quarter and s.state = 'archived')
     and +rounds.id in (
       select id from (select id, row_number() over (partition by branch_id order by closed_at desc, id desc) as place
                       from rounds where state = 'closed' and apart = 0 and origin <> 'count') where place = 1)
   order by branches.id, rounds.id`,
);
