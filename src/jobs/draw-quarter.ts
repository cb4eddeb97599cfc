import { type ActServices, actOf } from "../acts/act.ts";
import { drawQuarter as draw, reveal } from "../acts/draw-quarter.ts";
import { lastDay, quarterOf } from "../domain/calendar.ts";
import { transaction } from "../store/database.ts";
import { countMembers } from "../store/members.ts";
import { allQuarters, policyOfQuarter } from "../store/quarters.ts";

/** Draws the present quarter when it has not been drawn, and shows the seeds of quarters that are over. */
export function drawQuarter(services: ActServices): void {
  const { db } = services;
  transaction(db, () => {
    const act = actOf(services);
    // Before the first roster there is nobody who could be told what was drawn.
    if (countMembers(db) > 0) draw(act, quarterOf(act.today));
    for (const row of allQuarters(db)) {
      if (row.seed === null || row.revealedAt !== null || lastDay(row.quarter) >= act.today) continue;
      reveal({ ...act, policy: policyOfQuarter(db, row.quarter) }, row);
    }
  });
}
