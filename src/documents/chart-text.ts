import { emsOf } from "./text-width.ts";

/** The branch's own part of its name: the school's name, which all branches share, says nothing in a chart. */
export function ownName(branch: string, school: string): string {
  return branch.replace(new RegExp(`^(中共)?(${RegExp.escape(school)})?`), "").replace(/支部委员会$/, "支部") || branch;
}

/**
 * A name in at most two lines of `width` ems. One that is longer still loses its middle, because its number stands
 * at the end.
 */
export function twoLines(name: string, width: number): string[] {
  const characters = Array.from(name);
  const head = fitting(characters, width);
  const rest = characters.slice(head.length);
  if (widthOf(rest.join("")) <= width) return rest.length === 0 ? [name] : [head.join(""), rest.join("")];
  const tail = fitting(rest.toReversed(), width - 1).reverse();
  return [head.join(""), `…${tail.join("")}`];
}

/** The text broken into lines of at most `width` ems. */
export function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let rest = Array.from(text); rest.length > 0; ) {
    const line = fitting(rest, width);
    while (line.length > 1 && line.length < rest.length && holdsTogether(line.at(-1)!, rest[line.length]!)) line.pop();
    lines.push(line.join(""));
    rest = rest.slice(line.length);
  }
  return lines;
}

/** No line begins with a closing mark or ends with an opening one, and no figure is broken. */
function holdsTogether(before: string, after: string): boolean {
  return /[，。、；：）》”]/.test(after) || /[（《“]/.test(before) || (/[\d.]/.test(before) && /[\d.%]/.test(after));
}

function fitting(characters: readonly string[], width: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += widthOf(character);
    return used > width;
  });
  return characters.slice(0, end === -1 ? undefined : Math.max(1, end));
}

/** In ems of Noto Sans SC. */
export function widthOf(text: string): number {
  return emsOf(text, 0.56);
}
