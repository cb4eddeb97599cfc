import type { Burden } from "../domain/burden.ts";
import { burdenOf } from "../store/counts.ts";
import { type Command, CommandFailed, JSON_OPTION, result, table } from "./command.ts";
import { quarterValue } from "./values.ts";

export const burden: Command = {
  usage: "burden QUARTER [--json]",
  what: "负担报告：一个季度问了多少人、发了多少消息、反问、更正、撤回、提醒、迟报；只有数目，不涉及个人",
  options: JSON_OPTION,
  positionals: 1,
  run(context, args) {
    const quarter = quarterValue(args.positionals[0]);
    const found = burdenOf(context.db, quarter, context.now());
    if (found === undefined) throw new CommandFailed(`${quarter} 还没有开启的考核。`);
    const { school, branches } = found;
    result(context, args, { quarter, school, branches }, () =>
      [
        table([
          ["", "在册", "提问", "消息", "人均", "最多", "反问", "提醒", "更正", "撤回", "迟报"],
          ["全校", ...cells(school)],
          ...branches.map((line) => [line.branch, ...cells(line)]),
        ]),
        `每人收到的消息：${school.messages.distribution.map(({ messages, members }) => `${messages} 条 ${members} 人`).join("，")}`,
      ].join("\n"),
    );
  },
};

function cells({ members, asked, messages, questions, reminders, corrections, withdrawn, late }: Burden): string[] {
  const { total, mean, most } = messages;
  return [members, asked, total, mean, most, questions, reminders, corrections, withdrawn, late].map((value) =>
    value === null ? "—" : String(value),
  );
}
