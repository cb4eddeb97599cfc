import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { DeliveryState, Message } from "../domain/delivery.ts";
import { flag, instant, members } from "./schema-roster.ts";

export const inbox = sqliteTable(
  "inbox",
  {
    /** The platform's message id: the same message again finds the stored reply. */
    id: text("id").primaryKey(),
    memberId: integer("member_id").references(() => members.id),
    receivedAt: instant("received_at").notNull(),
    /** Purged after 30 days; the row stays for its id. */
    text: text("text"),
    reply: text("reply"),
    /** The reply was a question back. */
    asked: flag("asked").notNull().default(false),
  },
  (t) => [index("inbox_received").on(t.receivedAt)],
);

export const messages = sqliteTable("messages", {
  id: integer("id").primaryKey(),
  /** SHA-256 of the message: equal messages to many are one row and go out in one call. */
  hash: text("hash").notNull().unique(),
  message: text("message", { mode: "json" }).$type<Message>().notNull(),
  /** What it said is gone for good; its hash is one that no message has. */
  deleted: flag("deleted").notNull().default(false),
});

/** One call to the platform: equal messages to many, claimed and sent together. */
export const batches = sqliteTable(
  "batches",
  {
    id: integer("id").primaryKey(),
    messageId: integer("message_id")
      .notNull()
      .references(() => messages.id),
    notBefore: instant("not_before").notNull(),
    /** Start of the window in which the platform recognises the request when it is repeated. */
    firstAttemptAt: instant("first_attempt_at"),
    /** Nobody knows whether an attempt was accepted: only the identical request may follow. */
    uncertain: flag("uncertain").notNull().default(false),
    claimedAt: instant("claimed_at"),
    claimedBy: text("claimed_by"),
    done: flag("done").notNull().default(false),
  },
  (t) => [index("batches_open").on(t.notBefore).where(sql`${t.done} = 0`)],
);

export const deliveries = sqliteTable(
  "deliveries",
  {
    id: integer("id").primaryKey(),
    key: text("key").notNull().unique(),
    memberId: integer("member_id").references(() => members.id),
    groupTarget: text("group_target"),
    messageId: integer("message_id")
      .notNull()
      .references(() => messages.id),
    state: text("state").$type<DeliveryState>().notNull(),
    batchId: integer("batch_id").references(() => batches.id),
    attempts: integer("attempts").notNull().default(0),
    error: text("error"),
    plannedAt: instant("planned_at").notNull(),
    notBefore: instant("not_before").notNull(),
    /** After this it would only confuse (a question of a closed round): it is refused unsent. */
    expiresAt: instant("expires_at"),
    sentAt: instant("sent_at"),
    /** Refused because its time was over: nobody's fault. */
    expired: flag("expired").notNull().default(false),
  },
  (t) => [
    index("deliveries_open").on(t.id).where(sql`${t.state} = 'planned' and ${t.batchId} is null`),
    index("deliveries_batch").on(t.batchId),
    index("deliveries_member").on(t.memberId, t.sentAt),
    index("deliveries_group").on(t.groupTarget, t.sentAt),
    index("deliveries_unfinished").on(t.memberId, t.groupTarget, t.id).where(sql`${t.state} in ('planned','sending')`),
    index("deliveries_sent").on(t.sentAt),
    index("deliveries_failed").on(t.state, t.plannedAt).where(sql`${t.state} in ('unknown','refused')`),
  ],
);

/** Files handed to the platform, so that a repeated request names the same handle. */
export const uploads = sqliteTable("uploads", {
  /** Message and kind of recipient (a group robot has uploads of its own). */
  key: text("key").primaryKey(),
  handle: text("handle").notNull(),
  uploadedAt: instant("uploaded_at").notNull(),
});
