import type { Quarter } from "../domain/calendar.ts";
import { auditOf } from "./audit.ts";
import type { Database } from "./database.ts";
import { count, pick, rows, values } from "./rows.ts";
import { branchTables, rounds } from "./schema.ts";
import { branches } from "./schema-roster.ts";
import { newestReport, summarySeal, type TableSeal, tableSeal } from "./seals.ts";

/** Something that is not as it was when it was sealed. */
export type SealFault =
  | { readonly kind: TableFault; readonly branch: string; readonly quarter: Quarter; readonly version: number }
  | { readonly kind: "table missing"; readonly round: string; readonly version: number }
  | { readonly kind: "summary"; readonly quarter: Quarter; readonly version: number };
export type TableFault =
  | "head"
  | "rows"
  | "unsealed"
  | "added report"
  | "report"
  | "past total"
  | "unrecorded deletion";

export interface SealCheck {
  readonly tables: number;
  readonly summaries: number;
  /** Members whose reports were deleted, as the log says, and whose lines in tables can be checked no more. */
  readonly deleted: number;
  /** Versions that were made before there were seals. */
  readonly unsealed: { readonly tables: number; readonly summaries: number };
  readonly faults: readonly SealFault[];
}

/** Holds what is stored against the seals in the audit log, which must be sound itself. */
export function checkSeals(db: Database): SealCheck {
  const seals = tableSealsIn(db);
  const forgotten = new Set(auditOf(db, "member.delete").map(({ subject }) => Number(subject.slice("member:".length))));
  const summaries = summarySealsIn(db);
  const faults = [...seals.values()].flatMap((sealed) => tableFaults(db, sealed, forgotten));
  faults.push(
    ...summaries.filter((sealed) => summarySeal(db, sealed.quarter, sealed.version) !== sealed.seal).map(asFault),
  );
  const tables = [...seals.values()].reduce((sum, { versions }) => sum + versions.size, 0);
  const sealedSummaries = new Set(summaries.map(({ quarter, version }) => `${quarter} ${version}`)).size;
  return {
    tables,
    summaries: sealedSummaries,
    deleted: releasedMembers(db).length,
    unsealed: { tables: neverSealed(db), summaries: Math.max(0, countSummaries(db) - sealedSummaries) },
    faults,
  };
}

interface SealedRound {
  readonly roundId: number;
  /** What was recorded of each version, whenever it was. */
  readonly versions: Map<number, TableSeal[]>;
}

function tableSealsIn(db: Database): Map<string, SealedRound> {
  const found = new Map<string, SealedRound>();
  for (const act of ["round.close", "table.confirm", "table.revise"]) {
    for (const { subject, detail } of auditOf(db, act)) {
      const { version, seal } = detail as { version?: number; seal?: TableSeal };
      if (version === undefined || seal === undefined) continue;
      let round = found.get(subject);
      if (round === undefined) {
        found.set(subject, (round = { roundId: Number(subject.slice("round:".length)), versions: new Map() }));
      }
      round.versions.set(version, [...(round.versions.get(version) ?? []), seal]);
    }
  }
  return found;
}

interface SealedSummary {
  readonly quarter: Quarter;
  readonly version: number;
  readonly seal: string;
}

function summarySealsIn(db: Database): SealedSummary[] {
  return ["summary.draft", "summary.submit", "summary.approve"].flatMap((act) =>
    auditOf(db, act).flatMap(({ subject, detail }) => {
      const { version, seal } = detail as { version: number; seal?: string };
      return seal === undefined ? [] : [{ quarter: subject.slice("summary:".length) as Quarter, version, seal }];
    }),
  );
}

const asFault = ({ quarter, version }: SealedSummary): SealFault => ({ kind: "summary", quarter, version });

const roundName = rows({ branch: branches.name, quarter: rounds.quarter }).one<[id: number]>(
  "select * from rounds join branches on branches.id = branch_id where rounds.id = ?",
);
const head = rows(pick(branchTables, "version", "reportsUntil")).all<[roundId: number]>(
  "select * from branch_tables where round_id = ? order by version",
);

function tableFaults(db: Database, { roundId, versions }: SealedRound, forgotten: ReadonlySet<number>): SealFault[] {
  const name = roundName(db, roundId);
  const heads = head(db, roundId);
  const newest = heads.at(-1);
  const faults: SealFault[] = [];
  const fault = (kind: TableFault, version: number) =>
    name === undefined ? undefined : faults.push({ kind, ...name, version });
  for (const [version, seals] of versions) {
    const now = tableSeal(db, roundId, version);
    if (name === undefined || now === undefined) {
      faults.push({ kind: "table missing", round: name?.branch ?? `round:${roundId}`, version });
      continue;
    }
    if (seals.some(({ table }) => table !== now.table)) fault("head", version);
    if (seals.some(({ rows: sealed }) => sealed !== now.rows)) fault("rows", version);
    if (released(db, roundId, version).some((memberId) => !forgotten.has(memberId)))
      fault("unrecorded deletion", version);
  }
  if (newest === undefined) return faults;
  const first = Math.min(...versions.keys());
  for (const { version } of heads) if (version > first && !versions.has(version)) fault("unsealed", version);
  const { version, reportsUntil } = newest;
  if ((newestReport(db, roundId) ?? 0) > (reportsUntil ?? 0)) fault("added report", version);
  const left = (ids: number[]) => ids.some((id) => !forgotten.has(id));
  if (left(otherReports(db, roundId, version))) fault("report", version);
  if (left(otherPasts(db, roundId, version))) fault("past total", version);
  return faults;
}

/** Members whose counting report is not what the table says. */
const otherReports = values<number, [roundId: number, version: number]>(
  `select t.member_id from table_rows t
   left join reports r on r.round_id = t.round_id and r.member_id = t.member_id and r.current = 1
   where t.round_id = ? and t.version = ? and r.total is not t.total`,
);

/** Members of whom no report gave the earlier total that the table was made with. */
const otherPasts = values<number, [roundId: number, version: number]>(
  `select t.member_id from table_rows t where t.round_id = ? and t.version = ? and t.previous_total is not null
     and not exists (select 1 from reports p where p.member_id = t.member_id and p.day = t.previous_day
                     and p.total = t.previous_total)`,
);

const released = values<number, [roundId: number, version: number]>(
  "select member_id from table_rows where round_id = ? and version = ? and salt is null",
);
const releasedMembers = values<number>("select distinct member_id from table_rows where sealed is not null");
const neverSealed = count("select count(*) from branch_tables where salt is null");
const countSummaries = count("select count(*) from summaries");
