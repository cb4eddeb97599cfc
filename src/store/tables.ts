import type { Day, Instant } from "../domain/calendar.ts";
import type { Average, MemberFigure } from "../domain/ranking.ts";
import { type Database, prepared } from "./database.ts";
import { branchTables, type ReportSource } from "./schema.ts";

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

export function saveTable(db: Database, roundId: number, version: number, figures: TableFigures, now: Instant): void {
  const { members, reported, average } = figures;
  db.insert(branchTables)
    .values({
      roundId,
      version,
      madeAt: now,
      members,
      reported,
      sum: average?.sum ?? null,
      denominator: average?.members ?? null,
    })
    .run();
}

/** The figures of the newest version of each closed round's table. */
export function tableFigures(db: Database, roundId: number): TableFigures {
  const row = prepared<{ members: number; reported: number; sum: number | null; denominator: number | null }>(
    db,
    "select members, reported, sum, denominator from branch_tables where round_id = ? order by version desc limit 1",
  ).get(roundId);
  if (row === undefined) throw new Error(`round ${roundId} has no table`);
  const { members, reported, sum, denominator } = row;
  return { members, reported, average: sum === null || denominator === null ? null : { sum, members: denominator } };
}

const NEWEST = "(select max(version) from branch_tables where round_id = :roundId)";

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

/** Counted members without a report in the newest version, in the order of the roster. */
export function missingFrom(db: Database, roundId: number): { readonly account: string; readonly name: string }[] {
  return prepared<{ account: string; name: string }>(
    db,
    `select m.account_shown as account, m.name from table_rows t join members m on m.id = t.member_id
     where t.round_id = :roundId and t.version = ${NEWEST} and t.counted = 1 and t.total is null
     order by t.member_id`,
  ).all({ roundId });
}

/** The newest version of a closed round's table, in the order of the roster. */
export function tableOf(db: Database, roundId: number): TableRow[] {
  const head = prepared<{ version: number }>(
    db,
    "select max(version) as version from branch_tables where round_id = ?",
  ).get(roundId)!;
  return tableRowsOf(db, roundId, head.version);
}

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
