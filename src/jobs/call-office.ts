import { type ActServices, actOf, holders, tell } from "../acts/act.ts";
import { OFFICE } from "../domain/access.ts";
import { addDays, type Day, dayOf, yearOf } from "../domain/calendar.ts";
import { type Need, needsToTell, toldAfter } from "../domain/needs.ts";
import { outsideQuietHours } from "../domain/quiet-hours.ts";
import { closingOf, type Summary, workdaysAfter } from "../domain/summary.ts";
import {
  needs as needsText,
  objectionsWait,
  refusedDeliveries,
  sendingPaused,
  summaryWaits,
  unknownDeliveries,
} from "../messages/needs.ts";
import { holidaysUnknown } from "../messages/office.ts";
import { daysOfOpenObjections, openDeliveries } from "../store/counts.ts";
import { type Database, transaction } from "../store/database.ts";
import { holdersOf } from "../store/members.ts";
import { openObjections } from "../store/objections.ts";
import { policyOn } from "../store/policies.ts";
import { setSetting, setting } from "../store/settings.ts";
import { newestSummaries } from "../store/summaries.ts";

interface NeedWithText extends Need {
  readonly text: string;
}

/** How often it is looked for; counting all deliveries is not for every minute. */
const LOOK_MS = 3_600_000;
/** So many working days something may lie before the office is told. */
const PATIENCE = 5;
/** From this day of the year on the next one's holidays should be known: they are published in November. */
const HOLIDAYS_FROM = "12-01";

/** Tells the office what needs a person: in the daytime, once a day at most, and what is unchanged once a week. */
export function callOffice(services: ActServices): void {
  const { db, now } = services;
  const instant = now();
  const told = setting(db, "officeTold") ?? { lookedAt: 0, toldAt: null, needs: {} };
  if (instant - told.lookedAt < LOOK_MS) return;
  const today = dayOf(instant);
  const { policy } = policyOn(db, today);
  if (outsideQuietHours(policy.parameters.quietHours, instant) !== instant) return;
  if (holdersOf(db, OFFICE, today).length === 0) return;
  transaction(db, () => {
    const needs = allNeeds(services, today);
    const toldToday = told.toldAt !== null && dayOf(told.toldAt) === today;
    const telling = toldToday ? [] : needsToTell(needs, told.needs, instant);
    const toldAt = telling.length > 0 ? instant : told.toldAt;
    setSetting(db, "officeTold", { lookedAt: instant, toldAt, needs: toldAfter(needs, telling, told.needs, instant) });
    if (telling.length === 0) return;
    const act = actOf(services, policy);
    tell(act, `needs-${instant}`, holders(act, OFFICE), needsText(telling.map(({ text }) => `· ${text}`)));
  });
}

function allNeeds(services: ActServices, today: Day): NeedWithText[] {
  const { db } = services;
  const { unknown, refused } = openDeliveries(db);
  const paused = setting(db, "sendingPaused");
  const disputes = daysOfOpenObjections(db).filter((day) => isOverdue(services, day, today)).length;
  const all: NeedWithText[] = [
    { topic: "unknown", count: unknown, text: unknownDeliveries(unknown) },
    { topic: "refused", count: refused, text: refusedDeliveries(refused) },
    ...(paused === undefined
      ? []
      : [{ topic: "paused", count: paused.since, text: sendingPaused(paused.reason, paused.since) }]),
    ...unknownHolidays(services, today),
    { topic: "objections", count: disputes, text: objectionsWait(disputes, PATIENCE) },
    ...waitingSummaries(services, today),
  ];
  return all.filter(({ count }) => count > 0);
}

function unknownHolidays({ calendar }: ActServices, today: Day): NeedWithText[] {
  const next = yearOf(today) + 1;
  if (today.slice(5) < HOLIDAYS_FROM || calendar().knows(next)) return [];
  return [{ topic: `holidays-${next}`, count: 1, text: holidaysUnknown(next) }];
}

function waitingSummaries(services: ActServices, today: Day): NeedWithText[] {
  const { db } = services;
  return newestSummaries(db, ["draft", "submitted", "approved", "returned", "published"])
    .filter((summary) => isOverdue(services, waitsSince(db, summary, today), today))
    .flatMap(({ quarter, version, state }) => {
      if (state === "archived") return [];
      return [{ topic: `summary-${quarter}-${version}-${state}`, count: 1, text: summaryWaits(quarter, state) }];
    });
}

/** The day from which a person might have gone on with it; today when nobody can yet. */
function waitsSince(db: Database, summary: Summary, today: Day): Day {
  if (summary.state !== "published") return dayOf(summary.changedAt);
  const { kind } = closingOf(summary, today, openObjections(db, summary.quarter));
  return kind === "due" ? summary.noticeUntil! : today;
}

function isOverdue({ calendar }: ActServices, since: Day, today: Day): boolean {
  return (workdaysAfter(calendar(), since, PATIENCE) ?? addDays(since, 7)) < today;
}
