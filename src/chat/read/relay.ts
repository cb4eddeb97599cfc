import type { Said } from "./clean.ts";
import { nameAt } from "./names.ts";
import type { ReadContext } from "./reading.ts";
import { ordinalEnd } from "./tokens.ts";
import { WORDS } from "./words.ts";

/** A line of a message, as a stretch of its text. */
interface Line {
  readonly start: number;
  readonly end: number;
}

/**
 * The sender's own lines of a 接龙, "other people's" when it has none, undefined when the message is none
 * (domain.md §8.3): nobody else's number may be read.
 */
export function ownLines(message: Said, context: ReadContext): Said | "others" | undefined {
  const declared = /^#(?:接龙|Group Note)/i.test(message.text);
  if (!declared && !message.text.includes("\n")) return undefined;
  const lines = linesOf(message.text);
  const numbered = lines.filter(({ start }) => isPersons(message.text, start));
  if (!declared && numbered.length < 2) return undefined;
  const own = (numbered.length > 0 ? numbered : lines).filter((line) => names(message.written, line, context));
  if (own.length === 0) return "others";
  return { text: cut(message.text, own), written: cut(message.written, own) };
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    lines.push({ start, end });
    start = end + 1;
  }
  return lines;
}

/** `3. 李明 12345`, but not `1. 总积分12345`, which is a list of the sender's own. */
function isPersons(text: string, start: number): boolean {
  let at = start;
  while (text.charAt(at) === " " || text.charAt(at) === "\t") at += 1;
  const name = ordinalEnd(text, at);
  if (name === at) return false;
  const kind = WORDS.at(text, name)?.kind;
  return kind === undefined || kind === "text";
}

function names(written: string, { start, end }: Line, { me, names }: ReadContext): boolean {
  const line = written.slice(start, end);
  for (let at = line.indexOf(me.charAt(0)); at !== -1; at = line.indexOf(me.charAt(0), at + 1)) {
    if (nameAt(line, at, names)?.name === me) return true;
  }
  return false;
}

function cut(text: string, lines: readonly Line[]): string {
  return lines.map(({ start, end }) => text.slice(start, end)).join("\n");
}
