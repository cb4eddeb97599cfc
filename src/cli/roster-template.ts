import { existsSync, writeFileSync } from "node:fs";
import { dayOf } from "../domain/calendar.ts";
import { accountKey, duties, hasLeft, memberStates } from "../domain/roster.ts";
import { isWithheld } from "../domain/roster-sync.ts";
import { allBranches, rosterLines } from "../store/members.ts";
import { type Command, CommandFailed, InputError } from "./command.ts";
import { directoryOf } from "./roster-sync.ts";

export const rosterTemplateCommand: Command = {
  usage: "roster template FILE.xlsx",
  what: "把通讯录写成待填写的名册（账号、姓名已填，党支部、职务、状态可选），填好后用 roster import 导入",
  positionals: 1,
  async run(context, { positionals }) {
    const { db, now, print, say } = context;
    const file = positionals[0]!;
    if (!/\.xlsx$/i.test(file)) throw new InputError(`文件名应以 .xlsx 结尾，而不是“${file}”。`);
    if (existsSync(file)) throw new InputError(`文件“${file}”已经存在，可能已填写过；请换一个文件名。`);
    const directory = await directoryOf(context);
    const lines = rosterLines(db, dayOf(now())).filter(({ state }) => !hasLeft(state));
    const known = new Map(lines.map((line) => [accountKey(line.account), line]));
    const rows = directory.map(({ account, name, department }) => {
      const line = known.get(accountKey(account));
      return {
        account,
        name: line?.name ?? (isWithheld(name, account) ? "" : name),
        branch: line?.branch ?? "",
        duties: line?.duties ?? [],
        state: line?.state ?? "",
        department,
      };
    });
    const branches = [...new Set([...allBranches(db).map(({ name }) => name), ...branchesAmong(directory)])];
    const { rosterTemplate } = await import("../documents/roster-template.ts");
    const bytes = await rosterTemplate({ rows, branches, duties, states: memberStates });
    write(file, bytes);
    const present = new Set(directory.map(({ account }) => accountKey(account)));
    const absent = lines.filter(({ account }) => !present.has(accountKey(account))).length;
    if (absent > 0) say(`名册里有 ${absent} 人不在通讯录中，没有写入；见 bot roster sync。`);
    print(`已写入 ${rows.length} 人：${file}。请补齐党支部等各列，不是党员的删去整行，再用 bot roster import 导入。`);
  },
};

/** On a first installation the departments that are branches by their name are all that is known. */
function branchesAmong(directory: readonly { readonly department: string }[]): string[] {
  return directory.map(({ department }) => department).filter((department) => department.endsWith("支部"));
}

/** It names people and accounts: for the operator's eyes only. */
function write(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes, { flag: "wx", mode: 0o600 });
  } catch (error) {
    throw new CommandFailed(`文件“${file}”无法写入：${(error as Error).message}`);
  }
}
