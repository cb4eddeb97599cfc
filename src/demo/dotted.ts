import type { Instant } from "../domain/calendar.ts";
import { hear } from "../simulator/hearing.ts";
import { type Heard, type Said, says } from "./officials.ts";
import type { Script } from "./script.ts";

const HOUR = 3_600_000;

/** How the same name is written, a quarter each: by whoever reports for its member, and by a colleague. */
const SPELLINGS: readonly ((first: string, last: string) => readonly [proxy: string, colleague: string])[] = [
  (first, last) => [`${first}•${last}`, `${first}．${last}`],
  (first, last) => [`${first}．${last}`, `${first}${last}`],
  (first, last) => [`${first}・${last}`, `${first}•${last}`],
  (first, last) => [`${first}${last}`, last],
];

/**
 * The member with a dotted name is reported for under another spelling, in one half of the year wrongly, and corrects
 * that; a colleague sends the same total as if it were the own.
 */
export function aroundTheDot(
  { dotted }: Script,
  totalAt: (account: string, at: Instant) => number,
): (heard: Heard) => Said[] {
  if (dotted === undefined) return () => [];
  const { account, name, commissioner, colleague } = dotted;
  const [first = "", last = ""] = name.split("·");
  const asked = new Set<string>();

  return ({ account: who, text, quarter, at }) => {
    if (who === account) {
      const reported = /为您代报成长总积分 (\d+) 分/.exec(text)?.[1];
      const total = totalAt(account, at + HOUR);
      return reported === undefined || Number(reported) === total ? [] : [says(account, HOUR, `更正 ${total}`)];
    }
    if ((who !== commissioner && who !== colleague) || hear(text, at).kind !== "question") return [];
    if (asked.has(`${quarter}-${who}`)) return [];
    asked.add(`${quarter}-${who}`);
    const [proxy, mistaken] = SPELLINGS[quarter - 1]!(first, last);
    const total = totalAt(account, at + 6 * HOUR);
    return who === commissioner
      ? [says(who, 6 * HOUR, `代报 ${proxy} ${quarter % 2 === 1 ? total - 7 : total}`)]
      : [says(who, 7 * HOUR, `${mistaken} ${total}`)];
  };
}
