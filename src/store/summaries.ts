import { and, desc, eq, inArray, max } from "drizzle-orm";
import { dayOf, type Instant, type Quarter, quarterOf } from "../domain/calendar.ts";
import { isRanked, lowBranches, rankBranches } from "../domain/ranking.ts";
import type { Summary, SummaryState } from "../domain/summary.ts";
import { allBranches } from "./branches.ts";
import { type Database, prepared } from "./database.ts";
import { openObjections } from "./objections.ts";
import { policyById } from "./policies.ts";
import { allQuarters, quarterRow } from "./quarters.ts";
import { decisiveRounds } from "./rounds.ts";
import { summaries, summaryBranches } from "./schema.ts";
import { openMarks, tableMarks } from "./summary-marks.ts";
import { tableHead } from "./tables.ts";

/** The quarter's summary as its closed rounds give it now; undefined while no round has closed. */
export function computeSummary(db: Database, quarter: Quarter, now: Instant): Summary | undefined {
  const row = quarterRow(db, quarter);
  const rounds = decisiveRounds(db, quarter);
  if (row === undefined || rounds.length === 0) return undefined;
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
  const low = new Set(lowBranches(standings, policy.parameters.lowBranches).map(({ branchId }) => branchId));
  return {
    quarter,
    version: 0,
    state: "draft",
    policyId: row.policyId,
    policy,
    changedAt: now,
    note: null,
    publishedOn: null,
    noticeUntil: null,
    branches: standings.map((standing) => ({
      ...standing,
      ...sources.get(standing.branchId)!,
      low: low.has(standing.branchId),
    })),
  };
}

/** The newest stored version. */
export function storedSummary(db: Database, quarter: Quarter): Summary | undefined {
  const head = db
    .select()
    .from(summaries)
    .where(eq(summaries.quarter, quarter))
    .orderBy(desc(summaries.version))
    .limit(1)
    .get();
  return head === undefined ? undefined : summaryOf(db, head);
}

export function summaryVersion(db: Database, quarter: Quarter, version: number): Summary {
  const head = db
    .select()
    .from(summaries)
    .where(and(eq(summaries.quarter, quarter), eq(summaries.version, version)))
    .get();
  if (head === undefined) throw new Error(`summary ${quarter} version ${version} is missing`);
  return summaryOf(db, head);
}

/** The newest version of each quarter, where it is in one of these states. */
export function newestSummaries(db: Database, states: readonly SummaryState[]): Summary[] {
  return prepared<{ quarter: Quarter; version: number }>(
    db,
    `select quarter, version from summaries s
     where state in (select value from json_each(:states))
       and not exists (select 1 from summaries n where n.quarter = s.quarter and n.version > s.version)
     order by quarter`,
  )
    .all({ states: JSON.stringify(states) })
    .map(({ quarter, version }) => summaryVersion(db, quarter, version));
}

/** What members may see: the newest published summary of all quarters. */
export function publishedSummary(db: Database): Summary | undefined {
  const head = db
    .select()
    .from(summaries)
    .where(inArray(summaries.state, ["published", "archived"]))
    .orderBy(desc(summaries.quarter), desc(summaries.version))
    .limit(1)
    .get();
  return head === undefined ? undefined : summaryOf(db, head);
}

function summaryOf(db: Database, head: typeof summaries.$inferSelect): Summary {
  const lines = prepared<{
    branchId: number;
    branch: string;
    roundId: number;
    tableVersion: number;
    ranked: number;
    members: number;
    reported: number;
    sum: number | null;
    denominator: number | null;
    rank: number | null;
    low: number;
  }>(
    db,
    `select s.branch_id as branchId, b.name as branch, s.round_id as roundId, s.table_version as tableVersion, s.ranked, s.members, s.reported, s.sum,
       s.denominator, s.rank, s.low
     from summary_branches s join branches b on b.id = s.branch_id
     where s.quarter = ? and s.version = ? order by s.rank is null, s.rank, s.branch_id`,
  ).all(head.quarter, head.version);
  return {
    quarter: head.quarter,
    version: head.version,
    state: head.state,
    policyId: head.policyId,
    policy: policyById(db, head.policyId).policy,
    changedAt: head.changedAt,
    note: head.note,
    publishedOn: head.publishedOn,
    noticeUntil: head.noticeUntil,
    branches: lines.map(({ sum, denominator, ranked, low, ...line }) => ({
      ...line,
      ranked: ranked === 1,
      low: low === 1,
      average: sum === null || denominator === null ? null : { sum, members: denominator },
    })),
  };
}

/** Quarters whose rounds are all over and of which some decisive round's table is in no summary yet. */
export function quartersToSummarise(db: Database): Quarter[] {
  return prepared<{ quarter: Quarter }>(
    db,
    `select distinct r.quarter from rounds r
     where r.state = 'closed'
       and not exists (select 1 from summary_branches s where s.round_id = r.id
                       and s.table_version = (select max(t.version) from branch_tables t where t.round_id = r.id))
       and not exists (select 1 from rounds o where o.quarter = r.quarter and o.state in ('planned', 'open'))
       and not exists (select 1 from rounds l where l.quarter = r.quarter and l.branch_id = r.branch_id
                       and l.state = 'closed'
                       and (l.closed_at > r.closed_at or (l.closed_at = r.closed_at and l.id > r.id)))
     order by r.quarter`,
  )
    .all()
    .map(({ quarter }) => quarter);
}

/** Whether a stored version is made from the rounds that decide now and from the newest tables of them. */
export function isUpToDate(summary: Summary, computed: Summary): boolean {
  const sources = (of: Summary) =>
    of.branches
      .map(({ roundId, tableVersion }) => `${roundId}.${tableVersion}`)
      .sort()
      .join();
  return sources(summary) === sources(computed);
}

/** Stores a computed summary as the quarter's next version, in state draft. */
export function storeSummary(db: Database, computed: Summary, now: Instant): Summary {
  const { quarter } = computed;
  const last = db
    .select({ version: max(summaries.version) })
    .from(summaries)
    .where(eq(summaries.quarter, quarter))
    .get();
  const version = (last?.version ?? 0) + 1;
  db.insert(summaries)
    .values({ quarter, version, state: "draft", policyId: computed.policyId, madeAt: now, changedAt: now })
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
    Pick<typeof summaries.$inferInsert, "state" | "changedBy" | "changedAt" | "note" | "publishedOn" | "noticeUntil">
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
    return [branchId, { ...tableMarks(db, roundId, tableVersion), ...openMarks(db, roundId, tableVersion) }] as const;
  });
  const covered = new Map(marks);
  const without = allBranches(db).flatMap(({ id, name }) => (covered.has(id) ? [] : [name]));
  return { marks: covered, without, openObjections: openObjections(db, quarter) };
}
