import type { AskReason } from "../domain/score.ts";
import type { Question } from "../store/inbox.ts";
import type { Reading, SpokenCommand } from "./read/reading.ts";

/** What the sender means, once the question that waits for an answer is known. */
export type Intent =
  | { readonly kind: "report"; readonly total: number }
  | { readonly kind: "ask"; readonly reason: AskReason; readonly candidates: readonly number[] }
  | { readonly kind: "picture"; readonly mediaId: string }
  | { readonly kind: "retype" }
  | { readonly kind: "first contact" }
  | { readonly kind: "nothing to confirm" }
  | { readonly kind: "unreadable" }
  | { readonly kind: "command"; readonly command: SpokenCommand };

/** Said once more, these are believed: the sender knows the figure and the reader cannot. */
const CONFIRMABLE: ReadonlySet<AskReason> = new Set(["below-last", "above-possible", "maybe-today"]);

export function intentOf(reading: Reading, question: Question | undefined): Intent {
  switch (reading.kind) {
    case "score":
      return { kind: "report", total: reading.total };
    case "ask":
      return repeated(reading, question) ?? reading;
    case "none":
      return { kind: "unreadable" };
    case "answer":
      if (reading.answer === "confirm") return confirmation(question);
      return { kind: question === undefined ? "nothing to confirm" : "retype" };
    case "command":
      return reading;
    default:
      return reading satisfies never;
  }
}

function confirmation(question: Question | undefined): Intent {
  if (question === undefined) return { kind: "nothing to confirm" };
  const { reason, candidates } = question;
  const [only, ...others] = candidates;
  if (only === undefined) return { kind: "retype" };
  return others.length > 0 ? { kind: "ask", reason, candidates } : { kind: "report", total: only };
}

/** The questioned number itself is an answer to the question. */
function repeated(reading: Extract<Reading, { kind: "ask" }>, question: Question | undefined): Intent | undefined {
  const [value, ...others] = reading.candidates;
  if (value === undefined || others.length > 0 || !CONFIRMABLE.has(reading.reason)) return undefined;
  return question?.candidates.includes(value) ? { kind: "report", total: value } : undefined;
}
