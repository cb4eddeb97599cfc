import { lowBranchList, noLowBranchesYet } from "../../messages/talks.ts";
import { summaryVersion } from "../../store/summaries.ts";
import { approvedVersion, lowBranchesOf } from "../../store/talks.ts";
import type { Turn } from "../turn.ts";

/** The list of the newest approved summary. */
export function lowBranches({ db, today }: Turn): string {
  const approved = approvedVersion(db);
  if (approved === undefined) return noLowBranchesYet;
  const summary = summaryVersion(db, approved.quarter, approved.version);
  return lowBranchList(summary.quarter, summary.policy, lowBranchesOf(db, summary, today));
}
