import type { Quarter } from "../domain/calendar.ts";
import { asWritten, summaryName } from "../domain/quarter-name.ts";
import type { BranchCount, OpenMatters, SummaryMove } from "../domain/summary.ts";
import { counted, someOf } from "./format.ts";

/** What is said to go on although something is open. */
export const insistence: Readonly<Partial<Record<SummaryMove, string>>> = { submit: "仍然提交", publish: "仍然发布" };

/** Every open matter of a summary, before it is submitted or published. */
export function openMatters(quarter: Quarter, matters: OpenMatters): string {
  const { spotChecks, objections, doubtful, unconfirmed, toCome } = matters;
  const lines = [
    ...inBranches("抽查未完成", spotChecks),
    ...counted(objections, (n) => `异议待答复：${n} 件`),
    ...inBranches("存疑的填报", doubtful),
    ...inAll("统计表未确认", unconfirmed),
    ...inAll("考核日尚未到来", toCome),
  ];
  return [`${summaryName(quarter)}还有未了的事项：`, ...lines.map((line) => `· ${line}`)].join("\n");
}

function inBranches(what: string, branches: readonly BranchCount[]): string[] {
  return branches.length === 0
    ? []
    : [`${what}：${someOf(branches.map(({ branch, count }) => `${branch} ${count} 人`))}`];
}

function inAll(what: string, branches: readonly string[]): string[] {
  return branches.length === 0 ? [] : [`${what}：${someOf(branches)}`];
}

/** The bot's own question; what is shown here is what the answer is about. */
export const insistOrMend = (quarter: Quarter, word: string) =>
  `可先处理，再重新操作；确定不等，请回复“${word} ${asWritten(quarter)}”。`;
