import { addDays, type Day, firstDay, quarterOf, yearOf } from "../../domain/calendar.ts";
import type { Said } from "./clean.ts";
import { firstName, type Name } from "./names.ts";
import type { ReadContext } from "./reading.ts";

/** What stands behind a command's alias. */
export interface Words extends Said {
  /** A separator stood before them: `代报 张伟`, not `代报张伟`. */
  readonly parted: boolean;
}

const SEPARATORS = /^[\s,:、;。.\-—]{1,8}/;

/** The words from `start` on, without the separators around them. */
export function wordsFrom({ text, written }: Said, start: number): Words {
  const separators = SEPARATORS.exec(text.slice(start, start + 8))?.[0].length ?? 0;
  const from = start + separators;
  const argument = written.slice(from).trimEnd();
  return { text: text.slice(from, from + argument.length), written: argument, parted: separators > 0 };
}

const QUARTER = /^(?:(20\d\d) ?[年-]? ?度?)?(?:第? ?([1-4一二三四]) ?季度?|q([1-4]))/i;
const RELATIVE_QUARTER = /^(?:本|这个?|上个?|上一个?)季度/;

/** `2026Q4`, 2026年第四季度, 四季度, 本季度 … at the beginning of a text, as `2026Q4`. */
export function quarterAt(text: string, today: Day): { readonly quarter: string; readonly end: number } | undefined {
  const relative = RELATIVE_QUARTER.exec(text)?.[0];
  if (relative !== undefined) {
    const current = quarterOf(today);
    const quarter = relative.startsWith("上") ? quarterOf(addDays(firstDay(current), -1)) : current;
    return { quarter, end: relative.length };
  }
  const match = QUARTER.exec(text);
  if (match === null) return undefined;
  const [whole, year, written = "", digit = written] = match;
  const number = "一二三四".includes(digit) ? "一二三四".indexOf(digit) + 1 : Number(digit);
  // Without a year it is one that has begun: in January 四季度 was last year's.
  const began = Number(quarterOf(today).slice(5)) >= number ? yearOf(today) : yearOf(today) - 1;
  return { quarter: `${year ?? began}Q${number}`, end: whole.length };
}

const YEAR = /^(?:(20\d\d) ?年?|(本|今)?年)?(度?)(?:评选(?:结果)?|评优|年终)?(?=$|[\s,:、;。.!])/;

/** `2026`, 2026年度, 今年, 年度 … at the beginning of a text, as `2026Y`. */
export function yearAt(text: string, today: Day): { readonly quarter: string; readonly end: number } | undefined {
  const [whole = "", written, present, part] = YEAR.exec(text) ?? [];
  if (whole === "" || whole === part) return undefined;
  // Early in the year 年度 is the one that has just ended.
  const year = written ?? (present === undefined && today.slice(5) < "04" ? yearOf(today) - 1 : yearOf(today));
  return { quarter: `${year}Y`, end: whole.length };
}

const BRANCH = /^[^\s,]{1,16}支部的?(?=.)/;
const FIRST_WORD = /^[^\s\d,:、。;()]{1,20}/;
/** A user id of the workspace, with a letter in it. */
const ACCOUNT = /^(?=[\w.@-]{0,63}[a-z])[a-z\d][\w.@-]{1,63}(?=[\s,:、;。]|$)/i;
const TITLE = /^(?:同志|老师)/;
/** How far a name may stand behind a number that comes first. */
const NAME_WITHIN = 40;

/**
 * 张伟, 第二党支部张伟, 张伟同志: a roster name in the first word, or a little further when a number comes first;
 * a name that is not on the roster is the first word as written. So is an account.
 */
export function memberIn(argument: Words, { names }: ReadContext): { member: string | undefined; rest: Words } {
  const branch = BRANCH.exec(argument.text)?.[0].length ?? 0;
  const words = branch > 0 ? wordsFrom(argument, branch) : argument;
  const first = FIRST_WORD.exec(words.text)?.[0].length ?? 0;
  const account = words.parted ? ACCOUNT.exec(words.text)?.[0].length : undefined;
  if (account !== undefined) return { member: words.written.slice(0, account), rest: wordsFrom(words, account) };
  const known = firstName(words.written, first === 0 ? NAME_WITHIN : first, names);
  if (known !== undefined) return { member: spoken(words, known), rest: without(words, known) };
  // Without a separator, what is no roster name is believed only when it has a name's length.
  if (first === 0 || (!argument.parted && (first < 2 || first > 4))) return { member: undefined, rest: words };
  return { member: words.written.slice(0, first).replace(/(?:同志|老师)$/, ""), rest: wordsFrom(words, first) };
}

/** A part of a name is passed on as it was said, to be asked about. */
function spoken({ written }: Words, { name, isPart, start, end }: Name & { readonly start: number }): string {
  return isPart ? written.slice(start, end) : name;
}

function without(words: Words, { start, end }: { readonly start: number; readonly end: number }): Words {
  const behind = wordsFrom(words, end);
  const title = TITLE.exec(behind.text)?.[0].length ?? 0;
  const rest = title > 0 ? wordsFrom(behind, title) : behind;
  if (start === 0) return rest;
  const before = (form: string) => `${form.slice(0, start)} `;
  return { ...rest, text: before(words.text) + rest.text, written: before(words.written) + rest.written };
}
