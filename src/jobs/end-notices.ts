import { type Act, type ActServices, actOf, holders, tell } from "../acts/act.ts";
import { archive, countNotice } from "../acts/publish-summary.ts";
import { OFFICE } from "../domain/access.ts";
import { closingOf, type Summary } from "../domain/summary.ts";
import { noticeOver, noticeOverDisputed } from "../messages/summary.ts";
import { transaction } from "../store/database.ts";
import { openObjections } from "../store/objections.ts";
import { isAnnounced } from "../store/outbox.ts";
import { newestSummaries } from "../store/summaries.ts";

/**
 * When a 公示 is over, asks the office to publish the closing 通报, which people do; a 通报 is archived by itself. A
 * version that a correction has overtaken is left as it is.
 */
export function endNotices(services: ActServices): void {
  const { db } = services;
  if (newestSummaries(db, ["published"]).length === 0) return;
  transaction(db, () => {
    for (const summary of newestSummaries(db, ["published"])) endNotice(actOf(services, summary.policy), summary);
  });
}

function endNotice(act: Act, published: Summary): void {
  const summary = countNotice(act, published);
  const { quarter, version } = summary;
  const closing = closingOf(summary, act.today, openObjections(act.db, quarter));
  if (closing.kind === "told") {
    archive(act, summary);
  } else if (closing.kind === "due") {
    tellOffice(act, `notice-over-${quarter}-${version}`, noticeOver(quarter));
  } else if (closing.kind === "disputed" && summary.noticeUntil !== null) {
    tellOffice(act, `notice-disputed-${quarter}-${version}`, noticeOverDisputed(quarter, closing.open));
  }
}

function tellOffice(act: Act, key: string, text: string): void {
  if (!isAnnounced(act.db, key)) tell(act, key, holders(act, OFFICE), text);
}
