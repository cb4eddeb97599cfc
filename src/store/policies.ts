import { isDeepStrictEqual } from "node:util";
import type { Day, Instant } from "../domain/calendar.ts";
import {
  builtInPolicies,
  clauseOf,
  defaultPolicy,
  type Policy,
  parameterNames,
  storedPolicy,
} from "../domain/policy.ts";
import type { Database } from "./database.ts";
import { is, pick, rows, value, values } from "./rows.ts";
import { policies } from "./schema.ts";

export interface AdoptedPolicy {
  readonly id: number;
  readonly policy: Policy;
  readonly from: Day;
  readonly approvedBy: string;
}

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
  if (adopted === undefined) byId.set(id, (adopted = readPolicy(db, id)));
  return adopted;
}

const rowById = rows({ ...pick(policies, "id", "from", "approvedBy"), policy: is<string>("policy") }).one<[id: number]>(
  "select * from policies where id = ?",
);

function readPolicy(db: Database, id: number): AdoptedPolicy {
  const row = rowById(db, id);
  if (row === undefined) throw new Error(`policy ${id} is missing`);
  try {
    return { ...row, policy: storedPolicy(JSON.parse(row.policy)) };
  } catch (cause) {
    const what = `数据库中的第 ${id} 份办法（自 ${row.from} 起）无法读取：内容已损坏，或由更新版本的程序写入`;
    throw new Error(`${what}。请更新程序；仍无法读取的，请用 bot restore 从备份恢复。`, { cause });
  }
}

const allIds = values<number>("select id from policies order by id desc");

/** Every version adopted, the newest first. */
export function adoptedPolicies(db: Database): AdoptedPolicy[] {
  return allIds(db).map((id) => policyById(db, id));
}

/** The policies that can be named: the built-in ones and what was adopted, also an older form of a built-in one. */
export function knownPolicies(db: Database): Policy[] {
  const adopted = adoptedPolicies(db).map(({ policy }) => policy);
  const builtIn = builtInPolicies.filter((policy) => !adopted.some((other) => isSamePolicy(policy, other)));
  return [...builtIn, ...adopted];
}

/** Whether two say the same, whichever clauses they leave to be cited as usual. */
export function isSamePolicy(a: Policy, b: Policy): boolean {
  const said = (policy: Policy) => ({ ...policy, clauses: parameterNames.map((name) => clauseOf(policy, name)) });
  return isDeepStrictEqual(said(a), said(b));
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
  const adopted = { policy: defaultPolicy, from: "2021-01-01" as Day, approvedBy: defaultPolicy.document };
  return { id: adoptPolicy(db, adopted, 0), ...adopted };
}
