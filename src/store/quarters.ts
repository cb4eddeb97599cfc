import { eq } from "drizzle-orm";
import type { Quarter } from "../domain/calendar.ts";
import type { Database } from "./database.ts";
import { quarters } from "./schema.ts";

export type QuarterRow = typeof quarters.$inferSelect;

export function quarterRow(db: Database, quarter: Quarter): QuarterRow | undefined {
  return db.select().from(quarters).where(eq(quarters.quarter, quarter)).get();
}

export function allQuarters(db: Database): QuarterRow[] {
  return db.select().from(quarters).orderBy(quarters.quarter).all();
}

export function insertQuarter(db: Database, row: typeof quarters.$inferInsert): void {
  db.insert(quarters).values(row).run();
}

export function updateQuarter(db: Database, quarter: Quarter, change: Partial<typeof quarters.$inferInsert>): void {
  db.update(quarters).set(change).where(eq(quarters.quarter, quarter)).run();
}
