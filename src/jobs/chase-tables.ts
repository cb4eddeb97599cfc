import { setImmediate } from "node:timers/promises";
import { type ActServices, actOf, holders, tell } from "../acts/act.ts";
import { BRANCH_ADMINS, OFFICE } from "../domain/access.ts";
import { addDays, DAY_MS, type Day, dayOf, instantAt } from "../domain/calendar.ts";
import { clauseOf } from "../domain/policy.ts";
import { workdaysAfter } from "../domain/summary.ts";
import { confirmWanted, tablesUnconfirmed } from "../messages/branch.ts";
import { transaction } from "../store/database.ts";
import { isAnnounced } from "../store/outbox.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { tableHead, type UnconfirmedTable, unconfirmedTables } from "../store/tables.ts";

const WORKDAYS = 3;
/** A table of a year ago is nobody's business any more. */
const LONGEST_MS = 366 * DAY_MS;

/**
 * Shows the office, on the third working day after a table was made, which ones nobody has confirmed, and reminds the
 * branches. While the holidays on the way are not known, nobody is chased.
 */
export async function chaseTables(services: ActServices): Promise<void> {
  const { db, now } = services;
  const today = dayOf(now());
  // The branch's reminder is planned after the office's text: who has had it is done.
  const open = unconfirmedTables(db, now() - LONGEST_MS, instantAt(addDays(today, 1 - WORKDAYS))).filter(
    (table) => !isAnnounced(db, reminderKey(table)),
  );
  if (open.length === 0) return;
  const calendar = services.calendar();
  const byDueDay = Map.groupBy(open, ({ madeAt }) => workdaysAfter(calendar, dayOf(madeAt), WORKDAYS));
  for (const [due, tables] of byDueDay) {
    if (due === null || due > today) continue;
    for (const ofQuarter of Map.groupBy(tables, ({ quarter }) => quarter).values()) {
      tellOffice(services, due, ofQuarter);
      for (const table of ofQuarter) {
        await setImmediate();
        remindBranch(services, table);
      }
    }
  }
}

const reminderKey = ({ roundId, version }: UnconfirmedTable) => `table-unconfirmed-${roundId}-${version}`;

function tellOffice(services: ActServices, due: Day, tables: readonly UnconfirmedTable[]): void {
  const { db } = services;
  const { quarter } = tables[0]!;
  const key = `tables-unconfirmed-${quarter}-${due}`;
  if (isAnnounced(db, key)) return;
  transaction(db, () => {
    const policy = policyOfQuarter(db, quarter);
    const branches = tables.map(({ branch }) => branch);
    const act = actOf(services, policy);
    tell(act, key, holders(act, OFFICE), tablesUnconfirmed(quarter, branches, clauseOf(policy, "talk.lowest")));
  });
}

function remindBranch(services: ActServices, table: UnconfirmedTable): void {
  const { db } = services;
  transaction(db, () => {
    const { version, confirmedAt } = tableHead(db, table.roundId);
    if (version !== table.version || confirmedAt !== null) return;
    const policy = policyOfQuarter(db, table.quarter);
    const text = confirmWanted(table, clauseOf(policy, "talk.lowest"));
    const act = actOf(services, policy);
    tell(act, reminderKey(table), holders(act, BRANCH_ADMINS, table.branchId), text);
  });
}
