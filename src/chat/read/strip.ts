import { digitsEnd } from "./numbers.ts";

/** Numbers that are no scores (domain.md §8.5). A date is told from the rest: a message may be nothing but one. */
export interface Stripped {
  readonly kind: "date" | "noise" | "quarter";
  readonly end: number;
}

const HAN = "[零〇一二两三四五六七八九十]{1,3}";
const NO_DIGIT = "(?![零〇一二三四五六七八九十百千万\\d])";
const MONTH = "(?:0?[1-9]|1[0-2])";
const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const HOUR = "(?:点(?![点数击赞评]|[零〇一二三四五六七八九\\d]{1,8}万)|时(?![间候长刻常]))";

const FULL_DATE = /20\d\d ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2}(?!\d) ?[日号]?/y;
const COMPACT_DATE = new RegExp(`20\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?!\\d)`, "y");
const YEAR = new RegExp(`(?:19|20)\\d\\d ?(?:年(?:度|底|初|末| ?${MONTH}月份?)?|[qQ][1-4])`, "y");
const YEAR_MONTH = new RegExp(`20\\d\\d[./-]${MONTH}(?![\\d.])`, "y");
const MONTH_DAY = new RegExp(`${MONTH} ?月(?:份| ?${DAY}(?: ?[日号]|(?!\\d)))?`, "y");
const SHORT_DATE = new RegExp(`${MONTH}[./-]${DAY}(?![\\d.%]| ?[万wWkK千])`, "y");
const DAY_ALONE = /\d{1,2} ?[日号]/y;
const QUARTER = /[1-4] ?季度/y;
const CLOCK = /(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d)/y;
const TIME = new RegExp(`(?:[01]?\\d|2[0-4]) ?${HOUR}(?: ?[0-5]?\\d(?!\\d) ?分?(?!钟)|半|[一三]刻|[钟整多])?`, "y");
const HAN_MOMENT = new RegExp(`${HAN}[点时月日号]`, "y");
const HAN_DATE = new RegExp(`${HAN}(?:月(?:份|${HAN}[日号]?${NO_DIGIT})?|[日号])`, "y");
const HAN_TIME = new RegExp(`${HAN}${HOUR}(?:${HAN}${NO_DIGIT}分?|半|[一三]刻|[钟整多])?`, "y");
const ORDINAL = /第 ?(?:\d{1,9}|[零〇一二三四五六七八九十百千万]{1,7})/y;
const ORDINAL_QUARTER = /第 ?[1-4一二三四] ?季度?/y;
const VERSION = /\d{1,9}(?:\.\d{1,9}){2,}/y;
const SPACED_MOBILE = /1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)/y;
const LANDLINE = /0\d{2,3}-\d{7,8}(?!\d)/y;
const MASKED = /\d{3}\*{2,8}\d{0,6}/y;
const IDIOM = /十分(?=[\u4e00-\u9fff])(?![钟之左上多吧了])|百分之[零一二三四五六七八九十百\d.]{1,6}|百分百/y;
/** What a number counts that is no score; `天` but not `天天`, `个` but not `个人`. */
const COUNTED = new RegExp(
  " ?(?:[%‰℃]|[多余来]?(?:分钟|分之|小时|秒(?!杀)|天(?![天气])|篇|个(?![人积分学])|道(?![歉谢])|题|次(?!日)|名(?![次列单])|人(?!民)|" +
    "位(?![列置])|遍|页|本书|步|岁|元(?![旦宵])|块|毛|周(?![一二三四五六日末])|条|项(?!目)|届|级(?!别)|强(?!国)|倍|斤|公里|米|号|楼|栋|层|(?:会议|教)?室|党?支部|大(?:报告|精神|代表|以来)))" +
    "|年(?![底度初末])",
  "y",
);

/** A date, time, telephone or id number that begins with the digit at `start`. */
export function strippedAt(text: string, start: number): Stripped | undefined {
  const end = digitsEnd(text, start);
  const length = end - start;
  if (length >= 12) return { kind: "noise", end };
  if (length === 11) return /^1[3-9]/.test(text.slice(start, start + 2)) ? { kind: "noise", end } : undefined;
  if (length === 8) return found("date", COMPACT_DATE, text, start);
  const next = text.charAt(text.charAt(end) === " " ? end + 1 : end);
  if (length === 3 || length === 4) {
    const telephone = found("noise", LANDLINE, text, start) ?? found("noise", SPACED_MOBILE, text, start);
    if (telephone !== undefined) return telephone;
  }
  if (length === 4) {
    if (!"年./-qQ".includes(next)) return undefined;
    return (
      found("date", FULL_DATE, text, start) ?? found("date", YEAR, text, start) ?? numericAt(text, start, YEAR_MONTH)
    );
  }
  if (length === 3) return found("noise", MASKED, text, start);
  if (length > 2) return undefined;
  switch (next) {
    case ".":
      return numericAt(text, start, SHORT_DATE);
    case "/":
    case "-":
      return found("date", SHORT_DATE, text, start);
    case ":":
      return found("date", CLOCK, text, start);
    case "月":
      return found("date", MONTH_DAY, text, start);
    case "日":
    case "号":
      return found("date", DAY_ALONE, text, start);
    case "季":
      return found("quarter", QUARTER, text, start);
    case "点":
    case "时":
      return found("date", TIME, text, start);
    default:
      return undefined;
  }
}

/** The same for 第 and Han numerals: 第三季度, 第6, 十一月十八日, 两点半, 百分之百. */
export function strippedHanAt(text: string, start: number): Stripped | undefined {
  if (text.charAt(start) === "第") {
    return found("quarter", ORDINAL_QUARTER, text, start) ?? found("noise", ORDINAL, text, start);
  }
  if (found("date", HAN_MOMENT, text, start) === undefined) return found("noise", IDIOM, text, start);
  return found("date", HAN_TIME, text, start) ?? found("date", HAN_DATE, text, start);
}

/** The end of what a number counts when it is no score: 35|分钟, 12|篇, 100|%. */
export function countedEnd(text: string, at: number): number | undefined {
  return found("noise", COUNTED, text, at)?.end;
}

function numericAt(text: string, start: number, date: RegExp): Stripped | undefined {
  return found("noise", VERSION, text, start) ?? found("date", date, text, start);
}

function found(kind: Stripped["kind"], pattern: RegExp, text: string, at: number): Stripped | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? { kind, end: pattern.lastIndex } : undefined;
}
