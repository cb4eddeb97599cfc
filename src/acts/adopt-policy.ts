import { type Day, firstDay, quarterOf } from "../domain/calendar.ts";
import { type ScarceQuarter, scarceQuarters } from "../domain/draw-room.ts";
import { stricterClauses } from "../domain/strictness.ts";
import { type AdoptedPolicy, isSamePolicy, adoptPolicy as keep, policyOn } from "../store/policies.ts";
import { quarterRow } from "../store/quarters.ts";
import { type Act, record } from "./act.ts";

export type Adopted =
  | { readonly kind: "too early"; readonly earliest: Day }
  | { readonly kind: "too few days"; readonly scarce: readonly ScarceQuarter[] }
  | { readonly kind: "in force already"; readonly standing: AdoptedPolicy }
  | { readonly kind: "adopted" };

/** Puts a policy in force from a day on. What was drawn, asked or closed before stays as it was. */
export function adoptPolicy(act: Act, adoption: Omit<AdoptedPolicy, "id">): Adopted {
  const { db, now } = act;
  const { policy, from } = adoption;
  const earliest = earliestDay(act);
  if (from < earliest) return { kind: "too early", earliest };
  const standing = policyOn(db, from);
  if (isSamePolicy(standing.policy, policy)) return { kind: "in force already", standing };
  const scarce = scarceQuarters(policy.parameters.draw, act.calendar(), from);
  if (scarce.length > 0) return { kind: "too few days", scarce };
  const id = keep(db, adoption, now);
  const stricter = stricterClauses(policy).map(({ parameter }) => parameter);
  record(act, "policy.adopt", `policy:${id}`, { from, stricter });
  return { kind: "adopted" };
}

/** Today; or the first day of the quarter while nothing of it was drawn, for a school that begins in the middle of one. */
function earliestDay({ db, today }: Act): Day {
  const quarter = quarterOf(today);
  return quarterRow(db, quarter) === undefined ? firstDay(quarter) : today;
}
