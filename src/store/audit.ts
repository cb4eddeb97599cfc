import { createHash } from "node:crypto";
import type { Instant } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { is, pick, type RowOf, rows } from "./rows.ts";
import { audit } from "./schema.ts";
import { setSetting, setting } from "./settings.ts";

/** One line for the audit log. `detail` holds ids and counts; never a score, never what somebody wrote. */
export interface AuditEntry {
  readonly at: number;
  /** `member:12`, `operator:<name>` or `clock`. */
  readonly actor: string;
  readonly act: string;
  /** What it was done to: `round:7`, `summary:2026Q4`, `roster`. */
  readonly subject: string;
  readonly detail?: object;
}

/** Appends to the hash chain; inside the caller's transaction. */
export function append(db: Database, entry: AuditEntry): void {
  // The head as it was written down, not the last row: were that one deleted, the chain would heal over it.
  const head = setting(db, "auditHead");
  const { at, actor, act, subject } = entry;
  const detail = JSON.stringify(entry.detail ?? {});
  const hash = chain(head?.hash ?? "", { at, actor, act, subject, detail });
  const { lastInsertRowid } = prepared(
    db,
    "insert into audit (at, actor, act, subject, detail, hash) values (?, ?, ?, ?, ?, ?)",
  ).run(at, actor, act, subject, detail, hash);
  setSetting(db, "auditHead", { id: Number(lastInsertRowid), hash });
}

const WHAT = pick(audit, "id", "at", "actor", "act", "subject");
const line = rows({ ...WHAT, detail: is<string>("detail"), hash: audit.hash });
/** A row of the log; `detail` is JSON, as it was hashed. */
export type AuditRow = RowOf<typeof line>;

function chain(previous: string, { at, actor, act, subject, detail }: Omit<AuditRow, "id" | "hash">): string {
  const fields = JSON.stringify([at, actor, act, subject, detail]);
  return createHash("sha256").update(previous).update(fields).digest("hex");
}

export const auditSince = line.all<[since: Instant]>("select * from audit where at >= ? order by id");

const everyLine = line.each("select * from audit order by id");

/** What was recorded under one name, the oldest first. What an earlier version did not write in `detail` is undefined. */
export const auditOf = rows({ ...WHAT, detail: audit.detail, hash: audit.hash }).all<[act: string]>(
  "select * from audit where act = ? order by id",
);

/** The first row that is not as it was recorded: not there, or changed, in another place or added past `append`. */
export interface AuditFault {
  readonly kind: "missing" | "changed";
  readonly id: number;
}

export interface AuditCheck {
  readonly rows: number;
  /** The newest hash; whoever keeps it elsewhere can prove later that nothing before it was rewritten. */
  readonly head: string | null;
  readonly fault: AuditFault | null;
}

export function verifyAudit(db: Database): AuditCheck {
  const head = setting(db, "auditHead");
  let last = { id: 0, hash: "" };
  let fault: AuditFault | null = null;
  for (const row of everyLine(db)) {
    if (row.id !== last.id + 1) fault = { kind: "missing", id: last.id + 1 };
    else if (row.hash !== chain(last.hash, row)) fault = { kind: "changed", id: row.id };
    if (fault !== null) break;
    last = row;
  }
  const end = head ?? { id: 0, hash: "" };
  if (fault === null && end.id > last.id) fault = { kind: "missing", id: last.id + 1 };
  // A chain that was rewritten whole is sound in itself, but does not end as the head says.
  else if (fault === null && end.id < last.id) fault = { kind: "changed", id: end.id + 1 };
  else if (fault === null && end.hash !== last.hash) fault = { kind: "changed", id: last.id };
  return { rows: last.id, head: end.hash === "" ? null : end.hash, fault };
}
