import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import Sqlite from "better-sqlite3";
import { DATABASE } from "../services.ts";
import { LEADER_LOCK, lockOpening, openDatabase, takeLock } from "../store/database.ts";
import { type Command, CommandFailed, InputError } from "./command.ts";

export const backup: Command = {
  usage: "backup FILE",
  what: "备份数据库（服务运行中也可以）",
  positionals: 1,
  async run({ db, print }, { positionals }) {
    const file = resolve(positionals[0]!);
    if (existsSync(file)) throw new InputError(`“${file}”已存在，请换一个文件名。`);
    if (!existsSync(dirname(file))) throw new InputError(`文件夹“${dirname(file)}”不存在。`);
    await db.$client.backup(file);
    gather(file);
    if (!isSound(file)) throw new CommandFailed(notSound(file));
    print(`已备份到 ${file}，完整性检查通过。`);
  },
};

export const restore: Command = {
  usage: "restore FILE",
  what: "从备份恢复数据库（须先停止服务）；现有数据另存一份",
  positionals: 1,
  async run({ config, now, print }, { positionals }) {
    const file = resolve(positionals[0]!);
    if (!existsSync(file)) throw new InputError(`文件“${file}”不存在。`);
    if (!isSound(file)) throw new InputError(notSound(file));
    const database = resolve(config.dataDir, DATABASE);
    const copy = `${database}.restoring`;
    const opening = lockOpening(database);
    const leading = takeLock(join(config.dataDir, LEADER_LOCK), 0);
    try {
      if (leading === undefined) throw new CommandFailed(RUNNING);
      await copyAs(file, copy);
      const kept = setAside(database, now());
      renameSync(copy, database);
      print(`已恢复。${kept === undefined ? "" : `原有数据另存为 ${kept}。`}`);
    } finally {
      for (const ending of ["", "-wal", "-shm", ".upgrade-lock"]) rmSync(`${copy}${ending}`, { force: true });
      leading?.release();
      opening.release();
    }
  },
};

const RUNNING = "服务正在运行，请先停止服务再恢复。";

/** A copy with the present schema; throws when this program cannot use it. */
async function copyAs(file: string, copy: string): Promise<void> {
  const source = new Sqlite(file, { readonly: true });
  try {
    await source.backup(copy);
  } finally {
    source.close();
  }
  openDatabase(copy).$client.close();
}

/** Keeps what is there, sound or not; undefined when nothing is. Throws while somebody else has it open. */
function setAside(database: string, now: number): string | undefined {
  if (!existsSync(database)) return undefined;
  try {
    gather(database);
  } catch (error) {
    if ((error as { code?: unknown }).code === "SQLITE_BUSY") throw new CommandFailed(RUNNING);
    // It is broken: it stays so, with all its files.
  }
  const kept = join(dirname(database), "backups", `before-restore-${now}.sqlite`);
  mkdirSync(dirname(kept), { recursive: true });
  copyFileSync(database, kept);
  for (const ending of ["-wal", "-shm"]) {
    if (existsSync(`${database}${ending}`)) renameSync(`${database}${ending}`, `${kept}${ending}`);
  }
  return kept;
}

/** Brings the whole database into its one file; SQLITE_BUSY while another connection has it open. */
function gather(file: string): void {
  const client = new Sqlite(file);
  try {
    client.pragma("journal_mode = DELETE");
  } finally {
    client.close();
  }
}

/** A copy is believed only when SQLite finds nothing wrong with it, and it is ours. */
function isSound(file: string): boolean {
  let copy: Sqlite.Database | undefined;
  try {
    copy = new Sqlite(file, { readonly: true, fileMustExist: true });
    const integrity = copy.pragma("integrity_check", { simple: true });
    const references = copy.pragma("foreign_key_check") as unknown[];
    const ours = copy.prepare("select 1 from sqlite_master where name = 'round_members'").get();
    return integrity === "ok" && references.length === 0 && ours !== undefined;
  } catch {
    return false;
  } finally {
    copy?.close();
  }
}

const notSound = (file: string) => `“${file}”不是完好的备份。`;
