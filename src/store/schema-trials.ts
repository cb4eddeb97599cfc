import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant, members } from "./schema-roster.ts";

/** Trials (试运行) stand beside the rounds: nothing that reads rounds and reports can come upon one. */
export const trials = sqliteTable("trials", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  openedAt: instant("opened_at").notNull(),
  closesAt: instant("closes_at").notNull(),
  closedAt: instant("closed_at"),
  /** Since then nothing of it is left but this row. */
  purgedAt: instant("purged_at"),
});

/** Who is asked in a trial, what was said, and what the bot has asked back. */
export const trialMembers = sqliteTable(
  "trial_members",
  {
    trialId: integer("trial_id")
      .notNull()
      .references(() => trials.id),
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    total: integer("total"),
    candidates: text("candidates", { mode: "json" }).$type<readonly number[]>(),
  },
  (t) => [primaryKey({ columns: [t.trialId, t.memberId] }), index("trial_members_member").on(t.memberId)],
);
