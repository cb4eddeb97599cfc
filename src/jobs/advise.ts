import { isBelowAdvice, recentPace, yearPace } from "../domain/advice.ts";
import { dayOf, yearOf } from "../domain/calendar.ts";
import { outsideQuietHours, type Policy } from "../domain/policy.ts";
import { advice as adviceText } from "../messages/advice.ts";
import type { Services } from "../services.ts";
import { plan } from "../store/outbox.ts";
import { paceFactsOfReporters } from "../store/paces.ts";
import type { Round } from "../store/rounds.ts";

/** A private word, once a round, to members whose pace is low (四（五）); advice, never a failure. */
export function adviseMembers({ db, now }: Pick<Services, "db" | "now">, policy: Policy, round: Round): void {
  const { advice, quietHours } = policy.parameters;
  const instant = now();
  const today = dayOf(instant);
  const notBefore = outsideQuietHours(quietHours, instant);
  for (const { memberId, totals, since } of paceFactsOfReporters(db, round, yearOf(today))) {
    const pace = recentPace(totals);
    if (pace === undefined || !isBelowAdvice(pace, advice)) continue;
    const year = advice.yearly === 0 ? undefined : yearPace({ totals, today, since, yearly: advice.yearly });
    const text = adviceText(policy, pace, year);
    const to = { kind: "member", memberId } as const;
    plan(db, { key: `advice-${round.id}-${memberId}`, to, message: { kind: "text", text }, notBefore }, instant);
  }
}
