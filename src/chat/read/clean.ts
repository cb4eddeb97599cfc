import type { ReadContext } from "./reading.ts";

/** What was said: a message, or a part of it, without the traces of the platform. */
export interface Said {
  /** For reading: half-width and simplified, each character at the same index as in `written`. */
  readonly text: string;
  /** For names and for what is passed on: as the sender wrote it. */
  readonly written: string;
  /** There was a picture, which the platform shows as a code. */
  readonly picture?: boolean;
}

const INVISIBLE = /[\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]|\u20E3|[\uFE00-\uFE0F]/g;
const EMOJI = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u{1F3FB}-\u{1F3FF}\u{E0020}-\u{E007F}]/gu;
const CODE = /\[[^[\]\s\d]{1,8}\]/g;
const PICTURE = /\[(?:图片|截图|照片|图片消息|image|photo)\]/i;
const CIRCLED_BEFORE_NAME = /^[ \t]*[①-⑳][ \t]{0,3}(?=\p{L})/gmu;
/** ① ⑴ before a line say nothing. */
const LINE_NUMBER = /^[ \t]*[①-⒛⓪-⓿❶-➓㈠-㈩㊀-㊉]/gmu;
/** ① ² ½ and their kind elsewhere: NFKC would glue them to the digits beside them, as ½ they are read with these. */
const ODD_NUMBER = /\p{No}/gu;
const BULLET = /^[-–—•·●▪*]{1,3}\s*/;
const MENTION = /^[@＠](?:([^\u2005\s]{1,32})\u2005|([^\s\d,，:：@]{1,32}))/;
/** Digits and letters of fancy alphabets, 𝟏𝟐𝟑. */
const ASTRAL = /[\u{10000}-\u{10FFFF}]/gu;
const MOST_MENTIONS = 20;
const PLAIN = /^[\n\x20-\x3f\u4e00-\u9fff，。：！？、]*$/;

export function clean(raw: string, context: ReadContext): Said {
  let written = raw.trim();
  const plain = PLAIN.test(written);
  if (plain) {
    if (written.includes("\n")) written = withoutQuote(written, context);
  } else {
    // A tab parts numbers and never groups them: 35🎉12345 stays two numbers.
    written = written.replace(INVISIBLE, "").replace(EMOJI, "\t").replace(CODE, "\t");
    written = withoutMentions(withoutQuote(written, context), context)
      .replace(CIRCLED_BEFORE_NAME, "1、")
      .replace(LINE_NUMBER, "\t")
      .replace(ODD_NUMBER, "½")
      .replace(ASTRAL, (char) => char.normalize("NFKC"));
  }
  written = written.trim().replace(BULLET, "");
  return { text: folded(written), written, picture: !plain && PICTURE.test(raw) };
}

const RULE = /^[ \t\r]*(?:[-—–－─_][ \t\r]*){5,}$/;

/**
 * WeChat and WeCom put the quoted message above a rule of dashes; only what stands below was said now. A rule under
 * the sender's own words parts them from a mere signature.
 */
function withoutQuote(text: string, context: ReadContext): string {
  const lines = text.split("\n");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  const rule = lines.findLastIndex((line, index) => index < last && RULE.test(line));
  if (rule === -1) return withoutBrackets(text.trimStart(), context);
  const below = lines.slice(rule + 1).join("\n");
  return /^\s*[「『“"]/.test(text) || /\d/.test(below) ? below : text;
}

/** 「党务小助手：…」12345: a quote without a rule, known by its speaker. */
function withoutBrackets(text: string, { bot, names }: ReadContext): string {
  if (!text.startsWith("「")) return text;
  const speaker = /^「([^:：]{1,32})[:：]/.exec(text)?.[1];
  if (speaker === undefined || !(speaker === bot || names.called(speaker) !== undefined)) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "「") depth += 1;
    if (text[at] === "」") depth -= 1;
    if (depth === 0) return text.slice(at + 1).trim() || text;
  }
  return text;
}

/** Whom a message is addressed to says nothing; a mentioned member may be the one the number belongs to and stays. */
function withoutMentions(text: string, { bot, names }: ReadContext): string {
  let rest = (bot === "" ? text : text.replaceAll(`@${bot}`, "\t")).trimStart();
  for (let mentions = 0; mentions < MOST_MENTIONS; mentions++) {
    const mention = MENTION.exec(rest);
    if (mention === null || names.called(mention[1] ?? mention[2] ?? "") !== undefined) return rest;
    rest = rest.slice(mention[0].length).trimStart();
  }
  return rest;
}

const TRADITIONAL =
  "總積萬兩億幾貳陸學習強國長這現個來還點時鐘號週過變沒漲從為爲應該對錯請幫導數據刪訴異議認確報彙匯單談話進規則銷剛麼嗎約別計獲達當發寫實說給員黨選讀視聽題訂觀專項戰賽雙廣開後間準們問錄誰統屬預覽隱審辦無動樣煩頭餘謝記憶測標務評與極圖條裡門頁於續";
const SIMPLIFIED =
  "总积万两亿几贰陆学习强国长这现个来还点时钟号周过变没涨从为为应该对错请帮导数据删诉异议认确报汇汇单谈话进规则销刚么吗约别计获达当发写实说给员党选读视听题订观专项战赛双广开后间准们问录谁统属预览隐审办无动样烦头余谢记忆测标务评与极图条里门页于续";
const SIMPLE = new Map(Array.from(TRADITIONAL, (char, index) => [char, SIMPLIFIED.charAt(index)]));
for (let code = 0xff01; code <= 0xff5e; code++)
  SIMPLE.set(String.fromCharCode(code), String.fromCharCode(code - 0xfee0));
/** Whatever may have another form: full-width signs, blanks of all widths, the Han characters above. */
const OTHER_FORM = new RegExp(`[^\\x00-\\x7F\\u3001-\\u301F\\u4E00-\\u9FFF]|[${TRADITIONAL}]`, "g");

/** NFKC and simplified characters, one for one, so that an index means the same place in both forms. */
function folded(written: string): string {
  return written.replace(OTHER_FORM, (char) => {
    const normal = SIMPLE.get(char) ?? char.normalize("NFKC");
    return normal.length === 1 ? normal : char;
  });
}
