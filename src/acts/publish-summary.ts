import { addDays, dayOf, isCount } from "../domain/calendar.ts";
import { type BranchCorrection, correctionsBetween } from "../domain/correction.ts";
import type { Message } from "../domain/delivery.ts";
import { clauseOf } from "../domain/policy.ts";
import { asPublic, closingOf, postingDay, type Summary, type SummaryMoved, workdaysAfter } from "../domain/summary.ts";
import { closingPost, post, publicFigures, titleOf } from "../messages/notice.ts";
import { chartOf, noticeOf } from "../messages/summary-files.ts";
import { forgetFile } from "../store/batches.ts";
import { causesBetween, correctedBy, keepDisclosure, withDisclosure } from "../store/disclosure.ts";
import { groupTargets } from "../store/members.ts";
import { objectionCounts, openObjections } from "../store/objections.ts";
import { deletePictures, dropProposals } from "../store/spot-checks.ts";
import { changeSummary } from "../store/summaries.ts";
import { type Act, type MemberAct, record, tell } from "./act.ts";
import { yearPosts } from "./publish-year.ts";

/** 发布: text, picture and document to the groups, from branch figures, which hold no person's. */
export function publish(
  act: MemberAct,
  stored: Summary,
  change: Pick<Summary, "state" | "changedAt" | "note">,
): Summary {
  const { quarter, version, policy, policyId } = stored;
  const { kind, days } = policy.parameters.notice;
  // The day of posting; the last day for objections does not count it.
  const publishedOn = postingDay(policy, act.now);
  const noticeUntil = kind === "公示" ? workdaysAfter(act.calendar(), publishedOn, days) : null;
  const published = { ...change, publishedOn, noticeUntil };
  changeSummary(act.db, stored, { ...published, changerId: act.actor.member.id });
  record(act, "summary.publish", `summary:${quarter}`, { version, policy: policyId });
  if (isCount(quarter)) {
    const { text, notice } = yearPosts(act, { ...stored, ...published }, kind, publishedOn);
    toGroups(act, stored, { post: text, notice });
    return { ...stored, ...published };
  }
  const summary = { ...withDisclosure(act.db, stored), ...published };
  keepDisclosure(act.db, summary);
  // What the committee saw of it may have been drawn before another quarter was published.
  forgetFile(act.db, chartOf(summary));
  const clause = clauseOf(policy, "notice.kind");
  const corrections = publicCorrections(act, summary);
  const shown = { corrections, ...publicFigures(summary) };
  const text = post({ school: act.school, quarter, kind, clause, until: noticeUntil, days, ...shown });
  const notice = noticeOf(summary, kind, publishedOn, titleOf(kind, corrections));
  toGroups(act, summary, { post: text, chart: chartOf(summary), notice });
  return summary;
}

/** What of the published figures is new, against the version that was published before; undefined where none was. */
function publicCorrections(
  { db }: Act,
  summary: Summary,
  wanted = (_: Summary) => true,
): BranchCorrection[] | undefined {
  const former = correctedBy(db, summary);
  if (former === undefined || !wanted(former)) return undefined;
  return correctionsBetween(asPublic(former), asPublic(summary), causesBetween(db, former, summary));
}

/** 发布 once more: the 通报 when the 公示 is over and nothing is disputed any more. */
export function closeNotice(act: MemberAct, published: Summary): SummaryMoved {
  const { db, now, today, school } = act;
  const { quarter, policy } = published;
  const summary = counted(act, published);
  const closing = closingOf(summary, today, openObjections(db, quarter));
  if (closing.kind === "told") return { kind: "not now", summary };
  if (closing.kind !== "due") return { kind: "too early", closing };
  changeSummary(db, summary, { publishedOn: summary.publishedOn, noticeUntil: summary.noticeUntil });
  const archived = archive(act, summary);
  if (isCount(quarter)) {
    const { text, notice } = yearPosts(act, archived, "通报", postingDay(policy, now));
    toGroups(act, archived, { closing: text, "closing-notice": notice });
    return { kind: "done", summary: archived };
  }
  const from = addDays(archived.publishedOn!, 1);
  const until = archived.noticeUntil!;
  const objections = objectionCounts(db, quarter, now);
  const clause = clauseOf(policy, "notice.kind");
  // An earlier 公示 was corrected by this one's; an earlier 通报 is corrected by this 通报.
  const corrections = publicCorrections(act, archived, ({ state }) => state === "archived");
  const text = closingPost({
    school,
    quarter,
    clause,
    from,
    until,
    objections,
    corrections,
    ...publicFigures(archived),
  });
  const notice = noticeOf(archived, "通报", postingDay(policy, now), titleOf("通报", corrections));
  toGroups(act, archived, { closing: text, "closing-notice": notice });
  return { kind: "done", summary: archived };
}

/** With the last day of a 公示 that could not be counted when it was published, once the holidays are known. */
function counted({ calendar }: Act, summary: Summary): Summary {
  const { kind, days } = summary.policy.parameters.notice;
  const publishedOn = summary.publishedOn ?? dayOf(summary.changedAt);
  if (kind === "通报" || summary.noticeUntil !== null) return { ...summary, publishedOn };
  return { ...summary, publishedOn, noticeUntil: workdaysAfter(calendar(), publishedOn, days) };
}

/** The same by the clock, and kept. */
export function countNotice(act: Act, summary: Summary): Summary {
  const known = counted(act, summary);
  if (known.noticeUntil === summary.noticeUntil) return summary;
  changeSummary(act.db, summary, { publishedOn: known.publishedOn, noticeUntil: known.noticeUntil });
  return known;
}

/** Closes a published summary: what was needed only to check its figures is deleted. */
export function archive(act: Act, summary: Summary): Summary {
  const { db, now, actor } = act;
  const { quarter, version, policyId } = summary;
  const archived = { state: "archived", changedAt: now } as const;
  dropProposals(db, quarter);
  changeSummary(db, summary, { ...archived, changerId: actor.kind === "member" ? actor.member.id : null });
  record(act, "summary.archive", `summary:${quarter}`, {
    version,
    policy: policyId,
    pictures: deletePictures(db, quarter),
  });
  return { ...summary, ...archived };
}

function toGroups(
  act: Act,
  { quarter, version, policy }: Summary,
  posts: Readonly<Record<string, Message | string>>,
): void {
  const groups = groupTargets(act.db).map((target) => ({ kind: "group", target }) as const);
  for (const group of groups) {
    for (const [key, message] of Object.entries(posts)) {
      tell({ ...act, policy }, `${key}-${quarter}-${version}`, [group], message);
    }
  }
}
