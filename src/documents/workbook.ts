import writeExcelFile, { type CellObject, type Row } from "write-excel-file/node";
import { emsOf } from "./text-width.ts";
import { withoutDates } from "./zip-dates.ts";

/** A sheet whose first rows, down to its headings, stay in sight. */
export interface WorkbookSheet {
  readonly sheet: string;
  readonly data: Row[];
  readonly columns: { width: number }[];
  readonly stickyRowsCount: number;
  readonly showGridLines?: boolean;
}

/** The headings of the first sheet are repeated on every printed page. */
export async function workbook(sheets: WorkbookSheet[], landscape: boolean): Promise<Uint8Array> {
  const [first] = sheets;
  const features = [printSetup(first!.sheet, first!.stickyRowsCount, landscape)];
  return withoutDates(await writeExcelFile(sheets, { fontFamily: "宋体", fontSize: 11, features }).toBuffer());
}

export type Value = string | number | null;

/** Text says that it is text twice, by type and by format, so that `=1+1` stays text even after it was edited. */
export function cell(value: Value, format?: string): CellObject {
  if (value === null) return {};
  if (typeof value === "string") return { type: String, value, format: "@", wrap: true };
  return { type: Number, value, ...(format === undefined ? {} : { format }) };
}

/** How many lines a value takes in a cell with room for so many Latin characters; a Chinese one takes two. */
export function linesIn(value: Value, room: number): number {
  if (typeof value !== "string") return 1;
  const lines = value.split("\n").map((line) => Math.max(1, Math.ceil((2 * emsOf(line)) / room)));
  return lines.reduce((sum, count) => sum + count, 0);
}

/**
 * What write-excel-file leaves out, as a feature of it: A4, as wide as the page, title and headings on every page,
 * page numbers. The order of the elements is fixed by the format (ECMA-376, CT_Worksheet).
 */
function printSetup(sheet: string, headingRow: number, landscape: boolean) {
  const fit = `<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`;
  const orientation = landscape ? "landscape" : "portrait";
  const page = [
    `<printOptions horizontalCentered="1"/>`,
    `<pageMargins left="0.6" right="0.6" top="0.75" bottom="0.75" header="0.3" footer="0.4"/>`,
    `<pageSetup paperSize="9" orientation="${orientation}" fitToWidth="1" fitToHeight="0"/>`,
    `<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>`,
  ].join("");
  const titles = `<definedName name="_xlnm.Print_Titles" localSheetId="0">'${sheet}'!$1:$${headingRow}</definedName>`;
  return {
    files: {
      transform: {
        "xl/worksheets/sheet{id}.xml": {
          transform: (xml: string) =>
            swap(swap(xml, "<sheetViews>", `${fit}<sheetViews>`), "</worksheet>", `${page}</worksheet>`),
        },
        "xl/workbook.xml": {
          transform: (xml: string) => swap(xml, "<definedNames/>", `<definedNames>${titles}</definedNames>`),
        },
      },
    },
  };
}

function swap(xml: string, old: string, fresh: string): string {
  if (!xml.includes(old)) throw new Error(`write-excel-file wrote no ${old}`);
  return xml.replace(old, () => fresh);
}
