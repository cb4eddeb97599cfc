import { plausibility } from "../../domain/score.ts";
import { answerIn } from "./answers.ts";
import { clean } from "./clean.ts";
import { commandIn } from "./commands.ts";
import type { ReadContext, Reading } from "./reading.ts";
import { reportIn } from "./report.ts";

/** Most replies: three to six digits, perhaps with 分. Shorter than a phone number, a date or an id. */
const BARE_TOTAL = /^[1-9]\d{2,5}分?$/;

/** Reads a reply (domain.md §8). Pure; takes any string and time linear in its length. */
export function read(text: string, context: ReadContext): Reading {
  return BARE_TOTAL.test(text) ? readBareTotal(Number.parseInt(text, 10), context) : readFreeText(text, context);
}

/** The same without the short cut, for the test that both agree. */
export function readFreeText(text: string, context: ReadContext): Reading {
  const message = clean(text, context);
  const answer = answerIn(message.text);
  if (answer !== undefined) return { kind: "answer", answer };
  const command = commandIn(message, context);
  return command === undefined ? reportIn(message, context) : { kind: "command", command };
}

function readBareTotal(total: number, { previous, today }: ReadContext): Reading {
  const verdict = plausibility(total, previous, today);
  return verdict === "plausible" ? { kind: "score", total } : { kind: "ask", reason: verdict, candidates: [total] };
}
