import { eq } from "drizzle-orm";
import type { Instant } from "../domain/calendar.ts";
import type { Database } from "./database.ts";
import { pick, rows } from "./rows.ts";
import { uploads } from "./schema-messages.ts";

/** The handle of a file that was handed to the platform, so that a repeated request names the same one. */
export const uploadOf = rows(pick(uploads, "handle", "uploadedAt")).one<[key: string]>(
  "select * from uploads where key = ?",
);

export function saveUpload(db: Database, key: string, handle: string, uploadedAt: Instant): void {
  const set = { handle, uploadedAt };
  db.insert(uploads)
    .values({ key, ...set })
    .onConflictDoUpdate({ target: uploads.key, set })
    .run();
}

/** Every file is handed over anew. */
export function forgetUploads(db: Database): void {
  db.delete(uploads).run();
}

export function forgetUpload(db: Database, key: string): void {
  db.delete(uploads).where(eq(uploads.key, key)).run();
}
