import { readFileSync } from "node:fs";
import { vocabulary } from "../../../src/chat/commands.ts";
import { RosterNames } from "../../../src/chat/read/names.ts";
import { read as readBy, readFreeText as readFreeTextBy } from "../../../src/chat/read/read.ts";
import type { ReadContext, Reading } from "../../../src/chat/read/reading.ts";
import { addDays, type Day } from "../../../src/domain/calendar.ts";

const today = "2026-11-18" as Day;
const names = new RosterNames(["李明", "王芳", "张伟", "陈静", "伍建国", "万里", "陆一鸣", "丁一", "阿卜杜拉·买买提"]);

/** With the words of all commands. */
export const read = (text: string, context: ReadContext): Reading => readBy(text, context, vocabulary);
export const readFreeText = (text: string, context: ReadContext): Reading => readFreeTextBy(text, context, vocabulary);

/** The sender of every row, with the last total given. */
export function sender(previousTotal?: number): ReadContext {
  const previous = previousTotal === undefined ? undefined : { total: previousTotal, day: addDays(today, -92) };
  return { me: "李明", names, branches: new Set(), bot: "党务小助手", today, previous };
}

export interface Row {
  readonly reply: string;
  readonly context: ReadContext;
  readonly expected: string;
  readonly note: string;
}

/** Rows as `[name, row]`, as `test.each` takes them. */
export function rowsOf(file: string): [string, Row][] {
  const lines = readFileSync(new URL(file, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  return lines.map((line) => {
    const [written = "", previous = "", kind = "", value = "", note = ""] = line.split("\t");
    const id = /命令:(\w+)/.exec(note)?.[1] ?? "";
    const context = sender(previous === "" ? undefined : Number(previous));
    const expected = `${kind} ${kind === "command" ? id : value}`.trim();
    return [`${note}: ${written} (${previous || "first"})`, { reply: unescaped(written), context, expected, note }];
  });
}

/** A reading in the words of the table: `score 12345`, `ask 12345|12354`, `none`, `command help`. */
export function inWords(reading: Reading): string {
  switch (reading.kind) {
    case "score":
      return `score ${reading.total}`;
    case "ask":
      return `ask ${reading.candidates.join("|")}`.trim();
    case "answer":
      return `command ${reading.answer}`;
    case "command":
      return `command ${reading.command.name}`;
    case "none":
      return "none";
    default:
      return reading satisfies never;
  }
}

function unescaped(written: string): string {
  return written
    .replaceAll("\\n", "\n")
    .replaceAll("\\t", "\t")
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
