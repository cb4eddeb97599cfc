import { secondWanted } from "../messages/spot-seconds.ts";
import type { Database } from "../store/database.ts";
import type { RoundWithBranch } from "../store/rounds.ts";
import { type Checkers, checkersOf, type SpotCheck, saveProposal } from "../store/spot-checks.ts";
import { type MemberAct, record, tell } from "./act.ts";
import { liftedBy } from "./draw-up-talks.ts";

/** 不符 that would lift somebody from the talk list waits for a second person. */
export interface Waiting {
  readonly kind: "waits";
  readonly seconders: Checkers;
}

/** Keeps the corrected total and tells who may second it. */
export function propose(
  act: MemberAct,
  check: SpotCheck,
  round: RoundWithBranch,
  { total, reason }: { readonly total: number; readonly reason: string | undefined },
): Waiting {
  const { db, today, actor } = act;
  const { id, name, memberId, mediaId } = check;
  const by = actor.member.id;
  saveProposal(db, id, { total, by, reason: reason ?? null });
  record(act, "spot-check.proposed", `spot-check:${id}`, { round: round.id });
  const seconders = secondersOf(db, { memberId, proposedTotal: total, proposedBy: by }, round, today);
  const correction = { branch: round.branch, name, from: check.total, to: total, by: actor.member.name };
  const text = secondWanted({ ...correction, reason, picture: mediaId !== null });
  tell(act, `spot-second-${act.key}`, seconders.members, text);
  return { kind: "waits", seconders };
}

/** Who may second what waits: who may settle the check, but not who proposed it or would be lifted by it. */
export function secondersOf(
  db: Database,
  { memberId, proposedTotal, proposedBy }: Pick<SpotCheck, "memberId" | "proposedTotal" | "proposedBy">,
  round: RoundWithBranch,
  today: MemberAct["today"],
): Checkers {
  const lifted = proposedTotal === null ? [] : liftedBy(db, round, memberId, proposedTotal);
  return checkersOf(db, round.branchId, memberId, today, proposedBy === null ? lifted : [proposedBy, ...lifted]);
}
