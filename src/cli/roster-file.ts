import type { RosterRow } from "../domain/roster-import.ts";
import { type Column, readColumns } from "./columns.ts";
import { type Fault, firstFaults } from "./fault.ts";
import { accountReader, readBranch, readDay, readDuties, readName, readState } from "./roster-cells.ts";
import type { Table } from "./table.ts";

export const accountColumn: Column = {
  headings: ["账号", "帐号", "企业微信账号", "企业微信帐号", "userid"],
  required: true,
};
const columns = {
  name: { headings: ["姓名", "名字"], required: true },
  branch: { headings: ["党支部", "支部", "所在党支部"], required: true },
  account: accountColumn,
  duties: { headings: ["职务", "党内职务"], required: false },
  state: { headings: ["状态"], required: false },
  from: { headings: ["起", "开始日期", "起始日期"], required: false },
  until: { headings: ["止", "结束日期", "截止日期"], required: false },
} satisfies Record<string, Column>;

/** The rows of a roster file (contract.md §5), or its faults: with even one of them there are no rows. */
export function rosterRows(table: Table): { rows: readonly RosterRow[]; faults: readonly Fault[] } {
  const readAccount = accountReader();
  const { rows, faults } = readColumns(table, columns, ({ line, cells, report }): RosterRow | undefined => {
    const name = readName(cells.name ?? "", report("name"));
    const branch = readBranch(cells.branch ?? "", report("branch"));
    const account = readAccount(cells.account ?? "", line, report("account"));
    const duties = cells.duties === undefined ? undefined : readDuties(cells.duties, report("duties"));
    const state = cells.state === undefined ? undefined : readState(cells.state, report("state"));
    const from = readDay(cells.from ?? "", report("from"));
    const until = readDay(cells.until ?? "", report("until"));
    if (from !== undefined && until !== undefined && until < from) {
      report("until")(`${until} 早于开始的 ${from}`, "请改正其中一个日期");
    }
    if (name === undefined || branch === undefined || account === undefined) return undefined;
    return { line, name, branch, account, duties, state, from, until };
  });
  return faults.length === 0 ? { rows, faults } : { rows: [], faults: firstFaults(faults) };
}
