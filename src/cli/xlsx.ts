import readXlsxFile from "read-excel-file/universal";
import { type Fault, fileFault, isFault } from "./fault.ts";
import { isBlank, isFull, MAX_COLUMNS, type Table, type TableRow, tooManyColumns, tooManyRows } from "./table.ts";
import { unpackTexts, ZipTooLarge } from "./zip.ts";

const MAX_UNPACKED = 200 * 1024 * 1024;
/**
 * A row beyond ten million, or a value beyond column IV, the 256th: the reader fills the way there with empty cells,
 * in all rows.
 */
const FAR_ROW = /<(?:\w+:)?(?:row|c)\s(?:[^<>]*\s)?r=["'][A-Z]*\d{8}/;
const FAR_VALUE = /<(?:\w+:)?c\s(?:[^<>]*\s)?r=["'](?:I[W-Z]|[J-Z][A-Z]|[A-Z]{3,})\d+["'](?:[^<>]*[^<>/])?>/;
/** Excel keeps fifteen digits of a number. */
const FIRST_INEXACT = 1e15;

/** What the reader really gives: its own type writes `typeof Date`. */
type CellValue = string | boolean | Date | null;

/** The first sheet that holds anything. */
export async function readXlsx(bytes: Buffer): Promise<Table | Fault> {
  try {
    const tooFar = checkUnpacked(bytes);
    if (tooFar !== undefined) return tooFar;
    // Not `/node`: its stream unpacks whatever comes, this one no more than the directory says.
    const sheets = await readXlsxFile(new Blob([new Uint8Array(bytes)]), { parseNumber: numberText });
    for (const { sheet, data } of sheets) {
      const rows = tableRows((data ?? []) as unknown as CellValue[][]);
      if (isFault(rows)) return rows;
      if (rows.length > 0) return { sheet, rows };
    }
    return { rows: [] };
  } catch (error) {
    if (error instanceof ZipTooLarge) return fileFault("解开后超过 200 MB", "请只保留名单所在的工作表，另存后再导入");
    return fileFault("不是完好的 .xlsx 文件", "请用 Excel 或 WPS 打开，另存为 .xlsx 再导入");
  }
}

function checkUnpacked(bytes: Buffer): Fault | undefined {
  for (const text of unpackTexts(bytes, MAX_UNPACKED)) {
    if (FAR_ROW.test(text)) return tooManyRows();
    if (FAR_VALUE.test(text)) return tooManyColumns(null);
  }
  return undefined;
}

function tableRows(data: readonly (readonly CellValue[])[]): TableRow[] | Fault {
  const rows: TableRow[] = [];
  for (const [index, values] of data.entries()) {
    const cells = values.slice(0, MAX_COLUMNS).map(cellText);
    if (isBlank(cells)) continue;
    if (isFull(rows)) return tooManyRows();
    rows.push({ line: index + 1, cells });
  }
  return rows;
}

function cellText(value: CellValue): string {
  if (value === null) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString().slice(0, 10);
  return typeof value === "boolean" ? String(value).toUpperCase() : value;
}

/** `12345` for 12345.0 and 1.2345E4. A number that Excel has rounded stays in powers of ten, so that it shows. */
function numberText(written: string): string {
  const number = Number(written);
  if (Number.isNaN(number)) return written;
  return Math.abs(number) < FIRST_INEXACT ? String(number) : number.toExponential();
}
