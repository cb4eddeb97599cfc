import { OFFICE } from "../domain/access.ts";
import { addDays, countOf, dayOf, instantAt } from "../domain/calendar.ts";
import type { Policy } from "../domain/policy.ts";
import type { CountDays } from "../domain/year-count.ts";
import { countMissed, countOpened } from "../messages/year-count.ts";
import { allBranches, membersOfBranch } from "../store/members.ts";
import { insertQuarter, quarterRow } from "../store/quarters.ts";
import { changeRound, planRound, type RoundWithBranch, roundsOf } from "../store/rounds.ts";
import { type Act, holders, record, tell } from "./act.ts";
import { openRound, type RoundWindow } from "./open-round.ts";

/** When a count asks, closes, and stops taking late answers (五（二）). */
export function countWindow({ parameters: { round } }: Policy, { first, last }: CountDays): RoundWindow {
  return {
    opensAt: instantAt(first, round.ask),
    closesAt: instantAt(last, round.close),
    graceUntil: instantAt(addDays(last, 1), round.grace),
  };
}

/**
 * Plans a year's count: a round of every branch that has members. It belongs to no quarter, and is reckoned by the
 * policy by which it is planned. False when it was planned before.
 */
export function planCount(
  act: Act,
  year: number,
  policyId: number,
  { closesAt, graceUntil }: RoundWindow,
  reason: string | null = null,
): boolean {
  const { db, today } = act;
  const quarter = countOf(year);
  if (quarterRow(db, quarter) !== undefined) return false;
  insertQuarter(db, { quarter, policyId });
  for (const { id: branchId } of allBranches(db)) {
    if (membersOfBranch(db, branchId, today).length === 0) continue;
    planRound(db, { quarter, branchId, origin: "count", reason, closesAt, graceUntil });
  }
  record(act, "year.count", `year:${year}`, { policy: policyId });
  return true;
}

/** Opens a planned round of a count; after its window nobody can be asked any more, and the office is told. */
export function openCount(act: Act, round: RoundWithBranch): void {
  const { db, now } = act;
  const { closesAt, graceUntil } = round as RoundWindow;
  if (now < closesAt) return openRound(act, round, dayOf(now), { opensAt: now, closesAt, graceUntil });
  if (!changeRound(db, round.id, "planned", { state: "missed" })) return;
  record(act, "round.miss", `round:${round.id}`);
  const year = Number(round.quarter.slice(0, 4));
  tell(act, `missed-${round.quarter}`, holders(act, OFFICE), countMissed(year));
}

/** Told to the office once, with whatever was opened by then. */
export function announceCount(act: Act, year: number): void {
  const rounds = roundsOf(act.db, countOf(year)).filter(({ state }) => state === "open");
  if (rounds.length === 0) return;
  const text = countOpened(year, rounds.length, rounds[0]!.closesAt!);
  tell(act, `opened-${countOf(year)}`, holders(act, OFFICE), text);
}
