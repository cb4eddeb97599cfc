import { hash } from "node:crypto";
import type { Quarter } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { value } from "./rows.ts";

/*
 * What was frozen is sealed: the audit log gets one digest over the hashes of the rows, each taken with a salt of its
 * own, so that nobody can find a member's total by trying. Salts stay with the rows. When a member's data are deleted,
 * the salt goes and the hash stays, so that the others can still be checked.
 */

export const SALT_BYTES = 16;
type Random = (bytes: number) => Buffer;
type Cell = string | number | null;

/** Of a version of a branch table: its rows with the reports behind them, and its head. */
export interface TableSeal {
  readonly rows: string;
  readonly table: string;
}

const hashOf = (cells: readonly Cell[]): string => hash("sha256", cells.join("\n"), "hex");
const digestOf = (hashes: readonly string[]): string => hash("sha256", hashes.join("\n"), "hex");

/** Seals a version of a closed round's table. What is sealed already keeps its salts. */
export function sealTable(db: Database, roundId: number, version: number, random: Random): TableSeal {
  const of = { roundId, version };
  fillSalts(db, "table_rows", "round_id = :roundId and version = :version and sealed is null", of, random);
  prepared(
    db,
    `update branch_tables
     set salt = :salt, reports_until = :until where round_id = :roundId and version = :version and salt is null`,
  ).run({ ...of, salt: random(SALT_BYTES), until: newestReport(db, roundId) ?? 0 });
  return tableSeal(db, roundId, version)!;
}

/** Of rows that were made before there were seals. */
function fillSalts(db: Database, table: string, where: string, of: object, random: Random): void {
  const ids = prepared<number>(db, `select rowid from ${table} where ${where} and salt is null`).pluck().all(of);
  for (const id of ids) prepared(db, `update ${table} set salt = ? where rowid = ?`).run(random(SALT_BYTES), id);
}

/** As the rows are now; undefined: the version is not there or was never sealed. */
export function tableSeal(db: Database, roundId: number, version: number): TableSeal | undefined {
  const head = headCells(db, roundId, version);
  if (head === undefined) return undefined;
  const reports = reportsBehind(db, roundId, head.at(-1) as number);
  const hashes = linesIn(rowLines(db, roundId, version, null)).map((line) =>
    line.startsWith(RELEASED) ? line.slice(RELEASED.length) : rowHash(line, reports),
  );
  return { rows: digestOf(hashes), table: hashOf(head) };
}

function headCells(db: Database, roundId: number, version: number): Cell[] | undefined {
  return prepared<Cell[]>(
    db,
    `select hex(salt), round_id, version, made_at, members, reported, sum, denominator, reason, reports_until
     from branch_tables where round_id = ? and version = ? and salt is not null`,
  )
    .raw()
    .get(roundId, version);
}

/** A row as one text, which begins with the member's id. A school's tables are many rows: SQLite makes the texts. */
const line = (columns: string) =>
  columns
    .split(", ")
    .map((column) => `ifnull(${column}, '')`)
    .join(" || ',' || ");
const linesIn = (lines: string | undefined): string[] => lines?.split("\n") ?? [];
const memberOf = (text: string): string => text.slice(0, text.indexOf(","));

const ROW = line(
  "member_id, hex(salt), version, counted, total, previous_total, previous_day, late, source, doubt, previous_doubt",
);
const RELEASED = "released ";
const rowLines = value<string, [roundId: number, version: number, memberId: number | null]>(
  `select group_concat(row, char(10)) from (
     select iif(salt is null, '${RELEASED}' || ifnull(sealed, ''), ${ROW}) as row from table_rows
     where round_id = :roundId and version = :version and (:memberId is null or member_id = :memberId)
     order by member_id)`,
);

/** Both indices of a round's reports are partial. */
const reportsOfRound = (what: string) =>
  [0, 1]
    .map((current) => `select ${what} from reports where round_id = :roundId and current = ${current}`)
    .join(" union all ");

export const newestReport = value<number, [roundId: number]>(`select max(id) from (${reportsOfRound("id")})`);

const REPORT = line("member_id, id, day, total, source, reported_by, reported_at, late, doubt, withdrawn_at, moved_to");
const reportLines = value<string, [roundId: number, until: number]>(
  `select group_concat(report, char(10)) from (${reportsOfRound(`id, ${REPORT} as report`)}) where id <= :until`,
);

/** What each member said in a round up to a report, superseded reports too. Which of them counts changes later. */
function reportsBehind(db: Database, roundId: number, until: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const report of linesIn(reportLines(db, roundId, until))) {
    const memberId = memberOf(report);
    const other = found.get(memberId);
    found.set(memberId, other === undefined ? report : [...other.split("\n"), report].sort().join("\n"));
  }
  return found;
}

const rowHash = (row: string, reports: ReadonlyMap<string, string>): string =>
  hash("sha256", `${row}\n${reports.get(memberOf(row)) ?? ""}`, "hex");

/** Deletes the salts of a member's sealed rows; goes before the reports. Without them the hashes say nothing. */
export function releaseSeals(db: Database, memberId: number): void {
  const rows = prepared<{ roundId: number; version: number; until: number }>(
    db,
    `select t.round_id as roundId, t.version, b.reports_until as until from round_members m
     cross join table_rows t on t.round_id = m.round_id and t.member_id = m.member_id
     cross join branch_tables b on b.round_id = t.round_id and b.version = t.version
     where m.member_id = ? and t.salt is not null and b.salt is not null`,
  ).all(memberId);
  for (const { roundId, version, until } of rows) {
    const sealed = rowHash(rowLines(db, roundId, version, memberId)!, reportsBehind(db, roundId, until));
    prepared(
      db,
      `update table_rows set sealed = :sealed, salt = null
       where round_id = :roundId and version = :version and member_id = :memberId`,
    ).run({ roundId, version, memberId, sealed });
  }
}

/** Seals a version of a quarter's summary: one digest over its branches and the policy that it stands on. */
export function sealSummary(db: Database, quarter: Quarter, version: number, random: Random): string {
  fillSalts(db, "summary_branches", "quarter = :quarter and version = :version", { quarter, version }, random);
  return summarySeal(db, quarter, version);
}

export function summarySeal(db: Database, quarter: Quarter, version: number): string {
  const lines = prepared<Cell[]>(
    db,
    `select hex(salt), quarter, version, branch_id, round_id, table_version, ranked, members, reported, sum, denominator,
       rank, low from summary_branches where quarter = ? and version = ? order by branch_id`,
  )
    .raw()
    .all(quarter, version);
  return digestOf([`${policyOf(db, quarter, version) ?? ""}`, ...lines.map(hashOf)]);
}

const policyOf = value<number, [quarter: Quarter, version: number]>(
  "select policy_id from summaries where quarter = ? and version = ?",
);
