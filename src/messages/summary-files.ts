import type { Day } from "../domain/calendar.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import { postingDay, type Summary } from "../domain/summary.ts";

/** A file made from a stored summary. */
export interface SummaryFile {
  readonly kind: "file" | "image";
  readonly name: string;
  readonly document: DocumentRef<"summary-table" | "ranking-chart" | "notice">;
}

/** The files of a stored version that go with its text. */
export function summaryFiles(summary: Summary): SummaryFile[] {
  const { quarter, version } = summary;
  return [
    { kind: "file", name: "汇总表.xlsx", document: { kind: "summary-table", quarter, version } },
    chartOf(summary),
  ];
}

export function chartOf({ quarter, version }: Summary): SummaryFile {
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

export function noticeOf(
  { quarter, version }: Summary,
  of: "公示" | "通报",
  date: Day,
  title: string = of,
): SummaryFile {
  return { kind: "file", name: `${title}.docx`, document: { kind: "notice", of, quarter, version, date } };
}
