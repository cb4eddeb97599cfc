/** A roster name found in a text. */
export interface Name {
  readonly name: string;
  readonly end: number;
}

/** Names of one Han word; longer ones carry a dot: 阿卜杜拉·买买提. */
const LONGEST_WORD = 4;
const LONGEST_NAME = 24;

/**
 * The longest roster name that begins at `at` (domain.md §8.4). Looks up the text's own pieces, so the size of the
 * roster does not matter. Tables pad short names with blanks: `李 明`.
 */
export function nameAt(written: string, at: number, names: ReadonlySet<string>): Name | undefined {
  if (!isHan(written.charCodeAt(at))) return undefined;
  const dotted = dottedNameAt(written, at, names);
  if (dotted !== undefined) return dotted;
  for (let length = hanLength(written, at, LONGEST_WORD); length >= 2; length--) {
    const name = written.slice(at, at + length);
    if (names.has(name)) return { name, end: at + length };
  }
  return paddedNameAt(written, at, names);
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

function dottedNameAt(written: string, at: number, names: ReadonlySet<string>): Name | undefined {
  let end = at + hanLength(written, at, 8);
  let longest: Name | undefined;
  while (written.charAt(end) === "·" && end - at < LONGEST_NAME) {
    end += 1 + hanLength(written, end + 1, 8);
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
