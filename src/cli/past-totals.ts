import { actOf } from "../acts/act.ts";
import { importTotals } from "../acts/report.ts";
import { dayOf } from "../domain/calendar.ts";
import { transaction } from "../store/database.ts";
import { memberIds } from "../store/roster.ts";
import { type Command, InputError } from "./command.ts";
import { refuse, sheetText, tableIn } from "./import-file.ts";
import { isTotals, totalRows } from "./totals-file.ts";
import { dayValue } from "./values.ts";

export const reportsImport: Command = {
  usage: "reports import FILE --as-of DATE",
  what: "导入过去的成长总积分，作为起始值",
  options: { "as-of": { type: "string" } },
  positionals: 1,
  async run(context, { positionals, options }) {
    const { db, now } = context;
    const asOf = dayValue(options["as-of"], "--as-of");
    if (asOf > dayOf(now())) throw new InputError("--as-of 不能是将来的日期。");
    const ids = memberIds(db);
    const file = await tableIn(positionals[0]!, isTotals);
    const { rows, faults, notes } = totalRows(file, new Set(ids.keys()), asOf);
    refuse(file, faults, notes);
    for (const note of notes) context.say(`注意：${note}。`);
    const totals = rows.map(({ account, total }) => ({ memberId: ids.get(account)!, total }));
    transaction(db, () => importTotals(actOf(context, undefined, "operator"), asOf, totals));
    context.print(`已导入${sheetText(file)} ${rows.length} 人截至 ${asOf} 的成长总积分。`);
  },
};
