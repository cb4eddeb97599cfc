import { addDays, type Day, dayOf, type Instant } from "../../domain/calendar.ts";
import type { Delivery, DocumentRef, Message, Recipient } from "../../domain/delivery.ts";
import { clauseOf, outsideQuietHours, type Policy } from "../../domain/policy.ts";
import { closingPost, post } from "../../messages/notice.ts";
import { allBranches } from "../../store/branches.ts";
import { plan } from "../../store/outbox.ts";
import { setting } from "../../store/settings.ts";
import type { Summary } from "../../store/summaries.ts";
import { objectionCounts } from "../../store/summary-marks.ts";
import type { Turn } from "../turn.ts";
import { publicFigures } from "./summary-text.ts";

/** A file made from a stored summary. */
export interface SummaryFile {
  readonly kind: "file" | "image";
  readonly name: string;
  readonly document: Extract<DocumentRef, { kind: "summary-table" | "ranking-chart" | "notice" }>;
}

/** The files of a stored version that go with its text. */
export function summaryFiles({ quarter, version }: Summary): SummaryFile[] {
  return [
    { kind: "file", name: "汇总表.xlsx", document: { kind: "summary-table", quarter, version } },
    chartOf({ quarter, version }),
  ];
}

function chartOf({ quarter, version }: Pick<Summary, "quarter" | "version">): SummaryFile {
  return { kind: "image", name: "排名.png", document: { kind: "ranking-chart", quarter, version } };
}

/** The 公示 or 通报 as it stands: what was published, or a draft of what will be. */
export function noticeFile(summary: Summary, today: Day): SummaryFile {
  const { state, policy, publishedOn, changedAt } = summary;
  const { kind } = policy.parameters.notice;
  if (state === "archived" && kind === "公示") return noticeOf(summary, "通报", postingDay(policy, changedAt));
  if (publishedOn !== null) return noticeOf(summary, kind, publishedOn);
  const draft = noticeOf(summary, kind, today);
  return { ...draft, name: `${kind}（草稿）.docx` };
}

function noticeOf({ quarter, version }: Summary, of: "公示" | "通报", date: Day): SummaryFile {
  return { kind: "file", name: `${of}.docx`, document: { kind: "notice", of, quarter, version, date } };
}

export function planFiles({ db, now }: Turn, key: string, to: Recipient, files: readonly SummaryFile[]): void {
  for (const message of files) plan(db, { key: `${key}-${message.document.kind}`, to, message }, now);
}

/** The day on which what is said now reaches the groups: nothing does in the quiet hours. */
export function postingDay({ parameters }: Policy, now: Instant): Day {
  return dayOf(outsideQuietHours(parameters.quietHours, now));
}

/** The groups' text, picture and document: from branch figures, which hold no person's. */
export function postsOf(turn: Turn, summary: Summary): Delivery[] {
  const { quarter, policy } = summary;
  const { kind, days } = policy.parameters.notice;
  const text = post({
    school: turn.school,
    quarter,
    kind,
    clause: clauseOf(policy, "notice.kind"),
    until: summary.noticeUntil,
    days,
    ...publicFigures(summary),
  });
  return toGroups(turn, summary, [
    ["post", { kind: "text", text }],
    ["chart", chartOf(summary)],
    ["notice", noticeOf(summary, kind, postingDay(policy, turn.now))],
  ]);
}

/** The 通报 when the 公示 is over. */
export function closingPostsOf(turn: Turn, summary: Summary): Delivery[] {
  const { quarter, policy } = summary;
  const text = closingPost({
    school: turn.school,
    quarter,
    clause: clauseOf(policy, "notice.kind"),
    from: addDays(summary.publishedOn!, 1),
    until: summary.noticeUntil!,
    objections: objectionCounts(turn.db, quarter, turn.now),
    ...publicFigures(summary),
  });
  return toGroups(turn, summary, [
    ["closing", { kind: "text", text }],
    ["closing-notice", noticeOf(summary, "通报", postingDay(policy, turn.now))],
  ]);
}

function toGroups(
  turn: Turn,
  { quarter, version, policy }: Summary,
  messages: readonly (readonly [key: string, Message])[],
): Delivery[] {
  const notBefore = outsideQuietHours(policy.parameters.quietHours, turn.now);
  return groups(turn).flatMap((target) =>
    messages.map(
      ([key, message]): Delivery => ({
        key: `${key}-${quarter}-${version}-${target}`,
        to: { kind: "group", target },
        message,
        notBefore,
      }),
    ),
  );
}

/** The school's group and every branch's own, each once. */
export function groups({ db }: Turn): string[] {
  const school = setting(db, "schoolGroup");
  const own = allBranches(db).flatMap(({ groupTarget }) => groupTarget ?? []);
  return [...new Set([...(school === undefined ? [] : [school]), ...own])];
}
