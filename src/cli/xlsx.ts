import { type Fault, fileFault, isFault } from "./fault.ts";
import { type Table, tooManyColumns, tooManyRows } from "./table.ts";
import { readSheet } from "./xlsx-sheet.ts";
import { type Parts, readWorkbook, type Workbook } from "./xlsx-workbook.ts";
import { unpackTexts, type ZipEntry, ZipTooLarge, zipEntries } from "./zip.ts";

const MAX_UNPACKED = 200 * 1024 * 1024;
/** A row beyond ten million, or a value beyond column IV, the 256th. */
const FAR_ROW = /<(?:\w+:)?(?:row|c)\s(?:[^<>]*\s)?r=["'][A-Z]*\d{8}/;
const FAR_VALUE = /<(?:\w+:)?c\s(?:[^<>]*\s)?r=["'](?:I[W-Z]|[J-Z][A-Z]|[A-Z]{3,})\d+["'](?:[^<>]*[^<>/])?>/;

/**
 * The first visible sheet that `fits`, by its headings; without one the first visible sheet that holds anything.
 * A hidden sheet is never read: last year's list lies there.
 */
export function readXlsx(bytes: Buffer, fits: (table: Table) => boolean): Table | Fault {
  try {
    const entries = zipEntries(bytes);
    const other = otherKind(entries);
    if (other !== undefined) return other;
    const tooFar = checkUnpacked(bytes);
    if (tooFar !== undefined) return tooFar;
    const part = partsOf(entries);
    const workbook = readWorkbook(part);
    return workbook === undefined ? damaged() : chosenSheet(workbook, part, fits);
  } catch (error) {
    if (error instanceof ZipTooLarge) return fileFault("解开后超过 200 MB", "请只保留名单所在的工作表，另存后再导入");
    return damaged();
  }
}

function damaged(): Fault {
  return fileFault("不是完好的 .xlsx 文件", "请用 Excel 或 WPS 打开，另存为 .xlsx 再导入");
}

/** Other files that are a zip as well, by what is in them. */
function otherKind(entries: readonly ZipEntry[]): Fault | undefined {
  const holds = (part: RegExp) => entries.some(({ name }) => part.test(name));
  const saved = "请在 Excel 或 WPS 中打开，另存为 .xlsx 再导入";
  if (holds(/^xl\/workbook\.bin$/i)) return fileFault("这是 .xlsb 二进制工作簿", saved);
  if (holds(/^xl\//i)) return undefined;
  if (holds(/^word\//i)) return fileFault("这是 Word 文档", "请把表格复制到 Excel，存为 .xlsx 再导入");
  if (holds(/^ppt\//i)) return fileFault("这是 PowerPoint 文件", "请把表格复制到 Excel，存为 .xlsx 再导入");
  if (holds(/^content\.xml$/)) return fileFault("这是 .ods 等 OpenDocument 文件", "请另存为 .xlsx 再导入");
  if (holds(/^Index\/.*\.iwa$/)) return fileFault("这是苹果 Numbers 文件", "请导出为 Excel（.xlsx）再导入");
  if (holds(/\.(?:xlsx?|csv|et)$/i)) return fileFault("这是压缩包", "请先解压，再导入里面的表格");
  return undefined;
}

function checkUnpacked(bytes: Buffer): Fault | undefined {
  for (const text of unpackTexts(bytes, MAX_UNPACKED)) {
    if (FAR_ROW.test(text)) return tooManyRows();
    if (FAR_VALUE.test(text)) return tooManyColumns(null);
  }
  return undefined;
}

/** By path, whatever the case: some programs write `SharedStrings.xml`. */
function partsOf(entries: readonly ZipEntry[]): Parts {
  const byPath = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  return (path) => byPath.get(path.toLowerCase())?.unpack(MAX_UNPACKED);
}

function chosenSheet(workbook: Workbook, part: Parts, fits: (table: Table) => boolean): Table | Fault {
  const tableOf = ({ name, path }: Workbook["sheets"][number]): Table | Fault => {
    const read = readSheet(part(path) ?? Buffer.from("<worksheet/>"), workbook);
    return isFault(read) ? read : { sheet: name, ...read };
  };
  let first: Table | Fault | undefined;
  let chosen: Table | undefined;
  const others: string[] = [];
  for (const sheet of workbook.sheets.filter(({ hidden }) => !hidden)) {
    const table = tableOf(sheet);
    if (isFault(table)) {
      if (chosen === undefined) first ??= table;
      continue;
    }
    if (table.rows.length === 0) continue;
    if (!fits(table)) first ??= table;
    else if (chosen === undefined) chosen = table;
    else others.push(`“${sheet.name}”`);
  }
  if (chosen !== undefined) {
    return others.length === 0
      ? chosen
      : { ...chosen, notes: [`工作表${others.join("、")}也有这些标题，没有读取；只读取排在最前的“${chosen.sheet}”`] };
  }
  const hidden = workbook.sheets.find((sheet) => {
    const table = sheet.hidden && tableOf(sheet);
    return table && !isFault(table) && table.rows.length > 0 && fits(table);
  });
  if (hidden !== undefined) {
    return fileFault(`有这些标题的工作表“${hidden.name}”是隐藏的`, "请在 Excel 中取消隐藏，确认是要导入的名单");
  }
  return first ?? { rows: [] };
}
