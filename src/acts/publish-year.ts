import type { Day } from "../domain/calendar.ts";
import { yearOf } from "../domain/calendar.ts";
import type { Message } from "../domain/delivery.ts";
import { clauseOf } from "../domain/policy.ts";
import type { Summary } from "../domain/summary.ts";
import { noticeOf } from "../messages/summary-files.ts";
import { yearPost } from "../messages/year.ts";
import { isForgottenAccount } from "../store/members.ts";
import { overviewOf } from "../store/year-overview.ts";
import type { Act } from "./act.ts";

/** What the groups are shown of a year: who is awarded, by name and branch, and no figure of a person (五（三）). */
export function yearPosts(
  { db, school }: Act,
  summary: Summary,
  kind: "公示" | "通报",
  date: Day,
): { readonly text: string; readonly notice: Message } {
  const { quarter, policy, noticeUntil } = summary;
  const { members, branches } = overviewOf(db, summary);
  const text = yearPost({
    school,
    year: yearOf(quarter),
    kind,
    clauses: {
      activeLearner: clauseOf(policy, "award.activeLearner"),
      bestBranch: clauseOf(policy, "award.bestBranch"),
    },
    until: noticeUntil,
    days: policy.parameters.notice.days,
    members: members.filter(({ award, account }) => award !== null && !isForgottenAccount(account)),
    branches: branches.flatMap(({ branch, awarded }) => (awarded ? branch : [])),
  });
  return { text, notice: noticeOf(summary, kind, date) };
}
