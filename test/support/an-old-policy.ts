import { readFileSync } from "node:fs";
import type { Policy } from "../../src/domain/policy.ts";
import type { Database } from "../../src/store/database.ts";

/** The default policy of version 0.1.0, with the parameters that there were then. */
export const firstPolicy = JSON.parse(readFileSync(new URL("policy-0.1.0.json", import.meta.url), "utf8")) as Policy;

/** A row of `policies` as version 0.1.0 wrote it; any text may stand for the policy. */
export function storePolicy(
  db: Database,
  policy: string,
  from = "2021-01-01",
  approvedBy = firstPolicy.document,
): void {
  db.$client
    .prepare("insert into policies (policy, from_day, approved_by, adopted_at) values (?, ?, ?, 0)")
    .run(policy, from, approvedBy);
}
