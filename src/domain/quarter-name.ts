import type { Quarter } from "./calendar.ts";

/** `2026年第四季度`. Not in the calendar: its libraries would cost the documents' thread 70 ms and 10 MB for this alone. */
export function quarterName(quarter: Quarter): string {
  return `${quarter.slice(0, 4)}年第${"一二三四"[Number(quarter.slice(5)) - 1]}季度`;
}
