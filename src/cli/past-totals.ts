import { actOf } from "../acts/act.ts";
import { type DoubtfulTotal, importTotals, planTotals } from "../acts/import-totals.ts";
import { dayOf } from "../domain/calendar.ts";
import { DAY_CAP } from "../domain/score.ts";
import type { Database } from "../store/database.ts";
import { membersById } from "../store/members.ts";
import { memberIds } from "../store/roster.ts";
import { type Command, InputError, inSteps } from "./command.ts";
import { refuse, sheetText, tableIn } from "./import-file.ts";
import { isTotals, totalRows } from "./totals-file.ts";
import { dayValue } from "./values.ts";

export const reportsImport: Command = {
  usage: "reports import FILE --as-of DATE [--accept-doubts]",
  what: "导入过去的成长总积分，作为起始值；与已有记录不符的须加 --accept-doubts，并标为存疑",
  options: { "as-of": { type: "string" }, "accept-doubts": { type: "boolean" } },
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
    const acceptDoubts = options["accept-doubts"] === true;
    const act = actOf(context, undefined, "operator");
    const plan = planTotals(act, asOf, totals, { acceptDoubts });
    const lines = new Map(rows.map(({ account, line }) => [ids.get(account), line]));
    const told = (total: DoubtfulTotal) => `第 ${lines.get(total.memberId)} 行 ${doubtText(db, total)}`;
    if (plan.refused.length > 0) {
      const doubts = plan.refused.map(told);
      throw new InputError(
        [
          `有 ${doubts.length} 人的积分与已有记录不符，没有导入任何内容：`,
          ...doubts.slice(0, SHOWN),
          ...(doubts.length > SHOWN ? [`……另有 ${doubts.length - SHOWN} 人`] : []),
          "请核对文件和日期。确实无误的，加 --accept-doubts 再导入；这些积分会在用到的地方标为“存疑”。",
        ].join("\n"),
      );
    }
    await inSteps(db, importTotals(plan), act);
    const doubts = plan.doubtful.map(told);
    for (const doubt of doubts.slice(0, SHOWN)) context.say(`存疑：${doubt}`);
    const marked = doubts.length === 0 ? "" : `，其中 ${doubts.length} 人存疑`;
    context.print(`已导入${sheetText(file)} ${rows.length} 人截至 ${asOf} 的成长总积分${marked}。`);
  },
};

/** More lines than anybody reads are counted only. */
const SHOWN = 100;

function doubtText(db: Database, { memberId, total, doubt }: DoubtfulTotal): string {
  const { name, account } = membersById(db, [memberId]).get(memberId)!;
  const { kind, of } = doubt;
  return `${name}（${account}）：${total} 分与 ${of.day} 的 ${of.total} 分不符，${
    kind === "below-last" ? "偏低" : "偏高"
  }（积分不会减少，每天最多增长 ${DAY_CAP} 分）。`;
}
