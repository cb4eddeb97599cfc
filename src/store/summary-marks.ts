import type { Instant, Quarter } from "../domain/calendar.ts";
import type { Average } from "../domain/ranking.ts";
import { type Database, prepared } from "./database.ts";
import { openSpotChecks } from "./spot-checks.ts";

/** What stands behind a branch's figures in one version of its table. */
export interface TableMarks {
  /** Everybody on the branch's roster on the day of the round, counted or not. */
  readonly enrolled: number;
  /** Counted members without a report of whom a total of before is known. */
  readonly carried: number;
  /** Figures that came after the closing time, and such that the bot had asked about. */
  readonly late: number;
  readonly doubtful: number;
  /** Of the counted members who reported now and before; null when there are none. */
  readonly growth: Average | null;
}

export function tableMarks(db: Database, roundId: number, version: number): TableMarks {
  const { sum, compared, ...marks } = prepared<Omit<TableMarks, "growth"> & { sum: number; compared: number }>(
    db,
    `select count(*) as enrolled,
       count(*) filter (where counted and total is null and previous_total is not null) as carried,
       count(*) filter (where counted and total is not null and late) as late,
       count(*) filter (where counted and total is not null and doubt is not null) as doubtful,
       coalesce(sum(total - previous_total) filter (where counted), 0) as sum,
       count(total - previous_total) filter (where counted) as compared
     from table_rows where round_id = ? and version = ?`,
  ).get(roundId, version)!;
  return { ...marks, growth: compared === 0 ? null : { sum, members: compared } };
}

/** What is still open about a branch's figures now. */
export interface OpenMarks {
  readonly spotChecks: number;
  readonly objections: number;
  /** Whether the branch has confirmed this version of its table. */
  readonly confirmed: boolean;
}

export function openMarks(db: Database, roundId: number, version: number): OpenMarks {
  const { confirmed, objections } = prepared<{ confirmed: number; objections: number }>(
    db,
    `select
       (select count(*) from objections where state = 'open' and round_id = :roundId) as objections,
       exists (select 1 from branch_tables where round_id = :roundId and version = :version
               and confirmed_at is not null) as confirmed`,
  ).get({ roundId, version })!;
  return { spotChecks: openSpotChecks(db, roundId), objections, confirmed: confirmed === 1 };
}

/** Objections to a quarter's figures, opened up to an instant, and what has become of them. */
export interface ObjectionCounts {
  readonly opened: number;
  readonly corrected: number;
}

export function objectionCounts(db: Database, quarter: Quarter, until: Instant): ObjectionCounts {
  return prepared<ObjectionCounts>(
    db,
    `select count(*) as opened, count(*) filter (where state = 'corrected') as corrected
     from objections where quarter = ? and opened_at <= ?`,
  ).get(quarter, until)!;
}
