import { answerIn } from "./answers.ts";
import { clean } from "./clean.ts";
import { commandIn, type Vocabulary } from "./commands.ts";
import { judged } from "./decide.ts";
import type { ReadContext, Reading } from "./reading.ts";
import { judgeFor, reportIn } from "./report.ts";

/** Most replies: three to six digits, perhaps with 分. Shorter than a phone number, a date or an id. */
const BARE_TOTAL = /^[1-9]\d{2,5}分?$/;

/** Reads a reply. Pure; takes any string and time linear in its length. */
export function read(text: string, context: ReadContext, commands: Vocabulary): Reading {
  return BARE_TOTAL.test(text)
    ? judged(Number.parseInt(text, 10), judgeFor(context))
    : readFreeText(text, context, commands);
}

/** The same without the short cut, for the test that both agree. */
export function readFreeText(text: string, context: ReadContext, commands: Vocabulary): Reading {
  const said = clean(text, context);
  const answer = answerIn(said.text);
  if (answer !== undefined) return { kind: "answer", answer };
  const command = commandIn(said, context, commands);
  return command === undefined ? reportIn(said, context) : { kind: "command", command };
}
