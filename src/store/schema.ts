import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { YearResult } from "../domain/awards.ts";
import type { Day } from "../domain/calendar.ts";
import type { Policy } from "../domain/policy.ts";
import type { AskReason, QuestionReason } from "../domain/score.ts";
import type { SummaryState } from "../domain/summary.ts";
import { branches, day, flag, instant, members, quarter } from "./schema-roster.ts";

export const policies = sqliteTable("policies", {
  id: integer("id").primaryKey(),
  policy: text("policy", { mode: "json" }).$type<Policy>().notNull(),
  from: day("from_day").notNull(),
  approvedBy: text("approved_by").notNull(),
  adoptedAt: instant("adopted_at").notNull(),
});

export const quarters = sqliteTable("quarters", {
  quarter: quarter("quarter").primaryKey(),
  policyId: integer("policy_id")
    .notNull()
    .references(() => policies.id),
  /** Null when nothing was drawn: too few days were left, or the holidays are not known. */
  seed: blob("seed", { mode: "buffer" }),
  commitment: text("commitment"),
  candidates: text("candidates", { mode: "json" }).$type<Day[]>(),
  drawnAt: instant("drawn_at"),
  /** Why nothing could be drawn; said to the office once. */
  undrawnReason: text("undrawn_reason"),
  revealedAt: instant("revealed_at"),
});

export const rounds = sqliteTable(
  "rounds",
  {
    id: integer("id").primaryKey(),
    quarter: quarter("quarter")
      .notNull()
      .references(() => quarters.quarter),
    branchId: integer("branch_id")
      .notNull()
      .references(() => branches.id),
    /** `count`: of a year-end count. */
    origin: text("origin").$type<"drawn" | "extra" | "count">().notNull(),
    /** The day on which the round's day was drawn again, because the machine had been off on the first. */
    redrawnOn: day("redrawn_on"),
    redrawReason: text("redraw_reason"),
    state: text("state").$type<RoundState>().notNull(),
    /** Null until the round opens: nobody can read the day beforehand, not even here. */
    day: day("day"),
    opensAt: instant("opens_at"),
    /** When it really opened: later than `opensAt` when the machine was off. */
    openedAt: instant("opened_at"),
    closesAt: instant("closes_at"),
    /** Until then answers are taken and marked late. */
    graceUntil: instant("grace_until"),
    remindersSent: integer("reminders_sent").notNull().default(0),
    /** The version of the roster its members were last taken from. */
    rosterVersion: integer("roster_version").notNull().default(0),
    closedAt: instant("closed_at"),
    /** Of an extra round. */
    reason: text("reason"),
    /** What the sample of the spot check was drawn with when the round closed. */
    spotSeed: blob("spot_seed", { mode: "buffer" }),
    /** What is still to be done after the close. */
    followUp: text("follow_up").$type<FollowUp>(),
    /** An extra round beside a result that stands: a table of its own, by which nothing of the quarter changes. */
    apart: flag("apart").notNull().default(false),
  },
  (t) => [
    uniqueIndex("rounds_drawn").on(t.quarter, t.branchId).where(sql`${t.origin} = 'drawn'`),
    uniqueIndex("rounds_open").on(t.branchId).where(sql`${t.state} = 'open'`),
    index("rounds_state").on(t.state),
    index("rounds_quarter").on(t.quarter),
    index("rounds_of_branch").on(t.branchId, t.state, t.closedAt),
    index("rounds_follow_up").on(t.followUp).where(sql`${t.followUp} is not null`),
  ],
);
export type RoundState = "planned" | "open" | "closed" | "missed";
export type FollowUp = "spot checks" | "advice";

/** Who belonged to a round's branch on its day. */
export const roundMembers = sqliteTable(
  "round_members",
  {
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    roundId: integer("round_id")
      .notNull()
      .references(() => rounds.id),
    counted: flag("counted").notNull(),
    /** Whether the bot may remind: counted, and not excused (请假) or muted (停止提醒). */
    remindable: flag("remindable").notNull(),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.roundId] }), index("round_members_round").on(t.roundId, t.memberId)],
);

export type ReportSource = "本人" | "代报" | "抽查" | "异议" | "导入";

export const reports = sqliteTable(
  "reports",
  {
    id: integer("id").primaryKey(),
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    /** Null for an imported past total. */
    roundId: integer("round_id").references(() => rounds.id),
    day: day("day").notNull(),
    total: integer("total").notNull(),
    source: text("source").$type<ReportSource>().notNull(),
    reportedBy: integer("reported_by").references(() => members.id),
    reportedAt: instant("reported_at").notNull(),
    late: flag("late").notNull(),
    /** Why the figure was questioned before the member confirmed it; null when it never was. */
    doubt: text("doubt").$type<AskReason>(),
    /** The one that counts; earlier ones stay as versions. */
    current: flag("current").notNull(),
    withdrawnAt: instant("withdrawn_at"),
    /** The member changed branch while the round was open: the same report goes on in that round. */
    movedTo: integer("moved_to").references(() => rounds.id),
  },
  (t) => [
    uniqueIndex("reports_current").on(t.roundId, t.memberId).where(sql`${t.current} = 1`),
    index("reports_superseded").on(t.roundId, t.memberId).where(sql`${t.current} = 0`),
    index("reports_member").on(t.memberId, t.day),
    index("reports_reported").on(t.reportedAt),
  ],
);

/** A question the bot has asked and that waits for its answer. */
export const questions = sqliteTable("questions", {
  memberId: integer("member_id")
    .primaryKey()
    .references(() => members.id),
  roundId: integer("round_id")
    .notNull()
    .references(() => rounds.id),
  reason: text("reason").$type<QuestionReason>().notNull(),
  candidates: text("candidates", { mode: "json" }).$type<readonly number[]>().notNull(),
  /** How often in a row nothing could be accepted. */
  failures: integer("failures").notNull(),
  askedAt: instant("asked_at").notNull(),
});

/** Branch tables (统计表), frozen when a round closes; a later correction makes the next version with a reason. */
export const branchTables = sqliteTable(
  "branch_tables",
  {
    roundId: integer("round_id")
      .notNull()
      .references(() => rounds.id),
    version: integer("version").notNull(),
    madeAt: instant("made_at").notNull(),
    /** Counted members, how many of them reported, and the fraction that is the branch's average. */
    members: integer("members").notNull(),
    reported: integer("reported").notNull(),
    sum: integer("sum"),
    denominator: integer("denominator"),
    /** Why there is a version after the first. */
    reason: text("reason"),
    /** The secretary's or commissioner's word that this version is right (确认统计表). */
    confirmedBy: integer("confirmed_by").references(() => members.id),
    confirmedAt: instant("confirmed_at"),
    /** What the version is sealed with (`seals.ts`), and the newest report of the round at that time; null: never sealed. */
    salt: blob("salt", { mode: "buffer" }),
    reportsUntil: integer("reports_until"),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.version] }),
    index("branch_tables_unconfirmed").on(t.madeAt).where(sql`${t.confirmedAt} is null`),
  ],
);

export const tableRows = sqliteTable(
  "table_rows",
  {
    roundId: integer("round_id")
      .notNull()
      .references(() => rounds.id),
    version: integer("version").notNull(),
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    counted: flag("counted").notNull(),
    total: integer("total"),
    previousTotal: integer("previous_total"),
    previousDay: day("previous_day"),
    late: flag("late").notNull(),
    source: text("source").$type<ReportSource>(),
    doubt: text("doubt").$type<AskReason>(),
    /** Why the total of before was imported as a doubtful one; null when it was not. */
    previousDoubt: text("previous_doubt").$type<AskReason>(),
    salt: blob("salt", { mode: "buffer" }),
    /** The row's hash, once its salt is deleted with the member's reports. */
    sealed: text("sealed"),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.version, t.memberId] })],
);

export const summaries = sqliteTable(
  "summaries",
  {
    quarter: quarter("quarter")
      .notNull()
      .references(() => quarters.quarter),
    version: integer("version").notNull(),
    state: text("state").$type<SummaryState>().notNull(),
    policyId: integer("policy_id")
      .notNull()
      .references(() => policies.id),
    madeAt: instant("made_at").notNull(),
    changedAt: instant("changed_at").notNull(),
    note: text("note"),
    publishedOn: day("published_on"),
    /** The last day on which a 公示 takes objections; null for a 通报, or when its workdays cannot be counted. */
    noticeUntil: day("notice_until"),
    changerId: integer("changer_id").references(() => members.id),
    approvedAt: instant("approved_at"),
    /** Of a year-end count: what the year came to for each member. */
    year: text("year", { mode: "json" }).$type<YearResult>(),
  },
  (t) => [primaryKey({ columns: [t.quarter, t.version] })],
);

/** A summary's lines; a branch's figures only. */
export const summaryBranches = sqliteTable(
  "summary_branches",
  {
    quarter: quarter("quarter").notNull(),
    version: integer("version").notNull(),
    branchId: integer("branch_id")
      .notNull()
      .references(() => branches.id),
    roundId: integer("round_id").references(() => rounds.id),
    ranked: flag("ranked").notNull(),
    members: integer("members").notNull(),
    reported: integer("reported").notNull(),
    sum: integer("sum"),
    denominator: integer("denominator"),
    rank: integer("rank"),
    low: flag("low").notNull(),
    /** The version of the branch table that the figures come from. */
    tableVersion: integer("table_version").notNull().default(1),
    /** Whether everybody is shown the average, as it was decided when the version was published; null before that. */
    averageShown: flag("average_shown"),
    salt: blob("salt", { mode: "buffer" }),
  },
  (t) => [
    primaryKey({ columns: [t.quarter, t.version, t.branchId] }),
    index("summary_branches_round").on(t.roundId, t.tableVersion),
    index("summary_branches_shown").on(t.branchId).where(sql`${t.averageShown} = 1`),
  ],
);

/** Everything done: who, when, what, by which policy version. */
export const audit = sqliteTable("audit", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  at: instant("at").notNull(),
  /** `member:12`, `operator` or `clock`. */
  actor: text("actor").notNull(),
  act: text("act").notNull(),
  subject: text("subject").notNull(),
  detail: text("detail", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  /** SHA-256 over the row before and this one: a changed, missing or reordered row is found. */
  hash: text("hash").notNull(),
});

/** Single values: the school's group, the leading process, the reason sending is paused. */
export const settings = sqliteTable("settings", {
  name: text("name").primaryKey(),
  value: text("value", { mode: "json" }).$type<unknown>().notNull(),
});
