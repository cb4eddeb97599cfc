import { BRANCH_COMMITTEE, COMMITTEE_SECRETARY } from "../../domain/access.ts";
import { clauseOf, outsideQuietHours } from "../../domain/policy.ts";
import { formatAverage, withoutTellingAverages } from "../../domain/ranking.ts";
import { lowBranchList, noLowBranchesYet } from "../../messages/talks.ts";
import { approvedVersion, branchTalksOf, saveBranchTalks } from "../../store/branch-talks.ts";
import { holdersOf, titled } from "../../store/members.ts";
import { plan } from "../../store/outbox.ts";
import { type Summary, summaryVersion } from "../../store/summaries.ts";
import type { Turn } from "../turn.ts";

/** An approved summary's low branches are owed a talk; the committee's secretary gets the list (四（四）). */
export function oweBranchTalks(turn: Turn, summary: Summary): void {
  const { db, now, today } = turn;
  const low = summary.branches.filter((branch) => branch.low).map(({ branchId }) => branchId);
  saveBranchTalks(db, summary.quarter, low);
  if (low.length === 0) return;
  const message = { kind: "text", text: listOf(turn, summary) } as const;
  const notBefore = outsideQuietHours(summary.policy.parameters.quietHours, now);
  for (const { id } of holdersOf(db, COMMITTEE_SECRETARY, today)) {
    const key = `low-branches-${summary.quarter}-${summary.version}-${id}`;
    plan(db, { key, to: { kind: "member", memberId: id }, message, notBefore }, now);
  }
}

/** The list of the newest approved summary. */
export function lowBranches(turn: Turn): string {
  const approved = approvedVersion(turn.db);
  if (approved === undefined) return noLowBranchesYet;
  return listOf(turn, summaryVersion(turn.db, approved.quarter, approved.version));
}

function listOf({ db, today }: Turn, { quarter, policy, branches }: Summary): string {
  const figures = new Map(withoutTellingAverages(branches).map((branch) => [branch.branchId, branch]));
  const lines = branchTalksOf(db, quarter).map(({ branchId, branch, state }) => {
    const { rank = null, average = null } = figures.get(branchId) ?? {};
    const committee = holdersOf(db, BRANCH_COMMITTEE, today, branchId);
    return {
      branch,
      rank,
      average: average && formatAverage(average),
      committee: committee.map((member) => titled(db, member, BRANCH_COMMITTEE)),
      held: state === "held",
    };
  });
  return lowBranchList(quarter, clauseOf(policy, "lowBranches"), lines);
}
