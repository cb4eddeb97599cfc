import { createHash } from "node:crypto";
import type { Message } from "../domain/delivery.ts";
import type { Database } from "./database.ts";
import { forgetUpload } from "./uploads.ts";

/** What a file is made from has changed: it is uploaded anew when the same message is sent to members again. */
export function forgetFile(db: Database, message: Message): void {
  forgetUpload(db, createHash("sha256").update(JSON.stringify(message)).digest("hex"));
}
