import { eq } from "drizzle-orm";
import type { Day, Instant } from "../domain/calendar.ts";
import type { ToldNeed } from "../domain/needs.ts";
import { type Database, prepared } from "./database.ts";
import { value } from "./rows.ts";
import { settings } from "./schema.ts";

/** The single values and what each holds. */
export interface Settings {
  /** Where school-wide posts go. */
  schoolGroup: string;
  /** Changes with every import, so that what was read from the roster is read again. */
  rosterVersion: number;
  /** An import that has begun to be written and has not come through; `isFirst`: into an empty roster. */
  rosterImport: { isFirst: boolean; since: Instant };
  /** Sending stands still until a person has mended this; tried again at `probeAt`. */
  sendingPaused: { reason: string; since: number; probeAt: number; waitMs: number };
  menuHash: string;
  /** What the office was last told that needs a person: how much of each and when, and when it was looked for. */
  officeTold: { lookedAt: Instant; toldAt: Instant | null; needs: Readonly<Record<string, ToldNeed>> };
  /** Everything before this Monday has been in a weekly digest. */
  digestedUntil: Day;
  /** The newest row of the audit log: one that was deleted at the end leaves no gap to be found by. */
  auditHead: { id: number; hash: string };
  /** What was open when somebody was last asked whether to go on all the same, by step, quarter and person. */
  openMattersShown: Readonly<Record<string, string>>;
  /** When the purge last came through. */
  purgedAt: Instant;
}

const stored = value<string, [name: keyof Settings]>("select value from settings where name = ?");

export function setting<K extends keyof Settings>(db: Database, name: K): Settings[K] | undefined {
  const json = stored(db, name);
  return json === undefined ? undefined : (JSON.parse(json) as Settings[K]);
}

export function setSetting<K extends keyof Settings>(db: Database, name: K, value: Settings[K]): void {
  prepared(
    db,
    "insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
  ).run(name, JSON.stringify(value));
}

export function clearSetting(db: Database, name: keyof Settings): void {
  db.delete(settings).where(eq(settings.name, name)).run();
}
