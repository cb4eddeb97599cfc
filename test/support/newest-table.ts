import type { Database } from "../../src/store/database.ts";
import { type TableRow, tableHead, tableRowsOf } from "../../src/store/tables.ts";

/** The newest version of a closed round's table, in the order of the roster. */
export function tableOf(db: Database, roundId: number): TableRow[] {
  return tableRowsOf(db, roundId, tableHead(db, roundId).version);
}
