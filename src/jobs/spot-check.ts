import { BRANCH_ADMINS, OFFICE } from "../domain/access.ts";
import { dayOf } from "../domain/calendar.ts";
import { clauseOf, outsideQuietHours, type Policy } from "../domain/policy.ts";
import { sampleSize, spotSample } from "../domain/spot-check.ts";
import { spotAsked, spotSampled, spotSampledForOffice } from "../messages/spot-checks.ts";
import type { Services } from "../services.ts";
import { record } from "../store/audit.ts";
import { plan } from "../store/outbox.ts";
import type { RoundWithBranch } from "../store/rounds.ts";
import { addSpotChecks, checkersOf, spotChecksOf } from "../store/spot-checks.ts";
import { figuresOf } from "../store/tables.ts";
import { announce } from "./announce.ts";

/** Asks a sample of those who reported to show the live page (四（二）). Within the closing of the round. */
export function askSpotChecks(
  services: Pick<Services, "db" | "now" | "random">,
  policy: Policy,
  round: RoundWithBranch,
): void {
  const { db } = services;
  const { spotCheck, quietHours } = policy.parameters;
  const { quarter, branch, branchId } = round;
  const reported = figuresOf(db, round.id).flatMap(({ memberId, counted, total }) =>
    counted && total !== null ? memberId : [],
  );
  if (sampleSize(reported.length, spotCheck) === 0) return;

  const now = services.now();
  const seed = services.random(32);
  const sampled = spotSample(seed, round.id, reported, spotCheck);
  addSpotChecks(db, round.id, seed, sampled, now);
  const detail = { members: sampled.length, policy: policy.id };
  record(db, { at: now, actor: "clock", act: "spot-check.ask", subject: `round:${round.id}`, detail });

  const clause = clauseOf(policy, "spotCheck.share");
  const checks = spotChecksOf(db, round.id).map(({ memberId, name }) => {
    return { memberId, name, office: checkersOf(db, branchId, memberId, dayOf(now)).office };
  });
  const notBefore = outsideQuietHours(quietHours, now);
  for (const { memberId, office } of checks) {
    const message = { kind: "text", text: spotAsked(quarter, clause, office) } as const;
    plan(db, { key: `spot-${round.id}-${memberId}`, to: { kind: "member", memberId }, message, notBefore }, now);
  }
  const sample = { branch, quarter, clause };
  const all = checks.map(({ name }) => name);
  announce(services, policy, `spots-${round.id}`, [BRANCH_ADMINS], spotSampled({ ...sample, names: all }), branchId);
  const names = checks.flatMap(({ name, office }) => (office ? name : []));
  if (names.length === 0) return;
  announce(services, policy, `spots-office-${round.id}`, [OFFICE], spotSampledForOffice({ ...sample, names }));
}
