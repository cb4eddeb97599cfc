import { endOf } from "./lexicon.ts";
import { beginsNumeral, type Numeral, numberAt, SIGNS } from "./numbers.ts";
import { countedEnd, strippedAt } from "./strip.ts";
import { WORDS } from "./words.ts";

/** What may stand between signs of one numeral: a point, a power, an operator, a minus. */
const BETWEEN = "[.点又*^±负圆×÷加减乘除以去]";
const TAILS = [
  `[${SIGNS}圆×÷]`, // 11345万, 四十五十, 11345½
  "[kw](?![a-z])",
  `${BETWEEN}+[${SIGNS}]`, // 点五, ..5, 减35
  "减去?",
  `[${SIGNS}]*分之`,
  `的?[${SIGNS}]?[次平立]方`,
];
/** Signs that touch the end of a number, a unit or a point even behind blanks. */
const TAIL = new RegExp(`(?:(?: {1,3}(?=[半½点.kw兆]|[^\\d\\s]? ?[十拾百佰千仟万亿]))?(?:${TAILS.join("|")}))+`, "iy");
/** 12345万分感谢, 12345千万别弄错, 12345半天: they begin like a unit. */
const NO_TAIL = new RegExp(`(?:万分|万一|千万)(?=[\\u4e00-\\u9fff])(?![${SIGNS}分圆])|半[天个小年月日夜路途]`, "y");
/** The zeros of 零12345 say nothing, and 星期三12345 has a day before it. */
const HEAD = new RegExp(`(?<!周|星期|礼拜)(?![零〇○])[${SIGNS}负±×÷](?:${BETWEEN}|[零〇○])*$`);

/**
 * What was `read` at `start`; whatever sign of a numeral, minus or spoken point touches it and is not read with
 * it makes it irregular, for nothing of that may be dropped without a question: 11345万, 百12345, 负12345.
 */
export function touched(text: string, start: number, read: Numeral): Numeral {
  const number = withTail(text, read);
  return HEAD.test(text.slice(Math.max(0, start - 8), start)) ? doubted(number) : number;
}

/** The same for what stands behind it. */
export function withTail(text: string, number: Numeral): Numeral {
  const end = number.value === undefined ? undefined : tailEnd(text, number.end);
  if (end === undefined) return number;
  // 四十五十 has been cut in the middle, and 四十 is no value to ask about.
  return beginsNumeral(text.charAt(number.end))
    ? { end, value: undefined, certainty: "unclear" }
    : doubted({ ...number, end });
}

const doubted = (number: Numeral): Numeral =>
  number.certainty === "exact" ? { ...number, certainty: "irregular" } : number;

function tailEnd(text: string, end: number): number | undefined {
  const tail = endOf(TAIL, text, end);
  const at = endOf(/ */y, text, end) ?? end;
  if (tail === undefined || endOf(NO_TAIL, text, at) !== undefined) return undefined;
  const word = WORDS.at(text, at)?.text ?? "";
  const isWord = word.length > 1 && !/^[千万]/.test(word);
  const isAnother = isWord || isDate(text, at) || countedEnd(text, numberAt(text, at).end) !== undefined;
  return isAnother ? undefined : tail;
}

/** 12345九月, 12345十分感谢; not behind a Han numeral, which would go on with it, and no hour, which has a point: 五点. */
function isDate(text: string, at: number): boolean {
  const found = /[\d分 ]/.test(text.charAt(at - 1)) ? strippedAt(text, at) : undefined;
  return found !== undefined && found.kind !== "link" && !/[点时]/.test(text.slice(at, found.end));
}
