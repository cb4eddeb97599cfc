import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { TalkRecord } from "../domain/talk.ts";
import { policies, rounds } from "./schema.ts";
import { branches, day, instant, members, quarter } from "./schema-roster.ts";

/** Talks with low scorers (四（三）). */
export const talks = sqliteTable(
  "talks",
  {
    id: integer("id").primaryKey(),
    roundId: integer("round_id")
      .notNull()
      .references(() => rounds.id),
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    total: integer("total").notNull(),
    growth: integer("growth"),
    rank: integer("rank").notNull(),
    state: text("state").$type<TalkState>().notNull().default("owed"),
    heldAt: instant("held_at"),
    heldBy: integer("held_by").references(() => members.id),
    /** Seen by the talker and the member only; deleted after a year. */
    record: text("record", { mode: "json" }).$type<TalkRecord>(),
    /** The member's own word that it was held so (确认谈话). */
    memberConfirmedAt: instant("member_confirmed_at"),
    /** The quarter whose close ended it unheld. */
    endedIn: quarter("ended_in"),
  },
  (t) => [
    uniqueIndex("talks_member").on(t.roundId, t.memberId),
    index("talks_state").on(t.state),
    index("talks_with").on(t.memberId),
  ],
);
/** `lifted`: a correction has taken the member off the list. `unheld`: not held by the close of the next quarter. */
export type TalkState = "owed" | "held" | "lifted" | "unheld";

/** Talks of the party committee with the committees of low branches (四（四）). */
export const branchTalks = sqliteTable(
  "branch_talks",
  {
    quarter: quarter("quarter").notNull(),
    branchId: integer("branch_id")
      .notNull()
      .references(() => branches.id),
    state: text("state").$type<TalkState>().notNull().default("owed"),
    heldAt: instant("held_at"),
    heldBy: integer("held_by").references(() => members.id),
    record: text("record", { mode: "json" }).$type<TalkRecord>(),
    endedIn: quarter("ended_in"),
  },
  (t) => [primaryKey({ columns: [t.quarter, t.branchId] })],
);

/** Sampled members who show the live page (四（二）). */
export const spotChecks = sqliteTable(
  "spot_checks",
  {
    id: integer("id").primaryKey(),
    roundId: integer("round_id")
      .notNull()
      .references(() => rounds.id),
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    state: text("state").$type<SpotCheckState>().notNull().default("asked"),
    askedAt: instant("asked_at").notNull(),
    /** The newest picture, by the platform's media id. */
    mediaId: text("media_id"),
    shownAt: instant("shown_at"),
    resolvedBy: integer("resolved_by").references(() => members.id),
    resolvedAt: instant("resolved_at"),
    /** 不符 that waits for a second person, because it would lift somebody from the talk list. */
    proposedTotal: integer("proposed_total"),
    proposedBy: integer("proposed_by").references(() => members.id),
    /** What it stands on besides a picture; stays with the correction. Null once purged. */
    proposedReason: text("proposed_reason"),
  },
  (t) => [
    uniqueIndex("spot_checks_member").on(t.roundId, t.memberId),
    index("spot_checks_of").on(t.memberId, t.state),
    index("spot_checks_proposed").on(t.roundId).where(sql`${t.proposedTotal} is not null`),
  ],
);
export type SpotCheckState = "asked" | "shown" | "confirmed" | "corrected";

/** Pictures of spot checks, deleted when the quarter is archived. */
export const spotPictures = sqliteTable("spot_pictures", {
  mediaId: text("media_id").primaryKey(),
  spotCheckId: integer("spot_check_id")
    .notNull()
    .references(() => spotChecks.id),
  bytes: blob("bytes", { mode: "buffer" }).notNull(),
});

/** What a member disputes, and what a person answered. */
export const objections = sqliteTable(
  "objections",
  {
    id: integer("id").primaryKey(),
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    quarter: quarter("quarter").notNull(),
    /** The closed round whose figure is disputed; null when there is none yet. */
    roundId: integer("round_id").references(() => rounds.id),
    /** Null once purged. */
    text: text("text"),
    openedAt: instant("opened_at").notNull(),
    state: text("state").$type<ObjectionState>().notNull().default("open"),
    answer: text("answer"),
    answeredBy: integer("answered_by").references(() => members.id),
    answeredAt: instant("answered_at"),
    /** On which day the member last wrote to it, and how often on that day. */
    saidOn: day("said_on"),
    saidTimes: integer("said_times").notNull().default(0),
  },
  (t) => [index("objections_state").on(t.state), index("objections_member").on(t.memberId)],
);
/** `corrected`: a new version of the figure; `answered`: a reasoned answer that leaves it. */
export type ObjectionState = "open" | "corrected" | "answered";

/** Years that were closed before there was a year-end count, as they were then; kept, and read by nobody any more. */
export const years = sqliteTable("years", {
  year: integer("year").primaryKey(),
  policyId: integer("policy_id")
    .notNull()
    .references(() => policies.id),
  closedAt: instant("closed_at").notNull(),
  closedBy: integer("closed_by")
    .notNull()
    .references(() => members.id),
  result: text("result", { mode: "json" }).$type<unknown>().notNull(),
});
