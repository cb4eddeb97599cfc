import { parseCsv } from "./csv.ts";
import { type Fault, fileFault, isFault } from "./fault.ts";
import { foreignFile, foreignText } from "./file-kind.ts";
import type { Table } from "./table.ts";
import { readXlsx } from "./xlsx.ts";

const MAX_BYTES = 20 * 1024 * 1024;
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/**
 * The rows of an .xlsx or .csv file, told apart by its bytes whatever its name. Of several sheets the first that
 * `fits` is read.
 */
export function readTable(bytes: Buffer, fits: (table: Table) => boolean = () => true): Table | Fault {
  if (bytes.length > MAX_BYTES) return fileFault("文件超过 20 MB", "请只保留需要的列和行，或分成几个文件");
  if (startsWith(bytes, ZIP)) return readXlsx(bytes, fits);
  const foreign = foreignFile(bytes);
  if (foreign !== undefined) return foreign;
  const text = decode(bytes);
  if (text === undefined) return fileFault("不是 .xlsx，也不是文本", "请在 Excel 中另存为 .xlsx 再导入");
  const other = foreignText(text);
  if (other !== undefined) return other;
  const rows = parseCsv(text);
  return isFault(rows) ? rows : { rows };
}

/** UTF-8 is strict enough to be recognised; GB18030 takes nearly anything, so it comes last. */
function decode(bytes: Buffer): string | undefined {
  for (const encoding of encodingsOf(bytes)) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes("\0")) return text;
    } catch {}
  }
  return undefined;
}

function encodingsOf(bytes: Buffer): readonly string[] {
  if (startsWith(bytes, [0xff, 0xfe])) return ["utf-16le"];
  if (startsWith(bytes, [0xfe, 0xff])) return ["utf-16be"];
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return ["utf-8"];
  // The line breaks and commas of UTF-16 without a mark have a zero byte: behind it, or before it.
  const zero = bytes.subarray(0, 4096).indexOf(0);
  if (zero === -1) return ["utf-8", "gb18030"];
  return zero % 2 === 1 ? ["utf-16le"] : ["utf-16be"];
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
