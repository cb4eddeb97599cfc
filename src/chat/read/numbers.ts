import { endOf } from "./lexicon.ts";

/** How sure a written number is: `irregular` and `approximate` name a value to ask about, `unclear` none. */
export type Certainty = "exact" | "irregular" | "approximate" | "unclear";

/** A number found in a text; `value` is undefined when it is unclear or cannot be a total at all. */
export interface Numeral {
  readonly end: number;
  readonly value: number | undefined;
  readonly certainty: Certainty;
}

/** Longer digit strings are ids, and are not safe integers any more. */
const MOST_DIGITS = 15;
/** `?` is a digit nobody knows: 几千. */
const DIGITS = new Map([["几", "?"]]);
for (const [digit, signs] of "零〇○ 一壹幺 二贰两 三叁 四肆 五伍 六陆 七柒 八捌 九玖".split(" ").entries()) {
  for (const sign of signs) DIGITS.set(sign, String(digit));
}
/** Han digits, or Arabic ones with Han zeros before them. The 一 of 一共 and its like begins a word. */
const DIGIT_RUN = new RegExp(
  `[零〇○]*(?:\\d+|(?:(?!一[共定起直样般切向边旦些下])[${[...DIGITS.keys()].join("")}])*)`,
  "y",
);
/** Powers of ten. 万 and 亿 multiply all that stands before them, the others one digit. */
const POWERS = new Map(
  Object.entries({ 十: 1, 拾: 1, 百: 2, 佰: 2, 千: 3, 仟: 3, k: 3, K: 3, 万: 4, w: 4, W: 4, 亿: 8 }),
);

/** Digit and ten in one sign. */
const TENS = new Map(Object.entries({ 廿: "2", 卅: "3", 卌: "4" }));
const HAN_ZEROS = /[零〇○]+/y;
/** Every sign of a numeral, for a class of characters; ½ is whatever fraction or power `clean` found there. */
export const SIGNS = `\\d${[...DIGITS.keys(), ...TENS.keys()].join("")}十拾百佰千仟万亿兆半½`;

/** Whether a Han numeral may begin with this character. */
export function beginsNumeral(char: string): boolean {
  return DIGITS.has(char) || TENS.has(char) || POWERS.get(char) === 1;
}

const ARABIC = /\d+/y;
/** 一点二三四五万, as voice input writes 1.2345万. */
const SPOKEN = /([一二两三四五六七八九]|\d{1,2})点([零〇一二三四五六七八九\d]{1,8})万/y;

/** The number that begins at `start`, where a digit or a Han numeral stands. */
export function numberAt(text: string, start: number): Numeral {
  const end = endOf(ARABIC, text, start) ?? start;
  const spoken = text.charAt(Math.max(end, start + 1)) === "点" ? spokenAt(text, start) : undefined;
  if (spoken !== undefined) return spoken;
  if (end === start) return numeralAt(text, start);
  const mixed = end - start <= 3 && powerAt(text, end) !== undefined ? numeralAt(text, start) : undefined;
  return mixed?.value !== undefined || mixed?.certainty === "unclear" ? mixed : arabicAt(text, start, end);
}

function spokenAt(text: string, start: number): Numeral | undefined {
  SPOKEN.lastIndex = start;
  const [, whole, fraction] = SPOKEN.exec(text) ?? [];
  return fraction === undefined ? undefined : scaled(digitsOf(whole), digitsOf(fraction), 4, SPOKEN.lastIndex);
}

function digitsOf(run = ""): string {
  let digits = "";
  for (const sign of run) digits += DIGITS.get(sign) ?? sign;
  return digits;
}

function blankEnd(text: string, at: number): number {
  return text.charAt(at) === " " ? at + 1 : at;
}

/** The power of a unit, perhaps behind a blank; `k` and `w` are units only when they are no part of a longer word. */
function powerAt(text: string, at: number): number | undefined {
  const unit = blankEnd(text, at);
  const sign = text.charAt(unit);
  return sign <= "z" && /[a-z]/i.test(text.charAt(unit + 1)) ? undefined : POWERS.get(sign);
}

/** Digits and perhaps a unit. */
interface Part {
  /** Of the digits. */
  readonly end: number;
  /** Without the leading zeros. */
  readonly digits: string;
  readonly zeros: number;
  readonly arabic: boolean;
  readonly power: number | undefined;
}

function partAt(text: string, start: number): Part {
  const from = blankEnd(text, start);
  const ten = endOf(HAN_ZEROS, text, from) ?? from;
  const tens = TENS.get(text.charAt(ten));
  if (tens !== undefined) return { end: ten, digits: tens, zeros: ten - from, arabic: false, power: 1 };
  const end = endOf(DIGIT_RUN, text, from) ?? from;
  const all = digitsOf(text.slice(from, end));
  const digits = all.startsWith("0") ? all.replace(/^0+/, "") : all;
  const arabic = end > from && text.charAt(end - 1) <= "9";
  return { end, digits, zeros: all.length - digits.length, arabic, power: powerAt(text, end) };
}

interface Sum {
  readonly total: number;
  /** What has been read since the last 万 or 亿. */
  readonly section: number;
  /** The last units read, as powers of ten; the next must be smaller. */
  readonly big: number;
  readonly small: number;
}

/** 一万二千三百四十五, 一二三四五, 1万2345, 十万零三百二十; it ends before the first sign that does not fit. */
function numeralAt(text: string, start: number): Numeral {
  let sum: Sum = { total: 0, section: 0, big: 12, small: 4 };
  let part = partAt(text, start);
  let next = plus(sum, part);
  if (next === undefined) return digitByDigit(text, start, part);
  let end = start;
  let rounded = part.arabic;
  let unclear = false;
  for (; next !== undefined; next = plus(sum, part)) {
    rounded &&= end === start;
    unclear ||= part.digits === "?" || (part.digits.length > 1 && !part.arabic);
    sum = next;
    end = blankEnd(text, part.end) + 1;
    part = partAt(text, end);
  }
  const soFar = { end, value: sum.total + sum.section, certainty: rounded ? "approximate" : "exact" } as const;
  const read = part.power === undefined ? withTail(soFar, part, sum.section > 0 ? sum.small : sum.big) : soFar;
  return unclear ? { ...read, value: undefined, certainty: "unclear" } : read;
}

/** The sum with one more part, if its unit may follow there. */
function plus({ total, section, big, small }: Sum, { digits, zeros, arabic, power }: Part): Sum | undefined {
  const value = Number(digits) || 0;
  if (power === undefined || power >= (power < 4 ? small : big)) return undefined;
  if (power < 4) {
    const ten = digits === "" && power === 1 && !arabic;
    if (!ten && digits.length !== 1 && (digits.length !== 2 || arabic)) return undefined;
    return { total, section: section + (ten ? 1 : value) * 10 ** power, big, small: power };
  }
  const fits =
    section === 0
      ? digits !== "" && digits.length <= (arabic ? 3 : 2)
      : digits === "" || (digits.length === 1 && (small === 1 || zeros > 0));
  return fits ? { total: total + (section + value) * 10 ** power, section: 0, big: power, small: 4 } : undefined;
}

/** Digits behind the last unit, of the power `place`: 一万|二 leaves units out, 一万|零五 and 1万|2345 do not. */
function withTail(read: Numeral, { end, digits, zeros, arabic }: Part, place: number): Numeral {
  const length = zeros + digits.length;
  if (length > place || (digits === "" && length < place)) return read;
  // 三百四五 is about 345, 一万二三 about 12300.
  const ambiguous = !arabic && digits.length > 1 && (digits.length === 2 || length < place);
  if (ambiguous || digits.includes("?")) return { end, value: undefined, certainty: "unclear" };
  const value = (read.value ?? 0) + Number(digits);
  if (length === place || (zeros > 0 && (arabic || digits.length === 1))) return { end, value, certainty: "exact" };
  if (length > 1) return { end, value, certainty: "irregular" };
  return { end, value: (read.value ?? 0) + Number(digits) * 10 ** (place - 1), certainty: "approximate" };
}

/** 零分 */
const ZERO = /[零〇○](?= ?(?:积|学|成绩)?分(?![钟之]))/y;

/** 一二三四五: four digits at least, since 三五 and 六六六 are words, and so is 三三两两. */
function digitByDigit(text: string, start: number, { end, digits, zeros, arabic }: Part): Numeral {
  if (endOf(ZERO, text, start) !== undefined) return { end, value: 0, certainty: "exact" };
  const length = zeros + digits.length;
  const isNumber = !arabic && length >= 4 && length <= MOST_DIGITS && !/[几两]/.test(text.slice(start, end));
  return { end, value: isNumber ? Number(digits) : undefined, certainty: zeros > 0 ? "irregular" : "exact" };
}

/** `12,345`, `12 345`. */
const GROUPED = /\d{1,3}([,'’ ])\d{3}(?!\d)(?:\1\d{3}(?!\d))*/y;
/** `1 2 3 4 5`; `1,2345` and `1 2345`, while 35 8650 are two; 12_345, 12。345. */
const ODDLY_GROUPED =
  /\d(?: \d(?!\d)){3,}|(?:\d|\d{2,3}(?! ))([,'’ ])\d{4}(?!\d)(?:\1\d{4}(?!\d))*|\d{1,3}([_·•、。;:])\d{3}(?!\d)(?:\2\d{3}(?!\d))*/y;
const SEPARATORS = ",'’ _·•、。;:";
/** `12,345,6`, `12 345 6` */
const MORE = /([,'’ ])\d{3}\1\d/;
const FRACTION = /\.\d+/y;

function arabicAt(text: string, start: number, ungroupedEnd: number): Numeral {
  const parted = ungroupedEnd - start <= 3 && SEPARATORS.includes(text.charAt(ungroupedEnd));
  const odd = parted ? endOf(ODDLY_GROUPED, text, start) : undefined;
  const grouped = odd ?? (parted ? endOf(GROUPED, text, start) : undefined);
  const wholeEnd = grouped ?? ungroupedEnd;
  const end = text.charAt(wholeEnd) === "." ? (endOf(FRACTION, text, wholeEnd) ?? wholeEnd) : wholeEnd;
  const whole = text.slice(start, wholeEnd);
  const digits = grouped === undefined ? whole : whole.replace(/\D/g, "");
  // Only a small number bears a unit: 12345万分感谢 has none.
  if (digits.length <= 3) {
    const fraction = text.slice(wholeEnd + 1, end);
    const power = powerAt(text, end);
    if (power === 3 || power === 4) return scaled(digits, fraction, power, blankEnd(text, end) + 1);
    if (fraction.length === 3) return { end, value: Number(digits + fraction), certainty: "irregular" };
  }
  if (digits.length > MOST_DIGITS) return { end, value: undefined, certainty: "exact" };
  const more = parted && MORE.test(text.slice(wholeEnd - 4, wholeEnd + 2));
  const irregular = odd !== undefined || more || /^0./.test(digits) || /[1-9]/.test(text.slice(wholeEnd, end));
  return { end, value: Number(digits), certainty: irregular ? "irregular" : "exact" };
}

/** 1.2345万: exact when every digit is there, else rounded. */
function scaled(whole: string, fraction: string, power: number, end: number): Numeral {
  const value = Number(whole + fraction.slice(0, power).padEnd(power, "0"));
  if (fraction.length < power) return { end, value, certainty: "approximate" };
  return { end, value, certainty: /[1-9]/.test(fraction.slice(power)) ? "irregular" : "exact" };
}

/** Letters that look like digits. */
const LOOK_ALIKE: Record<string, string> = { O: "0", o: "0", l: "1", I: "1", S: "5", B: "8" };

/** The total that a run of digits and a few look-alike letters was meant to be: 1O345. */
export function repaired(run: string): number | undefined {
  const digits = run.replace(/\D/g, (letter) => LOOK_ALIKE[letter] ?? letter);
  const letters = run.length - run.replace(/\D/g, "").length;
  return /^\d{4,15}$/.test(digits) && 3 * letters <= run.length ? Number(digits) : undefined;
}
