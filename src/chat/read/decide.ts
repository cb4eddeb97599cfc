import { DAY_CAP, type Plausibility } from "../../domain/score.ts";
import type { AskReason, Reading } from "./reading.ts";
import { type Figure, type Role, rolesIn } from "./roles.ts";
import type { Token } from "./tokens.ts";

/** Whether a total can be believed; a total said for another member is judged where that member is known. */
export type Judge = (total: number) => Plausibility;
type Figures = readonly Figure[];

/** The reading of a message that is no command. `previous`: the last total, for increments. */
export function decide(tokens: readonly Token[], judge: Judge, previous?: number): Reading {
  const { figures, unchanged } = rolesIn(tokens);
  const scores = figures.filter(({ role }) => role !== "other");
  const someoneElse = scores.some(({ owner }) => owner === "name");
  const mine = someoneElse ? scores.filter(({ owner }) => owner === "me") : scores;
  if (someoneElse && mine.length === 0) return asking("other-person");
  return chosen(mine, judge) ?? withoutTotal(mine, unchanged, judge, previous) ?? withoutNumber(tokens);
}

/** The number that counts, or the question about those that may. */
function chosen(figures: Figures, judge: Judge): Reading | undefined {
  const of = (role: Role) => figures.filter((figure) => figure.role === role);
  const targets = of("target");
  const pair = tiedPair(figures, targets.length > 0);
  if (pair !== undefined) return asking("several", pair);
  const named = targets.length > 0 ? targets : of("total");
  if (named.length > 0) return settle(named, judge);

  const current = of("current");
  if (valuesOf(current).length === 1 && plausibleOnes(current, judge).length > 0) return settle(current, judge);
  const open = figures.filter(({ role }) => role === "current" || role === "plain");
  if (open.length === 0) return undefined;
  if (valuesOf(open).length <= 1) return settle(open, judge);
  const plausible = plausibleOnes(open, judge);
  return plausible.length > 0 ? settle(plausible, judge) : asking("several");
}

function settle(figures: Figures, judge: Judge): Reading {
  const values = valuesOf(figures);
  const [total] = values;
  if (total === undefined) return asking("approximate");
  if (values.length > 1) return asking("several", values);
  return judged(total, judge, doubtAbout(figures));
}

/** Why the number, as it was said, has to be asked about; figures of one value. */
function doubtAbout(figures: Figures): AskReason | undefined {
  const certainties = figures.filter(({ value }) => value !== undefined).map(({ certainty }) => certainty);
  if (!certainties.includes("exact")) return certainties.includes("approximate") ? "approximate" : "irregular";
  if (figures.some(({ hedged }) => hedged)) return "approximate";
  return figures.some(({ asked }) => asked) ? "question" : undefined;
}

/** An implausible total is a graver doubt than how it was said: who confirms it must know. */
export function judged(total: number, judge: Judge, doubt?: AskReason): Reading {
  const verdict = judge(total);
  if (verdict !== "plausible") return asking(verdict, [total]);
  return doubt === undefined ? { kind: "score", total } : asking(doubt, [total]);
}

/**
 * A+B without a result, a range, an alternative: the first term and the sum, or both ends. Beside a corrected number
 * only a pair that it belongs to counts.
 */
function tiedPair(figures: Figures, corrected: boolean): number[] | undefined {
  for (const [index, figure] of figures.entries()) {
    const before = figures[index - 1];
    if (before?.value === undefined || figure.value === undefined) continue;
    if (corrected && before.role !== "target" && figure.role !== "target") continue;
    const ends = [before.value, figure.value];
    if (figure.tie === "or" || figure.tie === "not") return ends;
    if ((figure.tie === "to" || figure.tie === "dash") && Math.min(...ends) > DAY_CAP) return ends;
    if (figure.tie === "plus" && Math.max(...ends) > DAY_CAP) return [Math.max(...ends), sumFrom(figures, index - 1)];
  }
  return undefined;
}

/** A+B+C, from the figure `first` on. */
function sumFrom(figures: Figures, first: number): number {
  let sum = figures[first]?.value ?? 0;
  for (let next = first + 1; figures[next]?.tie === "plus"; next++) sum += figures[next]?.value ?? 0;
  return sum;
}

/** No total was said, but something that leads to one. */
function withoutTotal(figures: Figures, unchanged: boolean, judge: Judge, previous?: number): Reading | undefined {
  const increment = figures.find(({ role }) => role === "increment");
  if (increment !== undefined) {
    const known = previous !== undefined && increment.value !== undefined;
    return known ? judged(previous + increment.value, judge, "increment") : asking("increment");
  }
  if (unchanged) return asking("unchanged", previous === undefined ? [] : [previous]);
  const [doubtful] = valuesOf(figures.filter(({ role }) => role === "denied" || role === "past"));
  if (doubtful !== undefined) return judged(doubtful, judge, "question");
  return figures.length > 0 ? asking("only-today") : undefined;
}

const BESIDE_A_DATE = new Set<Token["kind"]>(["date", "link", "comma", "stop", "today", "current"]);

function withoutNumber(tokens: readonly Token[]): Reading {
  // 每日答题5/5 has the form of a date.
  if (tokens.some(({ kind }, index) => kind === "item" && tokens[index + 1]?.kind === "date"))
    return asking("only-today");
  const kinds = new Set(tokens.map(({ kind }) => kind));
  if (kinds.has("date") && kinds.isSubsetOf(BESIDE_A_DATE)) return asking("only-date");
  const asks = kinds.has("question") || kinds.has("query");
  return kinds.has("picture") && !asks ? asking("picture") : { kind: "none" };
}

function plausibleOnes(figures: Figures, judge: Judge): Figure[] {
  return figures.filter(({ value }) => value !== undefined && judge(value) === "plausible");
}

/** The distinct values, in the order written. */
function valuesOf(figures: Figures): number[] {
  return [...new Set(figures.flatMap(({ value }) => value ?? []))];
}

export function asking(reason: AskReason, candidates: readonly number[] = []): Reading {
  return { kind: "ask", reason, candidates: candidates.slice(0, 2) };
}
