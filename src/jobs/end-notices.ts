import { type ActServices, actOf, holders, tell } from "../acts/act.ts";
import { OFFICE } from "../domain/access.ts";
import { dayOf } from "../domain/calendar.ts";
import { closingOf, workdaysAfter } from "../domain/summary.ts";
import { noticeOver, noticeOverDisputed } from "../messages/office.ts";
import { isAnnounced } from "../store/announced.ts";
import { archiveSummary } from "../store/archive.ts";
import { transaction } from "../store/database.ts";
import { openObjections } from "../store/objections.ts";
import { changeSummary, newestSummaries, type Summary } from "../store/summaries.ts";

/**
 * When a 公示 is over, asks the office to publish the closing 通报, which people do; a 通报 is archived by itself. A
 * version that a correction has overtaken is left as it is.
 */
export function endNotices(services: ActServices): void {
  const { db } = services;
  if (newestSummaries(db, ["published"]).length === 0) return;
  transaction(db, () => {
    for (const summary of newestSummaries(db, ["published"])) endNotice(services, counted(services, summary));
  });
}

/** The last day of a 公示 that could not be counted when it was published, once the holidays are known. */
function counted({ db, calendar }: ActServices, summary: Summary): Summary {
  const { kind, days } = summary.policy.parameters.notice;
  if (kind === "通报" || summary.noticeUntil !== null) return summary;
  const publishedOn = summary.publishedOn ?? dayOf(summary.changedAt);
  const noticeUntil = workdaysAfter(calendar(), publishedOn, days);
  if (noticeUntil !== null) changeSummary(db, summary, { publishedOn, noticeUntil });
  return { ...summary, publishedOn, noticeUntil };
}

function endNotice(services: ActServices, summary: Summary): void {
  const { db, now } = services;
  const { quarter, version } = summary;
  const closing = closingOf(summary, dayOf(now()), openObjections(db, quarter));
  if (closing.kind === "told") {
    archiveSummary(db, summary, "clock", now());
  } else if (closing.kind === "due") {
    tellOffice(services, summary, `notice-over-${quarter}-${version}`, noticeOver(quarter));
  } else if (closing.kind === "disputed" && summary.noticeUntil !== null) {
    tellOffice(services, summary, `notice-disputed-${quarter}-${version}`, noticeOverDisputed(quarter, closing.open));
  }
}

function tellOffice(services: ActServices, { policy }: Summary, key: string, text: string): void {
  if (isAnnounced(services.db, key)) return;
  const act = actOf(services, policy);
  tell(act, key, holders(act, OFFICE), text);
}
