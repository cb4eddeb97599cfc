import type { OwnDataWorkbook } from "../documents/own-data.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import type { Database } from "../store/database.ts";
import { ownData } from "../store/own-data.ts";

export function ownDataData(db: Database, { memberId, at }: DocumentRef<"own-data">, school: string): OwnDataWorkbook {
  return { school, at, ...ownData(db, memberId, at) };
}
