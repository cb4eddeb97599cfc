import type { Day } from "../domain/calendar.ts";
import { accountKey } from "../domain/roster.ts";
import { largestTotal } from "../domain/score.ts";
import { readColumns } from "./columns.ts";
import { type Fault, firstFaults, type Report } from "./fault.ts";
import { type Column, type Columns, headOf, isComplete } from "./headings.ts";
import { accountReader } from "./roster-cells.ts";
import { shown } from "./shown.ts";
import type { Table } from "./table.ts";

export const accountColumn: Column = {
  headings: ["账号", "帐号", "企业微信账号", "企业微信帐号", "userid"],
  required: true,
};
const columns: Columns<"account" | "total"> = {
  account: accountColumn,
  total: {
    headings: [
      "成长总积分",
      "总积分",
      "成长积分",
      "累计积分",
      "累计总积分",
      "学习总积分",
      "学习积分",
      "最新成长总积分",
    ],
    required: true,
    digits: true,
  },
};

/** Whether a sheet has the headings of past totals. */
export function isTotals(table: Table): boolean {
  const head = headOf(table, columns);
  return head !== undefined && isComplete(head, columns);
}

export interface TotalRow {
  readonly line: number;
  /** As `accountKey` gives it. */
  readonly account: string;
  readonly total: number;
}

/**
 * The rows of a file of past totals, true on `asOf`, or its faults: with even one of them there are no rows.
 * `members` are the roster's accounts as `accountKey` gives them.
 */
export function totalRows(
  table: Table,
  members: ReadonlySet<string>,
  asOf: Day,
): { rows: readonly TotalRow[]; faults: readonly Fault[]; notes: readonly string[] } {
  const readAccount = accountReader();
  const { rows, faults, notes } = readColumns(table, columns, ({ line, cells, report }): TotalRow | undefined => {
    const written = readAccount(cells.account ?? "", line, report("account"));
    const total = readTotal(cells.total ?? "", asOf, report("total"));
    if (written === undefined) return undefined;
    const account = accountKey(written);
    if (!members.has(account)) return report("account")(`“${written}”不在名册里`, "请核对账号，或先导入名册");
    return total === undefined ? undefined : { line, account, total };
  });
  return faults.length === 0 ? { rows, faults, notes } : { rows: [], faults: firstFaults(faults), notes };
}

function readTotal(text: string, asOf: Day, report: Report): number | undefined {
  if (text === "") return report("没有填写", "请填上成长总积分，没有就删去这一行");
  if (!/^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?$/.test(text)) {
    return report(`“${shown(text)}”不是整数`, "请只写数字，如 12345");
  }
  const digits = text.replace(/\.0+$/, "").replaceAll(",", "");
  const total = Number(digits);
  const largest = largestTotal(undefined, asOf);
  if (digits.length > 7 || total > largest) {
    return report(`${digits.slice(0, 20)} 超过了 ${asOf} 可能的最大值 ${largest}`, "请核对积分和日期");
  }
  return total;
}
