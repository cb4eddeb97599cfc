import { plainForm } from "../../domain/han-forms.ts";
import { foldedName } from "../../domain/names.ts";
import { plausibility } from "../../domain/score.ts";
import type { Said } from "./clean.ts";
import { asking, decide, type Judge } from "./decide.ts";
import { nameAt, type RosterNames } from "./names.ts";
import type { ReadContext, Reading } from "./reading.ts";
import { ordinalEnd, tokensOf } from "./tokens.ts";
import { WORDS } from "./words.ts";

/** Nobody writes this much to say one number: what is longer has been pasted, and guessing in it is not worth the time. */
export const LONGEST_REPORT = 1000;

/** The report in a message that is no command. */
export function reportIn(said: Said, context: ReadContext): Reading {
  const own = ownLines(said, context);
  if (own === "others") return asking("other-person");
  if (own.text.length > LONGEST_REPORT) return /\d/.test(own.text) ? asking("several") : { kind: "none" };
  const reading = decide(tokensOf(own, context), judgeFor(context), context.previous?.total);
  return reading.kind === "none" && said.picture === true ? asking("picture") : reading;
}

export function judgeFor({ previous, today }: ReadContext): Judge {
  return (total) => plausibility(total, previous, today);
}

/** A total said for another member, whose name has been taken out; undefined unless it can be read exactly. */
export function exactTotal(said: Said, context: ReadContext): number | undefined {
  if (said.text.length > LONGEST_REPORT) return undefined;
  const tokens = tokensOf(said, context).filter(({ kind }) => kind !== "them");
  if (tokens.some(({ kind }) => kind === "name")) return undefined;
  const reading = decide(tokens, () => "plausible");
  return reading.kind === "score" ? reading.total : undefined;
}

/** The whole message, or of a 接龙 the sender's own lines: nobody else's number may be read. */
function ownLines(said: Said, { me, names }: ReadContext): Said | "others" {
  const declared = /^#(?:接龙|Group Note)/i.test(said.text);
  if (!declared && !said.text.includes("\n")) return said;
  const texts = said.text.split("\n");
  const numbered = texts.map(isPersons);
  const persons = numbered.filter(Boolean).length;
  if (!declared && persons < 2) return said;
  const written = said.written.split("\n");
  const first = foldedName(me).charAt(0);
  const own = written.map((line, at) => (persons === 0 || numbered[at] === true) && speaksOf(me, first, line, names));
  const cut = (lines: readonly string[]) => lines.filter((_, at) => own[at]).join("\n");
  return own.includes(true) ? { text: cut(texts), written: cut(written) } : "others";
}

/** How far into a line its person may stand. */
const NAME_WITHIN = 200;

/** `3. 李明 12345`, but not `1. 总积分12345`, which is a list of the sender's own. */
function isPersons(line: string): boolean {
  const name = ordinalEnd(line, 0);
  const kind = name > 0 ? WORDS.at(line, name)?.kind : "link";
  return kind === undefined || kind === "text";
}

/** Whether a line names a member, whose folded name begins with `first`. */
function speaksOf(member: string, first: string, line: string, names: RosterNames): boolean {
  for (let at = 0; at < Math.min(line.length, NAME_WITHIN); at++) {
    const char = line.charAt(at);
    const mayBegin = plainForm(char) === first || char >= "\ud800";
    if (mayBegin && nameAt(line, at, names)?.name === member) return true;
  }
  return false;
}
