import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";

export type Database = BetterSQLite3Database & { readonly $client: Sqlite.Database };

/** Beside `src/` and beside the bundle in `dist/`. */
const MIGRATIONS = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../migrations" : "../migrations", import.meta.url),
);

/** Opens (or makes) the database and brings it to the present schema. Throws when that cannot be done whole. */
export function openDatabase(file: string, migrations = MIGRATIONS): Database {
  if (file === ":memory:") return connect(file, migrations);
  const lock = lockOpening(file);
  try {
    return connect(file, migrations);
  } finally {
    lock.release();
  }
}

/** Two processes that start together upgrade one after the other; nobody opens a database while it is exchanged. */
export function lockOpening(file: string): Lock {
  mkdirSync(dirname(file), { recursive: true });
  const lock = takeLock(`${file}.upgrade-lock`, 60_000);
  if (lock === undefined) throw new Error("another process has been upgrading the database for a minute");
  return lock;
}

/** Held in the data folder by the process that runs the ticks, as long as it lives. */
export const LEADER_LOCK = "leader.lock";

export interface Lock {
  release(): void;
}

/** A lock between processes that a crash gives back at once; undefined when somebody else holds it for `waitMs`. */
export function takeLock(file: string, waitMs: number): Lock | undefined {
  const lock = new Sqlite(file, { timeout: waitMs });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return { release: () => lock.close() };
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

function connect(file: string, migrations: string): Database {
  const client = new Sqlite(file, { timeout: 5000 });
  try {
    client.pragma("journal_mode = WAL");
    // FULL: a reply that was acknowledged survives a power cut.
    client.pragma("synchronous = FULL");
    client.pragma("foreign_keys = ON");
    client.pragma("cache_size = -32768");
    const db = drizzle({ client }) as Database;
    upgrade(db, file, migrations);
    return db;
  } catch (error) {
    client.close();
    throw error;
  }
}

function upgrade(db: Database, file: string, migrations: string): void {
  const { $client: client } = db;
  const journal = JSON.parse(readFileSync(join(migrations, "meta", "_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  const applied = appliedMigrations(client);
  if (applied > journal.entries.length) {
    throw new Error("the database was made by a newer version of this program; update the program");
  }
  if (applied < journal.entries.length) {
    if (applied > 0) backupBeforeUpgrade(client, file, applied);
    // Inside the migrator's transaction this pragma would do nothing, and a rebuilt table would empty its children.
    client.pragma("foreign_keys = OFF");
    migrate(db, { migrationsFolder: migrations });
    const broken = client.pragma("foreign_key_check") as unknown[];
    client.pragma("foreign_keys = ON");
    if (broken.length > 0) throw new Error(`the upgrade broke ${broken.length} references; restore the backup`);
    // The migrator skips an entry that is older than the newest applied one and reports success.
    if (appliedMigrations(client) !== journal.entries.length) throw new Error("a migration was skipped");
  }
}

function appliedMigrations(client: Sqlite.Database): number {
  const table = client.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (table === undefined) return 0;
  return (client.prepare("select count(*) as n from __drizzle_migrations").get() as { n: number }).n;
}

function backupBeforeUpgrade(client: Sqlite.Database, file: string, applied: number): void {
  const folder = join(dirname(file), "backups");
  mkdirSync(folder, { recursive: true });
  const backup = join(folder, `before-migration-${applied + 1}.sqlite`);
  if (!existsSync(backup)) client.prepare("VACUUM INTO ?").run(backup);
}

/** Runs `work` in one immediate transaction; inside another one, as a savepoint of it. Never async: it would be over too soon. */
export function transaction<T>(db: Database, work: () => T): T {
  return db.$client.transaction(work).immediate();
}

/** Longer than a commit, shorter than anybody notices to wait. */
const TURN_MS = 15;

/**
 * Does a step after the other, as many as fit into a turn in one transaction: a commit costs as much as a small step.
 * After each turn `rest` lets in whoever waits. What broke off may be done again.
 */
export async function inTurns<Step>(
  db: Database,
  steps: Iterable<Step>,
  work: (step: Step) => void,
  rest: () => Promise<unknown>,
): Promise<void> {
  const left = steps[Symbol.iterator]();
  let next = left.next();
  while (next.done !== true) {
    transaction(db, () => {
      const until = performance.now() + TURN_MS;
      for (let inTime = true; inTime && next.done !== true; inTime = performance.now() < until) {
        work(next.value);
        next = left.next();
      }
    });
    await rest();
  }
}

/** A blocked statement holds the event loop, so the service waits this long for another writer and then tries again. */
const BUSY_MS = 20;

/** For a process that must not stand still: with it, what writes goes through `whenFree`. */
export function waitBriefly(db: Database): void {
  db.$client.pragma(`busy_timeout = ${BUSY_MS}`);
}

/** Does `work`, which may be done again, once no other process is writing. Throws what `work` throws. */
export async function whenFree<T>(work: () => T | Promise<T>, patienceMs = 60_000): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
      await wait(BUSY_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown } | undefined)?.code).startsWith("SQLITE_BUSY");
}

const statements = new WeakMap<Sqlite.Database, Map<string, Sqlite.Statement>>();

/** A raw statement, prepared once per connection: the hot path and the joins that read better as SQL. */
export function prepared<Row>(db: Database, sql: string): Sqlite.Statement<unknown[], Row> {
  let known = statements.get(db.$client);
  if (known === undefined) statements.set(db.$client, (known = new Map()));
  let statement = known.get(sql);
  if (statement === undefined) known.set(sql, (statement = db.$client.prepare(withFixedPlan(sql))));
  return statement as Sqlite.Statement<unknown[], Row>;
}

/**
 * The driver's SQLite has STAT4, and prepares a statement anew for every value of a parameter that its planner might
 * look at: 30 µs instead of 5. Behind a unary plus the planner cannot look.
 */
function withFixedPlan(sql: string): string {
  return sql.replace(/'[^']*'|"[^"]*"|\?|:[A-Za-z_]\w*/g, (part) => (/^['"]/.test(part) ? part : `+${part}`));
}
