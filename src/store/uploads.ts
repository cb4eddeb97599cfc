import type { Instant } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";

/** A file handed to the platform, so that a repeated request names the same handle. */
export interface UploadedFile {
  readonly handle: string;
  readonly uploadedAt: Instant;
}

export function uploadOf(db: Database, key: string): UploadedFile | undefined {
  return prepared<UploadedFile>(db, "select handle, uploaded_at as uploadedAt from uploads where key = ?").get(key);
}

export function saveUpload(db: Database, key: string, handle: string, at: Instant): void {
  prepared(
    db,
    `insert into uploads (key, handle, uploaded_at) values (:key, :handle, :at)
     on conflict (key) do update set handle = :handle, uploaded_at = :at`,
  ).run({ key, handle, at });
}

/** Every file is handed over anew. */
export function forgetUploads(db: Database): void {
  prepared(db, "delete from uploads").run();
}

export function forgetUpload(db: Database, key: string): void {
  prepared(db, "delete from uploads where key = ?").run(key);
}
