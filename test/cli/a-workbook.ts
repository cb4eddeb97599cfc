import { deflateRawSync } from "node:zlib";

interface ASheet {
  readonly name?: string;
  readonly state?: "hidden" | "veryHidden";
  /** What stands within `<sheetData>`. */
  readonly rows: string;
  /** `B2:B4` */
  readonly merged?: readonly string[];
}

interface AWorkbook {
  readonly sheets: readonly ASheet[];
  /** Formats of the styles from 1 on: `s="1"`. */
  readonly formats?: readonly string[];
  readonly from1904?: boolean;
  /** As a program leaves it that has calculated nothing. */
  readonly uncalculated?: boolean;
  readonly strings?: string;
}

const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The least that is an .xlsx file; a text is the rows of its only sheet, 名册. */
export function aWorkbook(described: string | AWorkbook): Buffer {
  const {
    sheets,
    formats = [],
    from1904,
    uncalculated,
    strings,
  }: AWorkbook = typeof described === "string" ? { sheets: [{ name: "名册", rows: described }] } : described;
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`;
  const list = sheets.map(
    ({ name = "Sheet1", state }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}"${state === undefined ? "" : ` state="${state}"`} r:id="rId${index + 1}"/>`,
  );
  const numbers = formats.map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${escaped(code)}"/>`);
  const styles = formats.map((_, index) => `<xf numFmtId="${200 + index}"/>`);
  return zip({
    "xl/workbook.xml": Buffer.from(
      `<workbook xmlns:r="${RELATIONSHIPS}"><workbookPr${from1904 ? ' date1904="1"' : ""}/><sheets>${list.join("")}</sheets><calcPr${uncalculated ? ' fullCalcOnLoad="1"' : ""}/></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": Buffer.from(
      `<Relationships>${[
        ...sheets.map((_, index) => relation(`rId${index + 1}`, "worksheet", `worksheets/sheet${index + 1}.xml`)),
        relation("rIdS", "styles", "styles.xml"),
        ...(strings === undefined ? [] : [relation("rIdT", "sharedStrings", "sharedStrings.xml")]),
      ].join("")}</Relationships>`,
    ),
    "xl/styles.xml": Buffer.from(
      `<styleSheet><numFmts>${numbers.join("")}</numFmts><cellXfs><xf numFmtId="0"/>${styles.join("")}</cellXfs></styleSheet>`,
    ),
    ...(strings === undefined ? {} : { "xl/sharedStrings.xml": Buffer.from(`<sst>${strings}</sst>`) }),
    ...Object.fromEntries(
      sheets.map(({ rows, merged = [] }, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        Buffer.from(
          `<worksheet><sheetData>${rows}</sheetData><mergeCells>${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells></worksheet>`,
        ),
      ]),
    ),
  });
}

/** Rows of cells from line 1 on: a text as it is, a number, null for nothing, or the XML of `aCell`. */
export function someRows(...lines: ACells[]): string {
  return lines
    .map((cells, index) => {
      const line = index + 1;
      const written = cells.map((cell, place) => {
        const address = `r="${String.fromCharCode(65 + place)}${line}"`;
        if (cell === null) return "";
        if (typeof cell === "number") return `<c ${address}><v>${cell}</v></c>`;
        if (typeof cell === "string") return `<c ${address} t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
        return `<c ${address} ${cell.attributes}>${cell.content}</c>`;
      });
      return `<row r="${line}">${written.join("")}</row>`;
    })
    .join("");
}

export type ACells = readonly (string | number | null | ACell)[];

export interface ACell {
  readonly attributes: string;
  readonly content: string;
}

/** A number in a style: 1 is the first of `formats`. */
export const styled = (value: number, style = 1): ACell => ({ attributes: `s="${style}"`, content: `<v>${value}</v>` });
/** A formula; without `value` it was never calculated. */
export const formula = (text: string, value?: string, type?: string): ACell => ({
  attributes: type === undefined ? "" : `t="${type}"`,
  content: `<f>${escaped(text)}</f>${value === undefined ? "" : `<v>${escaped(value)}</v>`}`,
});

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** `size` is what the directory says each file unpacks to, in place of the truth. */
export function zip(files: Record<string, Buffer>, size?: number): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const packed = deflateRawSync(content, { level: 1 });
    const name = Buffer.from(path);
    // From "version needed" to "extra length", the same in both places (APPNOTE 4.3.7).
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(size ?? content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts, place, name);
    const file = [Buffer.from("PK\x03\x04", "latin1"), facts, name, packed];
    parts.push(...file);
    offset += file.reduce((sum, { length }) => sum + length, 0);
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
