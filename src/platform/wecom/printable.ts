/**
 * The text without control characters and broken surrogates (what is pasted from a word processor may hold vertical
 * tabs): XML cannot hold them, and JSON only as `\uXXXX`, which WeCom refuses (40033).
 */
export function printable(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, " ");
}
