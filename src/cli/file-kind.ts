import { type Fault, fileFault } from "./fault.ts";

const SAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 再导入";
const COPY = "请把表格复制到 Excel，存为 .xlsx 再导入";

/** The container of .xls, and of an .xlsx with a password. */
const OLE = "\xd0\xcf\x11\xe0";
/** By the first bytes, each as one character. */
const binaries: readonly (readonly [starts: readonly string[], problem: string, remedy: string])[] = [
  [["\x09\x04\x06\0", "\x09\x02\x06\0", "\x09\0\x04\0", "\x09\x08\x10\0", "\x09\x08\x08\0"], "这是旧格式 .xls", SAVE],
  [["%PDF-"], "这是 PDF 文件", COPY],
  [["{\\rtf"], "这是 RTF 文档", COPY],
  [["\x89PNG\r\n", "\xff\xd8\xff", "GIF8"], "这是图片", "请把名单录入 Excel，存为 .xlsx 再导入"],
  [["Rar!", "7z\xbc\xaf", "\x1f\x8b"], "这是压缩包", "请先解压，再导入里面的表格"],
];
const texts: readonly (readonly [start: RegExp, problem: string, remedy: string])[] = [
  [/^<\?xml[\s\S]{0,600}urn:schemas-microsoft-com:office:spreadsheet/i, "这是旧格式的 XML 表格", SAVE],
  [
    /^(?:<!doctype html|<html|<head|<meta|<table|<body|<div|<style|<\?xml[\s\S]{0,300}<html)/i,
    "这是网页，不是 Excel 工作簿",
    SAVE,
  ],
  [/^(?:MIME-Version:|Content-Type: multipart)/i, "这是网页存档，不是 Excel 工作簿", SAVE],
  [/^[[{]\s*["[{]/, "这是 JSON 数据", "请导入 .xlsx 或 .csv 表格"],
];

/** What a file is that is no table to be read here; undefined when its bytes do not tell. */
export function foreignFile(bytes: Buffer): Fault | undefined {
  const start = bytes.toString("latin1", 0, 1024);
  if (start.startsWith(OLE)) return oleFile(bytes);
  const found = binaries.find(([starts]) => starts.some((bytes) => start.startsWith(bytes)));
  return found && fileFault(found[1], found[2]);
}

/** The same of a text, once its encoding is known. */
export function foreignText(text: string): Fault | undefined {
  const start = text.slice(0, 1024).replace(/^[\uFEFF\s]+/, "");
  const found = texts.find(([form]) => form.test(start));
  return found && fileFault(found[1], found[2]);
}

/** Names in an OLE file's directory are UTF-16. */
function oleFile(bytes: Buffer): Fault {
  const holds = (name: string) => bytes.includes(Buffer.from(name, "utf16le"));
  if (holds("EncryptedPackage")) {
    return fileFault("文件加了密码", "请在 Excel 中去掉密码，另存为 .xlsx 再导入");
  }
  if (holds("WordDocument")) return fileFault("这是旧格式 .doc 文档", COPY);
  if (holds("Workbook") || holds("Book")) return fileFault("这是旧格式 .xls", SAVE);
  return fileFault("这是旧版 .xls 或加了密码的文件", "请在 Excel 中去掉密码，另存为 .xlsx 再导入");
}
