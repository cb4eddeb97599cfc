import type { OwnData } from "../../documents/own-data.ts";
import type { DocumentRef } from "../../domain/delivery.ts";
import type { Database } from "../../store/database.ts";

export function ownDataData(_db: Database, _ref: Extract<DocumentRef, { kind: "own-data" }>, _school: string): OwnData {
  throw new Error("not made yet");
}
