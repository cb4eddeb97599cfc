import { DAY_CAP } from "../../domain/score.ts";
import type { WordKind } from "./words.ts";

/** What a number is, by the words around it (domain.md §8.7). */
export type Role =
  /** Said to be the right one: corrected to it, risen to it, a sum. */
  | "target"
  /** Called the total. */
  | "total"
  /** Near a word that goes with the total: 积分, 目前, 我. */
  | "current"
  | "plain"
  /** Of today, of an item, of a week, month, quarter or year. */
  | "part"
  | "increment"
  | "past"
  /** Said to be wrong. */
  | "denied"
  /** A rank, an average, a staff number … */
  | "other";

const PERIODS = { week: 7, month: 31, quarter: 92, year: 366 } as const;
const PERIOD_KINDS = Object.keys(PERIODS) as (keyof typeof PERIODS)[];

/** Signs that hold until their clause ends; the others end with the first word that is not a link. */
const LASTING: ReadonlySet<WordKind> = new Set<WordKind>(["today", ...PERIOD_KINDS, "about", "query"]);

/** Signs that reach over a comma or a line break: 更正，12354. */
const FAR: ReadonlySet<WordKind> = new Set<WordKind>(["total", "current", "today", ...PERIOD_KINDS, "past", "target"]);

/** A later word takes the place of these earlier ones. */
const REPLACES: Partial<Record<WordKind, readonly WordKind[]>> = {
  total: ["other", "item", "increment"],
  today: ["past", ...PERIOD_KINDS],
  week: ["past", "today"],
  month: ["past", "today"],
  quarter: ["past", "today"],
  year: ["past", "today"],
  past: ["target", "today", ...PERIOD_KINDS],
  target: ["past", "increment", "today", ...PERIOD_KINDS],
  increment: ["total", "current"],
};

/** Signs that may also stand behind their number: 12345（总分）. */
const POSTPOSED: ReadonlySet<WordKind> = new Set<WordKind>(["total", "current", "today", ...PERIOD_KINDS, "past"]);

/** What the words since the last number say about the next one. */
export class Signs {
  private readonly kinds = new Set<WordKind>();

  get none(): boolean {
    return this.kinds.size === 0;
  }

  get postposed(): boolean {
    return this.kinds.size > 0 && this.kinds.isSubsetOf(POSTPOSED);
  }

  has(kind: WordKind): boolean {
    return this.kinds.has(kind);
  }

  add(kind: WordKind): void {
    for (const replaced of REPLACES[kind] ?? []) this.kinds.delete(replaced);
    this.kinds.add(kind);
  }

  clear(): void {
    this.kinds.clear();
  }

  keepLasting(): void {
    for (const kind of this.kinds) if (!LASTING.has(kind)) this.kinds.delete(kind);
  }

  keepFar(): void {
    for (const kind of this.kinds) if (!FAR.has(kind)) this.kinds.delete(kind);
  }

  /** Points of a day above the day's most, or of a period above its most, are a total after all. */
  roleOf(value: number): Role {
    const { kinds } = this;
    if (kinds.size === 0) return "plain";
    if (kinds.has("other")) return "other";
    if (kinds.has("not")) return "denied";
    if (kinds.has("today") && value <= DAY_CAP) return "part";
    if (kinds.has("item") && (value <= DAY_CAP || !kinds.has("current"))) return "part";
    if (kinds.has("increment")) return "increment";
    const period = PERIOD_KINDS.find((kind) => kinds.has(kind));
    if (period !== undefined && value <= DAY_CAP * PERIODS[period]) return "part";
    if (kinds.has("past")) return "past";
    if (kinds.has("target")) return "target";
    if (kinds.has("total")) return "total";
    const current = kinds.has("current") || kinds.has("today") || period !== undefined;
    return current ? "current" : "plain";
  }
}
