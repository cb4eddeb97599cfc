import { type Day, isCount, yearOf } from "../domain/calendar.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import { postingDay, type Summary } from "../domain/summary.ts";

type YearKind = "award-list" | "eligibility-list" | "appraisal-table" | "keepsake-list" | "award-notice" | "trend";

/** A file made from a stored summary. */
export interface SummaryFile {
  readonly kind: "file" | "image";
  readonly name: string;
  readonly document: DocumentRef<"summary-table" | "ranking-chart" | "notice" | YearKind>;
}

/** The files of a stored version that go with its text: of a year-end count those of the year. */
export function summaryFiles(summary: Summary): SummaryFile[] {
  const { quarter, version } = summary;
  if (isCount(quarter)) return yearFiles(yearOf(quarter), version);
  return [
    { kind: "file", name: "汇总表.xlsx", document: { kind: "summary-table", quarter, version } },
    chartOf(summary),
  ];
}

/** With names and growth, for office and committee. */
function yearFiles(year: number, version: number): SummaryFile[] {
  const ref = { year, version };
  return [
    { kind: "file", name: "积极分子.xlsx", document: { kind: "award-list", ...ref } },
    { kind: "file", name: "评优资格.xlsx", document: { kind: "eligibility-list", ...ref } },
    { kind: "file", name: "绩效考核.xlsx", document: { kind: "appraisal-table", ...ref } },
    { kind: "file", name: "纪念品签收表.xlsx", document: { kind: "keepsake-list", ...ref } },
    { kind: "image", name: "趋势.png", document: { kind: "trend", ...ref } },
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
  return { ...draft, name: draft.name.replace(/(?=\.docx$)/, "（草稿）") };
}

export function noticeOf(
  { quarter, version }: Summary,
  of: "公示" | "通报",
  date: Day,
  title: string = of,
): SummaryFile {
  if (isCount(quarter)) {
    const award = of === "通报" ? "表彰通报" : of;
    const document = { kind: "award-notice", of: award, year: yearOf(quarter), version, date } as const;
    return { kind: "file", name: `${of === "公示" ? "评选公示" : award}.docx`, document };
  }
  return { kind: "file", name: `${title}.docx`, document: { kind: "notice", of, quarter, version, date } };
}
