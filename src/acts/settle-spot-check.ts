import { plausibility } from "../domain/score.ts";
import { correctedBySpotCheck, spotShown } from "../messages/spot-checks.ts";
import { clauseOfQuarter } from "../store/quarters.ts";
import { totalBefore } from "../store/reports.ts";
import { type RoundWithBranch, roundById } from "../store/rounds.ts";
import {
  type Checkers,
  checkersOf,
  type SpotCheck,
  savePicture,
  settleCheck,
  waitingCheckOf,
} from "../store/spot-checks.ts";
import { type MemberAct, record, tell } from "./act.ts";
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

/** 属实 */
export function confirmCheck(act: MemberAct, check: SpotCheck): "settled already" | "confirmed" {
  if (check.resolvedAt !== null) return "settled already";
  settleCheck(act.db, check.id, "confirmed", act.actor.member.id, act.now);
  recordOn(act, "spot-check.confirmed", check);
  return "confirmed";
}

/** 不符: the total that the member should have reported on the round's day; the member is told. */
export function correctCheck(
  act: MemberAct,
  check: SpotCheck,
  round: RoundWithBranch,
  total: number,
): "settled already" | "the same" | "implausible" | Revised {
  const { db, now, actor } = act;
  const { memberId } = check;
  if (total === check.total) return check.state === "corrected" ? "settled already" : "the same";
  // Below the last one is possible: that may have been wrong, too, and somebody has seen the page.
  const verdict = plausibility(total, totalBefore(db, memberId, { id: round.id, day: round.day! }), round.day!);
  if (verdict === "above-possible" || verdict === "maybe-today") return "implausible";

  const revised = reviseFigure(act, round, { memberId, total, source: "抽查" }, "抽查更正");
  settleCheck(db, check.id, "corrected", actor.member.id, now);
  recordOn(act, "spot-check.corrected", check, { version: revised.version });
  const clause = clauseOfQuarter(db, round.quarter, "spotCheck.share");
  const text = correctedBySpotCheck(revised, round.quarter, clause, actor.member.name);
  tell(act, `spot-corrected-${act.key}`, [{ id: memberId }], text);
  return revised;
}

function recordOn(
  act: MemberAct,
  what: `spot-check.${"shown" | "confirmed" | "corrected"}`,
  { id, roundId }: SpotCheck,
  detail: object = {},
): void {
  record(act, what, `spot-check:${id}`, { round: roundId, ...detail });
}
