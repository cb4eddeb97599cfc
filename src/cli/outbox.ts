import { actOf } from "../acts/act.ts";
import { resolveDelivery } from "../acts/resolve-delivery.ts";
import { type DeliveryState, deliveryStates } from "../domain/delivery.ts";
import { transaction } from "../store/database.ts";
import { outboxLines } from "../store/outbox.ts";
import { type Command, CommandFailed, InputError, JSON_OPTION, result, table } from "./command.ts";
import { timeText } from "./values.ts";

export const outboxList: Command = {
  usage: "outbox list [--state S] [--json]",
  what: `送达记录；S 为 ${deliveryStates.join("、")}`,
  options: { state: { type: "string" }, ...JSON_OPTION },
  run(context, args) {
    const { state } = args.options;
    if (state !== undefined && !deliveryStates.includes(state as DeliveryState)) {
      throw new InputError(`--state 应为 ${deliveryStates.join("、")} 之一。`);
    }
    const lines = outboxLines(context.db, state as DeliveryState | undefined);
    const value = lines.map((line) => ({
      ...line,
      plannedAt: timeText(line.plannedAt),
      sentAt: timeText(line.sentAt),
      notBefore: timeText(line.notBefore),
      expiresAt: timeText(line.expiresAt),
    }));
    result(context, args, value, () =>
      table([
        ["编号", "状态", "次数", "收件", "键", "说明"],
        ...lines.map((line) => [
          String(line.id),
          line.state,
          String(line.attempts),
          line.to,
          line.key,
          line.error ?? "",
        ]),
      ]),
    );
  },
};

export const outboxResolve: Command = {
  usage: "outbox resolve ID sent|resend",
  what: "人工处理结果不明或被拒的送达：确认已送达，或重新发送",
  positionals: 2,
  run(context, { positionals }) {
    const [id, as] = positionals;
    if (!/^\d+$/.test(id ?? "")) throw new InputError("编号应为数字，请用 bot outbox list 查看。");
    if (as !== "sent" && as !== "resend") throw new InputError("请写 sent（确认已送达）或 resend（重新发送）。");
    const resolved = transaction(context.db, () =>
      resolveDelivery(actOf(context, undefined, "operator"), Number(id), as),
    );
    if (!resolved) {
      throw new CommandFailed(`送达 ${id} 不存在，或状态不是 unknown、refused，或内容已过保存期限而删除。`);
    }
    context.print(as === "sent" ? `送达 ${id} 已记为送达。` : `送达 ${id} 将重新发送。`);
  },
};
