import { countOf } from "../domain/calendar.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import type { Database } from "../store/database.ts";
import { isForgottenAccount } from "../store/members.ts";
import { objectionCounts } from "../store/objections.ts";
import { summaryVersion } from "../store/summaries.ts";
import { overviewOf } from "../store/year-overview.ts";
import { figuresOfQuarters } from "../store/years.ts";
import { type AwardPublication, awardNoticeData } from "./award-notice.ts";
import { BOT } from "./notice.ts";
import { trendData } from "./trend.ts";
import type { YearPaper } from "./year.ts";

interface StoredYear {
  readonly year: number;
  readonly version: number;
}

/** A stored version of a year. Whoever had the own data deleted since stands under a pseudonym, and wins nothing. */
export function paperOf(db: Database, { year, version }: StoredYear, school: string): YearPaper {
  const summary = summaryVersion(db, countOf(year), version);
  const { policy, ends, members, branches } = overviewOf(db, summary);
  return {
    school,
    year,
    policy,
    countedOn: ends ?? null,
    version,
    madeAt: summary.madeAt,
    reason: null,
    members: members.map((member) => (isForgottenAccount(member.account) ? { ...member, award: null } : member)),
    branches,
  };
}

/** From a stored year to the data of one of its documents. */
export const fromPaper =
  <Data>(of: (paper: YearPaper) => Data) =>
  (db: Database, ref: StoredYear, school: string): Data =>
    of(paperOf(db, ref, school));

export function awardNoticeOf(
  db: Database,
  { year, version, of, date }: DocumentRef<"award-notice">,
  school: string,
  contact?: string,
) {
  const { publishedOn, noticeUntil, policy, state, changedAt } = summaryVersion(db, countOf(year), version);
  const disputed = policy.parameters.notice.kind === "公示" && state === "archived";
  const publication: AwardPublication = {
    of,
    date,
    // Of a draft the last day is not known yet.
    until: publishedOn === date ? noticeUntil : null,
    objected: disputed ? objectionCounts(db, countOf(year), changedAt) : undefined,
    bot: BOT,
    contact,
  };
  return awardNoticeData(paperOf(db, { year, version }, school), publication);
}

export function trendOf(db: Database, ref: StoredYear, school: string) {
  return trendData(paperOf(db, ref, school), figuresOfQuarters(db, ref.year));
}
