import { existsSync, writeFileSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { type Database, openDatabase } from "../../src/store/database.ts";

let made: Buffer | undefined;
/** With the present schema: the migrations run once a process, not once a test. */
const bytes = () => (made ??= openDatabase(":memory:").$client.serialize());

export function anEmptyDatabase(): Database {
  const client = new Sqlite(bytes());
  client.pragma("foreign_keys = ON");
  return drizzle({ client });
}

/** The file's database, made if it is not there. */
export function aDatabaseIn(file: string): Database {
  if (!existsSync(file)) writeFileSync(file, bytes());
  return openDatabase(file);
}
