import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import type { Average, MemberFigure } from "../domain/ranking.ts";
import { type Database, prepared } from "./database.ts";
import type { Progress } from "./rounds.ts";
import { branchTables, type ReportSource } from "./schema.ts";

const NEWEST = "(select max(version) from branch_tables where round_id = :roundId)";

/** A line of a branch table (统计表) as it was frozen when the round closed. */
export interface TableRow extends MemberFigure {
  readonly account: string;
  readonly name: string;
  readonly late: boolean;
  readonly source: ReportSource | null;
  readonly doubt: string | null;
}

interface RawRow {
  readonly memberId: number;
  readonly account: string;
  readonly name: string;
  readonly counted: number;
  readonly total: number | null;
  readonly previousTotal: number | null;
  readonly previousDay: Day | null;
  readonly late: number;
  readonly source: ReportSource | null;
  readonly doubt: string | null;
}

/** Copies a version's rows to the next; what differs is then written over them. */
export function copyRows(db: Database, roundId: number, version: number): void {
  prepared(
    db,
    `insert into table_rows (round_id, version, member_id, counted, total, previous_total, previous_day, late, source, doubt)
     select round_id, version + 1, member_id, counted, total, previous_total, previous_day, late, source, doubt
     from table_rows where round_id = ? and version = ?`,
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

/** Freezes a round's members and their counting reports as version 1 of its table. */
export function freezeRows(db: Database, roundId: number, day: Day): void {
  prepared(
    db,
    `insert into table_rows (round_id, version, member_id, counted, total, previous_total, previous_day, late, source, doubt)
     select rm.round_id, 1, rm.member_id, rm.counted, r.total, p.total, p.day, coalesce(r.late, 0), r.source, r.doubt
     from round_members rm
     left join reports r on r.round_id = rm.round_id and r.member_id = rm.member_id and r.current = 1
     left join reports p on p.id = (
       select q.id from reports q
       where q.member_id = rm.member_id and q.current = 1 and q.round_id is not rm.round_id and q.day <= :day
       order by q.day desc, q.id desc limit 1)
     where rm.round_id = :roundId`,
  ).run({ roundId, day });
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
  db.insert(branchTables)
    .values({
      roundId,
      version,
      madeAt: now,
      reason,
      members,
      reported,
      sum: average?.sum ?? null,
      denominator: average?.members ?? null,
    })
    .run();
}

/** A version of a branch table, without its rows. */
export interface TableHead extends TableFigures {
  readonly version: number;
  readonly madeAt: Instant;
  readonly reason: string | null;
  readonly confirmedBy: number | null;
  readonly confirmedAt: Instant | null;
  /** The name of whoever confirmed it. */
  readonly confirmer: string | null;
}

/** A version of a closed round's table, the newest unless one is named. */
export function tableHead(db: Database, roundId: number, version?: number): TableHead {
  const row = prepared<Omit<TableHead, "average"> & { sum: number | null; denominator: number | null }>(
    db,
    `select t.version, t.made_at as madeAt, t.reason, t.confirmed_by as confirmedBy, t.confirmed_at as confirmedAt,
       m.name as confirmer, t.members, t.reported, t.sum, t.denominator
     from branch_tables t left join members m on m.id = t.confirmed_by
     where t.round_id = :roundId and t.version = coalesce(:version, ${NEWEST})`,
  ).get({ roundId, version: version ?? null });
  if (row === undefined) throw new Error(`round ${roundId} has no table${version ? ` of version ${version}` : ""}`);
  const { sum, denominator, ...head } = row;
  return { ...head, average: sum === null || denominator === null ? null : { sum, members: denominator } };
}

/**
 * The closed round of a branch whose table is to be looked at: the newest whose newest version nobody has confirmed,
 * also of an earlier quarter that was corrected since, else the one that closed last.
 */
export function roundToConfirm(db: Database, branchId: number): number | undefined {
  return prepared<{ id: number }>(
    db,
    `select r.id from rounds r join branch_tables t on t.round_id = r.id
       and t.version = (select max(version) from branch_tables where round_id = r.id)
     where r.branch_id = ? and r.state = 'closed'
     order by t.confirmed_at is not null or (t.version = 1 and r.id <> (
       select l.id from rounds l where l.branch_id = r.branch_id and l.state = 'closed' order by l.closed_at desc, l.id desc limit 1)),
       r.closed_at desc, r.id desc limit 1`,
  ).get(branchId)?.id;
}

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

/** What totals and talk lists are computed from. Read as bare values: a school's tables are many rows. */
export function figuresOf(db: Database, roundId: number, version?: number): MemberFigure[] {
  const rows = prepared(
    db,
    `select member_id, counted, total, previous_total, previous_day from table_rows
     where round_id = :roundId and version = coalesce(:version, ${NEWEST}) order by member_id`,
  )
    .raw()
    .all({ roundId, version: version ?? null }) as [number, number, number | null, number | null, Day | null][];
  return rows.map(([memberId, counted, total, previousTotal, day]) => ({
    memberId,
    counted: counted === 1,
    total,
    previous: previousTotal === null || day === null ? null : { total: previousTotal, day },
  }));
}

/** A member's total in the newest table of a closed round; undefined for somebody who is not on it. */
export function figureIn(
  db: Database,
  roundId: number,
  memberId: number,
): { readonly total: number | null } | undefined {
  return prepared<{ total: number | null }>(
    db,
    "select total from table_rows where round_id = ? and version = ? and member_id = ?",
  ).get(roundId, tableHead(db, roundId).version, memberId);
}

/** How a closed round went, by its newest table: reports may have been deleted since. */
export function closedProgress(db: Database, roundId: number): Progress {
  return prepared<Progress>(
    db,
    `select count(*) as members, count(total) as reported, coalesce(sum(late), 0) as late from table_rows
     where round_id = :roundId and version = ${NEWEST} and counted = 1`,
  ).get({ roundId })!;
}

/** Counted members without a report in the newest version, in the order of the roster. */
export function missingFrom(db: Database, roundId: number): { readonly account: string; readonly name: string }[] {
  return prepared<{ account: string; name: string }>(
    db,
    `select m.account_shown as account, m.name from table_rows t join members m on m.id = t.member_id
     where t.round_id = :roundId and t.version = ${NEWEST} and t.counted = 1 and t.total is null
     order by t.member_id`,
  ).all({ roundId });
}

/** A version of a closed round's table, in the order of the roster. */
export function tableRowsOf(db: Database, roundId: number, version: number): TableRow[] {
  return prepared<RawRow>(
    db,
    `select t.member_id as memberId, m.account_shown as account, m.name, t.counted, t.total,
       t.previous_total as previousTotal, t.previous_day as previousDay, t.late, t.source, t.doubt
     from table_rows t join members m on m.id = t.member_id
     where t.round_id = ? and t.version = ? order by t.member_id`,
  )
    .all(roundId, version)
    .map(({ counted, late, previousTotal, previousDay, ...row }) => ({
      ...row,
      counted: counted === 1,
      late: late === 1,
      previous: previousTotal === null || previousDay === null ? null : { total: previousTotal, day: previousDay },
    }));
}

/** Why members' figures differ from the table that was frozen, up to a version: the reason of the last change of each. */
export function correctionsOf(db: Database, roundId: number, version: number): Map<number, string> {
  const rows = prepared<{ memberId: number; reason: string | null }>(
    db,
    `select t.member_id as memberId, b.reason from table_rows t
     join table_rows p on p.round_id = t.round_id and p.version = t.version - 1 and p.member_id = t.member_id
     join branch_tables b on b.round_id = t.round_id and b.version = t.version
     where t.round_id = :roundId and t.version <= :version and (t.total is not p.total or t.source is not p.source)
     order by t.version`,
  ).all({ roundId, version });
  return new Map(rows.map(({ memberId, reason }) => [memberId, reason ?? ""]));
}

/** The newest version of a table that nobody has confirmed. */
export interface UnconfirmedTable {
  readonly roundId: number;
  readonly version: number;
  readonly madeAt: Instant;
  readonly quarter: Quarter;
  readonly branchId: number;
  readonly branch: string;
}

/**
 * Newest versions of the branches' newest tables that were made from `since` to before `until` and that nobody has
 * confirmed, of quarters not archived.
 */
export function unconfirmedTables(db: Database, since: Instant, until: Instant): UnconfirmedTable[] {
  return prepared<UnconfirmedTable>(
    db,
    `select t.round_id as roundId, t.version, t.made_at as madeAt, r.quarter, r.branch_id as branchId, b.name as branch
     from branch_tables t cross join rounds r on r.id = t.round_id cross join branches b on b.id = r.branch_id
     where t.confirmed_at is null and t.made_at >= :since and t.made_at < :until
       and not exists (select 1 from branch_tables n where n.round_id = t.round_id and n.version > t.version)
       and not exists (select 1 from summaries s where s.quarter = r.quarter and s.state = 'archived')
       and +r.id in (
         select id from (select id, row_number() over (partition by branch_id order by closed_at desc, id desc) as place
                         from rounds where state = 'closed') where place = 1)
     order by b.id, r.id`,
  ).all({ since, until });
}
