import { type ActServices, actOf, holders, tell } from "../acts/act.ts";
import { OFFICE } from "../domain/access.ts";
import { addDays, type Day, dayOf, instantAt, mondayOf, UnknownHolidays } from "../domain/calendar.ts";
import { digest as digestText } from "../messages/digest.ts";
import { backdrop, happenings } from "../store/counts.ts";
import { transaction } from "../store/database.ts";
import { holdersOf } from "../store/members.ts";
import { policyOn } from "../store/policies.ts";
import { setSetting, setting } from "../store/settings.ts";

/**
 * What happened since the last digest, to the office in one message: on the first working day of a week, at the hour
 * at which rounds open, or later when the machine was off. A week in which nothing happened has none.
 */
export function digest(services: ActServices): void {
  const { db, now } = services;
  const instant = now();
  const today = dayOf(instant);
  const monday = mondayOf(today);
  const last = setting(db, "digestedUntil");
  if (last !== undefined && last >= monday) return;
  const { policy } = policyOn(db, today);
  const first = firstWorkday(services, monday, today);
  if (first === undefined || instant < instantAt(first, policy.parameters.round.ask)) return;
  if (holdersOf(db, OFFICE, today).length === 0) return;
  transaction(db, () => {
    setSetting(db, "digestedUntil", monday);
    const from = last ?? addDays(monday, -7);
    const span = [instantAt(from), instantAt(monday)] as const;
    const happened = happenings(db, ...span);
    if (Object.values(happened).every((count) => count === 0)) return;
    const text = digestText({ from, until: addDays(monday, -1), ...happened, ...backdrop(db, ...span) });
    const act = actOf(services, policy);
    tell(act, `digest-${monday}`, holders(act, OFFICE), text);
  });
}

/** Of a week, up to today; a weekday where the holidays are not known. */
function firstWorkday({ calendar }: ActServices, monday: Day, today: Day): Day | undefined {
  const workdays = calendar();
  for (let day = monday; day <= today; day = addDays(day, 1)) {
    try {
      if (workdays.isWorkday(day)) return day;
    } catch (error) {
      if (!(error instanceof UnknownHolidays)) throw error;
      return day;
    }
  }
  return undefined;
}
