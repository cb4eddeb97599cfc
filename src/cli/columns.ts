import { type Fault, fileFault, type Report } from "./fault.ts";
import type { Table } from "./table.ts";

/** A column of a file: its headings, the usual one first, in lower case. */
export interface Column {
  readonly headings: readonly [string, ...string[]];
  readonly required: boolean;
}

/** A row below the headings, by column: cleaned text, "" when empty; undefined when the file has no such column. */
export interface Line<Key extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Key, string | undefined>>;
  readonly report: (key: Key) => Report;
}

/**
 * Reads the first row as headings, in any order, and passes the others to `readLine`, but for those with nothing in
 * any of `columns`. `faults` holds what is wrong with the headings, or else all that `readLine` reports.
 */
export function readColumns<Key extends string, Row>(
  table: Table,
  columns: Readonly<Record<Key, Column>>,
  readLine: (line: Line<Key>) => Row | undefined,
): { rows: Row[]; faults: Fault[] } {
  const [top, ...below] = table.rows;
  if (top === undefined) return { rows: [], faults: [fileFault("文件是空的", "第一行应是标题，以下每人一行")] };
  const keys = Object.keys(columns) as Key[];
  const places = new Map(keys.map((key) => [key, placesOf(columns[key], top.cells)]));
  const faults = keys.flatMap((key) => headingFaults(columns[key], top, places.get(key) ?? []));
  if (faults.length > 0) return { rows: [], faults };

  const rows: Row[] = [];
  for (const { line, cells } of below) {
    const cell = (key: Key) => {
      const place = places.get(key)?.[0];
      return place === undefined ? undefined : cleaned(cells[place] ?? "");
    };
    const texts = Object.fromEntries(keys.map((key) => [key, cell(key)])) as Record<Key, string | undefined>;
    if (keys.every((key) => !texts[key])) continue;
    const report = (key: Key) => (problem: string, remedy: string) => {
      const column = top.cells[places.get(key)?.[0] ?? -1]?.trim() ?? columns[key].headings[0];
      faults.push({ line, column, problem, remedy });
      return undefined;
    };
    const row = readLine({ line, cells: texts, report });
    if (row !== undefined) rows.push(row);
  }
  if (rows.length === 0 && faults.length === 0) faults.push(fileFault("标题下面没有内容", "请从第二行起每人一行"));
  return { rows, faults };
}

/** Full-width and half-width forms made one, what cannot be seen taken away, and blanks at the ends. */
function cleaned(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .trim();
}

function placesOf({ headings }: Column, cells: readonly string[]): number[] {
  return cells.flatMap((cell, place) => {
    const heading = cleaned(cell)
      .toLowerCase()
      .replaceAll(/[\s*:]/g, "");
    return headings.includes(heading) ? [place] : [];
  });
}

function headingFaults(
  { headings: [heading, ...others], required }: Column,
  { line, cells }: Table["rows"][number],
  places: readonly number[],
): Fault[] {
  if (places.length > 1) {
    const names = places.map((place) => `“${cells[place]?.trim()}”`).join("、");
    return [{ line, column: heading, problem: `这一列有 ${places.length} 个：${names}`, remedy: "请只留一个" }];
  }
  if (places.length === 1 || !required) return [];
  const also = others.length === 0 ? "" : `（也可写作${others.join("、")}）`;
  return [{ line, column: heading, problem: "没有这一列", remedy: `请在第一行标题中加上“${heading}”${also}` }];
}
