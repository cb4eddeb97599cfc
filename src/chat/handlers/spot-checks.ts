import { holds } from "../../acts/act.ts";
import { secondersOf } from "../../acts/propose-correction.ts";
import { confirmCheck, correctCheck, showPicture } from "../../acts/settle-spot-check.ts";
import { dayOf } from "../../domain/calendar.ts";
import {
  checkersNamed,
  noSpotChecks,
  notSampled,
  ownSpotCheck,
  pictureReceived,
  sameAsReported,
  spotChecksOver,
  spotConfirmed,
  spotCorrected,
  spotImplausible,
  spotList as spotListText,
  spotRightUsage,
  spotSettled,
  spotWrongUsage,
} from "../../messages/spot-checks.ts";
import { noGround, proposalDropped, reasonTooLong, waitsForSecond } from "../../messages/spot-seconds.ts";
import { allBranches, branchAdmins, hasMembers } from "../../store/members.ts";
import { clauseOfQuarter } from "../../store/quarters.ts";
import { latestClosedRound, type RoundWithBranch } from "../../store/rounds.ts";
import { checkersOf, checksAreOver, type SpotCheck, spotChecksOf } from "../../store/spot-checks.ts";
import { refusal, type Turn } from "../turn.ts";
import { oneOf } from "./one-of.ts";

/** A picture: the answer to a spot check that waits for one; undefined when none does. */
export function picture(turn: Turn, mediaId: string): string | undefined {
  const shown = showPicture(turn, mediaId);
  if (shown === undefined) return undefined;
  const { members, office } = shown.checkers;
  const names = members.map((member) => member.name);
  return pictureReceived(checkersNamed(names, office), shown.again, turn.round !== undefined);
}

/** 抽查名单 */
export function spotList(turn: Turn): string {
  const checks = checksFor(turn);
  if (checks === undefined) return refusal(turn, "confirm for branch");
  const [first] = checks;
  if (first === undefined) return noSpotChecks;
  const { quarter } = first.round;
  const lines = checks.map(({ round, name, state, total, ...check }) => ({
    branch: round.branch,
    name,
    state,
    total,
    proposed: proposalOf(check),
  }));
  return spotListText(quarter, clauseOfQuarter(turn.db, quarter, "spotCheck.share"), lines);
}

/** 属实 姓名 */
export function spotRight(turn: Turn, words: string | undefined): string {
  const checks = checksFor(turn);
  if (checks === undefined) return refusal(turn, "confirm for branch");
  if (words === undefined) return spotRightUsage;
  const check = checkNamed(turn, checks, words);
  if (typeof check === "string") return check;
  switch (confirmCheck(turn, check)) {
    case "confirmed":
      return spotConfirmed(check.name);
    case "dropped":
      return proposalDropped(check.name);
    default:
      return settled(check);
  }
}

interface WrongTotal {
  readonly member: string | undefined;
  readonly total: number | undefined;
  readonly reason: string | undefined;
}

const LONGEST_REASON = 100;

/** 不符 姓名 数 [理由] */
export function spotWrong(turn: Turn, { member: words, total, reason }: WrongTotal): string {
  const checks = checksFor(turn);
  if (checks === undefined) return refusal(turn, "confirm for branch");
  if (words === undefined || total === undefined) return spotWrongUsage;
  const check = checkNamed(turn, checks, words);
  if (typeof check === "string") return check;
  const { name } = check;
  if (reason !== undefined && reason.length > LONGEST_REASON) return reasonTooLong(LONGEST_REASON);
  const outcome = correctCheck(turn, check, check.round, { total, reason });
  if (typeof outcome === "object" && "kind" in outcome) {
    const { members, office } = outcome.seconders;
    const names = members.map((member) => member.name);
    return waitsForSecond(name, total, checkersNamed(names, office));
  }
  switch (outcome) {
    case "settled already":
      return settled(check);
    case "the same":
      return sameAsReported(name, total);
    case "implausible":
      return spotImplausible(name, total);
    case "no ground":
      return noGround(name, total);
    default:
      return spotCorrected({ name, ...outcome });
  }
}

function proposalOf({ proposedTotal, proposer }: Pick<SpotCheck, "proposedTotal" | "proposer">) {
  return proposedTotal === null ? null : { total: proposedTotal, by: proposer ?? "" };
}

/** Whether what waits about this check waits for the sender. */
export function maySecond({ db, today, sender }: Turn, { round, ...check }: CheckInRound): boolean {
  return secondersOf(db, check, round, today).members.some(({ id }) => id === sender.id);
}

interface CheckInRound extends SpotCheck {
  readonly round: RoundWithBranch;
}

/**
 * The newest checks that the sender may settle: the own branch's, and for the office those of branches without a
 * second admin. Undefined for somebody who has neither.
 */
function checksFor(turn: Turn): CheckInRound[] | undefined {
  const { db, today, sender } = turn;
  const branchId = turn.branch()?.branchId;
  const isAdmin = branchId !== undefined && holds(turn, "confirm for branch", branchId);
  const isOffice = holds(turn, "school administration");
  const mayStandIn = isOffice || holds(turn, "low branches' talks");
  const isStandIn = (check: CheckInRound) => {
    const { memberId, round } = check;
    if (isOffice && memberId !== sender.id && lacksSecondAdmin(turn, round.branchId)) return true;
    if (check.proposedTotal !== null && maySecond(turn, check)) return true;
    const { office, members } = checkersOf(db, round.branchId, memberId, today);
    return office && (memberId === sender.id || members.some(({ id }) => id === sender.id));
  };
  const checks = !mayStandIn
    ? []
    : allBranches(db)
        .filter(({ id }) => !isAdmin || id !== branchId)
        .flatMap(({ id }) => newestChecks(turn, id).filter(isStandIn));
  if (!isAdmin) return checks.length > 0 || standsIn(turn) ? checks : undefined;
  return [...newestChecks(turn, branchId), ...checks];
}

/** Whether the office settles checks: in some branch there is nobody, or nobody else, to do it. */
export function standsIn(turn: Turn): boolean {
  return holds(turn, "school administration") && allBranches(turn.db).some(({ id }) => lacksSecondAdmin(turn, id));
}

function lacksSecondAdmin({ db, today }: Turn, branchId: number): boolean {
  return branchAdmins(db, branchId, today).length < 2 && hasMembers(db, today, branchId);
}

function newestChecks({ db }: Turn, branchId: number): CheckInRound[] {
  const round = latestClosedRound(db, branchId);
  return round === undefined ? [] : spotChecksOf(db, round.id).map((check) => ({ ...check, round }));
}

/** The one check that is meant and may be settled by the sender now, or the answer why there is none. */
function checkNamed(turn: Turn, checks: readonly CheckInRound[], words: string): CheckInRound | string {
  const check = oneOf(turn, checks, words);
  if (check === undefined) return notSampled(words);
  if (typeof check === "string") return check;
  if (check.memberId === turn.sender.id) return ownSpotCheck;
  return checksAreOver(turn.db, check.round.quarter) ? spotChecksOver(check.round.quarter) : check;
}

function settled(check: CheckInRound): string {
  return spotSettled(check, check.resolvedBy ?? "", dayOf(check.resolvedAt!));
}
