import { setImmediate } from "node:timers/promises";
import { type ActServices, actOf, holders, tell } from "../acts/act.ts";
import { announceCount, countWindow, openCount, planCount } from "../acts/count-year.ts";
import { OFFICE } from "../domain/access.ts";
import { addDays, countOf, dayOf, yearOf } from "../domain/calendar.ts";
import { NEAR_DAYS } from "../domain/growth.ts";
import { countDays } from "../domain/year-count.ts";
import { countMissed } from "../messages/year-count.ts";
import { inTurns, transaction } from "../store/database.ts";
import { countMembers } from "../store/members.ts";
import { policyOn } from "../store/policies.ts";
import { policyOfQuarter, quarterRow } from "../store/quarters.ts";
import { openRoundOf, roundsIn } from "../store/rounds.ts";
import { closedQuarters } from "../store/years.ts";

/** Plans the year-end count on its day and opens it, branch by branch (五（二）). */
export async function countYear(services: ActServices): Promise<void> {
  const { db, now } = services;
  const today = dayOf(now());
  // Early in January a count of the year before may still be made up for.
  for (const year of new Set([yearOf(addDays(today, -NEAR_DAYS)), yearOf(today)])) planDue(services, year);
  const due = roundsIn(db, "planned").filter(({ origin }) => origin === "count");
  if (due.length === 0) return;
  await inTurns(
    db,
    due,
    (round) => {
      // An extra round of the branch goes on first.
      if (openRoundOf(db, round.branchId) !== undefined) return;
      openCount(actOf(services, policyOfQuarter(db, round.quarter)), round);
    },
    setImmediate,
  );
  for (const year of new Set(due.map(({ quarter }) => yearOf(quarter)))) {
    const act = actOf(services, policyOfQuarter(db, countOf(year)));
    transaction(db, () => announceCount(act, year));
  }
}

function planDue(services: ActServices, year: number): void {
  const { db, now } = services;
  if (quarterRow(db, countOf(year)) !== undefined || countMembers(db) === 0) return;
  const { id, policy } = policyOn(db, `${year}-12-01` as ReturnType<typeof dayOf>);
  const window = countWindow(policy, countDays(year, policy.parameters.year.count, services.calendar()));
  if (now() < window.opensAt) return;
  if (now() < window.closesAt) {
    transaction(db, () => planCount(actOf(services, policy), year, id, window));
  } else if (closedQuarters(db, year).length > 0) {
    const act = actOf(services, policy);
    transaction(db, () => tell(act, `missed-${countOf(year)}`, holders(act, OFFICE), countMissed(year)));
  }
}
