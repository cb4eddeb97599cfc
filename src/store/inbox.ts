import type { Instant } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { pick, rows } from "./rows.ts";
import { inbox } from "./schema-messages.ts";

/** The reply stored for a platform message id; undefined when this message was never seen. */
export const storedReply = rows(pick(inbox, "reply")).one<[id: string]>("select * from inbox where id = ?");

export function storeMessage(
  db: Database,
  message: { id: string; memberId: number | null; receivedAt: Instant; text: string | null; reply: string | null },
): void {
  prepared(
    db,
    "insert into inbox (id, member_id, received_at, text, reply) values (:id, :memberId, :receivedAt, :text, :reply)",
  ).run(message);
}
