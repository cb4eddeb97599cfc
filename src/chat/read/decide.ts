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
  return chosen(mine, judge) ?? withoutTotal(mine, unchanged, previous) ?? withoutNumber(tokens);
}

/** The number that counts, or the question about those that may. */
function chosen(figures: readonly Figure[], judge: Judge): Reading | undefined {
  const targets = figures.filter(({ role }) => role === "target");
  if (targets.length > 0) return settle(targets, judge);
  const joined = joinedPair(figures);
  if (joined !== undefined) return ask("several", joined);
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
  const readable = figures.filter(({ value }) => value !== undefined);
  if (readable.every(({ certainty }) => certainty !== "exact")) {
    return ask(readable[0]?.certainty === "approximate" ? "approximate" : "irregular", values);
  }
  if (figures.some(({ hedged }) => hedged)) return ask("approximate", values);
  if (figures.some(({ asked }) => asked)) return ask("question", values);
  const verdict = judge(total);
  return verdict === "plausible" ? { kind: "score", total } : ask(verdict, values);
}

/** A+B without a result, a range, an alternative: both ends, or the first term and the sum. */
function joinedPair(figures: readonly Figure[]): number[] | undefined {
  for (const [index, { joint, value }] of figures.entries()) {
    const before = figures[index - 1]?.value;
    if (joint === undefined || before === undefined || value === undefined) continue;
    if (joint === "plus" && Math.max(before, value) > DAY_CAP) return [Math.max(before, value), before + value];
    if (joint === "or" || joint === "not") return [before, value];
    if ((joint === "dash" || joint === "to") && Math.min(before, value) > DAY_CAP) return [before, value];
  }
  return undefined;
}

function withoutTotal(
  figures: readonly Figure[],
  unchanged: boolean,
  previous: number | undefined,
): Reading | undefined {
  const increment = figures.find(({ role }) => role === "increment");
  if (increment !== undefined) {
    const known = previous !== undefined && increment.value !== undefined;
    return ask("increment", known ? [previous + increment.value] : []);
  }
  if (unchanged) return ask("unchanged", previous === undefined ? [] : [previous]);
  const doubtful = valuesOf(figures.filter(({ role }) => role === "denied" || role === "past"));
  if (doubtful.length > 0) return ask("question", doubtful);
  return figures.length > 0 ? ask("only-today") : undefined;
}

const BESIDE_A_DATE: ReadonlySet<Token["kind"]> = new Set<Token["kind"]>([
  "date",
  "link",
  "comma",
  "stop",
  "today",
  "current",
]);

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
