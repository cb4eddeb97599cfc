import type { Said } from "./clean.ts";
import { endOf } from "./lexicon.ts";
import { nameAt } from "./names.ts";
import { beginsNumeral, type Numeral, numberAt, repaired } from "./numbers.ts";
import type { ReadContext } from "./reading.ts";
import { countedEnd, strippedAt } from "./strip.ts";
import { touched, withTail } from "./touching.ts";
import { WORDS, type WordKind } from "./words.ts";

/** A piece of a message, named for what it says about the total. Blanks leave no token. */
export type Token =
  | ({ readonly kind: "number" } & Numeral)
  | { readonly kind: "name" | "date" | WordKind; readonly end: number };

/** Cuts a message into tokens: names first, since 伍, 陆 and 万里 are names here. */
export function tokensOf({ text, written }: Said, context: ReadContext): Token[] {
  const tokens: Token[] = [];
  for (let at = ordinalEnd(text, 0); at < text.length; ) {
    const char = text.charAt(at);
    if (char === " " || char === "\t" || char === "\r") {
      at += 1;
      continue;
    }
    const token = tokenAt(text, written, at, context);
    // A run of meaningless characters is one token.
    if (token.kind !== "text" || tokens.at(-1)?.kind !== "text") tokens.push(token);
    at = char === "\n" ? ordinalEnd(text, token.end) : token.end;
  }
  // The end of a message ends a sentence.
  tokens.push({ kind: "stop", end: text.length });
  return tokens;
}

const ORDINAL = /[ \t\r]*\(?\d{1,3}[.、)] ?(?=\p{L})/uy;

/** Behind `3. ` or `3、` before a name, at the beginning of a line. */
export function ordinalEnd(text: string, lineStart: number): number {
  return endOf(ORDINAL, text, lineStart) ?? lineStart;
}

const isDigit = (char: string) => char >= "0" && char <= "9";
const isLetter = (char: string) => (char >= "a" && char <= "z") || (char >= "A" && char <= "Z");

function tokenAt(text: string, written: string, at: number, { me, names }: ReadContext): Token {
  const char = text.charAt(at);
  if (char === "\n") return { kind: "stop", end: at + 1 };
  if (isLetter(char)) return latinAt(text, at);
  const name = nameAt(written, at, names);
  if (name !== undefined) return { kind: name.name === me ? "me" : "name", end: name.end };
  const somebody = FOR_SOMEBODY.test(char) ? endOf(REPORT_FOR, text, at) : undefined;
  if (somebody !== undefined) return { kind: "them", end: at + 1 };
  const word = WORDS.at(text, at);
  if (word !== undefined) return { kind: word.kind, end: at + word.text.length };
  const arabic = isDigit(char);
  const isNumeral = arabic || beginsNumeral(char);
  const stripped = isNumeral || char === "第" || char === "百" ? strippedAt(text, at) : undefined;
  if (stripped !== undefined) return stripped;
  if (!isNumeral) return { kind: "text", end: at + 1 };
  const numeral = numberAt(text, at);
  const next = endOf(BLANKS, text, numeral.end) ?? numeral.end;
  // In 12345万里 a name begins.
  const read = nameAt(written, next, names) === undefined ? touched(text, at, numeral) : numeral;
  if (arabic && isLetter(text.charAt(read.end))) {
    const end = endOf(POINTS, text, read.end);
    return end === undefined ? mistyped(text, at) : scoreOf(text, { ...read, end });
  }
  return !arabic && isSmallTalk(text, read) ? { kind: "text", end: Math.max(read.end, at + 1) } : scoreOf(text, read);
}

const FOR_SOMEBODY = /[替帮代]/;
/** 替张老师报, but not 帮我报 or 帮忙登记. */
const REPORT_FOR = /.(?![我俺本自您你忙表理])[^\s\d,，。:：]{1,12}?(?:报(?![告名])|填|登记|提交)/y;

/** 二十大, 十全十美, 八百里: a small Han numeral is a score only before 分 or at the end of what is said. */
function isSmallTalk(text: string, { value, end, certainty }: Numeral): boolean {
  if (value === undefined && certainty !== "unclear") return true;
  if (value !== undefined && value >= 1000) return false;
  const at = text.charAt(end) === " " ? end + 1 : end;
  if (!/[\u3400-\u4dbf\u4e00-\u9fff]/.test(text.charAt(at)) || endOf(SCORE_UNIT, text, end) !== undefined) return false;
  const next = WORDS.at(text, at)?.kind;
  return next !== "orSo" && next !== "question" && next !== "many" && next !== "about" && !text.startsWith("了", at);
}

const BLANKS = / +/y;
const SCORE_UNIT = / ?(?:积分|学分|分(?![钟之])|点(?!点))/y;

function scoreOf(text: string, { value, certainty, end }: Numeral): Token {
  if (value === undefined && certainty !== "unclear") return { kind: "text", end };
  const counted = countedEnd(text, end);
  if (counted !== undefined) return { kind: "text", end: counted };
  const unit = endOf(SCORE_UNIT, text, end);
  if (unit === undefined) return { kind: "number", value, certainty, end };
  return { kind: "number", ...withTail(text, { value, certainty, end: unit }) };
}

const RUN = /[a-z\d]+/iy;
const LETTERS = /[a-z]+/iy;
const LINK = /(?:https?|www)(?![a-z])[!-\u2e7f]*/iy;
/** As in 12345fen. */
const POINTS = /(?:f|fen|p|pts?|points?|jf|jifen|ok)(?![a-z\d])/iy;
/** 12345q, but not 120min. */
const STRAY_LETTERS =
  /^(?:\d{3,15}(?!(?:mins?|hr?|s|km|kg|g|c?m|mm|th|st|nd|rd|am|pm)$)|[a-z]{1,3}\d{3,15})[a-z]{0,3}$/i;

function latinAt(text: string, at: number): Token {
  const end = endOf(LETTERS, text, at) ?? at;
  const letters = text.slice(at, end).toLowerCase();
  const word = WORDS.at(letters, 0);
  if (word?.text === letters) return { kind: word.kind, end };
  const link = endOf(LINK, text, at);
  if (link !== undefined) return { kind: "text", end: link };
  return isDigit(text.charAt(end)) ? mistyped(text, at) : { kind: "text", end };
}

/** A run of digits and letters: a total if look-alikes explain it or a stray letter does, else a code such as 5G. */
function mistyped(text: string, at: number): Token {
  const end = endOf(RUN, text, at) ?? at;
  const run = text.slice(at, end);
  const value = repaired(run) ?? (STRAY_LETTERS.test(run) ? Number(run.replace(/\D/g, "")) : undefined);
  return scoreOf(text, { value, end, certainty: "irregular" });
}
