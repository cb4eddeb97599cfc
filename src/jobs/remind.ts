import { setImmediate } from "node:timers/promises";
import { type ActServices, actOf, tell } from "../acts/act.ts";
import { dayOf, type Instant, instantAt, isCount, type Quarter, type TimeOfDay, yearOf } from "../domain/calendar.ts";
import { reminder } from "../messages/ask.ts";
import { countReminder } from "../messages/year-count.ts";
import { type Database, transaction } from "../store/database.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { changeRound, type Round, roundsIn, unreportedOf } from "../store/rounds.ts";

/** Nobody is reminded right after being asked. */
const AFTER_OPENING_MS = 30 * 60_000;

/** Reminds the silent of open rounds at the policy's times; of several missed times only the last is made up for. */
export async function remind(services: ActServices): Promise<void> {
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
function remindersDue({ origin, day, openedAt, closesAt }: Round, times: readonly TimeOfDay[], now: Instant): number {
  const [opened, closes] = [openedAt!, closesAt!];
  if (now >= closes) return 0;
  // A count goes on for days: whoever is still silent is reminded on the last one.
  const on = origin === "count" ? dayOf(closes) : day!;
  return times
    .map((time) => instantAt(on, time))
    .filter((at) => at >= opened + AFTER_OPENING_MS && at < closes && at <= now).length;
}

function remindRound(services: ActServices, { id, quarter, closesAt }: Round, due: number): void {
  const { db } = services;
  if (!changeRound(db, id, "open", { remindersSent: due })) return;
  const silent = unreportedOf(db, id).flatMap(({ memberId, remindable }) => (remindable ? { id: memberId } : []));
  const when = { atOnce: true, expiresAt: closesAt! };
  const text = isCount(quarter) ? countReminder(yearOf(quarter), closesAt!) : reminder(closesAt!);
  tell(actOf(services), `remind-${id}-${due}`, silent, text, when);
}
