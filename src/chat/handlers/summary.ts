import type { Right } from "../../domain/access.ts";
import {
  addWorkdays,
  type Day,
  type Instant,
  type Quarter,
  quarterOf,
  UnknownHolidays,
} from "../../domain/calendar.ts";
import type { Delivery } from "../../domain/delivery.ts";
import { clauseOf } from "../../domain/policy.ts";
import { formatAverage, withoutLoneAverages } from "../../domain/ranking.ts";
import { type SummaryAct, stateAfter, statesBefore } from "../../domain/summary.ts";
import { post, standings as standingsText } from "../../messages/notice.ts";
import {
  acted,
  cannotAct,
  noGroups,
  nothingToSummarise,
  reasonWanted,
  roundsStillOpen,
  type SummaryLine,
  summaryApproved,
  summaryReturned,
  summarySubmitted,
  summary as summaryText,
} from "../../messages/office.ts";
import { notYetPublished } from "../../messages/replies.ts";
import { record } from "../../store/audit.ts";
import { allBranches } from "../../store/branches.ts";
import type { Database } from "../../store/database.ts";
import { holdersOf, type Member, OFFICE } from "../../store/members.ts";
import { plan } from "../../store/outbox.ts";
import { allQuarters } from "../../store/quarters.ts";
import { roundsOf } from "../../store/rounds.ts";
import { setting } from "../../store/settings.ts";
import {
  changeSummary,
  computeSummary,
  isUpToDate,
  publishedSummary,
  type Summary,
  storedSummary,
  storeSummary,
} from "../../store/summaries.ts";
import { holds, refusal, type Turn } from "../turn.ts";

export type ChatAct = Exclude<SummaryAct, "archive">;

const rights: Readonly<Record<ChatAct, Right>> = {
  submit: "submit and publish",
  publish: "submit and publish",
  approve: "approve and return",
  return: "approve and return",
};

/** 汇总 [季度]: as it stands, or as the closed rounds give it while none is stored. */
export function showSummary(turn: Turn, quarter = latestQuarter(turn)): string {
  if (!holds(turn, "school summary")) return refusal(turn, "school summary");
  const summary = standingSummary(turn.db, quarter, turn.now);
  return summary === undefined ? nothingToSummarise(quarter) : textOf(turn, summary);
}

/** 排名: what has been published, to everybody. */
export function standings({ db }: Turn): string {
  const summary = publishedSummary(db);
  if (summary === undefined) return notYetPublished;
  return standingsText(summary.quarter, publicLinesOf(summary), completionOnly(summary));
}

export type ActOutcome =
  | { readonly kind: "done"; readonly summary: Summary; readonly reply: string }
  | { readonly kind: "refused"; readonly reply: string };

/** 提交 · 通过 · 退回 · 发布, by the sender's right and the summary's state (四（四）). */
export function actOnSummary(turn: Turn, act: ChatAct, quarter = latestQuarter(turn), note = ""): ActOutcome {
  if (!holds(turn, rights[act])) return { kind: "refused", reply: refusal(turn, rights[act]) };
  if (act === "return" && note === "") return { kind: "refused", reply: reasonWanted };
  const stillOpen = roundsOf(turn.db, quarter).filter(({ state }) => state === "open");
  if (act === "submit" && stillOpen.length > 0) {
    return {
      kind: "refused",
      reply: roundsStillOpen(
        quarter,
        stillOpen.map(({ branch }) => branch),
      ),
    };
  }
  const summary = standingSummary(turn.db, quarter, turn.now);
  if (summary === undefined) return { kind: "refused", reply: nothingToSummarise(quarter) };
  const state = stateAfter(summary.state, act);
  if (state === undefined) return { kind: "refused", reply: cannotAct(quarter, summary.state, statesBefore(act)) };

  const { db, now, sender } = turn;
  const stored = summary.version === 0 ? storeSummary(db, summary, now) : summary;
  const changed: Summary = { ...stored, state, note: note === "" ? null : note };
  changeSummary(db, stored, { state, changedBy: sender.account, changedAt: now, note: changed.note });
  record(db, {
    at: now,
    actor: `member:${sender.id}`,
    act: `summary.${act}`,
    subject: `summary:${quarter}`,
    detail: { version: stored.version, policy: stored.policyId },
  });
  for (const delivery of announcements(turn, act, changed)) plan(db, delivery, now);
  return { kind: "done", summary: changed, reply: replyTo(turn, act, changed) };
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

function replyTo(turn: Turn, act: ChatAct, { quarter, state }: Summary): string {
  const hint = act === "publish" && groups(turn).length === 0 ? `\n${noGroups}` : "";
  return `${acted(quarter, state)}${hint}`;
}

function announcements(turn: Turn, act: ChatAct, summary: Summary): Delivery[] {
  const { quarter, version } = summary;
  const by = turn.sender.name;
  const key = `summary-${act}-${quarter}-${version}-${turn.key}`;
  const toEach = (members: readonly Member[], text: string): Delivery[] =>
    members
      .filter(({ id }) => id !== turn.sender.id)
      .map(({ id }) => ({
        key: `${key}-${id}`,
        to: { kind: "member", memberId: id },
        message: { kind: "text", text },
      }));
  const office = () => holdersOf(turn.db, OFFICE, turn.today);
  switch (act) {
    case "submit": {
      const duties = turn.policy.parameters.committee.membersApprove
        ? (["党委书记", "党委委员"] as const)
        : (["党委书记"] as const);
      return toEach(
        holdersOf(turn.db, duties, turn.today),
        `${summarySubmitted(quarter, by)}\n${textOf(turn, summary)}`,
      );
    }
    case "approve":
      return toEach(office(), summaryApproved(quarter, by));
    case "return":
      return toEach(office(), summaryReturned(quarter, by, summary.note ?? ""));
    case "publish":
      return postsOf(turn, summary);
    default:
      return act satisfies never;
  }
}

/** The groups' text and picture: from branch figures, which hold no person's. */
function postsOf(turn: Turn, summary: Summary): Delivery[] {
  const { quarter, version, policy } = summary;
  const { notice } = policy.parameters;
  const text = post({
    school: turn.school,
    quarter,
    kind: notice.kind,
    clause: clauseOf(policy, "notice.kind"),
    until: noticeEnd(turn, notice.days),
    days: notice.days,
    lines: publicLinesOf(summary),
    completionOnly: completionOnly(summary),
  });
  return groups(turn).flatMap((target): Delivery[] => [
    { key: `post-${quarter}-${version}-${target}`, to: { kind: "group", target }, message: { kind: "text", text } },
    {
      key: `chart-${quarter}-${version}-${target}`,
      to: { kind: "group", target },
      message: { kind: "image", name: "排名.png", document: { kind: "ranking-chart", quarter, version } },
    },
  ]);
}

/** The school's group and every branch's own, each once. */
function groups({ db }: Turn): string[] {
  const school = setting(db, "schoolGroup");
  const own = allBranches(db).flatMap(({ groupTarget }) => groupTarget ?? []);
  return [...new Set([...(school === undefined ? [] : [school]), ...own])];
}

function noticeEnd({ calendar, today }: Turn, days: number): Day | null {
  try {
    return addWorkdays(calendar(), today, days);
  } catch (error) {
    if (error instanceof UnknownHolidays) return null;
    throw error;
  }
}

const completionOnly = ({ policy }: Summary) => policy.parameters.branchRank.post === "completion";

/** Where there is no ranking, the order must not give one away. */
function linesOf(summary: Summary, branches = summary.branches): SummaryLine[] {
  const shown = completionOnly(summary) ? branches.toSorted((a, b) => a.branchId - b.branchId) : branches;
  return shown.map(({ branch, ranked, members, reported, average, rank }) => ({
    branch,
    ranked,
    members,
    reported,
    average: average === null ? null : formatAverage(average),
    rank,
  }));
}

function publicLinesOf(summary: Summary): SummaryLine[] {
  return linesOf(summary, withoutLoneAverages(summary.branches));
}

function textOf({ db }: Turn, summary: Summary): string {
  const covered = new Set(summary.branches.map(({ branchId }) => branchId));
  return summaryText({
    quarter: summary.quarter,
    state: summary.state,
    note: summary.note,
    lines: linesOf(summary),
    lowClause: clauseOf(summary.policy, "lowBranches"),
    lowBranches: summary.branches.filter(({ low }) => low).map(({ branch }) => branch),
    without: allBranches(db)
      .filter(({ id }) => !covered.has(id))
      .map(({ name }) => name),
  });
}
