import { holds } from "../../acts/act.ts";
import { approvers, OFFICE, type Right } from "../../domain/access.ts";
import { dayOf, type Instant, type Quarter, quarterOf } from "../../domain/calendar.ts";
import type { Delivery, Message } from "../../domain/delivery.ts";
import { outsideQuietHours } from "../../domain/policy.ts";
import { closingOf, type SummaryAct, stateAfter, statesBefore, workdaysAfter } from "../../domain/summary.ts";
import { standings as standingsText } from "../../messages/notice.ts";
import {
  acted,
  branchTablesBy,
  cannotAct,
  closed,
  filesFollow,
  filesWithDraft,
  noGroups,
  nothingToSummarise,
  noticeDisputed,
  noticeEndUnknown,
  noticeRunning,
  reasonWanted,
  roundsStillOpen,
  summaryApproved,
  summaryReturned,
  summarySubmitted,
} from "../../messages/office.ts";
import { notYetPublished } from "../../messages/replies.ts";
import { archiveSummary } from "../../store/archive.ts";
import { record } from "../../store/audit.ts";
import type { Database } from "../../store/database.ts";
import { holdersOf, type Member } from "../../store/members.ts";
import { openObjections } from "../../store/objections.ts";
import { plan } from "../../store/outbox.ts";
import { allQuarters } from "../../store/quarters.ts";
import { roundsOf } from "../../store/rounds.ts";
import {
  changeSummary,
  computeSummary,
  isUpToDate,
  publishedSummary,
  type Summary,
  storedSummary,
  storeSummary,
} from "../../store/summaries.ts";
import { refusal, type Turn } from "../turn.ts";
import { oweBranchTalks } from "./low-branches.ts";
import { closingPostsOf, groups, noticeFile, planFiles, postingDay, postsOf, summaryFiles } from "./publication.ts";
import { publicFigures, summaryTextOf, withoutPersons } from "./summary-text.ts";

export type ChatAct = Exclude<SummaryAct, "archive">;

const rights: Readonly<Record<ChatAct, Right>> = {
  submit: "submit and publish",
  publish: "submit and publish",
  approve: "approve and return",
  return: "approve and return",
};

/** 汇总 [季度]: as it stands, with its files, or as the closed rounds give it while none is stored. */
export function showSummary(turn: Turn, quarter = latestQuarter(turn)): string {
  if (!holds(turn, "school summary")) return refusal(turn, "school summary");
  const { db, now, today, sender } = turn;
  const summary = standingSummary(db, quarter, now);
  if (summary === undefined) return nothingToSummarise(quarter);
  // A person's total is the office's to see, not the committee's.
  const office = holds(turn, "school administration");
  const text = summaryTextOf(db, office ? summary : withoutPersons(summary));
  if (summary.version === 0) return `${text}\n${filesWithDraft}`;
  const files = [...summaryFiles(summary), noticeFile(summary, today)];
  planFiles(turn, `summary-${turn.key}`, { kind: "member", memberId: sender.id }, files);
  return [text, filesFollow(files.map(({ name }) => name)), ...(office ? [branchTablesBy] : [])].join("\n");
}

/** 排名: what has been published, to everybody. */
export function standings({ db }: Turn): string {
  const summary = publishedSummary(db);
  if (summary === undefined) return notYetPublished;
  return standingsText(summary.quarter, publicFigures(summary));
}

export type ActOutcome =
  | { readonly kind: "done"; readonly summary: Summary; readonly reply: string }
  | { readonly kind: "refused"; readonly reply: string };

const refused = (reply: string): ActOutcome => ({ kind: "refused", reply });

/** 提交 · 通过 · 退回 · 发布, by the sender's right and the summary's state (四（四）). */
export function actOnSummary(turn: Turn, act: ChatAct, quarter = latestQuarter(turn), note = ""): ActOutcome {
  if (!holds(turn, rights[act])) return refused(refusal(turn, rights[act]));
  if (act === "return" && note === "") return refused(reasonWanted);
  const stillOpen = roundsOf(turn.db, quarter).filter(({ state }) => state === "open");
  if (act === "submit" && stillOpen.length > 0) {
    const branches = stillOpen.map(({ branch }) => branch);
    return refused(roundsStillOpen(quarter, branches));
  }
  const summary = standingSummary(turn.db, quarter, turn.now);
  if (summary === undefined) return refused(nothingToSummarise(quarter));
  if (act === "publish" && summary.state === "published") return close(turn, summary);
  const state = stateAfter(summary.state, act);
  if (state === undefined) return refused(cannotAct(quarter, summary.state, statesBefore(act)));

  const { db, now, sender } = turn;
  const stored = summary.version === 0 ? storeSummary(db, summary, now) : summary;
  const change = { state, changedAt: now, note: note === "" ? null : note };
  const changed: Summary = { ...stored, ...change, ...(act === "publish" ? windowOf(turn, stored) : {}) };
  const { publishedOn, noticeUntil } = changed;
  changeSummary(db, stored, { ...change, changedBy: sender.account, publishedOn, noticeUntil });
  record(db, {
    at: now,
    actor: `member:${sender.id}`,
    act: `summary.${act}`,
    subject: `summary:${quarter}`,
    detail: { version: stored.version, policy: stored.policyId },
  });
  for (const delivery of announcements(turn, act, changed)) plan(db, delivery, now);
  if (act === "approve") oweBranchTalks(turn, changed);
  return { kind: "done", summary: changed, reply: replyTo(turn, act, acted(quarter, state)) };
}

/** The day of posting, and the last day for objections; the day of posting is not counted. */
function windowOf({ now, calendar }: Turn, { policy }: Summary): Pick<Summary, "publishedOn" | "noticeUntil"> {
  const { kind, days } = policy.parameters.notice;
  const publishedOn = postingDay(policy, now);
  return { publishedOn, noticeUntil: kind === "公示" ? workdaysAfter(calendar(), publishedOn, days) : null };
}

/** 发布 once more: the 通报 when the 公示 is over and nothing is disputed any more. */
function close(turn: Turn, published: Summary): ActOutcome {
  const { db, now, today, sender, calendar } = turn;
  const { quarter, state, policy } = published;
  const publishedOn = published.publishedOn ?? dayOf(published.changedAt);
  const { days } = policy.parameters.notice;
  const noticeUntil = published.noticeUntil ?? workdaysAfter(calendar(), publishedOn, days);
  const summary = { ...published, publishedOn, noticeUntil };
  const closing = closingOf(summary, today, openObjections(db, quarter));
  switch (closing.kind) {
    case "running":
      return refused(closing.until === null ? noticeEndUnknown(quarter) : noticeRunning(quarter, closing.until));
    case "disputed":
      return refused(noticeDisputed(quarter, closing.open));
    case "told":
      return refused(cannotAct(quarter, state, statesBefore("publish")));
    case "due": {
      changeSummary(db, summary, { publishedOn, noticeUntil });
      const archived = archiveSummary(db, summary, sender, now);
      for (const delivery of closingPostsOf(turn, archived)) plan(db, delivery, now);
      return { kind: "done", summary: archived, reply: replyTo(turn, "publish", closed(quarter)) };
    }
    default:
      return closing satisfies never;
  }
}

/** The newest stored version, or the figures as they are when newer rounds have closed since. */
export function standingSummary(db: Database, quarter: Quarter, now: Instant): Summary | undefined {
  const computed = computeSummary(db, quarter, now);
  const stored = storedSummary(db, quarter);
  if (computed === undefined) return stored;
  return stored !== undefined && isUpToDate(stored, computed) ? stored : computed;
}

function latestQuarter({ db, now, today }: Turn): Quarter {
  const quarters = allQuarters(db).map(({ quarter }) => quarter);
  return quarters.findLast((quarter) => computeSummary(db, quarter, now) !== undefined) ?? quarterOf(today);
}

function replyTo(turn: Turn, act: ChatAct, text: string): string {
  return act === "publish" && groups(turn).length === 0 ? `${text}\n${noGroups}` : text;
}

/** To who goes on with it, outside the quiet hours; nobody is told of the own act. */
function announcements(turn: Turn, act: ChatAct, summary: Summary): Delivery[] {
  const { db, today, now, sender } = turn;
  const { quarter, version, policy } = summary;
  const notBefore = outsideQuietHours(policy.parameters.quietHours, now);
  const toEach = (members: readonly Member[], ...messages: readonly Message[]): Delivery[] =>
    members
      .filter(({ id }) => id !== sender.id)
      .flatMap(({ id }) =>
        messages.map((message, index) => ({
          key: `summary-${act}-${quarter}-${version}-${turn.key}-${id}${index === 0 ? "" : `-file${index}`}`,
          to: { kind: "member", memberId: id },
          message,
          notBefore,
        })),
      );
  const office = () => holdersOf(db, OFFICE, today);
  switch (act) {
    case "submit": {
      const { membersApprove } = turn.policy.parameters.committee;
      const deciding = holdersOf(db, approvers(membersApprove), today);
      const text = `${summarySubmitted(quarter, sender.name)}\n${summaryTextOf(db, withoutPersons(summary))}`;
      return toEach(deciding, { kind: "text", text }, ...summaryFiles(summary));
    }
    case "approve":
      return toEach(office(), { kind: "text", text: summaryApproved(quarter, sender.name) });
    case "return":
      return toEach(office(), { kind: "text", text: summaryReturned(quarter, sender.name, summary.note ?? "") });
    case "publish":
      return postsOf(turn, summary);
    default:
      return act satisfies never;
  }
}
