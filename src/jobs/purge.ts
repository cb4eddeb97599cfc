import { setImmediate } from "node:timers/promises";
import { dayOf, type Instant } from "../domain/calendar.ts";
import { keptSince } from "../domain/retention.ts";
import type { Services } from "../services.ts";
import { type Database, transaction } from "../store/database.ts";
import {
  gatherSentTexts,
  inboxEnds,
  purgeInbox,
  purgeQuestions,
  purges,
  purgeTexts,
  quartersWithOldPictures,
  ROWS_AT_ONCE,
  type SentTexts,
} from "../store/retention.ts";
import { setSetting, setting } from "../store/settings.ts";
import { deletePictures } from "../store/spot-checks.ts";

/** Once a day, deletes what need not be kept any longer, a few rows at a time. */
export async function purge({ db, now, log }: Pick<Services, "db" | "now" | "log">): Promise<void> {
  const instant = now();
  const purgedAt = setting(db, "purgedAt");
  if (purgedAt !== undefined && dayOf(purgedAt) === dayOf(instant)) return;
  const deleted = {
    messages: await purgeMessages(db, instant),
    sentTexts: await purgeSentTexts(db, instant),
    talkRecords: await purgeAll(db, "talkRecords", instant),
    objectionTexts: await purgeAll(db, "objectionTexts", instant),
    uploads: await purgeAll(db, "uploads", instant),
    batches: await purgeAll(db, "batches", instant),
    questions: transaction(db, () => purgeQuestions(db)),
    pictures: purgePictures(db, instant),
  };
  setSetting(db, "purgedAt", instant);
  if (Object.values(deleted).some((count) => count > 0)) log.info(deleted, "deleted what need not be kept any longer");
}

async function purgeMessages(db: Database, now: Instant): Promise<number> {
  const ends = inboxEnds(db);
  if (ends === undefined) return 0;
  const limits = { textsBefore: keptSince("messageTexts", now), rowsBefore: keptSince("messageIds", now) };
  let deleted = 0;
  for (let from = ends.first; from <= ends.last; from += ROWS_AT_ONCE) {
    const stretch = { from, until: from + ROWS_AT_ONCE - 1, ...limits };
    deleted += transaction(db, () => purgeInbox(db, stretch));
    await setImmediate();
  }
  return deleted;
}

async function purgeSentTexts(db: Database, now: Instant): Promise<number> {
  const texts: SentTexts = { after: 0, spent: new Set(), used: new Set() };
  while (gatherSentTexts(db, texts, keptSince("sentTexts", now))) await setImmediate();
  const ids = [...texts.spent].filter((id) => !texts.used.has(id));
  let deleted = 0;
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
    await setImmediate();
    deleted += transaction(db, () => purgeTexts(db, ids.slice(from, from + ROWS_AT_ONCE), texts.after));
  }
  return deleted;
}

async function purgeAll(db: Database, what: keyof typeof purges, now: Instant): Promise<number> {
  let deleted = 0;
  for (;;) {
    const count = transaction(db, () => purges[what](db, keptSince(what, now)));
    deleted += count;
    if (count === 0) return deleted;
    await setImmediate();
  }
}

function purgePictures(db: Database, now: Instant): number {
  return transaction(db, () =>
    quartersWithOldPictures(db, keptSince("spotPictures", now)).reduce(
      (sum, quarter) => sum + deletePictures(db, quarter),
      0,
    ),
  );
}
