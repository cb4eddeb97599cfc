import { BRANCH_ADMINS, OFFICE } from "../domain/access.ts";
import { clauseOf } from "../domain/policy.ts";
import { sampleSize, spotSample } from "../domain/spot-check.ts";
import { spotAsked, spotSampled, spotSampledForOffice } from "../messages/spot-checks.ts";
import { isForgotten } from "../store/members.ts";
import { goOn, type RoundWithBranch } from "../store/rounds.ts";
import { addSpotChecks, checkersOf, spotChecksOf } from "../store/spot-checks.ts";
import { figuresOf } from "../store/tables.ts";
import { type Act, holders, record, tell } from "./act.ts";

/** Asks a sample of those who had reported at the close to show the live page (四（二）), and tells who checks them. */
export function askSpotChecks(act: Act, { id: roundId, quarter, branch, branchId }: RoundWithBranch): void {
  const { db, now, today, policy } = act;
  const { spotCheck } = policy.parameters;
  if (!goOn(db, roundId, "spot checks", "advice")) return;
  const reported = figuresOf(db, roundId, 1).flatMap(({ memberId, counted, total }) =>
    counted && total !== null && !isForgotten(db, memberId) ? memberId : [],
  );
  if (sampleSize(reported.length, spotCheck) === 0) return;

  const seed = act.random(32);
  const sampled = spotSample(seed, roundId, reported, spotCheck);
  addSpotChecks(db, roundId, seed, sampled, now);
  record(act, "spot-check.ask", `round:${roundId}`, { members: sampled.length, policy: policy.id });

  const clause = clauseOf(policy, "spotCheck.share");
  const checks = spotChecksOf(db, roundId).map(({ memberId, name }) => {
    return { id: memberId, name, office: checkersOf(db, branchId, memberId, today).office };
  });
  for (const check of checks) tell(act, `spot-${roundId}`, [check], spotAsked(quarter, clause, check.office));
  const sample = { branch, quarter, clause };
  const names = checks.map(({ name }) => name);
  tell(act, `spots-${roundId}`, holders(act, BRANCH_ADMINS, branchId), spotSampled({ ...sample, names }));
  const ofOffice = checks.flatMap(({ name, office }) => (office ? name : []));
  if (ofOffice.length === 0) return;
  const text = spotSampledForOffice({ ...sample, names: ofOffice });
  tell(act, `spots-office-${roundId}`, holders(act, OFFICE), text);
}
