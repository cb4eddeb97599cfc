import { isBelowAdvice, recentPace, yearPace } from "../domain/advice.ts";
import { dayOf, yearOf } from "../domain/calendar.ts";
import { advice as adviceText } from "../messages/advice.ts";
import { paceFactsOfReporters } from "../store/reports.ts";
import type { Round } from "../store/rounds.ts";
import { growthOfMember } from "../store/years.ts";
import { type Act, tell } from "./act.ts";

/** So many are looked at in one step: nobody who writes meanwhile waits long. */
const AT_ONCE = 200;

/**
 * A private word, once a round, to members whose pace was low when it closed (四（五）); advice, never a failure. Goes
 * on behind the member `after`, and returns the last one that it has looked at, or undefined when that was the last.
 */
export function adviseMembers(act: Act, round: Round, after: number): number | undefined {
  const { db, policy, calendar } = act;
  const { advice } = policy.parameters;
  const day = dayOf(round.closedAt!);
  const reporters = paceFactsOfReporters(db, round, yearOf(day), after, AT_ONCE);
  const soFar = (memberId: number) => {
    const { found, span } = growthOfMember(db, memberId, advice.yearly, day, calendar);
    return yearPace(found, span, day);
  };
  for (const { memberId, totals } of reporters) {
    const pace = recentPace(totals);
    if (pace === undefined || !isBelowAdvice(pace, advice)) continue;
    const year = advice.yearly === 0 ? undefined : soFar(memberId);
    tell(act, `advice-${round.id}`, [{ id: memberId }], adviceText(policy, pace, year));
  }
  return reporters.length < AT_ONCE ? undefined : reporters.at(-1)!.memberId;
}
