import { plausibility } from "../../domain/score.ts";
import type { Said } from "./clean.ts";
import { decide } from "./decide.ts";
import type { ReadContext, Reading } from "./reading.ts";
import { ownLines } from "./relay.ts";
import { tokensOf } from "./tokens.ts";

/** Nobody writes this much to say one number: what is longer has been pasted, and guessing in it is not worth the time. */
const LONGEST_REPORT = 1000;

/** The report in a message that is no command (domain.md §8.3 to §8.8). */
export function reportIn(message: Said, context: ReadContext): Reading {
  const { previous, today } = context;
  const own = ownLines(message, context);
  if (own === "others") return { kind: "ask", reason: "other-person", candidates: [] };
  const words = own ?? message;
  if (words.text.length > LONGEST_REPORT) {
    return /\d/.test(words.text) ? { kind: "ask", reason: "several", candidates: [] } : { kind: "none" };
  }
  const judge = (total: number) => plausibility(total, previous, today);
  const reading = decide(tokensOf(words, context), judge, previous?.total);
  return reading.kind === "none" && message.picture === true
    ? { kind: "ask", reason: "picture", candidates: [] }
    : reading;
}

/** A total said for another member, whose name has been taken out; undefined unless it can be read exactly. */
export function exactTotal(words: Said, context: ReadContext): number | undefined {
  if (words.text.length > LONGEST_REPORT) return undefined;
  const tokens = tokensOf(words, context);
  if (tokens.some(({ kind }) => kind === "name")) return undefined;
  const numbers = tokens.filter(({ kind }) => kind !== "them");
  const reading = decide(numbers, () => "plausible", undefined);
  return reading.kind === "score" ? reading.total : undefined;
}
