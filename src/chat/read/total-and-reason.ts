import { type Words, wordsFrom } from "./arguments.ts";
import type { Said } from "./clean.ts";
import type { ReadContext } from "./reading.ts";
import { exactTotal, LONGEST_REPORT } from "./report.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** `total` undefined: it was not written, or cannot be read exactly. */
export interface TotalAndReason {
  readonly total: number | undefined;
  readonly reason: string | undefined;
}

type Kind = Token["kind"];

const LABEL = /^(?:理由|原因|因为|因|说明)[是为]?[\s:：,，]*/;
/** Said to be polite, or about nothing. */
const NO_REASON =
  /^(?:谢谢[您你]?|辛苦了?|麻烦了?|请?更正|请?核对|请?处理|一下|收到|好的?|ok|[吧了啊哦\s。.!！,，])+$/i;
/** Right behind a number they are about it. */
const OF_THE_NUMBER = new Set<Kind>(["orSo", "question", "query", "about", "nearly", "many", "number", "plus"]);
/** With another number they put that one in its place, or beside it. */
const OF_ANOTHER = new Set<Kind>(["target", "arrow", "or", "wrong", "not", "name"]);
/** What may touch the number and is about something else. */
const APART = new Set<Kind>(["text", "picture", "them"]);
/** What may stand before it: 应为9870, not 填报9900. */
const BEFORE = new Set<Kind>(["total", "target", "equals", "comma", "stop", "open"]);
/** Before a blank and a word that counts, 9870 页面上看过, which is no count of pages. */
const COUNTED = /^\D{0,8}\d{4,6}(?= +[页次人本个位天台部张项条遍号]\p{Script=Han})/u;
const PUNCTUATION = new Set<Kind>(["comma", "stop", "dash", "open", "close"]);

/** 数 [理由]: the first number, where what stands behind it is about something else. */
export function totalAndReason(said: Words, context: ReadContext): TotalAndReason {
  const alone = () => ({ total: exactTotal(said, context), reason: undefined });
  if (said.text.length > LONGEST_REPORT) return alone();
  const counted = COUNTED.exec(said.text)?.[0].length;
  const tokens = tokensOf(counted === undefined ? said : cut(said, counted), context);
  const at = tokens.findIndex(({ kind }) => kind === "number");
  if (at < 0 || !tokens.slice(0, at).every(({ kind }) => BEFORE.has(kind))) return alone();
  const { end } = tokens[at]!;
  const behind = wordsFrom(said, end);
  const reason = reasonIn(behind.written);
  if (reason === undefined || !isApart(tokensOf(behind, context), behind)) return alone();
  return { total: exactTotal(cut(said, end), context), reason };
}

const cut = (said: Words, end: number): Said => ({
  ...said,
  text: said.text.slice(0, end),
  written: said.written.slice(0, end),
});

function isApart(others: readonly Token[], { parted }: Words): boolean {
  const next = others.find(({ kind }) => !PUNCTUATION.has(kind))?.kind;
  if (next === undefined || OF_THE_NUMBER.has(next)) return false;
  if (!parted && !APART.has(next)) return false;
  return !(others.some(({ kind }) => kind === "number") && others.some(({ kind }) => OF_ANOTHER.has(kind)));
}

function reasonIn(written: string): string | undefined {
  const words = written
    .replace(/^[(（](.*)[)）]$/s, "$1")
    .replace(LABEL, "")
    .trim();
  return /\p{L}{2}/u.test(words) && !NO_REASON.test(words) ? words : undefined;
}
