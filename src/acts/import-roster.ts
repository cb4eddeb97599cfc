import { planImport, type RosterPlan, type RosterRow } from "../domain/roster-import.ts";
import { memberByAccount } from "../store/members.ts";
import { applyImport, loadRoster } from "../store/roster.ts";
import { type Act, record } from "./act.ts";

/** What an import would change. */
export function planRoster({ db, today }: Pick<Act, "db" | "today">, rows: readonly RosterRow[]): RosterPlan {
  return planImport(rows, loadRoster(db), today);
}

/** So many members are written in one step. */
const AT_ONCE = 500;

/**
 * Brings the roster to what a plan says, in steps, so that nobody who writes meanwhile waits for
 * a large file. What was not reached when it broke off is done by importing the file again.
 */
export function* importRoster(plan: RosterPlan, rows: number): Generator<(act: Act) => void> {
  const { newBranches, movedAccounts, members, changes } = plan;
  yield (act) => {
    applyImport(act.db, { newBranches, movedAccounts, members: members.slice(0, AT_ONCE) });
    record(act, "roster.import", "roster", { rows, changes: changes.length, branches: newBranches.length });
    for (const { to } of movedAccounts) record(act, "roster.account", `member:${memberByAccount(act.db, to)!.id}`);
  };
  for (let from = AT_ONCE; from < members.length; from += AT_ONCE) {
    const some = members.slice(from, from + AT_ONCE);
    yield ({ db }) => applyImport(db, { newBranches: [], movedAccounts: [], members: some });
  }
}
