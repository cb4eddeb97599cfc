import { createHash } from "node:crypto";
import type { Database } from "./database.ts";
import { prepared } from "./database.ts";

/** One act for the audit log. `detail` holds ids and counts; never a score, never what somebody wrote. */
export interface Act {
  readonly at: number;
  /** `member:12`, `operator:<name>` or `clock`. */
  readonly actor: string;
  readonly act: string;
  /** What it was done to: `round:7`, `summary:2026Q4`, `roster`. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Appends to the hash chain; inside the caller's transaction. */
export function record(db: Database, act: Act): void {
  const last = prepared<{ hash: string }>(db, "select hash from audit order by id desc limit 1").get();
  const detail = JSON.stringify(act.detail ?? {});
  const hash = chain(last?.hash ?? "", [act.at, act.actor, act.act, act.subject, detail]);
  prepared(db, "insert into audit (at, actor, act, subject, detail, hash) values (?, ?, ?, ?, ?, ?)").run(
    act.at,
    act.actor,
    act.act,
    act.subject,
    detail,
    hash,
  );
}

function chain(previous: string, fields: readonly (string | number)[]): string {
  return createHash("sha256").update(previous).update(JSON.stringify(fields)).digest("hex");
}
