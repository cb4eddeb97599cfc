import { setImmediate } from "node:timers/promises";
import { instantAt } from "../domain/calendar.ts";
import { reminder } from "../messages/ask.ts";
import type { Services } from "../services.ts";
import { transaction } from "../store/database.ts";
import { plan } from "../store/outbox.ts";
import { policyById } from "../store/policies.ts";
import { quarterRow } from "../store/quarters.ts";
import { changeRound, type Round, roundsIn, unreportedOf } from "../store/rounds.ts";

/** Nobody is reminded right after being asked. */
const AFTER_OPENING_MS = 30 * 60_000;

/** Reminds the silent of open rounds at the policy's times; of several missed times only the last is made up for. */
export async function remind(services: Pick<Services, "db" | "now">): Promise<void> {
  for (const round of roundsIn(services.db, "open")) {
    await setImmediate();
    transaction(services.db, () => remindRound(services, round));
  }
}

function remindRound({ db, now }: Pick<Services, "db" | "now">, round: Round): void {
  const instant = now();
  const closesAt = round.closesAt!;
  const { policy } = policyById(db, quarterRow(db, round.quarter)!.policyId);
  const earliest = round.openedAt! + AFTER_OPENING_MS;
  const due = policy.parameters.round.reminders
    .map((time) => instantAt(round.day!, time))
    .filter((at) => at >= earliest && at < closesAt && at <= instant).length;
  if (due <= round.remindersSent || instant >= closesAt) return;
  changeRound(db, round.id, "open", { remindersSent: due });
  const message = { kind: "text", text: reminder(closesAt) } as const;
  for (const { memberId, remindable } of unreportedOf(db, round.id)) {
    if (!remindable) continue;
    const key = `remind-${round.id}-${due}-${memberId}`;
    plan(db, { key, to: { kind: "member", memberId }, message, expiresAt: closesAt }, instant);
  }
}
