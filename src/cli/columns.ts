import { type Fault, fileFault, type Report } from "./fault.ts";
import { type Columns, cleaned, emptyFile, type Head, headingFaults, headOf, keysOf } from "./headings.ts";
import type { Merge, Table, TableRow } from "./table.ts";

/** A row below the headings, by column: cleaned text, "" when empty; undefined when the file has no such column. */
export interface Line<Key extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Key, string | undefined>>;
  readonly report: (key: Key) => Report;
}

/**
 * Finds the headings, in any order, and passes the rows below them to `readLine`, but for those with nothing in any of
 * `columns`. `faults` holds what is wrong with the headings, or else with cells that have no value and all that
 * `readLine` reports. `notes`: how the file was read, where that is not as a matter of course.
 */
export function readColumns<Key extends string, Row>(
  table: Table,
  columns: Columns<Key>,
  readLine: (line: Line<Key>) => Row | undefined,
): { rows: Row[]; faults: Fault[]; notes: string[] } {
  const head = headOf(table, columns);
  if (head === undefined) return { rows: [], faults: [emptyFile()], notes: [] };
  const notes = [...(table.notes ?? []), ...headNotes(table, head)];
  const faults = headingFaults(head, columns);
  if (faults.length > 0) return { rows: [], faults, notes };

  const reader = new RowReader(head, columns, table.merges ?? []);
  const rows: Row[] = [];
  let hidden = 0;
  for (const row of head.below) {
    if (reader.isEmpty(row)) continue;
    const report = (key: Key) => (problem: string, remedy: string) => {
      const column = head.texts[head.places.get(key)?.[0] ?? -1]?.trim() ?? columns[key].headings[0];
      faults.push({ line: row.line, column, problem, remedy });
      return undefined;
    };
    if (row.hidden) hidden += 1;
    const flawed = keysOf(columns).filter((key) => reader.reportFlaw(row, key, report(key)));
    const texts = Object.fromEntries(keysOf(columns).map((key) => [key, reader.text(row, key)]));
    const cells = texts as Record<Key, string | undefined>;
    // What is said about a cell without a value is enough; the others of its row are read all the same.
    const told = (key: Key): Report => (flawed.includes(key) ? () => undefined : report(key));
    const read = readLine({ line: row.line, cells, report: told });
    if (read !== undefined && flawed.length === 0) rows.push(read);
  }
  if (hidden > 0) notes.push(`有 ${hidden} 行被隐藏或筛选掉，也已读取`);
  if (rows.length === 0 && faults.length === 0) {
    const first = head.line === 1 ? "二" : ` ${head.line + 1} `;
    faults.push(fileFault("标题下面没有内容", `请从第${first}行起每人一行`));
  }
  return { rows, faults, notes };
}

/** Where the headings were found, and the columns that mean nothing here. */
function headNotes<Key extends string>({ rows }: Table, { line, texts, places }: Head<Key>): string[] {
  const used = new Set([...places.values()].flat());
  const unused = texts.flatMap((text, place) => (text.trim() === "" || used.has(place) ? [] : `“${cleaned(text)}”`));
  return [
    ...(line === rows[0]?.line ? [] : [`标题在第 ${line} 行`]),
    ...(unused.length === 0 || places.size === 0 ? [] : [`没有用到的列：${unused.slice(0, 20).join("、")}`]),
  ];
}

/** Nobody has something there: 无 or a line drawn through. */
const NOTHING = /^(?:无|暂无|没有|[-_/\\~‐‑‒–—―−─━ー|]+)$/;

/** What Excel and LibreOffice write where a formula has no result, or a column is too narrow for its number. */
const ERROR =
  /^(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA)|#{2,}|Err:\d{3})$/i;
const FORMULA = /^=\s*[@+-]?[A-Za-z_$]+[\w.$]*[(!:]/;

class RowReader<Key extends string> {
  readonly #head: Head<Key>;
  readonly #columns: Columns<Key>;
  readonly #merges: readonly Merge[];
  /** Of a column, from the top down. */
  readonly #merged = new Map<number, readonly Merge[]>();
  readonly #values: ReadonlyMap<number, TableRow>;

  constructor(head: Head<Key>, columns: Columns<Key>, merges: readonly Merge[]) {
    this.#head = head;
    this.#columns = columns;
    this.#merges = merges;
    this.#values = new Map(merges.length === 0 ? [] : head.below.map((row) => [row.line, row]));
  }

  /** Blank, or the headings once more as on a new page. Formulas drawn down below the list fill no row. */
  isEmpty(row: TableRow): boolean {
    const keys = [...this.#head.places.keys()];
    const own = keys.map((key) => ({ key, text: this.#own(row, key), flaw: this.#flaw(row, key) }));
    if (own.every(({ text, flaw }) => text === "" && flaw === undefined)) return true;
    if (own.every(({ key, text, flaw }) => (flaw === undefined ? text === "" : !this.#columns[key].required)))
      return true;
    return keys.every((key) => this.#own(row, key) === cleaned(this.#head.texts[this.#place(key)!] ?? ""));
  }

  text(row: TableRow, key: Key): string | undefined {
    const place = this.#place(key);
    if (place === undefined) return undefined;
    const merge = this.#mergeAt(row, place);
    const from = merge !== undefined && this.#fills(merge, place, key) ? this.#values.get(merge.top) : undefined;
    const text = this.#own(from ?? row, key);
    return NOTHING.test(text) ? "" : text;
  }

  /** Whether the cell has no value of its own, which is reported. */
  reportFlaw(row: TableRow, key: Key, report: Report): boolean {
    const place = this.#place(key);
    if (place === undefined) return false;
    const flaw = this.#flaw(row, key);
    if (flaw === "") {
      report("是还没有算出结果的公式", "请用 Excel 或 WPS 打开后保存一次，或把公式粘贴为数值，再导入");
    } else if (flaw !== undefined) {
      const narrow = /^#+$/.test(flaw);
      const remedy = narrow ? "请加宽这一列或改正数值，再另存" : "请改正公式，或直接填写文字";
      report(narrow ? `单元格里显示的是 ${flaw}，看不到数值` : `单元格里是错误值 ${flaw.slice(0, 20)}`, remedy);
    } else {
      const merge = this.#mergeAt(row, place);
      if (merge === undefined || (merge.top === row.line && merge.left === place) || this.#fills(merge, place, key))
        return false;
      report("是合并单元格的一部分", "请取消合并单元格，每行都填写");
    }
    return true;
  }

  #place(key: Key): number | undefined {
    return this.#head.places.get(key)?.[0];
  }

  #own(row: TableRow, key: Key): string {
    const place = this.#place(key)!;
    const digits = this.#columns[key].digits ? row.behind?.get(place) : undefined;
    return cleaned(digits ?? row.cells[place] ?? "");
  }

  #flaw(row: TableRow, key: Key): string | undefined {
    const place = this.#place(key)!;
    const flaw = row.flaws?.get(place);
    const text = row.cells[place] ?? "";
    if (flaw !== undefined || !/[#=:]/.test(text)) return flaw;
    const own = cleaned(text);
    return ERROR.test(own) ? own : FORMULA.test(own) ? "" : undefined;
  }

  #fills({ top, left }: Merge, place: number, key: Key): boolean {
    return this.#columns[key].mergesDown === true && left === place && this.#values.has(top);
  }

  #mergeAt({ line }: TableRow, place: number): Merge | undefined {
    if (this.#merges.length === 0) return undefined;
    let column = this.#merged.get(place);
    if (column === undefined) {
      column = this.#merges
        .filter(({ left, right }) => left <= place && place <= right)
        .toSorted((a, b) => a.top - b.top);
      this.#merged.set(place, column);
    }
    const after = firstBelow(column, line);
    const merge = column[after - 1];
    return merge !== undefined && merge.bottom >= line ? merge : undefined;
  }
}

/** How many begin at `line` or above. */
function firstBelow(merges: readonly Merge[], line: number): number {
  let [low, high] = [0, merges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (merges[middle]!.top <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}
