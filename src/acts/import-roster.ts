import { planImport, type RosterPlan, type RosterRow } from "../domain/roster-import.ts";
import { memberByAccount } from "../store/members.ts";
import { applyImport, loadRoster } from "../store/roster.ts";
import { type Act, record } from "./act.ts";

/** What an import would change. */
export function planRoster({ db, today }: Pick<Act, "db" | "today">, rows: readonly RosterRow[]): RosterPlan {
  return planImport(rows, loadRoster(db), today);
}

/** Brings the roster to what a file says; who is missing from it stays. */
export function importRoster(act: Act, rows: readonly RosterRow[]): RosterPlan {
  const plan = planRoster(act, rows);
  applyImport(act.db, plan);
  const detail = { rows: rows.length, changes: plan.changes.length, branches: plan.newBranches.length };
  record(act, "roster.import", "roster", detail);
  for (const { to } of plan.movedAccounts) record(act, "roster.account", `member:${memberByAccount(act.db, to)!.id}`);
  return plan;
}
