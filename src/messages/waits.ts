import type { Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { summaryWaits, type WaitingState } from "./needs.ts";
import { PLACE } from "./words.ts";

/** What waits for the reader, each with the word that goes on with it. */
export const summaryToApprove = (quarter: Quarter) =>
  `${quarterName(quarter)}汇总等您审核：同意请回复“通过”，不同意请回复“退回 理由”。`;
export const summaryForOffice = (quarter: Quarter, state: WaitingState) => `等您处理：${summaryWaits(quarter, state)}`;
export const branchTalksOwed = (count: number) => `有 ${count} 个党支部等您谈话：回复“支部谈话名单”查看。`;
export const objectionsOpen = (count: number) => `有 ${count} 件异议等您答复：回复“异议名单”查看。`;
export const tableToConfirm = (quarter: Quarter) =>
  `${quarterName(quarter)}统计表等您确认：回复“统计表”核对，无误后回复“确认统计表”。`;
export const checksOpen = (count: number) => `有 ${count} 人的抽查等您核对：回复“抽查名单”查看。`;
export const checksToSecond = (count: number) => `有 ${count} 人的抽查更改等您复核：回复“抽查名单”查看。`;
export const talksOwed = (count: number) => `有 ${count} 人等您谈话：回复“谈话名单”查看。`;
export const pictureWanted = `您被随机抽中实时积分抽查：请把${PLACE}页面的截图发给我。`;
export const talkToConfirm = "与您的谈话已登记：属实请回复“确认谈话”。";
