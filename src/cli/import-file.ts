import { readFile } from "node:fs/promises";
import { InputError } from "./command.ts";
import { type Fault, faultText, isFault } from "./fault.ts";
import type { Table } from "./table.ts";
import { readTable } from "./table-file.ts";

/** The rows of a file that an operator names; of several sheets the first that `fits`. Throws InputError. */
export async function tableIn(file: string, fits: (table: Table) => boolean): Promise<Table> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    throw new InputError(`文件“${file}”无法读取，请检查路径和权限。`);
  }
  const read = readTable(bytes, fits);
  if (isFault(read)) refuse({}, [read]);
  return read as Table;
}

/** With even one fault nothing is imported. Names the sheet that was read, and how it was read. */
export function refuse({ sheet }: Pick<Table, "sheet">, faults: readonly Fault[], notes: readonly string[] = []): void {
  if (faults.length === 0) return;
  const lines = [
    `文件有 ${faults.length} 处需要改正，没有导入任何内容：`,
    ...(sheet === undefined ? [] : [`读取的是工作表“${sheet}”。`]),
    ...notes.map((note) => `${note}。`),
    ...faults.map(faultText),
  ];
  throw new InputError(lines.join("\n"));
}

/** `工作表“名单”` behind the word that says what was done; nothing for a file without sheets. */
export function sheetText({ sheet }: Pick<Table, "sheet">): string {
  return sheet === undefined ? "" : `（工作表“${sheet}”）`;
}
