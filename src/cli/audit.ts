import { instantAt, minuteOf } from "../domain/calendar.ts";
import { auditSince, verifyAudit } from "../store/audit.ts";
import { type Command, CommandFailed, JSON_OPTION, result, table } from "./command.ts";
import { dayValue, timeText } from "./values.ts";

export const auditVerify: Command = {
  usage: "audit verify",
  what: "核验审计记录：逐条重算，发现被改动、缺失或调换次序的记录",
  run({ db, print }) {
    const { rows, head, fault } = verifyAudit(db);
    if (fault !== null) {
      const what = fault.kind === "missing" ? "缺失" : "与记录时不符（被改动、调换次序或不经程序写入）";
      throw new CommandFailed(`审计记录核验不通过：第 ${fault.id} 条${what}，此前 ${fault.id - 1} 条完好。`);
    }
    print(`审计记录核验通过：${rows} 条，首尾相接。`);
    if (head !== null) print(`末条校验值：${head}（抄存于别处，日后可证明此前的记录没有被整体改写）`);
  },
};

export const auditShow: Command = {
  usage: "audit show [--since DATE] [--json]",
  what: "审计记录：何时、何人、做了什么；只有编号和数目，没有积分和文字",
  options: { since: { type: "string" }, ...JSON_OPTION },
  run(context, args) {
    const { since } = args.options;
    const rows = auditSince(context.db, since === undefined ? 0 : instantAt(dayValue(since, "--since")));
    const value = rows.map(({ at, detail, hash: _, ...row }) => ({
      ...row,
      at: timeText(at),
      detail: JSON.parse(detail) as unknown,
    }));
    result(context, args, value, () =>
      table([
        ["编号", "时间", "谁", "做了什么", "对象", "详情"],
        ...rows.map(({ id, at, actor, act, subject, detail }) => [
          String(id),
          minuteOf(at),
          actor,
          act,
          subject,
          detail === "{}" ? "" : detail,
        ]),
      ]),
    );
  },
};
