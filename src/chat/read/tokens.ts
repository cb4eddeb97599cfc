import type { Said } from "./clean.ts";
import { isHan, nameAt } from "./names.ts";
import { digitsEnd, numberAt, repaired, spokenDecimalAt } from "./numbers.ts";
import { beginsNumeral, type Certainty, type Numeral, numeralAt } from "./numerals.ts";
import type { ReadContext } from "./reading.ts";
import { countedEnd, type Stripped, strippedAt, strippedHanAt } from "./strip.ts";
import { WORDS, type WordKind } from "./words.ts";

/** A piece of a message, named for what it says about the total. Blanks leave no token. */
export type Token =
  | { readonly kind: "number"; readonly value: number | undefined; readonly certainty: Certainty }
  | { readonly kind: "name" | WordKind | Stripped["kind"] };

/** A token and where the next one begins. */
interface Found {
  readonly token: Token;
  readonly end: number;
}

/** Cuts a message into tokens: names first, since 伍, 陆 and 万里 are names here (domain.md §8.4, §8.5). */
export function tokensOf({ text, written }: Said, context: ReadContext): Token[] {
  const tokens: Token[] = [];
  let lineStart = true;
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    if (char === " " || char === "\t" || char === "\r") {
      at += 1;
      continue;
    }
    const ordinal = lineStart ? ordinalEnd(text, at) : at;
    lineStart = char === "\n";
    if (ordinal > at) {
      at = ordinal;
      continue;
    }
    const { token, end } = tokenAt(text, written, at, context);
    // A run of meaningless characters is one token.
    if (token.kind !== "text" || tokens.at(-1)?.kind !== "text") tokens.push(token);
    at = end;
  }
  return tokens;
}

const ORDINAL = /\(?\d{1,3}[.、)] ?(?=\p{L})/uy;

/** Behind `3. ` or `3、` at the beginning of a line, before a name. */
export function ordinalEnd(text: string, at: number): number {
  if (text.charAt(at) !== "(" && !isDigit(text.charCodeAt(at))) return at;
  ORDINAL.lastIndex = at;
  return ORDINAL.test(text) ? ORDINAL.lastIndex : at;
}

function tokenAt(text: string, written: string, at: number, context: ReadContext): Found {
  const code = text.charCodeAt(at);
  if (isDigit(code)) return arabicAt(text, at);
  if (isLetter(code)) return latinAt(text, at);
  if (code === 0x0a) return plain("stop", at + 1);
  const name = nameAt(written, at, context.names);
  if (name !== undefined) return plain(name.name === context.me ? "me" : "name", name.end);
  const word = WORDS.at(text, at);
  if (word !== undefined) return plain(word.kind, at + word.text.length);
  return hanAt(text, at);
}

function hanAt(text: string, at: number): Found {
  const char = text.charAt(at);
  const numeral = beginsNumeral(char);
  if (!numeral && char !== "第" && char !== "百") return plain("text", at + 1);
  const stripped = strippedHanAt(text, at);
  if (stripped !== undefined) return plain(stripped.kind, stripped.end);
  if (!numeral) return plain("text", at + 1);
  const spoken = text.charAt(at + 1) === "点" ? spokenDecimalAt(text, at) : undefined;
  const read = spoken ?? numeralAt(text, at);
  if (read.value === undefined && read.certainty !== "unclear") return plain("text", Math.max(read.end, at + 1));
  return isSmallTalk(text, read) ? plain("text", read.end) : numberToken(text, read);
}

/** 二十大, 十全十美, 八百里: a small Han numeral is a score only before 分 or at the end of what is said. */
function isSmallTalk(text: string, { value, end }: Numeral): boolean {
  if (value !== undefined && value >= 1000) return false;
  const at = text.charAt(end) === " " ? end + 1 : end;
  if (!isHan(text.charCodeAt(at)) || scoreUnitEnd(text, end) > end) return false;
  const next = WORDS.at(text, at)?.kind;
  return next !== "orSo" && next !== "question" && next !== "many" && next !== "about" && !text.startsWith("了", at);
}

function arabicAt(text: string, at: number): Found {
  const stripped = strippedAt(text, at);
  if (stripped !== undefined) return plain(stripped.kind, stripped.end);
  const word = WORDS.at(text, at);
  if (word !== undefined) return plain(word.kind, at + word.text.length);
  const read = numberAt(text, at);
  if (isLetter(text.charCodeAt(read.end))) return digitsAndLetters(text, at, read);
  return numberToken(text, read);
}

const POINTS = new Set("f fen p pt pts point points jf jifen ok".split(" "));
const UNITS = new Set("min mins h hr s km kg g m cm mm th st nd rd am pm".split(" "));

/** 12345fen is a number, 35min is none, 1O345 and 12345q are to be asked about. */
function digitsAndLetters(text: string, at: number, read: Numeral): Found {
  const end = runEnd(text, at);
  const suffix = text.slice(read.end, Math.min(end, read.end + 8)).toLowerCase();
  if (POINTS.has(suffix)) return numberToken(text, { ...read, end });
  return mistyped(text, at, end, UNITS.has(suffix));
}

function latinAt(text: string, at: number): Found {
  const end = runEnd(text, at);
  const lettersEnd = lettersFrom(text, at);
  const letters = text.slice(at, Math.min(lettersEnd, at + 12)).toLowerCase();
  const word = WORDS.at(letters, 0);
  if (word?.text === letters) return plain(word.kind, lettersEnd);
  if (letters === "http" || letters === "https" || letters === "www") return plain("noise", linkEnd(text, at));
  return lettersEnd === end ? plain("text", end) : mistyped(text, at, end);
}

/** A run of digits and letters: a total if look-alikes explain it or a stray letter does, else a code such as 5G. */
function mistyped(text: string, at: number, end: number, counted = false): Found {
  const run = text.slice(at, Math.min(end, at + 24));
  const value = repaired(run) ?? (counted ? Number.NaN : Number(/^[a-z]{0,3}(\d{3,15})[a-z]{0,3}$/i.exec(run)?.[1]));
  return Number.isNaN(value) ? plain("noise", end) : numberToken(text, { value, end, certainty: "irregular" });
}

function numberToken(text: string, { value, certainty, end }: Numeral): Found {
  const counted = countedEnd(text, end);
  if (counted !== undefined) return plain("noise", counted);
  if (value === undefined && certainty !== "unclear") return plain("noise", end);
  return { token: { kind: "number", value, certainty }, end: scoreUnitEnd(text, end) };
}

const SCORE_UNIT = / ?(?:积分|学分|分(?![钟之])|点(?!点))/y;

function scoreUnitEnd(text: string, at: number): number {
  SCORE_UNIT.lastIndex = at;
  return SCORE_UNIT.test(text) ? SCORE_UNIT.lastIndex : at;
}

function plain(kind: Exclude<Token["kind"], "number">, end: number): Found {
  return { token: { kind }, end };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function lettersFrom(text: string, at: number): number {
  let end = at;
  while (isLetter(text.charCodeAt(end))) end += 1;
  return end;
}

/** The end of a run of letters and digits. */
function runEnd(text: string, at: number): number {
  let end = at;
  for (let next = -1; next !== end; ) {
    next = end;
    end = lettersFrom(text, digitsEnd(text, end));
  }
  return end;
}

function linkEnd(text: string, at: number): number {
  let end = at;
  for (let code = text.charCodeAt(end); code > 0x20 && code < 0x2e80; code = text.charCodeAt(end)) end += 1;
  return end;
}
