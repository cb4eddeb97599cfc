import type { Quarter } from "../domain/calendar.ts";
import { quarterName } from "./branch.ts";

export interface ChangedTalks {
  readonly branch: string;
  readonly quarter: Quarter;
  readonly clause: string;
  readonly added: readonly string[];
  readonly lifted: readonly string[];
}

/** To the secretary and the branch committee, when a correction has changed the talk list (四（三）). */
export function talksChanged({ branch, quarter, clause, added, lifted }: ChangedTalks): string {
  return [
    `【谈话名单有变化】${branch} ${quarterName(quarter)}（依据${clause}）：积分更正后重新计算。`,
    ...(added.length === 0 ? [] : [`新增：${added.join("、")}`]),
    ...(lifted.length === 0 ? [] : [`不再需要：${lifted.join("、")}`]),
    "回复“谈话名单”查看。名单仅供支部书记和支委使用，请勿转发。",
  ].join("\n");
}
