import type { Quarter } from "./calendar.ts";

/** `2026年第四季度`, `2026年度`. Not in the calendar: its libraries would cost the documents' thread 70 ms and 10 MB for this alone. */
export function quarterName(quarter: Quarter): string {
  if (quarter.endsWith("Y")) return `${quarter.slice(0, 4)}年度`;
  return `${quarter.slice(0, 4)}年第${"一二三四"[Number(quarter.slice(5)) - 1]}季度`;
}

/** What is submitted, approved and published. */
export function summaryName(quarter: Quarter): string {
  return `${quarterName(quarter)}${quarter.endsWith("Y") ? "评选结果" : "汇总"}`;
}

/** As people write it behind a command: `2026Q4`, `2026`. */
export function asWritten(quarter: Quarter): string {
  return quarter.replace(/Y$/, "");
}

/** The command that people write for a step: the present quarter needs no name, a year does. */
export function saying(step: string, quarter: Quarter): string {
  return quarter.endsWith("Y") ? `${step} ${asWritten(quarter)}` : step;
}
