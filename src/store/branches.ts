import { asc, eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { branches } from "./schema-roster.ts";
import { setting } from "./settings.ts";

export type Branch = typeof branches.$inferSelect;

export function allBranches(db: Database): Branch[] {
  return db.select().from(branches).orderBy(asc(branches.id)).all();
}

export function branchNamed(db: Database, name: string): Branch | undefined {
  return db.select().from(branches).where(eq(branches.name, name)).get();
}

export function branchById(db: Database, id: number): Branch {
  const branch = db.select().from(branches).where(eq(branches.id, id)).get();
  if (branch === undefined) throw new Error(`branch ${id} is missing`);
  return branch;
}

/** Where what is published goes: the school's group and every branch's own, each once. */
export function groupTargets(db: Database): string[] {
  const school = setting(db, "schoolGroup");
  const own = allBranches(db).flatMap(({ groupTarget }) => groupTarget ?? []);
  return [...new Set([...(school === undefined ? [] : [school]), ...own])];
}

export function updateBranch(db: Database, id: number, change: Partial<Pick<Branch, "kind" | "groupTarget">>): void {
  db.update(branches).set(change).where(eq(branches.id, id)).run();
}
