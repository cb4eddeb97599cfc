import { endOf } from "./lexicon.ts";

const { raw } = String;
const HAN = "[零〇一二两三四五六七八九十廿卅]{1,3}";
const NO_DIGIT = raw`(?![零〇一二三四五六七八九十百千万\d])`;
const MONTH = "(?:0?[1-9]|1[0-2])";
const DAY = raw`(?:0?[1-9]|[12]\d|3[01])`;
const HOUR = raw`(?:点(?![点数击赞评]|[零〇一二三四五六七八九\d]{1,8}万)|时(?![间候长刻常]))`;

/** Numbers that are no scores, by what they are. A date is told from the rest: a message may be nothing but one. */
const NO_SCORES = {
  date: [
    raw`20\d\d ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2}(?!\d) ?[日号]?`, // 2026年11月18日, 2026-11-18
    raw`20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)`, // 20261118
    raw`(?:19|20)\d\d ?(?:年(?:度|底|初|末| ?${MONTH}月份?)?|[qQ][1-4])`, // 2026年, 2026年11月, 2026Q4
    raw`20\d\d[./-]${MONTH}(?![\d.])`, // 2026.11
    raw`${MONTH} ?月(?:份| ?${DAY}(?: ?[日号]|(?!\d)))?`, // 11月18日, 11月
    raw`${MONTH}[./-]${DAY}(?![\d.%]| ?[万wWkK千])`, // 11.18, but not 1.2万
    raw`\d{1,2} ?[日号]`,
    raw`(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d)`, // 8:30
    raw`(?:[01]?\d|2[0-4]) ?${HOUR}(?: ?[0-5]?\d(?!\d) ?分?(?!钟)|半|[一三]刻|[钟整多])?`, // 8点30分, 22点
    raw`${HAN}${HOUR}(?:${HAN}${NO_DIGIT}分?|半|[一三]刻|[钟整多])?`, // 两点半
    raw`${HAN}(?:月(?:份|${HAN}[日号]?${NO_DIGIT})?|[日号])`, // 十一月十八日
  ],
  quarter: ["[1-4] ?季度", "第 ?[1-4一二三四] ?季度?"],
  text: [
    raw`\d{12,}|1[3-9]\d{9}(?!\d)|1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)|0\d{2,3}-\d{7,8}(?!\d)|\d{3}\*{2,8}\d{0,6}`, // ids, telephones
    raw`(?:\d{1,2}|\d{4})(?:\.\d{1,9}){2,}`, // versions
    raw`第 ?(?:\d{1,9}|[零〇一二三四五六七八九十百千万]{1,7})`,
    raw`十分(?=[\u4e00-\u9fff])(?![钟之左上多吧了])|百分之[零一二三四五六七八九十百\d.]{1,6}|百分百`,
  ],
  link: [raw`[零〇○]+(?=\d)`], // the zeros of 零12345
};
type Kind = keyof typeof NO_SCORES;
const KINDS = Object.keys(NO_SCORES) as Kind[];
const groups = KINDS.map((kind) => `(${NO_SCORES[kind].join("|")})`);
/** Most totals have five digits and are passed over quickly. */
const NO_SCORE = new RegExp(raw`(?!\d{5,7}(?!\d))(?:${groups.join("|")})`, "y");

/** The date, time, rank, telephone or id number at `at`, where a digit, a Han numeral or 第 stands. */
export function strippedAt(text: string, at: number): { readonly kind: Kind; readonly end: number } | undefined {
  NO_SCORE.lastIndex = at;
  const found = NO_SCORE.exec(text);
  if (found === null) return undefined;
  const kind = KINDS.find((_, index) => found[index + 1] !== undefined);
  return kind && { kind, end: NO_SCORE.lastIndex };
}

/** What a number counts that is no score; `天` but not `天天`, `个` but not `个人`. */
const COUNTED = new RegExp(
  " ?(?:[%‰℃]|[多余来]?(?:分钟|分之|小时|秒(?!杀)|天(?![天气])|篇|个(?![人积分学])|道(?![歉谢])|题|次(?!日)|名(?![次列单])|人(?!民)|" +
    "位(?![列置])|遍|页|本书|步|岁|元(?![旦宵])|块|毛|周(?![一二三四五六日末])|条|项(?!目)|届|级(?!别)|强(?!国)|倍|斤|公里|米|号|楼|栋|层|(?:会议|教)?室|党?支部|大(?:报告|精神|代表|以来)))" +
    "|年(?![底度初末])",
  "y",
);

/** The end of what a number counts when it is no score: 35|分钟, 12|篇, 100|%. */
export function countedEnd(text: string, at: number): number | undefined {
  return endOf(COUNTED, text, at);
}
