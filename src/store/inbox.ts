import type { Instant } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";

/** The reply stored for a platform message id; undefined when this message was never seen. */
export function storedReply(db: Database, id: string): { readonly reply: string | null } | undefined {
  return prepared<{ reply: string | null }>(db, "select reply from inbox where id = ?").get(id);
}

export function storeMessage(
  db: Database,
  message: { id: string; memberId: number | null; receivedAt: Instant; text: string | null; reply: string | null },
): void {
  prepared(
    db,
    "insert into inbox (id, member_id, received_at, text, reply) values (:id, :memberId, :receivedAt, :text, :reply)",
  ).run(message);
}
