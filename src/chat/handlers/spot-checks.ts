import { holds } from "../../acts/act.ts";
import { dayOf } from "../../domain/calendar.ts";
import { clauseOf } from "../../domain/policy.ts";
import { plausibility } from "../../domain/score.ts";
import {
  checkersNamed,
  correctedBySpotCheck,
  noSpotChecks,
  notSampled,
  ownSpotCheck,
  pictureReceived,
  sameAsReported,
  severalSampled,
  spotChecksOver,
  spotConfirmed,
  spotCorrected,
  spotImplausible,
  spotList as spotListText,
  spotRightUsage,
  spotSettled,
  spotShown,
  spotWrongUsage,
} from "../../messages/spot-checks.ts";
import { record } from "../../store/audit.ts";
import { allBranches } from "../../store/branches.ts";
import { policyOfQuarter } from "../../store/quarters.ts";
import { totalBefore } from "../../store/reports.ts";
import { latestClosedRound, type RoundWithBranch, roundById } from "../../store/rounds.ts";
import {
  checkersOf,
  checksAreOver,
  type SpotCheck,
  savePicture,
  settleCheck,
  spotChecksOf,
  waitingCheckOf,
} from "../../store/spot-checks.ts";
import { correctFigure } from "../correction.ts";
import { tell } from "../tell.ts";
import { refusal, type Turn } from "../turn.ts";

/** A picture: the answer to a spot check that waits for one; undefined when none does. */
export function showPicture(turn: Turn, mediaId: string): string | undefined {
  const { db, sender, now, today } = turn;
  const check = waitingCheckOf(db, sender.id);
  if (check === undefined) return undefined;
  savePicture(db, check.id, mediaId, now);
  recordOn(turn, "spot-check.shown", check);

  const round = roundById(db, check.roundId);
  const { members, office } = checkersOf(db, round.branchId, sender.id, today);
  const { name, total } = check;
  tell(turn, "spot-shown", members, spotShown({ name, total, branch: round.branch, day: round.day! }));
  tell(turn, "spot-picture", members, {
    kind: "image",
    name: `抽查-${name}.jpg`,
    document: { kind: "spot-picture", spotCheckId: check.id, mediaId },
  });
  const names = members.map((member) => member.name);
  return pictureReceived(checkersNamed(names, office), check.state === "shown", turn.round() !== undefined);
}

/** 抽查名单 */
export function spotList(turn: Turn): string {
  const checks = checksFor(turn);
  if (checks === undefined) return refusal(turn, "confirm for branch");
  const [first] = checks;
  if (first === undefined) return noSpotChecks;
  const { quarter } = first.round;
  const lines = checks.map(({ round, name, state, total }) => ({ branch: round.branch, name, state, total }));
  return spotListText(quarter, clauseOf(policyOfQuarter(turn.db, quarter), "spotCheck.share"), lines);
}

/** 属实 姓名 */
export function spotRight(turn: Turn, name: string | undefined): string {
  const checks = checksFor(turn);
  if (checks === undefined) return refusal(turn, "confirm for branch");
  if (name === undefined) return spotRightUsage;
  const check = checkNamed(turn, checks, name);
  if (typeof check === "string") return check;
  if (check.resolvedAt !== null) return settled(check);

  settleCheck(turn.db, check.id, "confirmed", turn.sender.id, turn.now);
  recordOn(turn, "spot-check.confirmed", check);
  return spotConfirmed(name);
}

/** 不符 姓名 数: the total that the member should have reported on the round's day. */
export function spotWrong(turn: Turn, name: string | undefined, total: number | undefined): string {
  const { db, now, sender } = turn;
  const checks = checksFor(turn);
  if (checks === undefined) return refusal(turn, "confirm for branch");
  if (name === undefined || total === undefined) return spotWrongUsage;
  const check = checkNamed(turn, checks, name);
  if (typeof check === "string") return check;
  const { memberId, round } = check;
  if (total === check.total) return check.state === "corrected" ? settled(check) : sameAsReported(name, total);
  // Below the last one is possible: that may have been wrong, too, and somebody has seen the page.
  const verdict = plausibility(total, totalBefore(db, memberId, { id: round.id, day: round.day! }), round.day!);
  if (verdict === "above-possible" || verdict === "maybe-today") return spotImplausible(name, total);

  const corrected = correctFigure(turn, round, { memberId, total, source: "抽查" }, "抽查更正");
  settleCheck(db, check.id, "corrected", sender.id, now);
  recordOn(turn, "spot-check.corrected", check, { version: corrected.version });
  const clause = clauseOf(policyOfQuarter(db, round.quarter), "spotCheck.share");
  const told = correctedBySpotCheck(corrected, round.quarter, clause, sender.name);
  tell(turn, "spot-corrected", [{ id: memberId }], told);
  return spotCorrected({ name, ...corrected });
}

interface CheckInRound extends SpotCheck {
  readonly round: RoundWithBranch;
}

/**
 * The newest checks that the sender may settle: the own branch's, and for the office those of branches that have no
 * other admin than the checked member. Undefined for somebody who has neither.
 */
function checksFor(turn: Turn): CheckInRound[] | undefined {
  const { db, today, sender } = turn;
  const branchId = turn.branch()?.branchId;
  const isAdmin = branchId !== undefined && holds(turn, "confirm for branch", branchId);
  const mayStandIn = holds(turn, "school administration") || holds(turn, "low branches' talks");
  const isStandIn = ({ memberId, round }: CheckInRound) => {
    const { office, members } = checkersOf(db, round.branchId, memberId, today);
    return office && (memberId === sender.id || members.some(({ id }) => id === sender.id));
  };
  const standsIn = !mayStandIn
    ? []
    : allBranches(db)
        .filter(({ id }) => !isAdmin || id !== branchId)
        .flatMap(({ id }) => newestChecks(turn, id).filter(isStandIn));
  if (!isAdmin) return standsIn.length > 0 ? standsIn : undefined;
  return [...newestChecks(turn, branchId), ...standsIn];
}

function newestChecks({ db }: Turn, branchId: number): CheckInRound[] {
  const round = latestClosedRound(db, branchId);
  return round === undefined ? [] : spotChecksOf(db, round.id).map((check) => ({ ...check, round }));
}

/** The one check that is meant and may be settled by the sender now, or the answer why there is none. */
function checkNamed(turn: Turn, checks: readonly CheckInRound[], name: string): CheckInRound | string {
  const [check, ...others] = checks.filter((each) => each.name === name);
  if (check === undefined) return notSampled(name);
  if (others.length > 0) return severalSampled(name);
  if (check.memberId === turn.sender.id) return ownSpotCheck;
  return checksAreOver(turn.db, check.round.quarter) ? spotChecksOver(check.round.quarter) : check;
}

function settled(check: CheckInRound): string {
  return spotSettled(check, check.resolvedBy ?? "", dayOf(check.resolvedAt!));
}

function recordOn({ db, now, sender }: Turn, act: string, { id, roundId }: SpotCheck, detail: object = {}): void {
  record(db, {
    at: now,
    actor: `member:${sender.id}`,
    act,
    subject: `spot-check:${id}`,
    detail: { round: roundId, ...detail },
  });
}
