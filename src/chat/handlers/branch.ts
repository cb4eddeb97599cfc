import { holds } from "../../acts/act.ts";
import { reportFor, takeBackReportFor } from "../../acts/report.ts";
import { plausibility } from "../../domain/score.ts";
import {
  nobodyOfThatName,
  noProxyOf,
  noRoundIn,
  noRoundInBranch,
  progress as progressText,
  proxied,
  proxyImplausible,
  proxyUndone,
  proxyUndoUsage,
  proxyUsage,
} from "../../messages/branch.ts";
import { noRound } from "../../messages/replies.ts";
import { allBranches, type Branch } from "../../store/members.ts";
import { totalBefore } from "../../store/reports.ts";
import { openRoundOf, progressOf, roundMembersOf, unreportedOf } from "../../store/rounds.ts";
import { refusal, type Turn } from "../turn.ts";
import { branchMeant } from "./branch-meant.ts";
import { oneOf } from "./one-of.ts";

/** 进度 [党支部]: the own branch; for the office every branch with an open round, or the one that is named. */
export function progress(turn: Turn, branchName: string | undefined): string {
  const { db } = turn;
  if (!holds(turn, "branch progress")) return refusal(turn, "branch progress");
  if (branchName !== undefined) return progressOfNamed(turn, branchName);
  const all = holds(turn, "school administration");
  const branches = allBranches(db).filter(({ id }) => all || id === turn.branch()?.branchId);
  const lines = branches.flatMap((branch) => progressLine(turn, branch) ?? []);
  if (lines.length === 0) return all ? noRound : noRoundInBranch;
  return lines.join("\n");
}

function progressOfNamed(turn: Turn, branchName: string): string {
  const branch = branchMeant(turn, branchName);
  if (typeof branch === "string") return branch;
  if (!holds(turn, "branch progress", branch.id)) return refusal(turn, "branch progress", branch.id);
  return progressLine(turn, branch) ?? noRoundIn(branch.name);
}

function progressLine({ db }: Turn, { id, name }: Branch): string | undefined {
  const round = openRoundOf(db, id);
  if (round === undefined) return undefined;
  const unreported = unreportedOf(db, round.id).map((member) => member.name);
  return progressText({ branch: name, ...progressOf(db, round.id), unreported });
}

/** 代报 姓名 数: marked as such, with who; the member is told and can correct it. */
export function proxyReport(turn: Turn, words: string | undefined, total: number | undefined): string {
  const { db, now, today } = turn;
  const branchId = turn.branch()?.branchId;
  if (branchId === undefined || !holds(turn, "confirm for branch", branchId)) {
    return refusal(turn, "confirm for branch");
  }
  if (words === undefined || total === undefined) return proxyUsage;
  const round = openRoundOf(db, branchId);
  if (round === undefined || now >= round.graceUntil!) return noRoundInBranch;
  const member = oneOf(turn, roundMembersOf(db, round.id), words);
  if (member === undefined) return nobodyOfThatName(words);
  if (typeof member === "string") return member;
  const { name } = member;
  if (plausibility(total, totalBefore(db, member.memberId, { id: round.id, day: round.day! }), today) !== "plausible") {
    return proxyImplausible(name, total);
  }

  const outcome = reportFor(turn, { id: round.id, closesAt: round.closesAt! }, member.memberId, total);
  return proxied(name, total, outcome === "corrected");
}

/** 撤回代报 姓名: whoever reported for somebody takes it back; what the member had said before counts again. */
export function undoProxy(turn: Turn, words: string | undefined): string {
  const { db, now } = turn;
  const branchId = turn.branch()?.branchId;
  if (branchId === undefined || !holds(turn, "confirm for branch", branchId)) {
    return refusal(turn, "confirm for branch");
  }
  if (words === undefined) return proxyUndoUsage;
  const round = openRoundOf(db, branchId);
  if (round === undefined || now >= round.graceUntil!) return noRoundInBranch;
  const member = oneOf(turn, roundMembersOf(db, round.id), words);
  if (member === undefined) return nobodyOfThatName(words);
  if (typeof member === "string") return member;
  const undone = takeBackReportFor(turn, round.id, member.memberId);
  return undone === undefined ? noProxyOf(member.name) : proxyUndone(member.name, undone);
}
