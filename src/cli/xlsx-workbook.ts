import { posix } from "node:path";
import { readXml } from "./xml.ts";

/** What all sheets of a workbook share. */
export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly path: string }[];
  readonly strings: readonly string[];
  /** The number format of a cell's style, by its number; "" General. */
  readonly formats: readonly string[];
  /** Whether days count from 1904, as on old Macintoshes. */
  readonly from1904: boolean;
  /** The program that wrote the file left its formulas to be calculated when it is opened. */
  readonly isUncalculated: boolean;
}

/** A part of the file by its path; undefined when there is none. */
export type Parts = (path: string) => Buffer | undefined;

/** ECMA-376 part 1, 18.2 (workbook), 18.4 (strings), 18.8 (styles). Undefined when it is no workbook. */
export function readWorkbook(part: Parts): Workbook | undefined {
  const root = relations(part, "_rels/.rels", "").find(({ type }) => type === "officeDocument");
  const path = root?.path ?? "xl/workbook.xml";
  const xml = part(path);
  if (xml === undefined) return undefined;
  const related = relations(part, posix.join(posix.dirname(path), "_rels", `${posix.basename(path)}.rels`), path);
  const byId = new Map(related.map((relation) => [relation.id, relation]));
  const partOf = (wanted: string) => {
    const relation = related.find(({ type }) => type === wanted);
    return relation === undefined ? undefined : part(relation.path);
  };
  const sheets: { name: string; hidden: boolean; path: string }[] = [];
  let from1904 = false;
  let isUncalculated = false;
  readXml(xml, {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = isTrue(attributes.date1904);
      if (name === "calcPr") isUncalculated = isTrue(attributes.fullCalcOnLoad);
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1];
      const relation = byId.get(id ?? "");
      if (relation?.type !== "worksheet") return;
      const hidden = attributes.state === "hidden" || attributes.state === "veryHidden";
      sheets.push({ name: attributes.name ?? "", hidden, path: relation.path });
    },
  });
  const strings = partOf("sharedStrings");
  const styles = partOf("styles");
  return {
    sheets,
    strings: strings === undefined ? [] : readStrings(strings),
    formats: styles === undefined ? [] : readFormats(styles),
    from1904,
    isUncalculated,
  };
}

/** `type` is the last word of the relationship's type, which strict and transitional files write differently. */
function relations(part: Parts, path: string, of: string): { id: string; type: string; path: string }[] {
  const xml = part(path);
  const found: { id: string; type: string; path: string }[] = [];
  if (xml === undefined) return found;
  readXml(xml, {
    open(name, { Id = "", Type = "", Target = "" }) {
      if (name !== "Relationship") return;
      const target = Target.replaceAll("\\", "/");
      const path = target.startsWith("/") ? target.slice(1) : posix.join(posix.dirname(of), target);
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf("/") + 1), path });
    },
  });
  return found;
}

/** A string may be parted into runs; what is written small above it (rPh) is no part of it. */
function readStrings(xml: Buffer): string[] {
  const strings: string[] = [];
  let text = "";
  let reads = false;
  let phonetic = 0;
  readXml(xml, {
    open(name) {
      if (name === "si") text = "";
      if (name === "rPh") phonetic += 1;
      reads = name === "t" && phonetic === 0;
    },
    text(part) {
      if (reads) text += part;
    },
    close(name) {
      reads = false;
      if (name === "rPh") phonetic -= 1;
      if (name === "si") strings.push(escapedText(text));
    },
  });
  return strings;
}

/** 22.9.2.19, ST_Xstring: `_x000D_` stands for a character that XML cannot hold. */
export function escapedText(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The formats that have a number instead of a code, as Excel in Chinese shows them (18.8.30); others are General here. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: "0",
  2: "0.00",
  3: "#,##0",
  4: "#,##0.00",
  ...Object.fromEntries([9, 10].map((id) => [id, "0%"])),
  ...Object.fromEntries([14, 15, 22, 30, 31].map((id) => [id, "yyyy/m/d"])),
  ...Object.fromEntries([17, 27, 36, 50, 52, 57].map((id) => [id, "yyyy/m"])),
  ...Object.fromEntries([16, 28, 29, 51, 53, 54, 58].map((id) => [id, "m/d"])),
};

function readFormats(xml: Buffer): string[] {
  const codes = new Map<number, string>();
  const formats: string[] = [];
  let inCells = false;
  readXml(xml, {
    open(name, { numFmtId = "0", formatCode = "" }) {
      if (name === "numFmt") codes.set(Number(numFmtId), formatCode);
      if (name === "cellXfs") inCells = true;
      if (name === "xf" && inCells) formats.push(codes.get(Number(numFmtId)) ?? BUILT_IN[Number(numFmtId)] ?? "");
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return formats;
}

function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true";
}
