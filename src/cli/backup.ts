import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import Sqlite from "better-sqlite3";
import { DATABASE } from "../services.ts";
import { LEADER_LOCK, takeLock } from "../store/database.ts";
import { type Command, CommandFailed, InputError } from "./command.ts";

export const backup: Command = {
  usage: "backup FILE",
  what: "备份数据库（服务运行中也可以）",
  positionals: 1,
  async run({ db, print }, { positionals }) {
    const file = resolve(positionals[0]!);
    if (existsSync(file)) throw new InputError(`“${file}”已存在，请换一个文件名。`);
    await db.$client.backup(file);
    check(file);
    print(`已备份到 ${file}，完整性检查通过。`);
  },
};

export const restore: Command = {
  usage: "restore FILE",
  what: "从备份恢复数据库（须先停止服务）；现有数据另存一份",
  positionals: 1,
  async run({ db, config, now, print }, { positionals }) {
    const file = resolve(positionals[0]!);
    if (!existsSync(file)) throw new InputError(`文件“${file}”不存在。`);
    check(file);
    const lock = takeLock(join(config.dataDir, LEADER_LOCK), 0);
    if (lock === undefined) throw new CommandFailed("服务正在运行，请先停止服务再恢复。");
    try {
      const folder = join(config.dataDir, "backups");
      mkdirSync(folder, { recursive: true });
      const kept = join(folder, `before-restore-${now()}.sqlite`);
      await db.$client.backup(kept);
      db.$client.close();
      const database = join(config.dataDir, DATABASE);
      for (const ending of ["-wal", "-shm"]) rmSync(`${database}${ending}`, { force: true });
      copyFileSync(file, database);
      print(`已恢复。原有数据另存为 ${kept}。`);
    } finally {
      lock.release();
    }
  },
};

/** A copy is believed only when SQLite finds nothing wrong with it, and it is ours. */
function check(file: string): void {
  let copy: Sqlite.Database | undefined;
  try {
    copy = new Sqlite(file, { readonly: true, fileMustExist: true });
    const integrity = copy.pragma("integrity_check", { simple: true });
    const references = copy.pragma("foreign_key_check") as unknown[];
    const ours = copy.prepare("select 1 from sqlite_master where name = 'round_members'").get();
    if (integrity === "ok" && references.length === 0 && ours !== undefined) return;
  } catch {
    // Not a database at all: the same answer.
  } finally {
    copy?.close();
  }
  throw new CommandFailed(`“${file}”不是完好的备份。`);
}
