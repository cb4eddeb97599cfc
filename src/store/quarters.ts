import { eq, notLike } from "drizzle-orm";
import type { Quarter } from "../domain/calendar.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import type { Database } from "./database.ts";
import { policyById } from "./policies.ts";
import { value } from "./rows.ts";
import { quarters } from "./schema.ts";

export type QuarterRow = typeof quarters.$inferSelect;

export function quarterRow(db: Database, quarter: Quarter): QuarterRow | undefined {
  return db.select().from(quarters).where(eq(quarters.quarter, quarter)).get();
}

const policyIdOf = value<number, [quarter: Quarter]>("select policy_id from quarters where quarter = ?");

/** The policy a quarter is computed by: the one in force when it opened, whatever is adopted later. */
export function policyOfQuarter(db: Database, quarter: Quarter): Policy {
  const id = policyIdOf(db, quarter);
  if (id === undefined) throw new Error(`quarter ${quarter} is missing`);
  return policyById(db, id).policy;
}

/** How the quarter's policy cites the clause behind a parameter. */
export function clauseOfQuarter(db: Database, quarter: Quarter, parameter: Parameters<typeof clauseOf>[1]): string {
  return clauseOf(policyOfQuarter(db, quarter), parameter);
}

/** Without the year-end counts. */
export function allQuarters(db: Database): QuarterRow[] {
  return db.select().from(quarters).where(notLike(quarters.quarter, "%Y")).orderBy(quarters.quarter).all();
}

export function insertQuarter(db: Database, row: typeof quarters.$inferInsert): void {
  db.insert(quarters).values(row).run();
}

export function updateQuarter(db: Database, quarter: Quarter, change: Partial<typeof quarters.$inferInsert>): void {
  db.update(quarters).set(change).where(eq(quarters.quarter, quarter)).run();
}

/** The newest quarter with closed rounds and none that is still to come or open. */
export const lastClosedQuarter = value<Quarter>(
  `select max(quarter) from rounds r where state = 'closed' and origin <> 'count'
   and not exists (select 1 from rounds o where o.quarter = r.quarter and o.state in ('planned', 'open'))`,
);
