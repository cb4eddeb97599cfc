import { plainForm } from "./han-forms.ts";
import { accountKey } from "./roster.ts";

const INTERPUNCTS = /[·•‧∙⋅・･ꞏ⸱⸳᛫ᐧㆍ●⚫∘◦᠂﹒．。｡丶𐄁]/gu;
const HAN = "\\p{Script=Han}";
/** A full stop is a name's dot only between Han characters and dots, for J. Smith has one. */
const FULL_STOPS = new RegExp(`(?<=${HAN}|·) ?\\.[. ]*(?=${HAN}|·)`, "gu");
const DOTS = / ?·[· ]*/gu;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const BLANK_AT_HAN = new RegExp(`(?<=${HAN}|·) | (?=${HAN}|·)`, "gu");

/**
 * How a name is stored and printed: one U+00B7 for every kind of dot (民委发〔2016〕33号), no blank beside a Han
 * character, one between Latin words. Characters keep their form.
 */
export function spelledName(name: string): string {
  return name
    .replaceAll(UNSEEN, "")
    .replaceAll(INTERPUNCTS, "·")
    .normalize("NFKC")
    .replaceAll(INTERPUNCTS, "·")
    .replaceAll(/\s+/g, " ")
    .replaceAll(FULL_STOPS, "·")
    .replaceAll(DOTS, "·")
    .replaceAll(BLANK_AT_HAN, "")
    .replaceAll(/^[· ]+|[· ]+$/g, "");
}

const OPEN = "([{<〈《「『【〔";
const CLOSE = ")\\]}>〉》」』】〕";
const REMARK = new RegExp(`[${OPEN}][^${CLOSE}]*(?:[${CLOSE}]|$)`, "gu");
/** ᆞ is what NFKC makes of ㆍ; 丶, ᐧ and ꞏ count as letters. */
const HAN_CHARACTER = new RegExp(HAN, "gu");
const NO_PART = /[^\p{L}\p{M}\p{N}]|[丶ᐧꞏᆞ]|\p{Default_Ignorable_Code_Point}/gu;

/**
 * What two spellings of one name have in common, to compare them: without dots, blanks, signs and a bracketed remark,
 * in small letters, each Han character in its plain form. 阿依古丽•买买提, 阿依古丽买买提 and 阿依古麗 買買提 are equal,
 * so are 张三 and 张三（女）. Empty when there is no letter.
 */
export function foldedName(name: string): string {
  const plain = name.normalize("NFKC").toLowerCase();
  const bare = plain.replaceAll(REMARK, "").replaceAll(NO_PART, "");
  return (bare === "" ? plain.replaceAll(NO_PART, "") : bare).replaceAll(HAN_CHARACTER, plainForm).normalize("NFKC");
}

/** Whether two spellings differ in their dots and blanks only: then the name was not changed. */
export function isSameName(one: string, other: string): boolean {
  return withoutDots(one) === withoutDots(other);
}

function withoutDots(name: string): string {
  return spelledName(name).replaceAll(/[·\s]/g, "");
}

interface Person {
  readonly name: string;
  readonly account: string;
}

/**
 * Who of a list is meant by a name or an account: who is written so, else whose folded name is equal, else whose account
 * it is, else (`unsure`) whose name has it as a part: 买买提 of 阿依古丽·买买提.
 */
export function meantBy<P extends Person>(
  words: string,
  people: readonly P[],
): { readonly found: P[]; readonly unsure: boolean } {
  const folded = foldedName(words);
  const ways: readonly ((person: P) => boolean)[] = [
    ({ name }) => name === words,
    ({ name }) => folded !== "" && foldedName(name) === folded,
    ({ account }) => accountKey(account) === accountKey(words),
  ];
  for (const way of ways) {
    const found = people.filter(way);
    if (found.length > 0) return { found, unsure: false };
  }
  const isPart = ({ name }: P) =>
    folded.length > 1 &&
    spelledName(name)
      .split("·")
      .some((part) => foldedName(part) === folded);
  return { found: people.filter(isPart), unsure: true };
}
