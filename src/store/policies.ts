import { isDeepStrictEqual } from "node:util";
import { desc, eq } from "drizzle-orm";
import type { Day, Instant } from "../domain/calendar.ts";
import { builtInPolicies, defaultPolicy, type Policy } from "../domain/policy.ts";
import type { Database } from "./database.ts";
import { pick, value } from "./rows.ts";
import { policies } from "./schema.ts";

export interface AdoptedPolicy {
  readonly id: number;
  readonly policy: Policy;
  readonly from: Day;
  readonly approvedBy: string;
}

const columns = pick(policies, "id", "policy", "from", "approvedBy");

const newestBy = value<number, [day: Day]>(
  "select id from policies where from_day <= ? order by from_day desc, id desc limit 1",
);

/** The policy in force on a day; the school's document when nothing else was adopted. */
export function policyOn(db: Database, day: Day): AdoptedPolicy {
  const id = newestBy(db, day);
  return id === undefined ? adoptDefault(db) : policyById(db, id);
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

/** Every version adopted, the newest first. */
export function adoptedPolicies(db: Database): AdoptedPolicy[] {
  return db.select(columns).from(policies).orderBy(desc(policies.id)).all();
}

/** The policies that can be named: the built-in ones and what was adopted. */
export function knownPolicies(db: Database): Policy[] {
  const adopted = adoptedPolicies(db).map(({ policy }) => policy);
  const builtIn = builtInPolicies.filter(({ id }) => adopted.every((policy) => policy.id !== id));
  const ids = new Set<string>();
  return [...builtIn, ...adopted].filter(({ id }) => !ids.has(id) && ids.add(id));
}

export function isSamePolicy(a: Policy, b: Policy): boolean {
  return isDeepStrictEqual(a, b);
}

/** Puts a policy in force from a day on; inside the caller's transaction. Versions before it stay as they were. */
export function adoptPolicy(
  db: Database,
  { policy, from, approvedBy }: Omit<AdoptedPolicy, "id">,
  adoptedAt: Instant,
): number {
  return db.insert(policies).values({ policy, from, approvedBy, adoptedAt }).returning({ id: policies.id }).get().id;
}

/** The document has been in force since 2021-01-01 whether or not this database existed. */
function adoptDefault(db: Database): AdoptedPolicy {
  return db
    .insert(policies)
    .values({ policy: defaultPolicy, from: "2021-01-01" as Day, approvedBy: defaultPolicy.document, adoptedAt: 0 })
    .returning(columns)
    .get();
}
