import type { Day } from "../../domain/calendar.ts";
import type { AskReason, PastTotal } from "../../domain/score.ts";
import type { PlainCommand } from "./aliases.ts";

export type { AskReason };

/** What the reader must know to tell a total from the other numbers people write. */
export interface ReadContext {
  /** The sender's name on the roster. */
  readonly me: string;
  /** All names on the roster. */
  readonly names: ReadonlySet<string>;
  /** The bot's name in the workspace, for leading mentions. */
  readonly bot: string;
  readonly today: Day;
  readonly previous: PastTotal | undefined;
}

/** Commands of chat. Arguments are what stood behind the alias, cleaned. */
export type Command =
  | { readonly name: PlainCommand }
  /** 谈话名单 · 统计表 [党支部] */
  | { readonly name: "talk_list" | "branch_table"; readonly branch: string | undefined }
  /** 汇总 · 提交 · 发布 · 通过 [季度] */
  | { readonly name: "summary" | "submit" | "publish" | "approve"; readonly quarter: string | undefined }
  /** 退回 [季度] 理由 */
  | { readonly name: "return"; readonly quarter: string | undefined; readonly reason: string }
  /** 异议/申诉 内容 · 意见建议 内容 · 请假 原因 */
  | { readonly name: "appeal" | "feedback" | "leave"; readonly text: string }
  /** 代报 姓名 数 · 不符 姓名 数; `total` undefined when it was not written or cannot be read exactly */
  | {
      readonly name: "proxy_report" | "spot_wrong";
      readonly member: string | undefined;
      readonly total: number | undefined;
    }
  /** 属实 姓名 */
  | { readonly name: "spot_right"; readonly member: string | undefined }
  /** 已谈 姓名 [备注] */
  | { readonly name: "talk_held"; readonly member: string | undefined; readonly note: string }
  /** 答复 编号 内容 */
  | { readonly name: "objection_answer"; readonly id: number | undefined; readonly text: string };

export type CommandName = Command["name"];

/**
 * - `score`: accept this total.
 * - `ask`: needs a question; `candidates` are the values to echo (0–2), the likeliest first.
 * - `none`: no report in it.
 * - `command`: the whole message is a command.
 */
export type Reading =
  | { readonly kind: "score"; readonly total: number }
  | { readonly kind: "ask"; readonly reason: AskReason; readonly candidates: readonly number[] }
  | { readonly kind: "none" }
  | { readonly kind: "command"; readonly command: Command };
