import { workspace } from "../services.ts";

/** What stands for something in a command's usage. */
const placeholders: readonly (readonly [word: RegExp, meaning: string])[] = [
  [/\bQUARTER\b/, "QUARTER  季度，如 2026Q4"],
  [/\bYEAR\b/, "YEAR  年份，如 2026"],
  [/\bDATE\b/, "DATE  日期，如 2026-11-22"],
  [/\bTIME\b/, "TIME  时间，如 2026-11-22T21:00、21:00 或 +30m"],
  [/\bTARGET\b/, `TARGET  群：${workspace.groups.form}`],
  [/\bACCOUNT\b/, "ACCOUNT  操作人在名册里的账号，须有相应的职务"],
  [/--branch NAME|branch set NAME/, "NAME  党支部的名称，见 bot branch list"],
  [/\buse NAME/, "NAME  办法的编号：guifang-2020-58、low-burden，或采用过的"],
  [/--approved-by NAME/, "--approved-by NAME  批准人或批准的会议，记入办法的版本"],
  [/\bTEXT\b/, "TEXT  文字，有空格时加引号"],
  [/\bFILE\b/, "FILE  文件的路径"],
  [/\bDIR\b/, "DIR  文件夹的路径"],
  [/\bID\b/, "ID  编号，见 bot outbox list"],
  [/--json/, "--json  输出 JSON，供程序读取"],
];

/** The lines that explain a usage. */
export function explain(usage: string): string[] {
  return placeholders.flatMap(([word, meaning]) => (word.test(usage) ? `  ${meaning}` : []));
}
