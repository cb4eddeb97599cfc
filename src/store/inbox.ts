import type { Instant } from "../domain/calendar.ts";
import { type Database, prepared } from "./database.ts";
import { pick, rows } from "./rows.ts";
import { inbox } from "./schema-messages.ts";

/** The reply stored for a platform message id; undefined when this message was never seen. */
export const storedReply = rows(pick(inbox, "reply")).one<[id: string]>("select * from inbox where id = ?");

export function storeMessage(
  db: Database,
  { asked, ...message }: Omit<typeof inbox.$inferSelect, "receivedAt"> & { readonly receivedAt: Instant },
): void {
  prepared(
    db,
    `insert into inbox (id, member_id, received_at, text, reply, asked)
     values (:id, :memberId, :receivedAt, :text, :reply, :asked)`,
  ).run({ ...message, asked: asked ? 1 : 0 });
}
