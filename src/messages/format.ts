import { type Day, dayOf, type Instant, minuteOf } from "../domain/calendar.ts";

/** `8月18日`. */
export function shortDay(day: Day): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}

/** `11月22日 21:00`. */
export function clock(instant: Instant): string {
  return `${shortDay(dayOf(instant))} ${minuteOf(instant).slice(11)}`;
}

/** One place, as people read a mean. */
export function decimal(value: number): string {
  return (Math.round(value * 10) / 10).toString();
}

/** A member's figure in a branch table. */
export function points(total: number | null): string {
  return total === null ? "未填报" : `${total} 分`;
}

const NAMES_SHOWN = 12;

/** Names of which there may be hundreds. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).join("、");
  return names.length <= NAMES_SHOWN ? shown : `${shown}等 ${names.length} 个`;
}

/** A line of names behind what they are; none where there are none. */
export function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}：${names.join("、")}`];
}

/** What is said of a count, and nothing of none. */
export function counted(count: number, say: (count: number) => string): string[] {
  return count > 0 ? [say(count)] : [];
}

/** A name as part of a file's name. */
export function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{C}]/gu, "_").trim();
}
