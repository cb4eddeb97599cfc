import { actOf } from "../acts/act.ts";
import { drawQuarter } from "../acts/draw-quarter.ts";
import { dayOf, quarterOf } from "../domain/calendar.ts";
import { transaction } from "../store/database.ts";
import { countMembers } from "../store/members.ts";
import { roundsOf } from "../store/rounds.ts";
import { type Command, CommandFailed, InputError, JSON_OPTION, result } from "./command.ts";
import { quarterValueOf, roundsText } from "./rounds.ts";
import { quarterValue } from "./values.ts";

export const quarterDraw: Command = {
  usage: "quarter draw QUARTER",
  what: "抽取本季度的考核日（服务会自动抽取；日期不显示）",
  positionals: 1,
  run(context, { positionals }) {
    const quarter = quarterValue(positionals[0]);
    const present = quarterOf(dayOf(context.now()));
    if (quarter !== present) throw new InputError(`只能抽取当前季度 ${present}。`);
    if (countMembers(context.db) === 0) throw new InputError("名册还是空的：没有人可以得知承诺值，请先导入名册。");
    const row = transaction(context.db, () => drawQuarter(actOf(context), quarter));
    if (row.commitment === null) {
      const reasons = { days: "本季度剩余可抽取的日子不足", holidays: "节假日安排尚未收录，请补充 holidays.json" };
      throw new CommandFailed(`${quarter} 未能抽取：${reasons[row.undrawnReason as keyof typeof reasons]}。`);
    }
    context.print(`${quarter} 已抽取，日期保密。承诺值：${row.commitment}`);
  },
};

export const quarterStatus: Command = {
  usage: "quarter status [QUARTER] [--json]",
  what: "季度的考核情况",
  options: JSON_OPTION,
  positionals: 1,
  run(context, args) {
    const { db, now } = context;
    const [given] = args.positionals;
    const quarter = given === undefined ? quarterOf(dayOf(now())) : quarterValue(given);
    const value = quarterValueOf(db, quarter, roundsOf(db, quarter));
    result(context, args, value, () => roundsText(value));
  },
};
