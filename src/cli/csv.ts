import { type Fault, fileFault } from "./fault.ts";
import { isBlank, isFull, MAX_COLUMNS, type TableRow, tooManyColumns, tooManyRows } from "./table.ts";

const delimiters = [",", "\t", ";", "，", "；"] as const;

/** RFC 4180, and any of `delimiters`; a line break inside quotes does not end a row, so lines count as in Excel. */
export function parseCsv(text: string): TableRow[] | Fault {
  const delimiter = delimiterOf(text);
  const cellEnd = new RegExp(`[${delimiter}\r\n]|$`, "g");
  const rows: TableRow[] = [];
  let at = 0;

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

/** The one that the headings use most. */
function delimiterOf(text: string): string {
  const below = text.trimStart();
  const end = below.search(/[\r\n]/);
  const heading = (end === -1 ? below : below.slice(0, end)).replaceAll(/"[^"]*"/g, "");
  const uses = delimiters.map((delimiter) => heading.split(delimiter).length);
  return delimiters[uses.indexOf(Math.max(...uses))] ?? ",";
}
