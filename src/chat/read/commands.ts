import { quarterAt, type Words, wordsFrom } from "./arguments.ts";
import type { Said } from "./clean.ts";
import { Lexicon } from "./lexicon.ts";
import { nameAt } from "./names.ts";
import type { ReadContext, SpokenCommand } from "./reading.ts";

/** Reads what stands behind a command's words; undefined: it is not this command's, and the message is read on. */
export type Takes<A> = (behind: Words, context: ReadContext) => A | undefined;

/** How a command is said. */
export interface Wording<A = unknown> {
  /** Parted by blanks; the first one stands in the menu. No word stands in two rows. */
  readonly words: string;
  /** `nothing`: the words are the whole message. */
  readonly takes: Takes<A> | "nothing";
  /** Another way of being the whole message. */
  readonly pattern?: RegExp;
  /** Words that take something else behind them. */
  readonly or?: readonly [words: string, takes: Takes<A>];
  /** What may stand before the words instead of behind them: 张伟属实, 四季度汇总. */
  readonly after?: "name" | "quarter";
}

interface Opening {
  readonly name: string;
  readonly takes: Takes<unknown>;
  readonly after: Wording["after"];
}

/** All wordings, ready to be looked up. */
export interface Vocabulary {
  readonly whole: ReadonlyMap<string, string>;
  readonly patterns: readonly (readonly [RegExp, string])[];
  readonly openings: Lexicon<Opening>;
}

export const wordsIn = (words: string): readonly string[] => words.split(/\s+/);

export function vocabularyOf(commands: Readonly<Record<string, Wording>>): Vocabulary {
  const whole = new Map<string, string>();
  const patterns: [RegExp, string][] = [];
  const openings: [string, Opening][] = [];
  for (const [name, { words, takes, pattern, or, after }] of Object.entries(commands)) {
    if (pattern !== undefined) patterns.push([pattern, name]);
    if (takes === "nothing") for (const word of wordsIn(words)) whole.set(word, name);
    else openings.push([words, { name, takes, after }]);
    if (or !== undefined) openings.push([or[0], { name, takes: or[1], after }]);
  }
  return { whole, patterns, openings: new Lexicon(openings) };
}

/** Polite words before a command, and what is said between them and the command. */
const LEAD_IN = /^(?:[您你]好|请问?|麻烦[您你]?|帮[我忙]|给我|我[要想]|想|查(?:一下|[下询看])?|看(?:一下|[下看])?)/;
const MOST_LEAD_INS = 4;

/** The command that the whole message is; «我的积分12345» is none. */
export function commandIn(
  { text, written }: Said,
  context: ReadContext,
  commands: Vocabulary,
): SpokenCommand | undefined {
  let words: Words = { text, written, parted: false };
  for (let leadIns = 0; leadIns <= MOST_LEAD_INS; leadIns++) {
    const name = wholeCommand(words.text, commands);
    if (name !== undefined) return { name, args: {} };
    const command = opened(words, context, commands) ?? operandFirst(words, context, commands);
    if (command !== undefined) return command;
    const leadIn = LEAD_IN.exec(words.text)?.[0];
    if (leadIn === undefined) return undefined;
    words = wordsFrom(words, leadIn.length);
  }
  return undefined;
}

/** Longer messages are no command by themselves, and none holds a digit. */
export const SHORT = /^\D{1,30}$/;
export const CLOSING = /[\s。.!,;~?、…]+$/;
export const QUOTES = /[\s"“”「」【】]/g;
const POLITE = /(?:谢谢您?|一下|[吧呀啊哦哈呢])$/;

function wholeCommand(text: string, { whole, patterns }: Vocabulary): string | undefined {
  if (!SHORT.test(text)) return undefined;
  const said = text.toLowerCase().replace(QUOTES, "");
  if (/^\?+$/.test(said)) return whole.get("?");
  const key = said.replace(CLOSING, "").replace(POLITE, "").replace(CLOSING, "").replace(POLITE, "");
  return whole.get(key) ?? patterns.find(([pattern]) => pattern.test(key))?.[1];
}

function opened(words: Words, context: ReadContext, { openings }: Vocabulary): SpokenCommand | undefined {
  const alias = openings.at(words.text, 0);
  return alias && commandOf(alias.kind, wordsFrom(words, alias.text.length), context);
}

/** 张伟属实, 张伟 已谈 状态很好, 四季度汇总: what the command is about may come first. */
function operandFirst(words: Words, context: ReadContext, { openings }: Vocabulary): SpokenCommand | undefined {
  const name = nameAt(words.written, 0, context.names);
  const end = name?.end ?? quarterAt(words.text, context.today)?.end;
  if (end === undefined) return undefined;
  const behind = wordsFrom(words, end);
  const alias = openings.at(behind.text, 0);
  if (alias === undefined || alias.kind.after !== (name === undefined ? "quarter" : "name")) return undefined;
  const rest = wordsFrom(behind, alias.text.length);
  const turned = (form: "text" | "written") => `${words[form].slice(0, end)} ${rest[form]}`;
  return commandOf(alias.kind, { text: turned("text"), written: turned("written"), parted: true }, context);
}

function commandOf({ name, takes }: Opening, behind: Words, context: ReadContext): SpokenCommand | undefined {
  const args = takes(behind, context);
  return args === undefined ? undefined : { name, args };
}
