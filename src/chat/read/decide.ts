import { DAY_CAP, type Plausibility } from "../../domain/score.ts";
import { type Figure, label } from "./labels.ts";
import type { AskReason, Reading } from "./reading.ts";
import type { Token } from "./tokens.ts";

/** Whether a total can be believed; a total said for another member is judged where that member is known. */
export type Judge = (total: number) => Plausibility;

/** The reading of a message that is no command (domain.md §8.8). `previous`: the last total, for increments. */
export function decide(tokens: readonly Token[], judge: Judge, previous: number | undefined): Reading {
  const { figures, unchanged } = label(tokens);
  const scores = figures.filter(({ role }) => role !== "other");
  const someoneElse = scores.some(({ owner }) => owner === "name");
  const mine = someoneElse ? scores.filter(({ owner }) => owner === "me") : scores;
  if (someoneElse && mine.length === 0) return ask("other-person");
  return chosen(mine, judge) ?? withoutTotal(mine, unchanged, judge, previous) ?? withoutNumber(tokens);
}

/** The number that counts, or the question about those that may. */
function chosen(figures: readonly Figure[], judge: Judge): Reading | undefined {
  const targets = figures.filter(({ role }) => role === "target");
  const joined = joinedPair(figures, targets.length > 0);
  if (joined !== undefined) return ask("several", joined);
  if (targets.length > 0) return settle(targets, judge);
  const totals = figures.filter(({ role }) => role === "total");
  if (totals.length > 0) return settle(totals, judge);

  const current = figures.filter(({ role }) => role === "current");
  if (valuesOf(current).length === 1 && plausibleOnes(current, judge).length > 0) return settle(current, judge);
  const open = figures.filter(({ role }) => role === "current" || role === "plain");
  if (open.length === 0) return undefined;
  if (valuesOf(open).length <= 1) return settle(open, judge);
  const plausible = plausibleOnes(open, judge);
  return plausible.length > 0 ? settle(plausible, judge) : ask("several");
}

function settle(figures: readonly Figure[], judge: Judge): Reading {
  const values = valuesOf(figures);
  const [total] = values;
  if (total === undefined) return ask("approximate");
  if (values.length > 1) return ask("several", values);
  const doubt = doubtAbout(figures);
  return doubt === undefined && judge(total) === "plausible" ? { kind: "score", total } : askAbout(total, doubt, judge);
}

/** Why the number, as it was said, has to be asked about; figures of one value. */
function doubtAbout(figures: readonly Figure[]): AskReason | undefined {
  const certainties = figures.filter(({ value }) => value !== undefined).map(({ certainty }) => certainty);
  if (!certainties.includes("exact")) return certainties.includes("approximate") ? "approximate" : "irregular";
  if (figures.some(({ hedged }) => hedged)) return "approximate";
  return figures.some(({ asked }) => asked) ? "question" : undefined;
}

/** An implausible total is the graver doubt: who confirms it must know. */
function askAbout(total: number, doubt: AskReason | undefined, judge: Judge): Reading {
  const verdict = judge(total);
  return ask(verdict === "plausible" ? (doubt ?? "question") : verdict, [total]);
}

/**
 * A+B without a result, a range, an alternative: the first term and the sum, or both ends. Beside a corrected number
 * only a pair that it belongs to counts.
 */
function joinedPair(figures: readonly Figure[], corrected: boolean): number[] | undefined {
  for (const [index, figure] of figures.entries()) {
    const before = figures[index - 1];
    if (before?.value === undefined || figure.value === undefined) continue;
    if (corrected && before.role !== "target" && figure.role !== "target") continue;
    const ends = [before.value, figure.value];
    if (figure.joint === "or" || figure.joint === "not") return ends;
    if (figure.joint === "range" && Math.min(...ends) > DAY_CAP) return ends;
    if (figure.joint === "plus" && Math.max(...ends) > DAY_CAP) return [Math.max(...ends), sumFrom(figures, index - 1)];
  }
  return undefined;
}

/** A+B+C, from the figure `first` on. */
function sumFrom(figures: readonly Figure[], first: number): number {
  let sum = figures[first]?.value ?? 0;
  for (let next = first + 1; figures[next]?.joint === "plus"; next++) sum += figures[next]?.value ?? 0;
  return sum;
}

/** No total was said, but something that leads to one. */
function withoutTotal(
  figures: readonly Figure[],
  unchanged: boolean,
  judge: Judge,
  previous: number | undefined,
): Reading | undefined {
  const increment = figures.find(({ role }) => role === "increment");
  if (increment !== undefined) {
    const known = previous !== undefined && increment.value !== undefined;
    return known ? askAbout(previous + increment.value, "increment", judge) : ask("increment");
  }
  if (unchanged) return ask("unchanged", previous === undefined ? [] : [previous]);
  const [doubtful] = valuesOf(figures.filter(({ role }) => role === "denied" || role === "past"));
  if (doubtful !== undefined) return askAbout(doubtful, "question", judge);
  return figures.length > 0 ? ask("only-today") : undefined;
}

const BESIDE_A_DATE = new Set<Token["kind"]>(["date", "link", "comma", "stop", "today", "current"]);

function withoutNumber(tokens: readonly Token[]): Reading {
  // 每日答题5/5 has the form of a date.
  if (tokens.some(({ kind }, index) => kind === "item" && tokens[index + 1]?.kind === "date")) return ask("only-today");
  const kinds = new Set(tokens.map(({ kind }) => kind));
  if (kinds.has("date") && kinds.isSubsetOf(BESIDE_A_DATE)) return ask("only-date");
  const asks = kinds.has("question") || kinds.has("query");
  return kinds.has("picture") && !asks ? ask("picture") : { kind: "none" };
}

function plausibleOnes(figures: readonly Figure[], judge: Judge): Figure[] {
  return figures.filter(({ value }) => value !== undefined && judge(value) === "plausible");
}

/** The distinct values, in the order written. */
function valuesOf(figures: readonly Figure[]): number[] {
  return [...new Set(figures.flatMap(({ value }) => value ?? []))];
}

function ask(reason: AskReason, candidates: readonly number[] = []): Reading {
  return { kind: "ask", reason, candidates: candidates.slice(0, 2) };
}
