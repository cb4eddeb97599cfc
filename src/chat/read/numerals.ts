/** How sure a written number is: `irregular` and `approximate` name a value to ask about, `unclear` none. */
export type Certainty = "exact" | "irregular" | "approximate" | "unclear";

/** A number found in a text; `value` is undefined when it is unclear or cannot be a total at all. */
export interface Numeral {
  readonly end: number;
  readonly value: number | undefined;
  readonly certainty: Certainty;
}

/** Longer digit strings are ids, and are not safe integers any more. */
export const MOST_DIGITS = 15;

const HAN_DIGITS = new Map<string, string>();
for (const [digit, signs] of [
  "零〇○",
  "一壹幺",
  "二贰两",
  "三叁",
  "四肆",
  "五伍",
  "六陆",
  "七柒",
  "八捌",
  "九玖",
].entries()) {
  for (const sign of signs) HAN_DIGITS.set(sign, String(digit));
}
/** A digit nobody knows: 几千, 一万几. */
HAN_DIGITS.set("几", "?");

/** Powers of ten. 万 and 亿 multiply all that stands before them, the others one digit. */
const POWERS = new Map([
  ["十", 1],
  ["拾", 1],
  ["百", 2],
  ["佰", 2],
  ["千", 3],
  ["仟", 3],
  ["k", 3],
  ["K", 3],
  ["万", 4],
  ["w", 4],
  ["W", 4],
  ["亿", 8],
]);

/** 一共, 一定, 一起 …: this 一 begins a word. */
const WORDS_IN_ONE = "共定起直样般切向边旦些下";

/** Whether a Han numeral may begin with this character. */
export function beginsNumeral(char: string): boolean {
  return HAN_DIGITS.has(char) || char === "十" || char === "拾";
}

/** A unit, perhaps behind a blank; `k` and `w` only when they are no part of a longer word. */
export function unitAt(text: string, start: number): { readonly power: number; readonly end: number } | undefined {
  const at = afterBlank(text, start);
  const sign = text.charAt(at);
  const power = POWERS.get(sign);
  if (power === undefined || (sign <= "z" && /[a-z]/i.test(text.charAt(at + 1)))) return undefined;
  return { power, end: at + 1 };
}

/**
 * The Han or mixed number at `start`: 一万二千三百四十五, 一二三四五, 1万2345, 十万零三百二十 (domain.md §8.6).
 * It ends before the first sign that does not fit.
 */
export function numeralAt(text: string, start: number): Numeral {
  const sum: Sum = { total: 0, section: 0, big: 12, small: 4 };
  let end = start;
  let units = 0;
  let arabic = true;
  let unclear = false;
  for (;;) {
    const digits = digitsAt(text, units === 0 ? end : afterBlank(text, end));
    const unit = unitAt(text, digits.end);
    if (unit === undefined || !fits(digits, unit.power, sum)) {
      if (units === 0) return digitByDigit(text, start, digits);
      const rounded = arabic && units === 1;
      const soFar = { end, value: sum.total + sum.section, certainty: rounded ? "approximate" : "exact" } as const;
      const read = unit === undefined ? withTail(soFar, digits, sum.section > 0 ? sum.small : sum.big) : soFar;
      return unclear ? { ...read, value: undefined, certainty: "unclear" } : read;
    }
    add(digits, unit.power, sum);
    unclear ||= digits.signs === "?" || (digits.signs.length > 1 && !digits.arabic);
    arabic &&= digits.arabic;
    units += 1;
    end = unit.end;
  }
}

interface Sum {
  total: number;
  /** What has been read since the last 万 or 亿. */
  section: number;
  /** The last units read, as powers of ten; the next must be smaller. */
  big: number;
  small: number;
}

function fits({ signs, zeros, arabic }: Digits, power: number, { section, big, small }: Sum): boolean {
  if (power < 4) {
    const alone = signs === "" && power === 1;
    return power < small && (alone || signs.length === 1 || (signs.length === 2 && !arabic));
  }
  if (power >= big) return false;
  if (section === 0) return signs !== "" && signs.length <= (arabic ? 3 : 2);
  return signs === "" || (signs.length === 1 && (small === 1 || zeros > 0));
}

function add({ signs }: Digits, power: number, sum: Sum): void {
  const digit = Number(signs) || 0;
  if (power < 4) {
    sum.section += (signs === "" ? 1 : digit) * 10 ** power;
    sum.small = power;
  } else {
    sum.total += (sum.section + digit) * 10 ** power;
    sum.section = 0;
    sum.small = 4;
    sum.big = power;
  }
}

/** Digits behind the last unit, of the power `place`: 一万|二 leaves units out, 一万|零五 and 1万|2345 do not. */
function withTail(read: Numeral, { end, signs, zeros, arabic }: Digits, place: number): Numeral {
  const length = zeros + signs.length;
  if (length > place || (signs === "" && length < place)) return read;
  // 三百四五 is about 345, 一万二三 about 12300.
  const ambiguous = !arabic && signs.length > 1 && (signs.length === 2 || length < place);
  if (ambiguous || signs.includes("?")) return { end, value: undefined, certainty: "unclear" };
  const value = (read.value ?? 0) + Number(signs);
  if (length === place || (zeros > 0 && (arabic || signs.length === 1))) return { end, value, certainty: "exact" };
  if (length > 1) return { end, value, certainty: "irregular" };
  return { end, value: (read.value ?? 0) + Number(signs) * 10 ** (place - 1), certainty: "approximate" };
}

interface Digits {
  readonly end: number;
  /** Without the leading zeros; `?` for 几. */
  readonly signs: string;
  readonly zeros: number;
  readonly arabic: boolean;
}

/** A run of Han digits, or of Arabic ones with Han zeros before them (1万零345). */
function digitsAt(text: string, start: number): Digits {
  let at = zerosEnd(text, start);
  const arabicFrom = at;
  while (isArabic(text, at)) at += 1;
  const arabic = at > arabicFrom;
  if (!arabic) while (HAN_DIGITS.has(text.charAt(at)) && !beginsWord(text, at)) at += 1;

  let signs = "";
  if (at - start <= MOST_DIGITS) for (const char of text.slice(start, at)) signs += HAN_DIGITS.get(char) ?? char;
  else signs = "?".repeat(MOST_DIGITS + 1);
  let zeros = 0;
  while (signs.charAt(zeros) === "0") zeros += 1;
  return { end: at, signs: signs.slice(zeros), zeros, arabic };
}

/** 一二三四五: four digits at least, since 三五 and 六六六 are words, and so is 三三两两. */
function digitByDigit(text: string, start: number, { end, signs, zeros, arabic }: Digits): Numeral {
  const length = zeros + signs.length;
  if (arabic) return { end: zerosEnd(text, start), value: undefined, certainty: "exact" };
  const isNumber = length >= 4 && length <= MOST_DIGITS && !/[几两]/.test(text.slice(start, end));
  return { end, value: isNumber ? Number(signs) : undefined, certainty: zeros > 0 ? "irregular" : "exact" };
}

function zerosEnd(text: string, start: number): number {
  let at = start;
  while (HAN_DIGITS.get(text.charAt(at)) === "0") at += 1;
  return at;
}

function beginsWord(text: string, at: number): boolean {
  return text.charAt(at) === "一" && at + 1 < text.length && WORDS_IN_ONE.includes(text.charAt(at + 1));
}

function isArabic(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

function afterBlank(text: string, at: number): number {
  return text.charAt(at) === " " ? at + 1 : at;
}
