import { addDays, type Day } from "./calendar.ts";

export const duties = [
  "支部书记",
  "宣传委员",
  "支委",
  "总管理",
  "执行管理",
  "学习管理员",
  "党委书记",
  "党委委员",
] as const;
export type Duty = (typeof duties)[number];

/** Duties in the order in which people name them. */
export function dutiesInOrder(held: readonly Duty[]): Duty[] {
  return duties.filter((duty) => held.includes(duty));
}

/** Somebody with the duty that matters here: `张伟（支部书记）`. */
export interface Titled {
  readonly name: string;
  readonly duties: readonly string[];
}

export const memberStates = ["在职", "离退休", "长期病假", "产假", "借调", "未注册", "转出", "已故"] as const;
export type MemberState = (typeof memberStates)[number];

export type BranchKind = "working" | "retired";

export interface Branch {
  readonly name: string;
  readonly kind: BranchKind;
}

/** What held on the days from `from` to `until`, both included; `until` null: it holds still. */
export interface Period<T> {
  readonly value: T;
  readonly from: Day;
  readonly until: Day | null;
}

export interface RosterMember {
  /** The workspace user id as the roster writes it; `accountKey` is what identifies the member. */
  readonly account: string;
  readonly name: string;
  readonly duties: readonly Duty[];
  /** Names of branches; sorted, without overlaps, like `states`. */
  readonly branches: readonly Period<string>[];
  readonly states: readonly Period<MemberState>[];
}

export interface Roster {
  readonly branches: readonly Branch[];
  readonly members: readonly RosterMember[];
}

/** The workspace compares user ids without regard to case. */
export function accountKey(account: string): string {
  return account.toLowerCase();
}

/** From the day of such a state on, the member is of no branch any more. */
export function hasLeft(state: MemberState | undefined): boolean {
  return state === "转出" || state === "已故";
}

/** What a state means for a round. Whoever is listed may report, asked or not. */
export interface StateMeaning {
  /** On the branch's table. */
  readonly listed: boolean;
  /** In the denominator, 三 and 四（一）. */
  readonly counted: boolean;
  /** Gets the question and the reminders. */
  readonly asked: boolean;
}

/** `countedStates` is the policy's `members.counted`; a retired branch counts its 离退休 as well. */
export function meaningOf(
  state: MemberState,
  kind: BranchKind,
  countedStates: readonly MemberState[] = ["在职"],
): StateMeaning {
  const listed = !hasLeft(state);
  const counted = listed && (countedStates.includes(state) || (kind === "retired" && state === "离退休"));
  return { listed, counted, asked: counted && state !== "未注册" };
}

/** The value that held on `day`, if any did. */
export function valueOn<T>(periods: readonly Period<T>[], day: Day): T | undefined {
  return periods.find(({ from, until }) => from <= day && (until === null || day <= until))?.value;
}

/**
 * `periods` with `next` laid over them: what it covers is cut away, and neighbours of the same value (`===`) become
 * one. Sorted and without overlaps. Throws RangeError when `next` ends before it begins.
 */
export function setPeriod<T>(periods: readonly Period<T>[], next: Period<T>): Period<T>[] {
  if (next.until !== null && next.until < next.from)
    throw new RangeError(`a period ends before it begins: ${next.from}`);
  const laid = [...periods.flatMap((old) => uncovered(old, next)), next].sort((a, b) => (a.from < b.from ? -1 : 1));
  const merged: Period<T>[] = [];
  for (const period of laid) {
    const last = merged.at(-1);
    if (last?.value === period.value && last.until !== null && addDays(last.until, 1) === period.from) {
      merged[merged.length - 1] = { ...last, until: period.until };
    } else {
      merged.push(period);
    }
  }
  return merged;
}

/** The parts of `old` before and after `next`. */
function uncovered<T>(old: Period<T>, next: Period<T>): Period<T>[] {
  const parts: Period<T>[] = [];
  if (old.from < next.from) {
    const dayBefore = addDays(next.from, -1);
    parts.push({ ...old, until: old.until === null || old.until > dayBefore ? dayBefore : old.until });
  }
  if (next.until !== null && (old.until === null || old.until > next.until)) {
    const dayAfter = addDays(next.until, 1);
    parts.push({ ...old, from: old.from < dayAfter ? dayAfter : old.from });
  }
  return parts;
}
