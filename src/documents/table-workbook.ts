import type { CellObject, Row as SheetRow } from "write-excel-file/node";
import { type Average, formatAverage } from "../domain/ranking.ts";
import { cell, linesIn, type Value, workbook } from "./workbook.ts";

/** A workbook of one sheet with one table, ready to be printed and signed. */
export interface Table<Row> {
  readonly sheet: string;
  readonly title: string;
  /** The two ends of the line above the headings. */
  readonly head: readonly [left: string, right: string];
  /** At least two. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** The last row, bold and without a number. */
  readonly sum?: Row;
  /** Lines below the rows, each with a figure under the column of this heading, or the last one. */
  readonly figures?: { readonly under: string; readonly lines: readonly Figure[] };
  readonly foot: readonly string[];
  readonly landscape: boolean;
  /** The least height of a row, in points: more where it is written in by hand. */
  readonly rowHeight?: number;
}

export interface Column<Row> {
  readonly heading: string;
  /** In Latin characters; a Chinese one takes two. */
  readonly width: number;
  readonly align?: "left" | "right";
  readonly format?: string;
  /** `index` is null in the row of sums. */
  value(row: Row, index: number | null): Value;
}

export interface Figure {
  readonly label: string;
  readonly value: Value;
  readonly format?: string;
}

const HEADING_ROW = 3;
const LINE = 22;
const MIDDLE = { alignVertical: "center" } as const;
const BOX = { ...MIDDLE, borderStyle: "thin", borderColor: "#7f7f7f" } as const;
const TITLE = { ...MIDDLE, align: "center", fontFamily: "黑体", fontSize: 16, height: 38 } as const;
const HEADING = { ...BOX, align: "center", fontFamily: "黑体", backgroundColor: "#f2f2f2", height: 32 } as const;

export async function tableWorkbook<Row>({ columns, ...table }: Table<Row>): Promise<Uint8Array> {
  const half = Math.ceil(columns.length / 2);
  const data: SheetRow[] = [
    merged(columns.length, { ...TITLE, ...cell(table.title) }),
    [
      ...merged(half, { ...MIDDLE, ...cell(table.head[0]), height: 24 }),
      ...merged(columns.length - half, { ...MIDDLE, ...cell(table.head[1]), align: "right" }),
    ],
    columns.map(({ heading }) => ({ ...HEADING, ...cell(heading) })),
    ...table.rows.map((row, index) => tableRow(columns, row, index, table.rowHeight)),
    ...(table.sum === undefined ? [] : [tableRow(columns, table.sum, null)]),
    ...(table.figures?.lines.map((figure) => figureRow(columns, table.figures!.under, figure)) ?? []),
    ...table.foot.map((line) => footRow(columns, line)),
  ];
  const sheet = {
    sheet: table.sheet,
    data,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: HEADING_ROW,
    showGridLines: false,
  };
  return workbook([sheet], table.landscape);
}

/** The number that is shown, not a longer one behind it. */
export function rounded(average: Average | null): number | null {
  return average === null ? null : Number(formatAverage(average));
}

function merged(columns: number, content: CellObject): SheetRow {
  return [{ ...content, columnSpan: columns }, ...Array<null>(columns - 1).fill(null)];
}

function tableRow<Row>(
  columns: readonly Column<Row>[],
  row: Row,
  index: number | null,
  rowHeight: number = LINE,
): SheetRow {
  const values = columns.map((column) => column.value(row, index));
  const lines = Math.max(...values.map((value, at) => linesIn(value, columns[at]!.width - 3)));
  return columns.map(
    ({ align, format }, at): CellObject => ({
      ...BOX,
      ...cell(values[at]!, format),
      ...aligned(align),
      height: Math.max(rowHeight, heightOf(lines)),
      ...(index === null ? { fontWeight: "bold" } : {}),
    }),
  );
}

function figureRow<Row>(columns: readonly Column<Row>[], under: string, { label, value, format }: Figure): SheetRow {
  const found = columns.findIndex(({ heading }) => heading === under);
  const at = found > 0 ? found : columns.length - 1;
  const after = columns.length - at - 1;
  return [
    ...merged(at, { ...BOX, ...cell(label), ...aligned(), height: LINE }),
    { ...BOX, ...cell(value, format), ...aligned(columns[at]!.align) },
    ...(after > 0 ? merged(after, BOX) : []),
  ];
}

function footRow<Row>(columns: readonly Column<Row>[], line: string): SheetRow {
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  return merged(columns.length, { ...MIDDLE, ...cell(line), height: heightOf(linesIn(line, width - 3)) });
}

function heightOf(lines: number): number {
  return LINE + (lines - 1) * 15;
}

function aligned(align: "left" | "right" | "center" = "center") {
  return { align, ...(align === "center" ? {} : { indent: 1 }) };
}
