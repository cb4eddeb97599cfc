import { isBelowAdvice, recentPace, yearPace } from "../domain/advice.ts";
import { yearOf } from "../domain/calendar.ts";
import { advice as adviceText } from "../messages/advice.ts";
import { paceFactsOfReporters } from "../store/paces.ts";
import type { Round } from "../store/rounds.ts";
import { type Act, tell } from "./act.ts";

/** A private word, once a round, to members whose pace is low (四（五）); advice, never a failure. */
export function adviseMembers(act: Act, round: Round): void {
  const { db, today, policy } = act;
  const { advice } = policy.parameters;
  for (const { memberId, totals, since } of paceFactsOfReporters(db, round, yearOf(today))) {
    const pace = recentPace(totals);
    if (pace === undefined || !isBelowAdvice(pace, advice)) continue;
    const year = advice.yearly === 0 ? undefined : yearPace({ totals, today, since, yearly: advice.yearly });
    tell(act, `advice-${round.id}`, [{ id: memberId }], adviceText(policy, pace, year));
  }
}
