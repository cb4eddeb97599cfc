import { setImmediate } from "node:timers/promises";
import { type ActServices, actOf, holders, tell } from "../acts/act.ts";
import { drawAgain, drawnDay } from "../acts/draw-quarter.ts";
import { askMembers, openRound, windowOf } from "../acts/open-round.ts";
import { refreshRound } from "../acts/refresh-round.ts";
import { OFFICE } from "../domain/access.ts";
import { dayOf } from "../domain/calendar.ts";
import { roundOpened } from "../messages/office.ts";
import { inTurns, transaction } from "../store/database.ts";
import { policyOfQuarter, type QuarterRow, quarterRow } from "../store/quarters.ts";
import { openingsOf, openRoundOf, roundById, roundsIn } from "../store/rounds.ts";
import { setting } from "../store/settings.ts";

/** Opens the planned rounds whose time has come, and asks whoever has come onto the roster of an open one since. */
export async function openRounds(services: ActServices): Promise<void> {
  const { db, now } = services;
  let quarter: QuarterRow | undefined;
  const due = roundsIn(db, "planned").flatMap((round) => {
    if (round.origin === "count") return [];
    if (quarter?.quarter !== round.quarter) quarter = quarterRow(db, round.quarter)!;
    const day = drawnDay(db, quarter, round);
    if (dayOf(now()) < day) return [];
    const policy = policyOfQuarter(db, round.quarter);
    const window = windowOf(policy, day);
    return now() < window.opensAt ? [] : { round, day, policy, window, candidates: quarter.candidates ?? [] };
  });
  await inTurns(
    db,
    due,
    ({ round, day, policy, window, candidates }) => {
      const act = actOf(services, policy);
      if (act.now >= window.closesAt) drawAgain(act, round, day, candidates);
      // An extra round of the branch goes on first; this one opens after it, or is drawn again.
      else if (openRoundOf(db, round.branchId) === undefined) openRound(act, round, day, window);
    },
    setImmediate,
  );
  await refreshRounds(services);
  announceOpenings(services);
}

async function refreshRounds(services: ActServices): Promise<void> {
  const { db } = services;
  const rosterVersion = setting(db, "rosterVersion") ?? 0;
  const older = roundsIn(db, "open").filter((round) => round.rosterVersion !== rosterVersion);
  await inTurns(
    db,
    older,
    (round) => {
      if (roundById(db, round.id).state !== "open") return;
      const act = actOf(services, policyOfQuarter(db, round.quarter));
      askMembers(act, round, refreshRound(act, round), round.closesAt!);
    },
    setImmediate,
  );
}

/** Told once a day and quarter, whatever was opened by then. */
function announceOpenings(services: ActServices): void {
  const { db } = services;
  for (const { quarter, day, closesAt, branches, members } of openingsOf(db)) {
    const act = actOf(services, policyOfQuarter(db, quarter));
    const text = roundOpened(day, closesAt, branches, members);
    transaction(db, () => tell(act, `opened-${quarter}-${day}`, holders(act, OFFICE), text));
  }
}
