import { eq } from "drizzle-orm";
import type { Day } from "../domain/calendar.ts";
import { defaultPolicy, type Policy } from "../domain/policy.ts";
import { type Database, prepared } from "./database.ts";
import { policies } from "./schema.ts";

export interface AdoptedPolicy {
  readonly id: number;
  readonly policy: Policy;
  readonly from: Day;
  readonly approvedBy: string;
}

const columns = { id: policies.id, policy: policies.policy, from: policies.from, approvedBy: policies.approvedBy };

/** The policy in force on a day; the school's document when nothing else was adopted (design.md §6). */
export function policyOn(db: Database, day: Day): AdoptedPolicy {
  const adopted = prepared<{ id: number }>(
    db,
    "select id from policies where from_day <= ? order by from_day desc, id desc limit 1",
  ).get(day);
  return adopted === undefined ? adoptDefault(db) : policyById(db, adopted.id);
}

const known = new WeakMap<Database, Map<number, AdoptedPolicy>>();

/** An adopted policy never changes, so each is read once. */
export function policyById(db: Database, id: number): AdoptedPolicy {
  let byId = known.get(db);
  if (byId === undefined) known.set(db, (byId = new Map()));
  let adopted = byId.get(id);
  if (adopted === undefined) {
    adopted = db.select(columns).from(policies).where(eq(policies.id, id)).get();
    if (adopted === undefined) throw new Error(`policy ${id} is missing`);
    byId.set(id, adopted);
  }
  return adopted;
}

/** The document has been in force since 2021-01-01 whether or not this database existed. */
function adoptDefault(db: Database): AdoptedPolicy {
  return db
    .insert(policies)
    .values({ policy: defaultPolicy, from: "2021-01-01" as Day, approvedBy: defaultPolicy.document, adoptedAt: 0 })
    .returning(columns)
    .get();
}
