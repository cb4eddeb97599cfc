import { type Fault, fileFault } from "./fault.ts";
import { isBlank, isFull, MAX_COLUMNS, type TableRow, tooManyColumns, tooManyRows } from "./table.ts";

const delimiters = [",", "\t", ";", "，", "；", "|"] as const;
/** A program that saved the file again may have quoted the line or filled it up with delimiters. */
const NAMED_DELIMITER = /^"?sep=([^\r\n"])"?\1*(?:\r\n|\r|\n|$)/i;

/**
 * RFC 4180, and any of `delimiters`, or the one that a first line `sep=;` names, which Excel does not show; a line break
 * inside quotes does not end a row, so lines count as in Excel.
 */
export function parseCsv(source: string): TableRow[] | Fault {
  const text = source.replace(/^\uFEFF+/, "");
  const named = NAMED_DELIMITER.exec(text);
  if (named === null && /^"?sep=/i.test(text)) {
    return fileFault("第一行 sep= 没有写明一个分隔符", "请删去这一行，或写成 sep=; 的样子");
  }
  const delimiter = named?.[1] ?? delimiterOf(text);
  const cellEnd = new RegExp(`[${delimiter.replace(/[\\\]^-]/, "\\$&")}\r\n]|$`, "g");
  const rows: TableRow[] = [];
  let at = named?.[0].length ?? 0;

  for (let line = 1; at < text.length; line++) {
    const cells: string[] = [];
    for (let more = true; more; ) {
      const quoted = text[at] === '"' ? readQuoted(text, at) : { value: "", end: at };
      if (quoted === undefined) {
        return fileFault("双引号没有成对", "请补上或删去引号，或在 Excel 中另存为 .xlsx 再导入", line);
      }
      cellEnd.lastIndex = quoted.end;
      at = cellEnd.exec(text)?.index ?? text.length;
      cells.push(quoted.value + text.slice(quoted.end, at));
      if (cells.length > MAX_COLUMNS) return tooManyColumns(line);
      more = text[at] === delimiter;
      if (more) at += 1;
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    if (isBlank(cells)) continue;
    if (isFull(rows)) return tooManyRows();
    rows.push({ line, cells });
  }
  return rows;
}

/** What stands between the quote at `open` and its partner, and the place after that. */
function readQuoted(text: string, open: number): { value: string; end: number } | undefined {
  let value = "";
  for (let from = open + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return undefined;
    if (text[quote + 1] !== '"') return { value: value + text.slice(from, quote), end: quote + 1 };
    value += text.slice(from, quote + 1);
    from = quote + 2;
  }
}

/** The one that most of the first lines use, and of two such the one they use most: a title has none. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .replaceAll(/"[^"]*"/g, "")
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  const [best] = delimiters
    .map((delimiter) => {
      const uses = lines.map((line) => line.split(delimiter).length - 1);
      return { delimiter, lines: uses.filter((use) => use > 0).length, uses: uses.reduce((sum, use) => sum + use, 0) };
    })
    .toSorted((a, b) => b.lines - a.lines || b.uses - a.uses);
  return best?.uses ? best.delimiter : ",";
}
