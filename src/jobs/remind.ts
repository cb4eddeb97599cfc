import { setImmediate } from "node:timers/promises";
import { type Instant, instantAt, type Quarter, type TimeOfDay } from "../domain/calendar.ts";
import { reminder } from "../messages/ask.ts";
import type { Services } from "../services.ts";
import { type Database, transaction } from "../store/database.ts";
import { plan } from "../store/outbox.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { changeRound, type Round, roundsIn, unreportedOf } from "../store/rounds.ts";

/** Nobody is reminded right after being asked. */
const AFTER_OPENING_MS = 30 * 60_000;

/** Reminds the silent of open rounds at the policy's times; of several missed times only the last is made up for. */
export async function remind(services: Pick<Services, "db" | "now">): Promise<void> {
  const { db, now } = services;
  const times = remindersByQuarter(db);
  for (const round of roundsIn(db, "open")) {
    const due = remindersDue(round, times(round.quarter), now());
    if (due <= round.remindersSent) continue;
    await setImmediate();
    transaction(db, () => remindRound(services, round, due));
  }
}

function remindersByQuarter(db: Database): (quarter: Quarter) => readonly TimeOfDay[] {
  const known = new Map<Quarter, readonly TimeOfDay[]>();
  return (quarter) => {
    const times = known.get(quarter) ?? policyOfQuarter(db, quarter).parameters.round.reminders;
    known.set(quarter, times);
    return times;
  };
}

/** How many of a round's reminders should have gone out by now; none any more once it has closed. */
function remindersDue({ day, openedAt, closesAt }: Round, times: readonly TimeOfDay[], now: Instant): number {
  const [opened, closes] = [openedAt!, closesAt!];
  if (now >= closes) return 0;
  return times
    .map((time) => instantAt(day!, time))
    .filter((at) => at >= opened + AFTER_OPENING_MS && at < closes && at <= now).length;
}

function remindRound({ db, now }: Pick<Services, "db" | "now">, round: Round, due: number): void {
  const instant = now();
  const closesAt = round.closesAt!;
  if (!changeRound(db, round.id, "open", { remindersSent: due })) return;
  const message = { kind: "text", text: reminder(closesAt) } as const;
  for (const { memberId, remindable } of unreportedOf(db, round.id)) {
    if (!remindable) continue;
    const key = `remind-${round.id}-${due}-${memberId}`;
    plan(db, { key, to: { kind: "member", memberId }, message, expiresAt: closesAt }, instant);
  }
}
