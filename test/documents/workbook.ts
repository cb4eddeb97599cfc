import { readSheet } from "read-excel-file/node";

/** The rows of a workbook's first sheet, without the blanks that merged cells leave behind. */
export async function rowsOf(file: Uint8Array): Promise<unknown[][]> {
  const rows = await readSheet(Buffer.from(file));
  return rows.map((row) => row.slice(0, row.findLastIndex((value) => value !== null) + 1));
}
