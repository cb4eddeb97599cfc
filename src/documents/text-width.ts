/** The width of a text in ems: a Chinese character or mark takes one, a Latin letter or a digit `latin` of one. */
export function emsOf(text: string, latin = 0.5): number {
  return Array.from(text).reduce((width, character) => width + (character < "\u2000" ? latin : 1), 0);
}
