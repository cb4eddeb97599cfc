import { holds } from "../../acts/act.ts";
import { reportFor } from "../../acts/report.ts";
import { plausibility } from "../../domain/score.ts";
import {
  nobodyOfThatName,
  noRoundInBranch,
  progress as progressText,
  proxied,
  proxyImplausible,
  proxyUsage,
  severalOfThatName,
} from "../../messages/branch.ts";
import { noRound } from "../../messages/replies.ts";
import { allBranches } from "../../store/members.ts";
import { totalBefore } from "../../store/reports.ts";
import { openRoundOf, progressOf, roundMembersOf, unreportedOf } from "../../store/rounds.ts";
import { refusal, type Turn } from "../turn.ts";

/** 进度: the own branch; for the office every branch with an open round. */
export function progress(turn: Turn): string {
  const { db } = turn;
  if (!holds(turn, "branch progress")) return refusal(turn, "branch progress");
  const all = holds(turn, "school administration");
  const branches = allBranches(db).filter(({ id }) => all || id === turn.branch()?.branchId);
  const lines = branches.flatMap(({ id, name }) => {
    const round = openRoundOf(db, id);
    if (round === undefined) return [];
    const unreported = unreportedOf(db, round.id).map((member) => member.name);
    return [progressText({ branch: name, ...progressOf(db, round.id), unreported })];
  });
  if (lines.length === 0) return all ? noRound : noRoundInBranch;
  return lines.join("\n");
}

/** 代报 姓名 数: marked as such, with who; the member is told and can correct it. */
export function proxyReport(turn: Turn, name: string | undefined, total: number | undefined): string {
  const { db, now, today } = turn;
  const branchId = turn.branch()?.branchId;
  if (branchId === undefined || !holds(turn, "confirm for branch", branchId)) {
    return refusal(turn, "confirm for branch");
  }
  if (name === undefined || total === undefined) return proxyUsage;
  const round = openRoundOf(db, branchId);
  if (round === undefined || now >= round.graceUntil!) return noRoundInBranch;
  const named = roundMembersOf(db, round.id).filter((member) => member.name === name);
  const [member] = named;
  if (member === undefined) return nobodyOfThatName(name);
  if (named.length > 1) return severalOfThatName(name);
  if (plausibility(total, totalBefore(db, member.memberId, { id: round.id, day: round.day! }), today) !== "plausible") {
    return proxyImplausible(name, total);
  }

  const outcome = reportFor(turn, { id: round.id, closesAt: round.closesAt! }, member.memberId, total);
  return proxied(name, total, outcome === "corrected");
}
