import { plausibility } from "../domain/score.ts";
import { correctedBySpotCheck, spotShown } from "../messages/spot-checks.ts";
import { notSeconded, seconded } from "../messages/spot-seconds.ts";
import { clauseOfQuarter } from "../store/quarters.ts";
import { totalBefore } from "../store/reports.ts";
import { type RoundWithBranch, roundById } from "../store/rounds.ts";
import {
  type Checkers,
  checkersOf,
  dropProposal,
  type SpotCheck,
  savePicture,
  settleCheck,
  waitingCheckOf,
} from "../store/spot-checks.ts";
import { type MemberAct, record, tell } from "./act.ts";
import { liftedBy } from "./draw-up-talks.ts";
import { propose, secondersOf, type Waiting } from "./propose-correction.ts";
import { type Revised, reviseFigure } from "./revise-figure.ts";

/** A picture from a member whose check waits for one goes to those who may settle it; undefined when none waits. */
export function showPicture(
  act: MemberAct,
  mediaId: string,
): { readonly checkers: Checkers; readonly again: boolean } | undefined {
  const { db, now, today, actor } = act;
  const check = waitingCheckOf(db, actor.member.id);
  if (check === undefined) return undefined;
  const { id, name, total } = check;
  savePicture(db, id, mediaId, now);
  recordOn(act, "spot-check.shown", check);

  const { branch, branchId, day } = roundById(db, check.roundId);
  const checkers = checkersOf(db, branchId, actor.member.id, today);
  tell(act, `spot-shown-${act.key}`, checkers.members, spotShown({ name, total, branch, day: day! }));
  const document = { kind: "spot-picture", spotCheckId: id, mediaId } as const;
  tell(act, `spot-picture-${act.key}`, checkers.members, { kind: "image", name: `抽查-${name}.jpg`, document });
  return { checkers, again: check.state === "shown" };
}

/** 属实: also drops what waits for a second person. */
export function confirmCheck(act: MemberAct, check: SpotCheck): "settled already" | "confirmed" | "dropped" {
  const waits = check.proposedTotal !== null;
  if (check.resolvedAt !== null && !waits) return "settled already";
  if (waits) {
    dropProposal(act.db, check.roundId, check.memberId);
    recordOn(act, "spot-check.dropped", check);
    tellProposer(act, check, notSeconded(check.name, act.actor.member.name));
  }
  if (check.resolvedAt === null) {
    settleCheck(act.db, check.id, "confirmed", act.actor.member.id, act.now);
    recordOn(act, "spot-check.confirmed", check);
  }
  return waits ? "dropped" : "confirmed";
}

/**
 * 不符: the total that the member should have reported on the round's day, by a picture or for a reason; the member is
 * told. Where it lifts somebody from the talk list, it takes a second person, who says the same.
 */
export function correctCheck(
  act: MemberAct,
  check: SpotCheck,
  round: RoundWithBranch,
  { total, reason }: { readonly total: number; readonly reason: string | undefined },
): "settled already" | "the same" | "implausible" | "no ground" | Waiting | Revised {
  const { db, now, actor, today } = act;
  const { memberId } = check;
  if (total === check.total) return check.state === "corrected" ? "settled already" : "the same";
  // Below the last one is possible: that may have been wrong, too, and somebody has seen the page.
  const verdict = plausibility(total, totalBefore(db, memberId, { id: round.id, day: round.day! }), round.day!);
  if (verdict === "above-possible" || verdict === "maybe-today") return "implausible";

  const waits = check.proposedTotal === total;
  if (!waits && check.mediaId === null && reason === undefined) return "no ground";
  const lifted = liftedBy(db, round, memberId, total);
  if (lifted.length > 0) {
    if (!waits) return propose(act, check, round, { total, reason });
    if (check.proposedBy === actor.member.id || lifted.includes(actor.member.id))
      return { kind: "waits", seconders: secondersOf(db, check, round, today) };
  }
  const ground = waits ? check.proposedReason : (reason ?? null);
  const revised = reviseFigure(act, round, { memberId, total, source: "抽查" }, "抽查更正");
  settleCheck(db, check.id, "corrected", actor.member.id, now, ground);
  recordOn(act, "spot-check.corrected", check, { version: revised.version });
  const clause = clauseOfQuarter(db, round.quarter, "spotCheck.share");
  const text = correctedBySpotCheck(revised, round.quarter, clause, actor.member.name, ground);
  tell(act, `spot-corrected-${act.key}`, [{ id: memberId }], text);
  if (waits) tellProposer(act, check, seconded(check.name, actor.member.name, revised.version));
  return revised;
}

function tellProposer(act: MemberAct, { proposedBy }: SpotCheck, text: string): void {
  if (proposedBy === null || proposedBy === act.actor.member.id) return;
  tell(act, `spot-proposal-${act.key}`, [{ id: proposedBy }], text);
}

function recordOn(
  act: MemberAct,
  what: `spot-check.${"shown" | "confirmed" | "corrected" | "dropped"}`,
  { id, roundId }: SpotCheck,
  detail: object = {},
): void {
  record(act, what, `spot-check:${id}`, { round: roundId, ...detail });
}
