import { accountKey } from "../domain/roster.ts";
import type { RosterRow } from "../domain/roster-import.ts";
import { readColumns } from "./columns.ts";
import { type Fault, firstFaults, type Report } from "./fault.ts";
import { type Columns, headOf, isComplete } from "./headings.ts";
import { accountReader, readBranch, readDuties, readState } from "./roster-cells.ts";
import { readDay } from "./roster-day.ts";
import { readName } from "./roster-name.ts";
import type { Table } from "./table.ts";
import { accountColumn } from "./totals-file.ts";

type Key = "name" | "branch" | "account" | "formerAccount" | "duties" | "state" | "from" | "until";
const columns: Columns<Key> = {
  name: { headings: ["姓名", "名字", "党员姓名"], required: true },
  branch: {
    headings: ["党支部", "支部", "所在党支部", "所在支部", "所属党支部", "所属支部", "党支部名称", "支部名称"],
    required: true,
    mergesDown: true,
  },
  account: accountColumn,
  formerAccount: { headings: ["原账号", "原帐号"], required: false },
  duties: { headings: ["职务", "党内职务", "支部职务", "党支部职务"], required: false },
  state: { headings: ["状态", "人员状态", "党员状态", "在职状态"], required: false },
  from: { headings: ["起", "开始日期", "起始日期", "开始时间", "起始时间", "状态起"], required: false },
  until: { headings: ["止", "结束日期", "截止日期", "结束时间", "截止时间", "状态止"], required: false },
};

/** Whether a sheet has the headings of a roster. */
export function isRoster(table: Table): boolean {
  const head = headOf(table, columns);
  return head !== undefined && isComplete(head, columns);
}

/**
 * The rows of a roster file, or its faults: with even one of them there are no rows. `known` are the
 * accounts on the roster as `accountKey` gives them: 原账号 must be one of them. `notes` say how the file was read.
 */
export function rosterRows(
  table: Table,
  known: ReadonlySet<string> = new Set(),
): { rows: readonly RosterRow[]; faults: readonly Fault[]; notes: readonly string[] } {
  const wordNotes = new Set<string>();
  const note = (text: string) => wordNotes.add(text);
  const readAccount = accountReader();
  const readFormer = accountReader();
  const changed: { readonly row: RosterRow; readonly report: Report }[] = [];
  const { rows, faults, notes } = readColumns(table, columns, ({ line, cells, report }): RosterRow | undefined => {
    const name = readName(cells.name ?? "", report("name"));
    const branch = readBranch(cells.branch ?? "", report("branch"));
    const account = readAccount(cells.account ?? "", line, report("account"));
    const formerAccount = cells.formerAccount
      ? readFormer(cells.formerAccount, line, report("formerAccount"))
      : undefined;
    const duties = cells.duties === undefined ? undefined : readDuties(cells.duties, report("duties"), note);
    const state = cells.state === undefined ? undefined : readState(cells.state, report("state"), note);
    const from = readDay(cells.from ?? "", report("from"));
    const until = readDay(cells.until ?? "", report("until"), { last: true });
    if (from !== undefined && until !== undefined && until < from) {
      report("until")(`${until} 早于开始的 ${from}`, "请改正其中一个日期");
    }
    if (name === undefined || branch === undefined || account === undefined) return undefined;
    const row = { line, name, branch, account, formerAccount, duties, state, from, until };
    if (formerAccount !== undefined) changed.push({ row, report: report("formerAccount") });
    return row;
  });
  const lines = new Map(rows.map(({ account, line }) => [accountKey(account), line]));
  for (const { row, report } of changed) checkFormer(row, lines, known, report);
  const told = [...notes, ...wordNotes];
  return faults.length === 0 ? { rows, faults, notes: told } : { rows: [], faults: firstFaults(faults), notes: told };
}

/** `lines` of the file, by account. A change that is on record already is no fault: a file may be imported again. */
function checkFormer(
  { account, formerAccount }: RosterRow,
  lines: ReadonlyMap<string, number>,
  known: ReadonlySet<string>,
  report: Report,
): void {
  const [former, present] = [accountKey(formerAccount!), accountKey(account)];
  if (former === present) return;
  const other = lines.get(former);
  if (other !== undefined) report(`第 ${other} 行还在用“${formerAccount}”`, "换了账号的人只能有一行，请删去旧的一行");
  else if (known.has(former) && known.has(present)) {
    report(`“${formerAccount}”和“${account}”都已在名册里`, "两份记录不能合并，请核对账号，或清空这一格");
  } else if (!known.has(former) && !known.has(present)) {
    report(`“${formerAccount}”不在名册里`, "请核对原来的账号，没有换过账号就留空");
  }
}
