import { planImport, type RosterPlan, type RosterRow } from "../domain/roster-import.ts";
import { countMembers, memberByAccount } from "../store/members.ts";
import { applyImport, loadRoster } from "../store/roster.ts";
import { clearSetting, setSetting, setting } from "../store/settings.ts";
import { type Act, type ActServices, record } from "./act.ts";

/** What an import would change. */
export function planRoster({ db, today }: Pick<Act, "db" | "today">, rows: readonly RosterRow[]): RosterPlan {
  const roster = loadRoster(db);
  // A first import that broke off is still the first one when it is done again.
  return planImport(rows, roster, today, roster.members.length === 0 || setting(db, "rosterImport")?.isFirst);
}

/** So many members are written in one step. */
const AT_ONCE = 500;

/** A roster that has been half written for so long waits for nobody any more. */
const LONGEST_IMPORT_MS = 10 * 60_000;

/** While a roster is being written the clock decides nothing by it: half a roster is a wrong denominator. */
export function isImporting({ db, now }: Pick<ActServices, "db" | "now">): boolean {
  const since = setting(db, "rosterImport")?.since;
  return since !== undefined && Math.abs(now() - since) < LONGEST_IMPORT_MS;
}

/**
 * Brings the roster to what a plan says, in steps, so that nobody who writes meanwhile waits for
 * a large file. What was not reached when it broke off is done by importing the file again.
 */
export function* importRoster(plan: RosterPlan, rows: number): Generator<(act: Act) => void> {
  const { newBranches, movedAccounts, members, changes } = plan;
  yield (act) => {
    const { db, now } = act;
    const isFirst = setting(db, "rosterImport")?.isFirst ?? countMembers(db) === 0;
    setSetting(db, "rosterImport", { isFirst, since: now });
    applyImport(db, { newBranches, movedAccounts, members: members.slice(0, AT_ONCE) });
    record(act, "roster.import", "roster", { rows, changes: changes.length, branches: newBranches.length });
    for (const { to } of movedAccounts) record(act, "roster.account", `member:${memberByAccount(db, to)!.id}`);
  };
  for (let from = AT_ONCE; from < members.length; from += AT_ONCE) {
    const some = members.slice(from, from + AT_ONCE);
    yield ({ db }) => applyImport(db, { newBranches: [], movedAccounts: [], members: some });
  }
  yield ({ db }) => clearSetting(db, "rosterImport");
}
