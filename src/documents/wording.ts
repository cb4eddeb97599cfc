import type { Day } from "../domain/calendar.ts";

/** `2026年11月5日`, without leading zeros, as GB/T 9704 writes dates. */
export function dayText(day: Day): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

/** One day, or the span of the days when branches were asked on different ones. */
export function daysText(days: readonly Day[]): string {
  const [first, ...rest] = [...days].sort();
  if (first === undefined) return "";
  const last = rest.at(-1) ?? first;
  return first === last ? dayText(first) : `${dayText(first)}至${dayText(last)}`;
}

/** One decimal place; 100% is said only of everybody. */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return "—";
  if (part >= whole) return "100%";
  return `${Math.min(99.9, Math.round((part / whole) * 1000) / 10).toFixed(1)}%`;
}

/** How many of all branches' members have reported, `应填报54人，已填报35人，填报率64.8%`. */
export function coverageText(
  branches: readonly { readonly members: number; readonly reported: number }[],
  who: "党员" | "" = "",
): string {
  const members = branches.reduce((sum, branch) => sum + branch.members, 0);
  const reported = branches.reduce((sum, branch) => sum + branch.reported, 0);
  return `应填报${who}${members}人，已填报${reported}人，填报率${percentText(reported, members)}`;
}

/** `四（四）` → `第四部分第（四）项`, the way a clause is cited in running text. */
export function clauseText(clause: string): string {
  const [, part, item, point] = /^([一二三四五六七八九十]+)(（[一二三四五六七八九十]+）)(\d*)$/.exec(clause) ?? [];
  if (part === undefined) return `“${clause}”`;
  return `第${part}部分第${item}项${point ? `第${point}目` : ""}`;
}

/** `一`, `二`, … `十`, `十一`, for headings. */
export function ordinal(number: number): string {
  const digits = "〇一二三四五六七八九";
  const tens = Math.floor(number / 10);
  if (tens === 0) return digits[number]!;
  return `${tens > 1 ? digits[tens] : ""}十${number % 10 > 0 ? digits[number % 10] : ""}`;
}
