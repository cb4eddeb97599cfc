import type { AskReason } from "../domain/score.ts";
import type { Question } from "../store/inbox.ts";
import type { Reading, SpokenCommand } from "./read/reading.ts";

/** What the sender means, once the question that waits for an answer is known. */
export type Intent =
  | { readonly kind: "report"; readonly total: number }
  | { readonly kind: "ask"; readonly reason: AskReason; readonly candidates: readonly number[] }
  | { readonly kind: "picture"; readonly mediaId: string }
  | { readonly kind: "retype" }
  /** To the question whether the report is to be taken back. */
  | { readonly kind: "withdraw" | "keep" }
  | { readonly kind: "first contact" }
  /** Neither a total nor a command: what was said, or what kind of message it was. */
  | { readonly kind: "remark"; readonly text: string }
  | { readonly kind: "no text"; readonly topic: "voice" | "other kind" }
  | { readonly kind: "nothing to confirm"; readonly text: string }
  | { readonly kind: "command"; readonly command: SpokenCommand };

/** Said once more, these are believed: the sender knows the figure and the reader cannot. */
const CONFIRMABLE: ReadonlySet<AskReason> = new Set(["below-last", "above-possible", "maybe-today"]);

/** `text`: what was said, without the traces of the platform. */
export function intentOf(reading: Reading, question: Question | undefined, text: () => string): Intent {
  switch (reading.kind) {
    case "score":
      return { kind: "report", total: reading.total };
    case "ask":
      return repeated(reading, question) ?? reading;
    case "none":
      return { kind: "remark", text: text() };
    case "answer":
      if (question === undefined) return { kind: "nothing to confirm", text: text() };
      if (question.reason === "withdraw") return { kind: reading.answer === "confirm" ? "withdraw" : "keep" };
      return reading.answer === "confirm" ? confirmation(question.reason, question.candidates) : { kind: "retype" };
    case "command":
      return reading;
    default:
      return reading satisfies never;
  }
}

function confirmation(reason: AskReason, candidates: readonly number[]): Intent {
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
