import type { Statement } from "better-sqlite3";
import type { Database } from "../../src/store/database.ts";

const TABLE = /^\s*(?:insert(?: or \w+)? into|update|delete from)\s+"?(\w+)/i;
const FRAME = /\/src\/([^:)]+\.ts)/g;

/** Fills itself with `room/file.ts: table` for whatever of `src/` writes to this database from now on outside an act. */
export function writersOutsideActs({ $client: client }: Database): ReadonlySet<string> {
  const found = new Set<string>();
  const prepare = client.prepare.bind(client) as (sql: string) => Statement;
  const look = (table: string) => {
    const depth = Error.stackTraceLimit;
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    const files = [...new Error().stack!.matchAll(FRAME)].map((frame) => frame[1]!);
    Error.stackTraceLimit = depth;
    const asker = files.find((file) => !file.startsWith("store/"));
    if (asker === undefined || files.some((file) => file.startsWith("acts/"))) return;
    found.add(`${asker}: ${table}`);
  };
  client.prepare = ((sql: string) => {
    const statement = prepare(sql);
    const table = TABLE.exec(sql)?.[1];
    if (table === undefined) return statement;
    for (const way of ["run", "get", "all"] as const) {
      const ask = statement[way].bind(statement);
      statement[way] = ((...given: unknown[]) => {
        look(table);
        return ask(...given);
      }) as never;
    }
    return statement;
  }) as typeof client.prepare;
  return found;
}
