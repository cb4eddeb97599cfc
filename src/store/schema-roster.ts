import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type Day, type Quarter } from "../domain/calendar.ts";
import { type BranchKind, type Duty, type MemberState } from "../domain/roster.ts";

/** Instants are integers, milliseconds since 1970-01-01T00:00Z; days are Shanghai's, as text. */
export const instant = (name: string) => integer(name);
export const day = (name: string) => text(name).$type<Day>();
export const quarter = (name: string) => text(name).$type<Quarter>();
export const flag = (name: string) => integer(name, { mode: "boolean" });

export const branches = sqliteTable("branches", {
  id: integer("id").primaryKey(),
  name: text("name").notNull().unique(),
  kind: text("kind").$type<BranchKind>().notNull().default("working"),
  groupTarget: text("group_target"),
});

export const members = sqliteTable("members", {
  id: integer("id").primaryKey(),
  /** Workspace user id in lower case: WeCom compares without case and answers in lower case. */
  account: text("account").notNull().unique(),
  /** As the roster writes it. */
  accountShown: text("account_shown").notNull(),
  name: text("name").notNull(),
  /** When the bot first told the member what is kept and why. */
  greetedAt: instant("greeted_at"),
  /** When the member last asked what deleting the own data would mean: only soon after it is confirmed. */
  deletionAskedAt: instant("deletion_asked_at"),
  /** The own data were deleted: name and account are a pseudonym. */
  forgottenAt: instant("forgotten_at"),
});

/** Dated, like `memberStates`, so that a closed round can be recomputed from the roster on its day. */
export const memberships = sqliteTable(
  "memberships",
  {
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    branchId: integer("branch_id")
      .notNull()
      .references(() => branches.id),
    from: day("from_day").notNull(),
    until: day("until_day"),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.from] }), index("memberships_branch").on(t.branchId)],
);

export const memberStates = sqliteTable(
  "member_states",
  {
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    state: text("state").$type<MemberState>().notNull(),
    from: day("from_day").notNull(),
    until: day("until_day"),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.from] })],
);

export const duties = sqliteTable(
  "duties",
  {
    memberId: integer("member_id")
      .notNull()
      .references(() => members.id),
    duty: text("duty").$type<Duty>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.duty] }), index("duties_duty").on(t.duty)],
);
