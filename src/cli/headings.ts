import { type Fault, fileFault } from "./fault.ts";
import type { Table, TableRow } from "./table.ts";

/** A column of a file: its headings, the usual one first, in lower case. */
export interface Column {
  readonly headings: readonly [string, ...string[]];
  readonly required: boolean;
  /** Only digits are wanted: what stands behind a number that the cell shows in other words. */
  readonly digits?: boolean;
  /** A cell merged downwards counts for all its lines. */
  readonly mergesDown?: boolean;
}

export type Columns<Key extends string> = Readonly<Record<Key, Column>>;

/** Where the headings of a table stand. */
export interface Head<Key extends string> {
  /** The line of the headings; of two, the lower. */
  readonly line: number;
  /** The text above each column, as the file writes it. */
  readonly texts: readonly string[];
  readonly places: ReadonlyMap<Key, readonly number[]>;
  /** The rows below it. */
  readonly below: readonly TableRow[];
}

/** So far down people put titles and notes above the headings. */
const SEARCHED = 30;

/**
 * The first row, or two rows taken together, with all that `columns` require; without one the row that has the most
 * of them. Undefined for a table without rows.
 */
export function headOf<Key extends string>({ rows }: Table, columns: Columns<Key>): Head<Key> | undefined {
  let best: Head<Key> | undefined;
  for (let at = 0; at < Math.min(SEARCHED, rows.length); at++) {
    for (const head of headsAt(rows, at, columns)) {
      if (isComplete(head, columns)) return head;
      if (best === undefined || head.places.size > best.places.size) best = head;
    }
  }
  return best;
}

export function isComplete<Key extends string>({ places }: Head<Key>, columns: Columns<Key>): boolean {
  return keysOf(columns).every((key) => !columns[key].required || places.has(key));
}

export function keysOf<Key extends string>(columns: Columns<Key>): Key[] {
  return Object.keys(columns) as Key[];
}

/** A row as headings: with the row below it when that goes on with them, which their text tells. */
function headsAt<Key extends string>(rows: readonly TableRow[], at: number, columns: Columns<Key>): Head<Key>[] {
  const [upper, lower] = [rows[at]!, rows[at + 1]];
  const alone = headIn(upper.cells, upper.line, rows.slice(at + 1), columns);
  if (lower === undefined) return [alone];
  const { cells, line } = lower;
  const width = Math.max(upper.cells.length, cells.length);
  const texts = Array.from({ length: width }, (_, place) => {
    const [above = "", below = ""] = [upper.cells[place], cells[place]];
    return below.trim() === "" || (isHeading(above, columns) && !isHeading(below, columns)) ? above : below;
  });
  const together = headIn(texts, line, rows.slice(at + 2), columns);
  const filled = cells.filter((cell) => cell.trim() !== "");
  const goesOn = filled.some((cell) => isHeading(cell, columns)) && alone.places.size > 0;
  // Below complete headings the first person may stand: then hardly any of the cells is a heading.
  const isPerson = isComplete(alone, columns) && hasRequired(cells, alone, columns);
  return goesOn && !isPerson ? [together, alone] : [alone];
}

function hasRequired<Key extends string>(cells: readonly string[], head: Head<Key>, columns: Columns<Key>): boolean {
  return keysOf(columns).some(
    (key) => columns[key].required && (head.places.get(key) ?? []).some((place) => (cells[place] ?? "").trim() !== ""),
  );
}

function headIn<Key extends string>(
  texts: readonly string[],
  line: number,
  below: readonly TableRow[],
  columns: Columns<Key>,
): Head<Key> {
  const places = new Map<Key, number[]>();
  for (const [place, text] of texts.entries()) {
    const key = keyOf(text, columns);
    if (key !== undefined) places.set(key, [...(places.get(key) ?? []), place]);
  }
  return { line, texts, places, below };
}

function isHeading<Key extends string>(text: string, columns: Columns<Key>): boolean {
  return keyOf(text, columns) !== undefined;
}

/** What a bracket may say without making another column of it. */
const OTHER_COLUMN = /原|旧|前|上|去年|今|当日|行政|单位/;

function keyOf<Key extends string>(text: string, columns: Columns<Key>): Key | undefined {
  if (text.length > 60) return undefined;
  const whole = cleaned(text)
    .toLowerCase()
    .replaceAll(/[\s*:“”"'《》]/g, "");
  const [, bare = whole, remark = ""] = /^(.+?)[([【]([^)\]】]*)[)\]】]$/.exec(whole) ?? [];
  const plain = OTHER_COLUMN.test(remark) ? whole : bare.replace(/[/,-]分$/, "");
  const names = [whole, plain, plain.replace(/^学习强国(?:平台)?/, "")];
  return keysOf(columns).find((key) => names.some((name) => columns[key].headings.includes(name)));
}

/**
 * Full-width and half-width forms made one, what cannot be seen taken away, and blanks at the ends. One dot of names
 * would come out as a Korean letter. `="00123"` and `'00123` are how a text file keeps Excel from making a number of it.
 */
export function cleaned(text: string): string {
  return text
    .replaceAll("ㆍ", "·")
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .trim()
    .replace(/^="([^"]*)"$/, "$1")
    .replace(/^'(?=[^'])/, "");
}

/** What is missing or there twice. */
export function headingFaults<Key extends string>({ line, texts, places }: Head<Key>, columns: Columns<Key>): Fault[] {
  return keysOf(columns).flatMap((key): Fault[] => {
    const { headings, required } = columns[key];
    const [heading, ...others] = headings;
    const found = places.get(key) ?? [];
    if (found.length > 1) {
      const names = found.map((place) => `“${texts[place]?.trim()}”`).join("、");
      return [{ line, column: heading, problem: `这一列有 ${found.length} 个：${names}`, remedy: "请只留一个" }];
    }
    if (found.length === 1 || !required) return [];
    const also = others.length === 0 ? "" : `（也可写作${others.join("、")}）`;
    const where = line === 1 ? "第一行标题" : `标题（在第 ${line} 行）`;
    return [{ line, column: heading, problem: "没有这一列", remedy: `请在${where}中加上“${heading}”${also}` }];
  });
}

export function emptyFile(): Fault {
  return fileFault("文件是空的", "第一行应是标题，以下每人一行");
}
