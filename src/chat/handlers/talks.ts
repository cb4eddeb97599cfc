import { clauseOf } from "../../domain/policy.ts";
import { noSuchBranch, noTalkListYet, talkList as talkListText } from "../../messages/branch.ts";
import { branchNamed } from "../../store/branches.ts";
import { policyOfQuarter } from "../../store/quarters.ts";
import { latestClosedRound } from "../../store/rounds.ts";
import { missingFrom } from "../../store/tables.ts";
import { talksOf } from "../../store/talks.ts";
import { holds, refusal, type Turn } from "../turn.ts";

/** 谈话名单 [党支部] */
export function talkList(turn: Turn, branchName: string | undefined): string {
  const { db } = turn;
  const branchId = branchName === undefined ? turn.branch()?.branchId : branchNamed(db, branchName)?.id;
  if (!holds(turn, "branch talks", branchId)) return refusal(turn, "branch talks");
  if (branchId === undefined) return noSuchBranch(branchName ?? "");
  const round = latestClosedRound(db, branchId);
  if (round === undefined) return noTalkListYet;
  const policy = policyOfQuarter(db, round.quarter);
  return talkListText({
    quarter: round.quarter,
    branch: round.branch,
    clause: clauseOf(policy, "talk.lowest"),
    talks: talksOf(db, round.id).map((talk) => ({ ...talk, held: talk.state === "held" })),
    unreported: missingFrom(db, round.id).map(({ name }) => name),
  });
}

/** 已谈 姓名 [备注] */
export function talkHeld(_turn: Turn, _name: string | undefined, _note: string): string {
  throw new Error("not made yet");
}

/** 确认谈话 */
export function confirmTalk(_turn: Turn): string {
  throw new Error("not made yet");
}
