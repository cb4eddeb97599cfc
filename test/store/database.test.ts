import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { type Database, openDatabase, takeLock, transaction } from "../../src/store/database.ts";
import { aBot, aBranch } from "../support/a-bot.ts";
import { aFolder } from "../support/a-folder.ts";
import { dump } from "../support/dump.ts";
import { anOpenRound } from "../support/open-round.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));
const DATABASE_MODULE = new URL("../../src/store/database.ts", import.meta.url).href;

interface Journal {
  readonly entries: readonly { readonly idx: number; readonly when: number; readonly tag: string }[];
}

function journalOf(folder: string): Journal {
  return JSON.parse(readFileSync(join(folder, "meta", "_journal.json"), "utf8")) as Journal;
}

/** The migrations and one more, as drizzle-kit would write it; `when` after the last one unless told otherwise. */
function migrationsAnd(sql: string, { later = 1000 } = {}): string {
  const folder = aFolder();
  cpSync(MIGRATIONS, folder, { recursive: true });
  const { entries } = journalOf(folder);
  const idx = entries.length;
  const next = { idx, version: "6", when: entries.at(-1)!.when + later, tag: `000${idx}_next`, breakpoints: true };
  writeFileSync(join(folder, `${next.tag}.sql`), sql);
  const journal = { version: "7", dialect: "sqlite", entries: [...entries, next] };
  writeFileSync(join(folder, "meta", "_journal.json"), JSON.stringify(journal));
  return folder;
}

/** A database with something in most of its tables. */
async function aFilledFile(): Promise<string> {
  const file = join(aFolder(), "study-points.sqlite");
  const bot = aBot({ time: "2026-11-18 10:00", file });
  bot.roster(aBranch);
  bot.past("li", 11_020, "2026-08-18");
  anOpenRound(bot);
  await bot.say("li", "12345");
  await bot.say("chen", "12345 左右");
  bot.clock.set("2026-11-19 09:00");
  await bot.tick();
  bot.db.$client.close();
  return file;
}

function contentOf(file: string): Record<string, unknown[]> {
  const db = openDatabase(file);
  const content = dump(db);
  db.$client.close();
  return content;
}

/** Does `code` with `db`, and closes it. */
function using<T>(db: Database, code: (db: Database) => T): T {
  try {
    return code(db);
  } finally {
    db.$client.close();
  }
}

describe("the migrations", () => {
  test("come one after the other, so that none is skipped", () => {
    const { entries } = journalOf(MIGRATIONS);

    expect(entries.length).toBeGreaterThan(0);
    for (const [index, { idx, when }] of entries.entries()) {
      expect(idx).toBe(index);
      if (index > 0) expect(when).toBeGreaterThan(entries[index - 1]!.when);
    }
  });

  test("are files and entries of the journal alike", () => {
    const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql"));

    expect(files.toSorted()).toEqual(journalOf(MIGRATIONS).entries.map(({ tag }) => `${tag}.sql`));
  });

  test.each(
    readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql")),
  )("never delete a row because another one went: %s", (name) => {
    expect(readFileSync(join(MIGRATIONS, name), "utf8")).not.toMatch(/on (delete|update) (cascade|set)/i);
  });
});

describe("a database file", () => {
  test("is as it was when it is opened again", async () => {
    const file = await aFilledFile();

    const first = contentOf(file);
    const second = contentOf(file);

    expect(second).toEqual(first);
    for (const table of ["members", "rounds", "reports", "table_rows", "deliveries", "audit", "inbox"]) {
      expect(first[table]?.length).toBeGreaterThan(0);
    }
  });

  test("keeps every row when a migration builds a table anew", async () => {
    const file = await aFilledFile();
    const before = contentOf(file);
    const rebuilt = migrationsAnd(`PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE \`__new_members\` (
	\`id\` integer PRIMARY KEY NOT NULL,
	\`account\` text NOT NULL,
	\`account_shown\` text NOT NULL,
	\`name\` text NOT NULL,
	\`greeted_at\` integer,
	\`deletion_asked_at\` integer,
	\`forgotten_at\` integer,
	\`note\` text
);--> statement-breakpoint
INSERT INTO \`__new_members\` (id, account, account_shown, name, greeted_at, deletion_asked_at, forgotten_at)
  SELECT id, account, account_shown, name, greeted_at, deletion_asked_at, forgotten_at FROM \`members\`;--> statement-breakpoint
DROP TABLE \`members\`;--> statement-breakpoint
ALTER TABLE \`__new_members\` RENAME TO \`members\`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX \`members_account_unique\` ON \`members\` (\`account\`);`);

    const after = using(openDatabase(file, rebuilt), (db) => {
      expect(db.$client.pragma("foreign_keys", { simple: true })).toBe(1);
      return dump(db);
    });

    const members = (before.members as object[]).map((member) => ({ ...member, note: null }));
    const { __drizzle_migrations: applied, ...rows } = after;
    const { __drizzle_migrations: _, ...expected }: Record<string, unknown[]> = { ...before, members };
    expect(rows).toEqual(expected);
    expect(applied).toHaveLength(journalOf(rebuilt).entries.length);
  });

  test("is copied before it is upgraded", async () => {
    const file = await aFilledFile();
    const before = contentOf(file);
    const next = migrationsAnd("CREATE TABLE `notes` (`id` integer PRIMARY KEY NOT NULL);");

    openDatabase(file, next).$client.close();

    const copy = join(file, "..", "backups", `before-migration-${journalOf(next).entries.length}.sqlite`);
    expect(contentOf(copy)).toEqual(before);
  });

  test("is not copied when it is new", () => {
    const folder = aFolder();

    openDatabase(join(folder, "new.sqlite")).$client.close();

    expect(existsSync(join(folder, "backups"))).toBe(false);
  });

  test("is refused when an upgrade has broken its references", async () => {
    const file = await aFilledFile();
    const breaking = migrationsAnd("DELETE FROM `members`;");

    expect(() => openDatabase(file, breaking)).toThrow(/broke \d+ references/);
  });

  test("is refused when a migration was skipped, however often it is tried", () => {
    const file = join(aFolder(), "study-points.sqlite");
    openDatabase(file).$client.close();
    const late = migrationsAnd("CREATE TABLE `notes` (`id` integer PRIMARY KEY NOT NULL);", { later: -1000 });

    expect(() => openDatabase(file, late)).toThrow("a migration was skipped");
    expect(() => openDatabase(file, late)).toThrow("a migration was skipped");
  });

  test("is refused when a newer program has made it, and is not changed", () => {
    const file = join(aFolder(), "study-points.sqlite");
    const newer = migrationsAnd("CREATE TABLE `notes` (`id` integer PRIMARY KEY NOT NULL);");
    const before = using(openDatabase(file, newer), dump);

    expect(() => openDatabase(file)).toThrow(/newer version of this program/);
    expect(using(openDatabase(file, newer), dump)).toEqual(before);
  });

  test("may be made by several processes at once", async () => {
    const file = join(aFolder(), "new", "study-points.sqlite");
    const code = `
      const { openDatabase } = await import(${JSON.stringify(DATABASE_MODULE)});
      const db = openDatabase(${JSON.stringify(file)});
      process.stdout.write(String(db.$client.prepare("select count(*) from __drizzle_migrations").pluck().get()));
    `;
    const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code]);

    const outcomes = await Promise.all([run(), run(), run()]);

    expect(outcomes.map(({ stdout }) => Number(stdout))).toEqual(Array(3).fill(journalOf(MIGRATIONS).entries.length));
  });

  test("waits for the disk at every commit, keeps references, and lets others read meanwhile", () => {
    using(openDatabase(join(aFolder(), "new.sqlite")), ({ $client: client }) => {
      expect(client.pragma("journal_mode", { simple: true })).toBe("wal");
      expect(client.pragma("synchronous", { simple: true })).toBe(2);
      expect(client.pragma("foreign_keys", { simple: true })).toBe(1);
    });
  });

  test("takes no row that speaks of a member who is not there", () => {
    const { $client: client } = openDatabase(":memory:");

    expect(() => client.exec("insert into duties (member_id, duty) values (1, '支部书记')")).toThrow(
      expect.objectContaining({ code: "SQLITE_CONSTRAINT_FOREIGNKEY" }),
    );
  });
});

describe("a transaction", () => {
  const count = (db: Database) => db.$client.prepare("select count(*) from settings").pluck().get();
  const insert = (db: Database, name: string) =>
    db.$client.prepare("insert into settings (name, value) values (?, '1')").run(name);

  test("is undone whole when it fails", () => {
    const db = openDatabase(":memory:");

    const fail = () =>
      transaction(db, () => {
        insert(db, "a");
        throw new Error("no");
      });

    expect(fail).toThrow("no");
    expect(count(db)).toBe(0);
  });

  test("inside another one fails alone", () => {
    const db = openDatabase(":memory:");

    transaction(db, () => {
      insert(db, "a");
      expect(() =>
        transaction(db, () => {
          insert(db, "b");
          throw new Error("no");
        }),
      ).toThrow("no");
    });

    expect(count(db)).toBe(1);
  });

  test("cannot be asynchronous", () => {
    const db = openDatabase(":memory:");

    expect(() => transaction(db, () => Promise.resolve(insert(db, "a")))).toThrow(/cannot return a promise/);
    expect(count(db)).toBe(0);
  });
});

describe("a lock between processes", () => {
  test("is held by one at a time", () => {
    const file = join(aFolder(), "leader.lock");

    const first = takeLock(file, 0);
    const second = takeLock(file, 0);
    first?.release();
    const third = takeLock(file, 0);
    third?.release();

    expect(first).toBeDefined();
    expect(second).toBeUndefined();
    expect(third).toBeDefined();
  });

  test("comes back when the process that held it is killed", async () => {
    const file = join(aFolder(), "leader.lock");
    const code = `
      const { takeLock } = await import(${JSON.stringify(DATABASE_MODULE)});
      globalThis.lock = takeLock(${JSON.stringify(file)}, 0);
      console.log("held");
      setInterval(() => {}, 1000);
    `;
    const holder = spawn(process.execPath, ["--input-type=module", "--eval", code]);
    await once(holder.stdout, "data");

    const meanwhile = takeLock(file, 0);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const afterwards = takeLock(file, 0);
    afterwards?.release();

    expect(meanwhile).toBeUndefined();
    expect(afterwards).toBeDefined();
  });
});
