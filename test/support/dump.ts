import type { Database } from "../../src/store/database.ts";

/** Every row of every table, as text where it can be read. Two dumps are equal when nothing was changed between them. */
export function dump(db: Database): Record<string, unknown[]> {
  const tables = db.$client
    .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
    .pluck()
    .all() as string[];
  return Object.fromEntries(tables.map((name) => [name, db.$client.prepare(`select * from "${name}"`).all()]));
}
