import type { Day, Instant } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { pick, type RowOf, rows, value } from "./rows.ts";
import { type ReportSource, reports } from "./schema.ts";

export interface NewReport {
  readonly memberId: number;
  readonly roundId: number | null;
  readonly day: Day;
  readonly total: number;
  readonly source: ReportSource;
  readonly reportedBy: number | null;
  readonly reportedAt: Instant;
  readonly late: boolean;
  readonly doubt: string | null;
}

const idAndTotal = rows(pick(reports, "id", "total"));
const reportedIn = idAndTotal.one<[roundId: number, memberId: number]>(
  "select * from reports where round_id = ? and member_id = ? and current = 1",
);
const importedOn = idAndTotal.one<[memberId: number, day: Day]>(
  "select * from reports where member_id = ? and day = ? and round_id is null and current = 1",
);

/**
 * Adds a report; what the member had reported in this round (or imported for this day) stays as an earlier version,
 * and its total is returned.
 */
export function saveReport(db: Database, report: NewReport): number | undefined {
  const { roundId, memberId, day, late } = report;
  const replaced = roundId === null ? importedOn(db, memberId, day) : reportedIn(db, roundId, memberId);
  if (replaced !== undefined) prepared(db, "update reports set current = 0 where id = ?").run(replaced.id);
  prepared(
    db,
    `insert into reports (member_id, round_id, day, total, source, reported_by, reported_at, late, doubt, current)
     values (:memberId, :roundId, :day, :total, :source, :reportedBy, :reportedAt, :late, :doubt, 1)`,
  ).run({ ...report, late: late ? 1 : 0 });
  return replaced?.total;
}

const past = rows(pick(reports, "total", "day")).one<[memberId: number, roundId: number, day: Day]>(
  `select * from reports where member_id = ? and current = 1 and round_id is not ? and day <= ?
   order by day desc, id desc limit 1`,
);

/** A member's last known total before a round or on its day: of earlier rounds and imports, the latest. */
export function totalBefore(db: Database, memberId: number, { id, day }: { readonly id: number; readonly day: Day }) {
  return past(db, memberId, id, day);
}

const line = rows(pick(reports, "id", "day", "total", "source", "late", "reportedAt"));
export type ReportLine = RowOf<typeof line>;

export const currentReport = line.one<[roundId: number, memberId: number]>(
  "select * from reports where round_id = ? and member_id = ? and current = 1",
);

/** A member's counting reports, the newest first. */
export const reportsOf = line.all<[memberId: number, limit: number]>(
  "select * from reports where member_id = ? and current = 1 order by day desc, id desc limit ?",
);

const elsewhere = value<number, [memberId: number, roundId: number, quarter: string]>(
  `select id from reports where member_id = ? and current = 1 and round_id <> ?
     and round_id in (select id from rounds where state = 'open' and quarter = ?)`,
);

/** The report that a member has given in another open round of the quarter goes on in this one, as a version of it. */
export function takeReportAlong(
  db: Database,
  memberId: number,
  to: { readonly id: number; readonly quarter: string },
): void {
  const from = elsewhere(db, memberId, to.id, to.quarter);
  if (from === undefined || currentReport(db, to.id, memberId) !== undefined) return;
  prepared(db, "update reports set current = 0, moved_to = ? where id = ?").run(to.id, from);
  prepared(
    db,
    `insert into reports (member_id, round_id, day, total, source, reported_by, reported_at, late, doubt, current)
     select member_id, moved_to, day, total, source, reported_by, reported_at, late, doubt, 1 from reports where id = ?`,
  ).run(from);
}

/** Takes the member's report of this round back; it stays as a version. Returns it, if there was one. */
export function withdrawReport(db: Database, roundId: number, memberId: number, at: Instant): ReportLine | undefined {
  const report = currentReport(db, roundId, memberId);
  if (report !== undefined) {
    prepared(db, "update reports set current = 0, withdrawn_at = ? where id = ?").run(at, report.id);
  }
  return report;
}
