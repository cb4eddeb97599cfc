import { type Day, dayOf, type Instant, instantAt, parseDay, parseQuarter, type Quarter } from "../domain/calendar.ts";
import { workspace } from "../services.ts";
import type { Database } from "../store/database.ts";
import { type Branch, branchNamed, type Member, memberByAccount } from "../store/members.ts";
import { InputError } from "./command.ts";

/** Reading what stands on the command line; every fault says what would be right. */
export function quarterValue(text: string | undefined): Quarter {
  try {
    return parseQuarter(text ?? "");
  } catch {
    throw new InputError(`季度应写作 2026Q4，而不是“${text ?? ""}”。`);
  }
}

export function yearValue(text: string | undefined): number {
  if (!/^20\d{2}$/.test(text ?? "")) throw new InputError(`年份应写作 2026，而不是“${text ?? ""}”。`);
  return Number(text);
}

export function dayValue(text: string | boolean | undefined, option: string): Day {
  try {
    return parseDay(String(text ?? ""));
  } catch {
    throw new InputError(`${option} 应为日期，如 2026-11-22。`);
  }
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** ISO 8601 (Shanghai where no zone is given) or `+30m`. */
export function timeValue(text: string, now: Instant): Instant {
  const relative = /^\+(\d{1,6})([smhd])$/.exec(text);
  if (relative !== null) return now + Number(relative[1]) * UNITS[relative[2]!]!;
  const time = /^([01]?\d|2[0-3]):[0-5]\d$/.exec(text);
  if (time !== null) return instantAt(dayOf(now), text.padStart(5, "0"));
  const zoned = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  const instant = zoned === null ? Number.NaN : Date.parse(zoned[2] === undefined ? `${text}+08:00` : text);
  // Date.parse takes February 30 for March 2.
  if (Number.isNaN(instant) || !isDay(zoned![1]!)) {
    throw new InputError(`时间“${text}”看不懂，请写作 2026-11-22T21:00 或 +30m。`);
  }
  return instant;
}

function isDay(text: string): boolean {
  try {
    return parseDay(text) === text;
  } catch {
    return false;
  }
}

/** ISO 8601 with Shanghai's offset. */
export function timeText(instant: Instant | null): string | null {
  return instant === null ? null : `${new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

export function branchValue(db: Database, name: string): Branch {
  const branch = branchNamed(db, name.normalize("NFKC").replaceAll(/\s/g, ""));
  if (branch === undefined) throw new InputError(`没有名为“${name}”的党支部，请用 bot branch list 查看。`);
  return branch;
}

export function memberValue(db: Database, account: string | boolean | undefined): Member {
  if (typeof account !== "string") throw new InputError("请用 --by 写明操作人的账号。");
  const member = memberByAccount(db, account);
  if (member === undefined) throw new InputError(`账号“${account}”不在名册里，请用 bot roster list 查看。`);
  return member;
}

export function targetValue(text: string): string {
  if (!workspace.groups.fits(text)) throw new InputError(`群应写作 ${workspace.groups.form}。`);
  return text;
}
