import { addDays, type Day, type Instant } from "../domain/calendar.ts";
import { type PastTotal } from "../domain/score.ts";
import { type Database, prepared } from "./database.ts";
import { is, json, pick, type RowOf, rows, value } from "./rows.ts";
import { type ReportSource, reports } from "./schema.ts";
import { members } from "./schema-roster.ts";

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

const known = rows(pick(reports, "total", "day"));
const knownBefore = known.one<[memberId: number, day: Day]>(
  `select * from reports where member_id = :memberId and current = 1 and day <= :day
     and not (round_id is null and day = :day) order by day desc, id desc limit 1`,
);
const knownAfter = known.one<[memberId: number, day: Day]>(
  "select * from reports where member_id = ? and current = 1 and day > ? order by day, id limit 1",
);

/** The counting totals around a day, apart from what was imported for it, which another import replaces. */
export function totalsAround(db: Database, memberId: number, day: Day) {
  return { before: knownBefore(db, memberId, day), after: knownAfter(db, memberId, day) };
}

export const importedTotal = importedOn;

/** A member's last known total before a round or on its day: of earlier rounds and imports, the latest. */
export function totalBefore(db: Database, memberId: number, { id, day }: { readonly id: number; readonly day: Day }) {
  return past(db, memberId, id, day);
}

const line = rows(pick(reports, "id", "day", "total", "source", "late", "doubt", "reportedAt"));
/** A report as the member sees it. */
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

/** A total as SQLite hands it over: day, points, and 1 for a doubtful import. */
export type StoredTotal = readonly [day: Day, total: number, doubtful: 0 | 1];

export function pastTotalOf([day, total, doubtful]: StoredTotal): PastTotal {
  return doubtful === 1 ? { day, total, doubtful: true } : { day, total };
}

const reportedBy = rows(pick(reports, "id", "total")).one<[roundId: number, memberId: number, by: number]>(
  "select * from reports where round_id = ? and member_id = ? and current = 1 and source = '代报' and reported_by = ?",
);

/**
 * Takes back what `by` has reported for a member in a round, when it is what counts: every version of it, and the newest
 * version of somebody else counts again. Returns the one that counted and the total that does now.
 */
export function withdrawReportsBy(
  db: Database,
  { roundId, memberId, by }: { readonly roundId: number; readonly memberId: number; readonly by: number },
  at: Instant,
): { readonly id: number; readonly total: number; readonly restored: number | undefined } | undefined {
  const counting = reportedBy(db, roundId, memberId, by);
  if (counting === undefined) return undefined;
  prepared(
    db,
    `update reports set current = 0, withdrawn_at = :at
     where round_id = :roundId and member_id = :memberId and source = '代报' and reported_by = :by and withdrawn_at is null`,
  ).run({ roundId, memberId, by, at });
  prepared(
    db,
    `update reports set current = 1 where id = (
       select max(e.id) from reports e
       where e.round_id = :roundId and e.member_id = :memberId and e.withdrawn_at is null and e.moved_to is null)`,
  ).run({ roundId, memberId });
  return { ...counting, restored: currentReport(db, roundId, memberId)?.total };
}

/** What a member's pace in a year is computed from. */
export interface PaceFacts {
  readonly memberId: number;
  /** Counting totals with the oldest first, from the last but one by 1 January on. */
  readonly totals: readonly PastTotal[];
  /** The first day on the roster without a break since. */
  readonly since: Day;
}

const facts = rows(
  {
    memberId: members.id,
    joined: is<Day>("(select min(p.from_day) from memberships p where p.member_id = members.id)"),
    goneUntil: is<Day | null>(
      `(select max(s.until_day) from member_states s where s.member_id = members.id and s.state in ('转出', '已故'))`,
    ),
    totals: json<readonly StoredTotal[]>(
      `(select json_group_array(json_array(r.day, r.total, r.round_id is null and r.doubt is not null) order by r.day, r.id) from reports r
        where r.member_id = members.id and r.current = 1 and r.day >= coalesce(
          (select e.day from reports e where e.member_id = members.id and e.current = 1 and e.day <= :newYear
           order by e.day desc limit 1 offset 1), ''))`,
    ),
  },
  ({ memberId, joined, goneUntil, totals }): PaceFacts => {
    const back = goneUntil === null ? joined : addDays(goneUntil, 1);
    return {
      memberId,
      totals: totals.map(pastTotalOf),
      since: back > joined ? back : joined,
    };
  },
);

const factsOfReporters = facts.all<[newYear: string, roundId: number, after: number, day: Day | null, limit: number]>(
  `select * from round_members rm join members on members.id = rm.member_id
   where rm.round_id = :roundId and rm.member_id > :after and rm.counted = 1 and rm.remindable = 1
     and exists (select 1 from reports o where o.round_id = rm.round_id and o.member_id = rm.member_id and o.current = 1)
     and not exists (select 1 from member_states a where a.member_id = rm.member_id and a.state <> '在职'
                     and a.from_day <= :day and (a.until_day is null or a.until_day >= :day))
   order by rm.member_id limit :limit`,
);

/**
 * Of those who reported in a round and whom 四（五） means: 在职 on its day, counted in it, and neither excused (请假)
 * nor muted: so many of them, behind the member `after`.
 */
export function paceFactsOfReporters(
  db: Database,
  { id, day }: { readonly id: number; readonly day: Day | null },
  year: number,
  after: number,
  limit: number,
): PaceFacts[] {
  return factsOfReporters(db, `${year}-01-01`, id, after, day, limit);
}
