import { parseCsv } from "./csv.ts";
import { type Fault, fileFault, isFault } from "./fault.ts";
import type { Table } from "./table.ts";
import { readXlsx } from "./xlsx.ts";

const MAX_BYTES = 20 * 1024 * 1024;
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** The container of .xls, and of an .xlsx with a password. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** The rows of an .xlsx or .csv file, told apart by its bytes whatever its name. */
export async function readTable(bytes: Buffer): Promise<Table | Fault> {
  if (bytes.length > MAX_BYTES) return fileFault("文件超过 20 MB", "请只保留需要的列和行，或分成几个文件");
  if (startsWith(bytes, ZIP)) return readXlsx(bytes);
  if (startsWith(bytes, OLE))
    return fileFault("这是旧版 .xls 或加了密码的文件", "请在 Excel 中去掉密码，另存为 .xlsx 再导入");
  const text = decode(bytes);
  if (text === undefined) return fileFault("不是 .xlsx，也不是文本", "请在 Excel 中另存为 .xlsx 再导入");
  const rows = parseCsv(text);
  return isFault(rows) ? rows : { rows };
}

/** UTF-8 is strict enough to be recognised; GB18030 takes nearly anything, so it comes last. */
function decode(bytes: Buffer): string | undefined {
  for (const encoding of encodingsOf(bytes)) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes("\0") ? undefined : text;
    } catch {}
  }
  return undefined;
}

function encodingsOf(bytes: Buffer): readonly string[] {
  if (startsWith(bytes, [0xff, 0xfe])) return ["utf-16le"];
  if (startsWith(bytes, [0xfe, 0xff])) return ["utf-16be"];
  return ["utf-8", "gb18030"];
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
