import type { Fault } from "./fault.ts";
import { shownNumber } from "./number-format.ts";
import { isBlank, isFull, MAX_COLUMNS, type Merge, type Table, type TableRow, tooManyRows } from "./table.ts";
import { escapedText, type Workbook } from "./xlsx-workbook.ts";
import { readXml } from "./xml.ts";

/** A cell while it is read. */
interface OpenCell {
  readonly place: number;
  readonly type: string;
  readonly style: number;
  hasFormula: boolean;
  /** Undefined until a `<v>` or `<is>` came. */
  value: string | undefined;
}

class Full extends Error {}

/** The rows of a sheet's XML. ECMA-376 part 1, 18.3.1. */
export function readSheet(xml: Buffer, workbook: Workbook): Pick<Table, "rows" | "merges"> | Fault {
  const rows: TableRow[] = [];
  const merges: Merge[] = [];
  let line = 0;
  let next = 0;
  let row = new OpenRow(0, false);
  let cell: OpenCell | undefined;
  let phonetic = 0;
  let into: "v" | "t" | undefined;
  try {
    readXml(xml, {
      open(name, attributes) {
        if (name === "row") {
          const number = Number(attributes.r ?? line + 1);
          if (!(number > line)) throw new RangeError("a row out of order");
          line = number;
          next = 0;
          row = new OpenRow(line, attributes.hidden === "1" || attributes.hidden === "true");
        } else if (name === "c") {
          const place = attributes.r === undefined ? next : columnOf(attributes.r);
          next = place + 1;
          cell = {
            place,
            type: attributes.t ?? "n",
            style: Number(attributes.s ?? 0),
            hasFormula: false,
            value: undefined,
          };
        } else if (name === "mergeCell") {
          const merge = mergeOf(attributes.ref ?? "");
          if (merge !== undefined) merges.push(merge);
        } else if (cell !== undefined) {
          if (name === "f") cell.hasFormula = true;
          if (name === "rPh") phonetic += 1;
          if (name === "v" || (name === "t" && phonetic === 0)) {
            into = name;
            cell.value ??= "";
          }
        }
      },
      text(text) {
        if (into !== undefined && cell !== undefined) cell.value += text;
      },
      close(name) {
        if (name === "v" || name === "t") into = undefined;
        else if (name === "rPh") phonetic -= 1;
        else if (name === "c" && cell !== undefined) {
          row.add(cell, workbook);
          cell = undefined;
        } else if (name === "row" && !row.isBlank) {
          if (isFull(rows)) throw new Full();
          rows.push(row.done());
        }
      },
    });
  } catch (error) {
    if (error instanceof Full) return tooManyRows();
    throw error;
  }
  return merges.length === 0 ? { rows } : { rows, merges };
}

class OpenRow {
  readonly line: number;
  readonly hidden: boolean;
  readonly cells: string[] = [];
  readonly flaws = new Map<number, string>();
  readonly behind = new Map<number, string>();

  constructor(line: number, hidden: boolean) {
    this.line = line;
    this.hidden = hidden;
  }

  get isBlank(): boolean {
    return this.flaws.size === 0 && isBlank(this.cells);
  }

  add(cell: OpenCell, workbook: Workbook): void {
    const { place } = cell;
    if (place < 0 || place >= MAX_COLUMNS) return;
    while (this.cells.length <= place) this.cells.push("");
    const { text, flaw, behind } = read(cell, workbook);
    this.cells[place] = text;
    if (flaw !== undefined) this.flaws.set(place, flaw);
    if (behind !== undefined) this.behind.set(place, behind);
  }

  done(): TableRow {
    const { line, cells, flaws, behind, hidden } = this;
    return {
      line,
      cells,
      ...(flaws.size > 0 ? { flaws } : {}),
      ...(behind.size > 0 ? { behind } : {}),
      ...(hidden ? { hidden } : {}),
    };
  }
}

/** 18.18.11, ST_CellType. */
function read(cell: OpenCell, workbook: Workbook): { text: string; flaw?: string; behind?: string } {
  const { type, value = "", hasFormula } = cell;
  if (type === "e") return { text: value, flaw: value.trim() || "#N/A" };
  const isCalculated = cell.value !== undefined && (value !== "" || type === "str") && !workbook.isUncalculated;
  if (hasFormula && !isCalculated) return { text: "", flaw: "" };
  switch (type) {
    case "s":
      return { text: workbook.strings[Number(value)] ?? "" };
    case "b":
      return { text: value === "1" ? "TRUE" : value === "0" ? "FALSE" : "" };
    case "d":
      return { text: value.replace("T", " ").replace(/Z$/, "") };
    case "n": {
      if (value.trim() === "") return { text: "" };
      const { shown, behind } = shownNumber(value.trim(), workbook.formats[cell.style] ?? "", workbook.from1904);
      if (shown === undefined) return { text: value, flaw: "####" };
      return behind === undefined ? { text: shown } : { text: shown, behind };
    }
    default:
      return { text: escapedText(value) };
  }
}

/** 2 for `C12`; -1 for what is no address. */
function columnOf(address: string): number {
  const letters = /^\$?([A-Za-z]{1,3})\$?\d+$/.exec(address)?.[1]?.toUpperCase() ?? "";
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function mergeOf(range: string): Merge | undefined {
  const [, from = "", top, to = "", bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range.replaceAll("$", "")) ?? [];
  if (top === undefined || bottom === undefined) return undefined;
  return {
    top: Number(top),
    bottom: Number(bottom),
    left: columnOf(`${from}1`),
    right: columnOf(`${to}1`),
  };
}
