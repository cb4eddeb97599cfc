import { and, eq, max } from "drizzle-orm";
import { dayOf, type Instant, isCount, type Quarter, quarterOf, yearOf } from "../domain/calendar.ts";
import { type Average, isRanked, lowBranches, rankBranches } from "../domain/ranking.ts";
import { type Summary, type SummaryState } from "../domain/summary.ts";
import type { Database } from "./database.ts";
import { allBranches } from "./members.ts";
import { openObjections } from "./objections.ts";
import { policyById } from "./policies.ts";
import { allQuarters, quarterRow } from "./quarters.ts";
import { decisiveRounds } from "./rounds.ts";
import { flag, is, pick, type RowOf, rows, values } from "./rows.ts";
import { summaries, summaryBranches } from "./schema.ts";
import { branches } from "./schema-roster.ts";
import { openSpotChecks } from "./spot-checks.ts";
import { averageOf, tableHead } from "./tables.ts";
import { unheldBranchTalks, unheldTalks } from "./talks.ts";
import { countedYear } from "./years.ts";

const linesOf = rows(
  {
    branchId: summaryBranches.branchId,
    branch: branches.name,
    roundId: is<number>("round_id"),
    ...pick(summaryBranches, "tableVersion", "ranked", "members", "reported", "sum", "denominator", "rank", "low"),
    shown: is<number | null>("average_shown"),
  },
  ({ sum, denominator, shown, ...branch }) => ({
    ...branch,
    average: averageOf(sum, denominator),
    averageShown: shown === null ? null : shown === 1,
  }),
).all<[quarter: Quarter, version: number]>(
  `select * from summary_branches join branches on branches.id = branch_id
   where quarter = ? and version = ? order by rank is null, rank, branch_id`,
);

const head = rows(
  pick(
    summaries,
    "quarter",
    "version",
    "state",
    "policyId",
    "madeAt",
    "changedAt",
    "note",
    "publishedOn",
    "noticeUntil",
    "year",
  ),
);

/** The quarter's summary as its closed rounds give it now; undefined while no round has closed. */
export function computeSummary(db: Database, quarter: Quarter, now: Instant): Summary | undefined {
  const row = quarterRow(db, quarter);
  const rounds = decisiveRounds(db, quarter);
  if (row === undefined || rounds.length === 0) return undefined;
  const year = isCount(quarter) ? countedYear(db, yearOf(quarter))?.result : null;
  if (year === undefined) return undefined;
  const { policy } = policyById(db, row.policyId);
  const kinds = new Map(allBranches(db).map(({ id, kind }) => [id, kind]));
  const sources = new Map<number, { roundId: number; tableVersion: number }>();
  const standings = rankBranches(
    rounds.map(({ id, branchId, branch }) => {
      const { version, members, reported, average } = tableHead(db, id);
      sources.set(branchId, { roundId: id, tableVersion: version });
      return { branchId, branch, ranked: isRanked(kinds.get(branchId), members), members, reported, average };
    }),
  );
  const rules = isCount(quarter) ? [] : policy.parameters.lowBranches;
  const low = new Set(lowBranches(standings, rules).map(({ branchId }) => branchId));
  return {
    quarter,
    version: 0,
    state: "draft",
    policyId: row.policyId,
    policy,
    madeAt: now,
    changedAt: now,
    note: null,
    publishedOn: null,
    noticeUntil: null,
    branches: standings.map((standing) => ({
      ...standing,
      ...sources.get(standing.branchId)!,
      low: low.has(standing.branchId),
      averageShown: null,
    })),
    year,
  };
}

const newestOf = head.one<[quarter: Quarter]>(
  "select * from summaries where quarter = ? order by version desc limit 1",
);

/** The newest stored version. */
export function storedSummary(db: Database, quarter: Quarter): Summary | undefined {
  const found = newestOf(db, quarter);
  return found && summaryOf(db, found);
}

const exactly = head.one<[quarter: Quarter, version: number]>(
  "select * from summaries where quarter = ? and version = ?",
);

export function summaryVersion(db: Database, quarter: Quarter, version: number): Summary {
  const found = exactly(db, quarter, version);
  if (found === undefined) throw new Error(`summary ${quarter} version ${version} is missing`);
  return summaryOf(db, found);
}

const newestIn = head.all<[states: string]>(
  `select * from summaries where state in (select value from json_each(?))
     and not exists (select 1 from summaries n where n.quarter = summaries.quarter and n.version > summaries.version)
   order by quarter`,
);

/** The newest version of each quarter, where it is in one of these states. */
export function newestSummaries(db: Database, states: readonly SummaryState[]): Summary[] {
  return newestIn(db, JSON.stringify(states)).map((found) => summaryOf(db, found));
}

const published = head.one(
  `select * from summaries where state in ('published', 'archived') and year is null
   order by quarter desc, version desc limit 1`,
);

/** What members may see: the newest published summary of all quarters. */
export function publishedSummary(db: Database): Summary | undefined {
  const found = published(db);
  return found && summaryOf(db, found);
}

function summaryOf(db: Database, found: RowOf<typeof head>): Summary {
  const { policy } = policyById(db, found.policyId);
  return { ...found, policy, branches: linesOf(db, found.quarter, found.version) };
}

/** Quarters whose rounds are all over and of which some decisive round's table is in no summary yet. */
export const quartersToSummarise = values<Quarter>(
  `select distinct r.quarter from rounds r
   where r.state = 'closed' and r.apart = 0
     and not exists (select 1 from summary_branches s where s.round_id = r.id
                     and s.table_version = (select max(t.version) from branch_tables t where t.round_id = r.id))
     and not exists (select 1 from rounds o where o.quarter = r.quarter and o.state in ('planned', 'open') and o.apart = 0)
     and not exists (select 1 from rounds l where l.quarter = r.quarter and l.branch_id = r.branch_id
                     and l.state = 'closed' and l.apart = 0
                     and (l.closed_at > r.closed_at or (l.closed_at = r.closed_at and l.id > r.id)))
   order by r.quarter`,
);

/** Whether a stored version is made from the rounds that decide now and from the newest tables of them. */
export function isUpToDate(summary: Summary, computed: Summary): boolean {
  const sources = (of: Summary) =>
    of.branches
      .map(({ roundId, tableVersion }) => `${roundId}.${tableVersion}`)
      .sort()
      .join();
  return sources(summary) === sources(computed) && JSON.stringify(summary.year) === JSON.stringify(computed.year);
}

/** Stores a computed summary as the quarter's next version, in state draft. */
export function storeSummary(db: Database, computed: Summary, now: Instant): Summary {
  const { quarter, year } = computed;
  const last = db
    .select({ version: max(summaries.version) })
    .from(summaries)
    .where(eq(summaries.quarter, quarter))
    .get();
  const version = (last?.version ?? 0) + 1;
  db.insert(summaries)
    .values({ quarter, version, state: "draft", policyId: computed.policyId, madeAt: now, changedAt: now, year })
    .run();
  for (const { branchId, roundId, tableVersion, ranked, members, reported, average, rank, low } of computed.branches) {
    const figures = { sum: average?.sum ?? null, denominator: average?.members ?? null };
    db.insert(summaryBranches)
      .values({ quarter, version, branchId, roundId, tableVersion, ranked, members, reported, ...figures, rank, low })
      .run();
  }
  return { ...computed, version };
}

export function changeSummary(
  db: Database,
  { quarter, version }: Summary,
  change: Partial<
    Pick<
      typeof summaries.$inferInsert,
      "state" | "changerId" | "changedAt" | "approvedAt" | "note" | "publishedOn" | "noticeUntil"
    >
  >,
): void {
  db.update(summaries)
    .set(change)
    .where(and(eq(summaries.quarter, quarter), eq(summaries.version, version)))
    .run();
}

/** The newest stored version, or the figures as they are when newer rounds have closed since. */
export function standingSummary(db: Database, quarter: Quarter, now: Instant): Summary | undefined {
  const computed = computeSummary(db, quarter, now);
  const stored = storedSummary(db, quarter);
  if (computed === undefined) return stored;
  return stored !== undefined && isUpToDate(stored, computed) ? stored : computed;
}

/** The newest quarter of which there is something to summarise, else the present one. */
export function latestQuarter(db: Database, now: Instant): Quarter {
  const quarters = allQuarters(db).map(({ quarter }) => quarter);
  return quarters.findLast((quarter) => computeSummary(db, quarter, now) !== undefined) ?? quarterOf(dayOf(now));
}

/** What the figures of a summary stand on, and what is still open about them; counts only. */
export function detailsOf(db: Database, { quarter, branches }: Summary) {
  const marks = branches.map(({ branchId, roundId, tableVersion }) => {
    return [
      branchId,
      {
        ...tableMarks(db, roundId, tableVersion),
        ...openMarks(db, roundId, tableVersion),
        unheld: unheldTalks(db, branchId, quarter),
      },
    ] as const;
  });
  const covered = new Map(marks);
  const without = allBranches(db).flatMap(({ id, name }) => (covered.has(id) ? [] : [name]));
  return {
    marks: covered,
    without,
    openObjections: openObjections(db, quarter),
    unheldBranches: unheldBranchTalks(db, quarter),
  };
}

/** What stands behind a branch's figures in one version of its table. */
export interface TableMarks {
  /** Everybody on the branch's roster on the day of the round, counted or not. */
  readonly enrolled: number;
  /** Counted members without a report of whom a total of before is known. */
  readonly carried: number;
  /** Figures that came after the closing time, and such that the bot had asked about or that stand on a doubtful import. */
  readonly late: number;
  readonly doubtful: number;
  /** Of the counted members who reported now and before; null when there are none. */
  readonly growth: Average | null;
}

const counted = (what: string) => is<number>(`count(*) filter (where counted and ${what})`);
export const tableMarks: (db: Database, roundId: number, version: number) => TableMarks = rows(
  {
    enrolled: is<number>("count(*)"),
    carried: counted("total is null and previous_total is not null"),
    late: counted("total is not null and late"),
    doubtful: counted("(total is not null and doubt is not null or previous_doubt is not null)"),
    sum: is<number>("coalesce(sum(total - previous_total) filter (where counted), 0)"),
    compared: is<number>("count(total - previous_total) filter (where counted)"),
  },
  ({ sum, compared, ...marks }) => ({ ...marks, growth: compared === 0 ? null : { sum, members: compared } }),
).sole<[roundId: number, version: number]>("select * from table_rows where round_id = ? and version = ?");

/** What is still open about a branch's figures now. */
export interface OpenMarks {
  readonly spotChecks: number;
  readonly objections: number;
  /** Whether the branch has confirmed this version of its table. */
  readonly confirmed: boolean;
}

const openIn = rows({
  objections: is<number>("(select count(*) from objections where state = 'open' and round_id = :roundId)"),
  confirmed: flag(
    `exists (select 1 from branch_tables where round_id = :roundId and version = :version and confirmed_at is not null)`,
  ),
}).sole<[roundId: number, version: number]>("select *");

export function openMarks(db: Database, roundId: number, version: number): OpenMarks {
  return { spotChecks: openSpotChecks(db, roundId), ...openIn(db, roundId, version) };
}
