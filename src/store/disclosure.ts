import type { Quarter } from "../domain/calendar.ts";
import type { CorrectionCause } from "../domain/correction.ts";
import { mayBeShown, type Terms, termsOf } from "../domain/disclosure.ts";
import { completionOnly, type Summary } from "../domain/summary.ts";
import { type Database, prepared } from "./database.ts";
import { policyOfQuarter } from "./quarters.ts";
import { is, pick, rows, values } from "./rows.ts";
import { type ReportSource, summaryBranches } from "./schema.ts";
import { members } from "./schema-roster.ts";
import { summaryVersion } from "./summaries.ts";
import { figuresOf } from "./tables.ts";

/** A corrected quarter may come after the next one, so not only the last one counts that was shown. */
const shownBefore = rows({
  ...pick(summaryBranches, "quarter", "tableVersion"),
  roundId: is<number>("round_id"),
}).all<[branchId: number, quarter: Quarter]>(
  `select * from summary_branches cross join summaries using (quarter, version)
   where branch_id = :branchId and average_shown = 1
   order by quarter = :quarter desc, published_on desc, quarter desc, version desc limit 8`,
);

/** A summary with, for each branch, whether everybody may see its average; what was published stays as it was decided. */
export function withDisclosure(db: Database, summary: Summary): Summary {
  const terms = (quarter: Quarter, roundId: number, version: number): Terms =>
    termsOf(figuresOf(db, roundId, version), policyOfQuarter(db, quarter).parameters.branchRank.missing);
  const branches = summary.branches.map((branch) => {
    if (branch.averageShown !== null) return branch;
    const { branchId, roundId, tableVersion, average } = branch;
    if (average === null || completionOnly(summary)) return { ...branch, averageShown: false };
    const before = shownBefore(db, branchId, summary.quarter).map((shown) =>
      terms(shown.quarter, shown.roundId, shown.tableVersion),
    );
    return { ...branch, averageShown: mayBeShown(terms(summary.quarter, roundId, tableVersion), before) };
  });
  return { ...summary, branches };
}

/** Keeps what was decided when a version is published. */
export function keepDisclosure(db: Database, { quarter, version, branches }: Summary): void {
  for (const { branchId, averageShown } of branches) {
    prepared(
      db,
      `update summary_branches set average_shown = :shown
       where quarter = :quarter and version = :version and branch_id = :branchId`,
    ).run({ quarter, version, branchId, shown: averageShown === true ? 1 : 0 });
  }
}

const publishedBefore = values<number, [quarter: Quarter, version: number]>(
  `select version from summaries where quarter = :quarter and published_on is not null
     and (:version = 0 or version < :version) order by version desc limit 1`,
);

/** The version of a quarter that was published before this one, if any was: then this one corrects it. */
export function correctedBy(db: Database, { quarter, version }: Summary): Summary | undefined {
  const [former] = publishedBefore(db, quarter, version);
  return former === undefined ? undefined : summaryVersion(db, quarter, former);
}

const sourcesOfChange = values<ReportSource, [from: number, roundId: number, to: number]>(
  `select distinct n.source from table_rows n
   join table_rows o on o.round_id = n.round_id and o.member_id = n.member_id and o.version = :from
   where n.round_id = :roundId and n.version = :to and n.total is not o.total order by n.source`,
);

const causes: Partial<Record<ReportSource, CorrectionCause>> = { 异议: "异议核实", 抽查: "抽查核实" };

/** By branch, why its figures are others than in an earlier version; a branch whose table is the same is left out. */
export function causesBetween(db: Database, former: Summary, now: Summary): Map<number, CorrectionCause[]> {
  const before = new Map(former.branches.map((branch) => [branch.branchId, branch]));
  return new Map(
    now.branches.flatMap(({ branchId, roundId, tableVersion }): [number, CorrectionCause[]][] => {
      const was = before.get(branchId);
      if (was?.roundId !== roundId) return [[branchId, ["另行考核"]]];
      if (was.tableVersion === tableVersion) return [];
      const sources = sourcesOfChange(db, was.tableVersion, roundId, tableVersion);
      const said = [...new Set(sources.map((source) => causes[source] ?? "统计表更正"))];
      return [[branchId, said.length === 0 ? ["统计表更正"] : said]];
    }),
  );
}

/** A corrected figure, for the office alone. */
export const revisionsBetween = rows({
  name: members.name,
  from: is<number | null>("o.total"),
  to: is<number | null>("n.total"),
  source: is<ReportSource | null>("n.source"),
  reason: is<string | null>("branch_tables.reason"),
  /** Who corrected it. */
  by: is<string | null>("correctors.name"),
}).all<[from: number, roundId: number, to: number]>(
  `select * from table_rows n
   join table_rows o on o.round_id = n.round_id and o.member_id = n.member_id and o.version = :from
   join members on members.id = n.member_id
   left join reports r on r.round_id = n.round_id and r.member_id = n.member_id and r.current = 1
   left join members correctors on correctors.id = r.reported_by
   left join branch_tables on branch_tables.round_id = n.round_id and branch_tables.version = (
     select min(c.version) from table_rows c where c.round_id = n.round_id and c.member_id = n.member_id
       and c.version > :from and c.total is n.total)
   where n.round_id = :roundId and n.version = :to and n.total is not o.total order by n.member_id`,
);
