import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { runCommand } from "../../src/cli.ts";
import { DATABASE } from "../../src/services.ts";
import { type Database, LEADER_LOCK, openDatabase, takeLock } from "../../src/store/database.ts";
import { aFolder } from "../support/a-folder.ts";
import { dump } from "../support/dump.ts";
import { aClosedQuarter, type Outcome } from "./a-cli.ts";

/** The data folder of a school that has lived through a quarter; the service is not running. */
async function aDataFolder(): Promise<string> {
  const folder = aFolder();
  const cli = await aClosedQuarter({ file: join(folder, DATABASE) });
  cli.db.$client.close();
  return folder;
}

/** Runs a command as the operator does: it opens the database of the data folder itself. */
async function bot(dataDir: string, ...words: string[]): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(words, {
    config: { schoolName: "测试学校", dataDir, logLevel: "silent" },
    now: () => 1_795_000_000_000,
    print: (text) => out.push(text),
    say: (text) => err.push(text),
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

function inDatabase<T>(dataDir: string, look: (db: Database) => T): T {
  const db = openDatabase(join(dataDir, DATABASE));
  try {
    return look(db);
  } finally {
    db.$client.close();
  }
}

const contentOf = (dataDir: string) => inDatabase(dataDir, dump);
const forget = (dataDir: string) =>
  inDatabase(dataDir, ({ $client }) => $client.exec("delete from talks; update members set name = '无名'"));

async function aBackup(dataDir: string): Promise<string> {
  const file = join(aFolder(), "backup.sqlite");
  expect(await bot(dataDir, "backup", file)).toMatchObject({ code: 0 });
  return file;
}

describe("backup", () => {
  test("copies everything into one file", async () => {
    const dataDir = await aDataFolder();
    const folder = aFolder();
    const file = join(folder, "backup.sqlite");

    const { code, out } = await bot(dataDir, "backup", file);

    expect(code).toBe(0);
    expect(out).toBe(`已备份到 ${file}，完整性检查通过。`);
    expect(readdirSync(folder)).toEqual(["backup.sqlite"]);
    const copy = new Sqlite(file, { readonly: true });
    expect(copy.prepare("select count(*) from reports").pluck().get()).toBe(10);
    copy.close();
  });

  test("works beside the running service", async () => {
    const dataDir = await aDataFolder();
    const service = openDatabase(join(dataDir, DATABASE));
    const leadership = takeLock(join(dataDir, LEADER_LOCK), 0);

    const file = await aBackup(dataDir);

    leadership?.release();
    service.$client.close();
    expect(existsSync(file)).toBe(true);
  });

  test("overwrites nothing", async () => {
    const dataDir = await aDataFolder();
    const file = await aBackup(dataDir);
    const before = readFileSync(file);

    const { code, err } = await bot(dataDir, "backup", file);

    expect(code).toBe(2);
    expect(err).toContain("已存在");
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe("restore", () => {
  test("brings everything back, twice as once, and keeps what was there", async () => {
    const dataDir = await aDataFolder();
    const before = contentOf(dataDir);
    const file = await aBackup(dataDir);
    forget(dataDir);
    const after = contentOf(dataDir);

    const { code, out } = await bot(dataDir, "restore", file);

    expect(code).toBe(0);
    expect(contentOf(dataDir)).toEqual(before);
    expect(after).not.toEqual(before);
    const kept = /原有数据另存为 (.+)。$/.exec(out)![1]!;
    expect(inDatabase(join(kept, ".."), () => dump(openDatabase(kept)))).toEqual(after);
    expect(await bot(dataDir, "restore", file)).toMatchObject({ code: 0 });
    expect(contentOf(dataDir)).toEqual(before);
  });

  test("leaves nothing behind but the database and what it kept", async () => {
    const dataDir = await aDataFolder();
    const file = await aBackup(dataDir);

    await bot(dataDir, "restore", file);

    const left = readdirSync(dataDir).filter((name) => !name.endsWith(".lock") && !name.endsWith("-lock"));
    expect(left.toSorted()).toEqual(["backups", DATABASE]);
  });

  test("works on a new machine, where there is no data yet", async () => {
    const dataDir = await aDataFolder();
    const file = await aBackup(dataDir);
    const fresh = join(aFolder(), "data");

    const { code, out } = await bot(fresh, "restore", file);

    expect(code).toBe(0);
    expect(out).toBe("已恢复。");
    expect(contentOf(fresh)).toEqual(contentOf(dataDir));
  });

  test.each([
    ["cut short", (file: string) => truncateSync(file, 3000)],
    ["no database at all", (file: string) => writeFileSync(file, "not a database ".repeat(500))],
    ["empty", (file: string) => writeFileSync(file, "")],
  ])("works where the database is %s, and keeps it as it is", async (_, spoil) => {
    const dataDir = await aDataFolder();
    const before = contentOf(dataDir);
    const file = await aBackup(dataDir);
    spoil(join(dataDir, DATABASE));
    const spoilt = readFileSync(join(dataDir, DATABASE));

    const { code, out } = await bot(dataDir, "restore", file);

    expect(code).toBe(0);
    expect(readFileSync(/原有数据另存为 (.+)。$/.exec(out)![1]!).equals(spoilt)).toBe(true);
    expect(contentOf(dataDir)).toEqual(before);
  });

  test("refuses a backup that cannot be brought to the present schema, and changes nothing", async () => {
    const dataDir = await aDataFolder();
    const before = contentOf(dataDir);
    const file = await aBackup(dataDir);
    const odd = new Sqlite(file);
    odd.exec("delete from __drizzle_migrations");
    odd.close();

    const { code } = await bot(dataDir, "restore", file);

    expect(code).toBe(1);
    expect(contentOf(dataDir)).toEqual(before);
  });

  test("refuses a backup of a newer program, and changes nothing", async () => {
    const dataDir = await aDataFolder();
    const before = contentOf(dataDir);
    const file = await aBackup(dataDir);
    const newer = new Sqlite(file);
    newer.exec("insert into __drizzle_migrations (hash, created_at) values ('next', 9e15)");
    newer.close();

    const { code, err } = await bot(dataDir, "restore", file);

    expect(code).toBe(1);
    expect(err).toContain("newer version");
    expect(contentOf(dataDir)).toEqual(before);
  });

  test.each([
    ["is no database", (file: string) => writeFileSync(file, "garbage".repeat(1000))],
    ["was cut short", (file: string) => truncateSync(file, 20_000)],
    [
      "has broken references",
      (file: string) => {
        const copy = new Sqlite(file);
        copy.pragma("foreign_keys = OFF");
        copy.exec("delete from members");
        copy.close();
      },
    ],
    [
      "is another program's",
      (file: string) => {
        writeFileSync(file, "");
        const other = new Sqlite(file);
        other.exec("create table notes (x)");
        other.close();
      },
    ],
  ])("refuses a file that %s, and changes nothing", async (_, spoil) => {
    const dataDir = await aDataFolder();
    const before = contentOf(dataDir);
    const file = await aBackup(dataDir);
    spoil(file);

    const { code, err } = await bot(dataDir, "restore", file);

    expect(code).toBe(2);
    expect(err).toContain("不是完好的备份");
    expect(contentOf(dataDir)).toEqual(before);
  });

  test("refuses while the service leads the ticks, and changes nothing", async () => {
    const dataDir = await aDataFolder();
    const file = await aBackup(dataDir);
    forget(dataDir);
    const before = contentOf(dataDir);
    const leadership = takeLock(join(dataDir, LEADER_LOCK), 0)!;

    const { code, err } = await bot(dataDir, "restore", file);

    leadership.release();
    expect(code).toBe(1);
    expect(err).toBe("服务正在运行，请先停止服务再恢复。");
    expect(contentOf(dataDir)).toEqual(before);
  });

  test("refuses while a process that only answers has the database open, and changes nothing", async () => {
    const dataDir = await aDataFolder();
    const file = await aBackup(dataDir);
    forget(dataDir);
    const service = openDatabase(join(dataDir, DATABASE));
    const before = dump(service);

    const { code, err } = await bot(dataDir, "restore", file);

    expect(code).toBe(1);
    expect(err).toBe("服务正在运行，请先停止服务再恢复。");
    expect(dump(service)).toEqual(before);
    service.$client.close();
    expect(contentOf(dataDir)).toEqual(before);
  });
});
