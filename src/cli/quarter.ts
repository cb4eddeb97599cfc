import { actOf } from "../acts/act.ts";
import { drawQuarter } from "../acts/draw-quarter.ts";
import { addDays, dayOf, lastDay, quarterOf } from "../domain/calendar.ts";
import { candidateDays, commitmentTo, drawDay } from "../domain/draw.ts";
import { transaction } from "../store/database.ts";
import { countMembers } from "../store/members.ts";
import { policyById } from "../store/policies.ts";
import { quarterRow } from "../store/quarters.ts";
import { lastDrawnDay, roundsOf } from "../store/rounds.ts";
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

/**
 * Recomputes a draw: the commitment from the seed, the candidates from policy and calendar, the days from both. The
 * seed itself is shown only when the quarter is over; before, it would give away the days still to come.
 */
export const quarterVerify: Command = {
  usage: "quarter verify QUARTER",
  what: "核验抽取：由种子重算承诺值与考核日",
  positionals: 1,
  run({ db, now, print, calendar }, { positionals }) {
    const quarter = quarterValue(positionals[0]);
    const row = quarterRow(db, quarter);
    if (row?.seed == null || row.candidates === null || row.drawnAt === null)
      throw new CommandFailed(`${quarter} 没有抽取。`);
    const { policy } = policyById(db, row.policyId);
    const { draw } = policy.parameters;
    const { scope } = draw;
    const faults: string[] = [];
    if (commitmentTo(row.seed, policy.id, quarter) !== row.commitment) faults.push("承诺值与种子不符");
    const drawnOn = dayOf(row.drawnAt);
    if (
      candidateDays(quarter, draw, calendar(), { after: drawnOn, last: lastDrawnDay(db, quarter) }).join() !==
      row.candidates.join()
    ) {
      faults.push("候选日与办法和日历不符");
    }
    const opened = roundsOf(db, quarter).filter(({ origin, day }) => origin === "drawn" && day !== null);
    for (const { branch, day, redrawnOn } of opened) {
      const left = redrawnOn === null ? row.candidates : row.candidates.filter((candidate) => candidate > redrawnOn);
      const expected = drawDay(row.seed, scope === "school" ? "school" : branch, quarter, redrawnOn !== null, left);
      if (expected !== day) faults.push(`${branch}的考核日 ${day} 与重算的 ${expected} 不符`);
    }
    if (faults.length > 0)
      throw new CommandFailed(`${quarter} 核验不通过：\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);

    const over = dayOf(now()) > lastDay(quarter);
    print(`${quarter} 核验通过：承诺值与种子相符，${opened.length} 个已开启的考核日与重算一致。`);
    print(`承诺值：${row.commitment}`);
    print(`候选日（${row.candidates.length} 天，抽取于 ${drawnOn}）：${row.candidates.join(" ")}`);
    if (over) {
      print(`种子：${row.seed.toString("hex")}`);
      print(`承诺值 = SHA-256(种子 ‖ "${policy.id}" ‖ "${quarter}")`);
      print(
        `考核日 = 候选日[n mod ${row.candidates.length}]，n = HMAC-SHA256(种子, "${scope === "school" ? "school" : "党支部名"}\\n${quarter}\\n0\\n0") 的前 6 字节`,
      );
    } else {
      print(`种子将于 ${addDays(lastDay(quarter), 1)} 起公布。`);
    }
  },
};
