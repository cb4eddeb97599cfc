import { MOST_DIGITS, type Numeral, numeralAt, unitAt } from "./numerals.ts";

/** 一点二三四五万, as voice input writes 1.2345万. */
const SPOKEN_DECIMAL = /([一二两三四五六七八九]|\d{1,2})点([零〇一二三四五六七八九\d]{1,8})万/y;
const SPOKEN_DIGITS = "零一二三四五六七八九";
/** Letters that look like digits (domain.md §8.6). */
const LOOK_ALIKE = new Map(Object.entries({ O: "0", o: "0", l: "1", I: "1", S: "5", B: "8" }));

/** The number written with Arabic digits, perhaps with Han units, at `start`, where a digit stands (domain.md §8.6). */
export function numberAt(text: string, start: number): Numeral {
  const end = digitsEnd(text, start);
  const spoken = text.charAt(end) === "点" ? spokenDecimalAt(text, start) : undefined;
  if (spoken !== undefined) return spoken;
  if (end - start <= 3 && unitAt(text, end) !== undefined) {
    const mixed = numeralAt(text, start);
    if (mixed.value !== undefined || mixed.certainty === "unclear") return mixed;
  }
  return decimalAt(text, groupedAt(text, start, end));
}

/** 一点二三四五万 or 1点2万. */
export function spokenDecimalAt(text: string, start: number): Numeral | undefined {
  SPOKEN_DECIMAL.lastIndex = start;
  const match = SPOKEN_DECIMAL.exec(text);
  if (match === null) return undefined;
  const [whole = "", fraction = ""] = match.slice(1).map((part) => part.replace(/\D/g, spokenDigit));
  return scaled(whole, fraction, 4, start + match[0].length);
}

function spokenDigit(sign: string): string {
  return sign === "两" ? "2" : String(Math.max(0, SPOKEN_DIGITS.indexOf(sign)));
}

/** The total that a run of digits and look-alike letters was meant to be: 1O345. */
export function repaired(run: string): number | undefined {
  let digits = 0;
  let value = "";
  for (const char of run) {
    const digit = LOOK_ALIKE.get(char) ?? char;
    if (digit < "0" || digit > "9") return undefined;
    if (digit === char) digits += 1;
    value += digit;
  }
  const letters = run.length - digits;
  return run.length >= 4 && run.length <= MOST_DIGITS && digits >= 2 * letters ? Number(value) : undefined;
}

interface Grouped {
  readonly end: number;
  readonly digits: string;
  readonly grouped: boolean;
  readonly irregular: boolean;
}

/** Digits joined over their separators: `12,345`, `12 345`; irregular: `1,2345`, `1 2 3 4 5`. */
function groupedAt(text: string, start: number, end: number): Grouped {
  const separator = text.charAt(end);
  if (end - start <= 3 && separator !== "" && ",'’ ".includes(separator)) {
    const parted = separator === " " && end - start === 1 ? groupsEnd(text, end, separator, 1) : end;
    if (parted - start >= 7) return joined(text, start, parted, true);
    const byThree = groupsEnd(text, end, separator, 3);
    if (byThree > end) return joined(text, start, byThree, false);
    // 1 2345 is one number mistyped, 35 8650 are two.
    const byFour = separator === " " && end - start > 1 ? end : groupsEnd(text, end, separator, 4);
    if (byFour > end) return joined(text, start, byFour, true);
  }
  return { end, digits: text.slice(start, end), grouped: false, irregular: false };
}

function joined(text: string, start: number, end: number, irregular: boolean): Grouped {
  return { end, digits: text.slice(start, end).replace(/\D/g, ""), grouped: true, irregular };
}

/** Where the groups of exactly `size` digits end that follow `start`. */
function groupsEnd(text: string, start: number, separator: string, size: number): number {
  let end = start;
  while (text.charAt(end) === separator && digitsEnd(text, end + 1) === end + 1 + size) end += 1 + size;
  return end;
}

function decimalAt(text: string, { end, digits, grouped, irregular }: Grouped): Numeral {
  const fractionEnd = text.charAt(end) === "." ? digitsEnd(text, end + 1) : end;
  const fraction = text.slice(end + 1, fractionEnd);
  const after = fraction === "" ? end : fractionEnd;
  // Only a small number bears a unit: 12345万分感谢 has none.
  const unit = digits.length <= 3 ? unitAt(text, after) : undefined;
  if (unit?.power === 3 || unit?.power === 4) return scaled(digits, fraction, unit.power, unit.end);

  if (digits.length > MOST_DIGITS) return { end: after, value: undefined, certainty: "exact" };
  const whole = { end: after, value: Number(digits) };
  if (fraction.length === 3 && digits.length <= 3 && !grouped) {
    return { end: after, value: Number(digits + fraction), certainty: "irregular" };
  }
  const leadingZero = digits.length > 1 && digits.startsWith("0");
  const exact = !irregular && !leadingZero && !/[1-9]/.test(fraction);
  return { ...whole, certainty: exact ? "exact" : "irregular" };
}

/** 1.2345万: exact when every digit is there, else rounded. */
function scaled(whole: string, fraction: string, power: number, end: number): Numeral {
  const value = Number(whole + fraction.slice(0, power).padEnd(power, "0"));
  if (fraction.length < power) return { end, value, certainty: "approximate" };
  return { end, value, certainty: /[1-9]/.test(fraction.slice(power)) ? "irregular" : "exact" };
}

/** The end of the digits from `start` on; the number of digits may be zero. */
export function digitsEnd(text: string, start: number): number {
  let end = start;
  for (let code = text.charCodeAt(end); code >= 0x30 && code <= 0x39; code = text.charCodeAt(end)) end += 1;
  return end;
}
