import type { Notice } from "../../documents/notice.ts";
import type { DocumentRef } from "../../domain/delivery.ts";
import type { Database } from "../../store/database.ts";

export function noticeData(_db: Database, _ref: Extract<DocumentRef, { kind: "notice" }>, _school: string): Notice {
  throw new Error("not made yet");
}
