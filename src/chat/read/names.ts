/** A roster name found in a text. */
export interface Name {
  readonly name: string;
  readonly end: number;
}

/** Names of one Han word; longer ones carry a dot: 阿卜杜拉·买买提. */
const LONGEST_WORD = 4;
/** The longest part of a name with dots. */
const LONGEST_PART = 8;
const LONGEST_NAME = 24;

/**
 * The longest roster name that begins at `at` (domain.md §8.4). Looks up the text's own pieces, so the size of the
 * roster does not matter. Tables pad short names with blanks: `李 明`.
 */
export function nameAt(written: string, at: number, names: ReadonlySet<string>): Name | undefined {
  const run = hanLength(written, at, LONGEST_PART);
  if (run === 0) return undefined;
  if (run === 1) return paddedNameAt(written, at, names);
  const dotted = written.charAt(at + run) === "·" ? dottedNameAt(written, at, at + run, names) : undefined;
  if (dotted !== undefined) return dotted;
  for (let length = Math.min(run, LONGEST_WORD); length >= 2; length--) {
    const name = written.slice(at, at + length);
    if (names.has(name)) return { name, end: at + length };
  }
  return undefined;
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

export function isHan(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf);
}

function dottedNameAt(written: string, at: number, dot: number, names: ReadonlySet<string>): Name | undefined {
  let end = dot;
  let longest: Name | undefined;
  while (written.charAt(end) === "·" && end - at < LONGEST_NAME) {
    end += 1 + hanLength(written, end + 1, LONGEST_PART);
    const name = written.slice(at, end);
    if (names.has(name)) longest = { name, end };
  }
  return longest;
}

function paddedNameAt(written: string, at: number, names: ReadonlySet<string>): Name | undefined {
  let next = at + 1;
  while (" \u3000".includes(written.charAt(next)) && next - at <= 3) next += 1;
  if (next === at + 1 || !isHan(written.charCodeAt(next))) return undefined;
  const name = written.charAt(at) + written.charAt(next);
  return names.has(name) ? { name, end: next + 1 } : undefined;
}

function hanLength(written: string, at: number, most: number): number {
  let length = 0;
  while (length < most && isHan(written.charCodeAt(at + length))) length += 1;
  return length;
}
