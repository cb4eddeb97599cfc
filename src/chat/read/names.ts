import { endOf } from "./lexicon.ts";

/** A roster name found in a text. */
export interface Name {
  readonly name: string;
  readonly end: number;
}

const HAN = "[\\u3400-\\u4dbf\\u4e00-\\u9fff]";
const RUN = new RegExp(`${HAN}{1,8}`, "y");
const LONGEST_UNDOTTED = 4;
/** 阿卜杜拉·买买提. */
const DOTTED = new RegExp(`${HAN}{1,8}(?:·${HAN}{1,8}){1,3}`, "y");
/** `李 明`: tables pad short names with blanks. */
const PADDED = new RegExp(`${HAN}[ \\u3000]{1,3}${HAN}`, "y");

/** The longest roster name that begins at `at`. Looks up the text's own pieces, so the size of the roster does not matter. */
export function nameAt(written: string, at: number, names: ReadonlySet<string>): Name | undefined {
  const run = endOf(RUN, written, at);
  if (run === undefined) return undefined;
  const dotted = written.charAt(run) === "·" ? endOf(DOTTED, written, at) : undefined;
  for (let end = dotted ?? Math.min(run, at + LONGEST_UNDOTTED); end >= at + 2; end--) {
    const name = written.slice(at, end);
    if (names.has(name)) return { name, end };
  }
  const end = run === at + 1 ? endOf(PADDED, written, at) : undefined;
  if (end === undefined) return undefined;
  const name = written.charAt(at) + written.charAt(end - 1);
  return names.has(name) ? { name, end } : undefined;
}

/** The first roster name that begins within the first `within` characters. */
export function firstName(
  written: string,
  within: number,
  names: ReadonlySet<string>,
): (Name & { readonly start: number }) | undefined {
  for (let start = 0; start < within; start++) {
    const found = nameAt(written, start, names);
    if (found !== undefined) return { ...found, start };
  }
  return undefined;
}
