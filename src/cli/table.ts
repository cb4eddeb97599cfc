import { type Fault, fileFault } from "./fault.ts";

/** The cells of a file as people see them. Blank rows are left out; the lines are those people see in Excel. */
export interface Table {
  /** The name of the sheet that was read; only an .xlsx file has one. */
  readonly sheet?: string;
  readonly rows: readonly TableRow[];
  /** Cells that are one; only the first of them has a content. */
  readonly merges?: readonly Merge[];
  /** What people should know of how the file was read. */
  readonly notes?: readonly string[];
}

export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** Where a cell has no value: the error Excel shows, "" for a formula that was never calculated. */
  readonly flaws?: ReadonlyMap<number, string>;
  /** The digits of a number that its cell shows in other words. */
  readonly behind?: ReadonlyMap<number, string>;
  /** Hidden or filtered out. */
  readonly hidden?: true;
}

/** Lines from 1, columns from 0, all included. */
export interface Merge {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Below the headings. */
const MAX_ROWS = 200_000;
export const MAX_COLUMNS = 256;

export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

export function isFull(rows: readonly TableRow[]): boolean {
  return rows.length > MAX_ROWS;
}

export function tooManyRows(): Fault {
  return fileFault("超过 20 万行", "请分成几个文件导入");
}

export function tooManyColumns(line: number | null): Fault {
  return fileFault(`超过 ${MAX_COLUMNS} 列`, "请删去右边多余的列", line);
}
