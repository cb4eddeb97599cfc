import { plainForm } from "../../domain/han-forms.ts";
import { foldedName } from "../../domain/names.ts";
import { endOf } from "./lexicon.ts";

/** A roster name found in a text, whole or a part of one with a dot. */
export interface Name {
  /** As the roster spells it; of two that the words may mean, the words themselves. */
  readonly name: string;
  readonly isPart: boolean;
  readonly end: number;
}

/** The names of a roster, found whatever their spelling: 阿依古丽•买买提, 阿依古丽买买提, 阿依古麗·買買提. */
export class RosterNames {
  private readonly whole = new Map<string, string[]>();
  /** 买买提 of 阿依古丽·买买提. */
  private readonly parts = new Map<string, string[]>();
  private readonly firsts = new Set<string>();
  /** How long names are that begin with two characters. */
  private readonly longest = new Map<string, number>();

  constructor(names: Iterable<string>) {
    for (const name of names) {
      this.add(this.whole, foldedName(name), name);
      const parts = name.split(/[·•・]/);
      if (parts.length > 1) for (const part of parts) this.add(this.parts, foldedName(part), name);
    }
  }

  private add(names: Map<string, string[]>, folded: string, name: string): void {
    if (folded.length < 2) return;
    names.set(folded, [...(names.get(folded) ?? []), name]);
    this.firsts.add(firstOf(folded));
    const start = folded.slice(0, 2);
    this.longest.set(start, Math.max(this.longest.get(start) ?? 0, folded.length));
  }

  /** Whether a name begins with this character; most do not. */
  canBegin(char: string): boolean {
    return this.firsts.has(plainForm(char));
  }

  /** How many characters, folded, to look at; 0: no name begins so. */
  longestFrom(start: string): number {
    return this.longest.get(start) ?? 0;
  }

  /** Whose name it is in its folded form, as it was `written`. */
  find(folded: string, written: () => string): Omit<Name, "end"> | undefined {
    const whole = this.whole.get(folded);
    const [first, ...others] = whole ?? this.parts.get(folded) ?? [];
    if (first === undefined) return undefined;
    return { name: others.length === 0 ? first : written(), isPart: whole === undefined };
  }

  /** The member whom somebody calls so; undefined when it is no name. */
  called(written: string): string | undefined {
    return this.find(foldedName(written), () => written)?.name;
  }
}

const firstOf = (text: string, at = 0) => String.fromCodePoint(text.codePointAt(at) ?? 0);

/** A dot of whatever kind, or what is not seen at all. */
const DOT = /(?:[ \t\u3000]{0,3}[·•‧∙⋅・･ꞏ⸱⸳᛫ᐧㆍ●∘◦᠂﹒．.｡丶*\-—][ \t\u3000]{0,3}|\p{Default_Ignorable_Code_Point})+/uy;
/** Tables pad short names: `李 明`. */
const BLANKS = /[ \t\u3000]{1,3}/y;
const HAN = /[\u3400-\u4dbf\u4e00-\u9fff]/;
const LETTER = /[\p{L}\p{M}]/u;
/** A name in which blanks may stand wherever they like, since its length tells it from two words. */
const LONG = 5;

/** The longest roster name that begins at `at`. Looks up the text's own pieces, so the size of the roster does not matter. */
export function nameAt(written: string, at: number, names: RosterNames): Name | undefined {
  if (!names.canBegin(firstOf(written, at))) return undefined;
  let longest: Name | undefined;
  let folded = "";
  let most = 2;
  let wordsParted = false;
  for (let end = at; folded.length < most; ) {
    const han = HAN.test(written.charAt(end));
    const char = han ? written.charAt(end) : firstOf(written, end);
    if (!han && !LETTER.test(char)) break;
    end += char.length;
    const isFirst = folded === "";
    folded += han ? plainForm(char) : foldedName(char);
    if (folded.length < 2 && HAN.test(written.charAt(end))) continue;
    if (most === 2 && folded.length >= 2) most = names.longestFrom(folded.slice(0, 2));
    const found = wordsParted && folded.length < LONG ? undefined : names.find(folded, () => written.slice(at, end));
    if (found !== undefined) longest = { ...found, end };
    if (HAN.test(written.charAt(end))) continue;
    const dot = endOf(DOT, written, end);
    const blank = dot === undefined ? endOf(BLANKS, written, end) : undefined;
    // What is a name already ends at the blank: 张伟 明天.
    if (blank !== undefined && longest !== undefined && !longest.isPart) break;
    wordsParted ||= blank !== undefined && !isFirst;
    end = dot ?? blank ?? end;
  }
  return longest;
}

/** The first roster name that begins within the first `within` characters. */
export function firstName(
  written: string,
  within: number,
  names: RosterNames,
): (Name & { readonly start: number }) | undefined {
  for (let start = 0; start < within; start++) {
    const found = nameAt(written, start, names);
    if (found !== undefined) return { ...found, start };
  }
  return undefined;
}
