import { setTimeout as wait } from "node:timers/promises";
import type { ParseArgsOptionsConfig } from "node:util";
import type { Act, ActServices } from "../acts/act.ts";
import type { LocalConfig } from "../config.ts";
import type { Services } from "../services.ts";
import { type Database, inTurns } from "../store/database.ts";

/** What a command works with: the rows and the clock, never the platform. What it plans, the service sends. */
export interface CommandContext extends ActServices, Pick<Services, "log"> {
  readonly config: LocalConfig;
  /** Results, on standard output. */
  print(text: string): void;
  /** Everything else, on standard error. */
  say(text: string): void;
  /** Undefined where nobody sits at a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

export interface Command {
  /** As the help shows it, after `bot`; the command's name is read from it. */
  readonly usage: string;
  readonly what: string;
  readonly options?: ParseArgsOptionsConfig;
  /** How many arguments stand behind the command's name. */
  readonly positionals?: number;
  run(context: CommandContext, args: Arguments): void | Promise<void>;
}

/** Bad input: nothing was changed, exit code 2. */
export class InputError extends Error {}
/** It could not be done: exit code 1. */
export class CommandFailed extends Error {}

export const JSON_OPTION = { json: { type: "boolean" } } as const;

/** One JSON document with `--json`, else the text. */
export function result(context: CommandContext, { options }: Arguments, value: unknown, text: () => string): void {
  context.print(options.json === true ? JSON.stringify(value, null, 2) : text());
}

/** What is done in steps, so that the service gets its turn to write between two of them. */
export function inSteps(db: Database, steps: Iterable<(act: Act) => void>, act: Act): Promise<void> {
  return inTurns(
    db,
    steps,
    (step) => step(act),
    () => wait(5),
  );
}

export const YES_OPTION = { yes: { type: "boolean" } } as const;

/**
 * Says what is about to happen, and at a terminal has it confirmed by a word unless `--yes` is given; a script means
 * what it says. Throws InputError where the answer is another.
 */
export async function confirmed(
  { say, ask }: CommandContext,
  { options }: Arguments,
  what: string,
  word: string,
): Promise<void> {
  say(what);
  if (options.yes === true || ask === undefined) return;
  const given = (await ask(`确定请输入“${word}”：`)).trim();
  if (given !== word) throw new InputError("没有执行，什么都没有改变。");
}

/** Columns padded to one width; a Chinese character is two wide. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, width(cell))),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + " ".repeat(widths[column]! - width(cell)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function width(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (character.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);
}
