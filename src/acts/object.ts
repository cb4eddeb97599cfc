import { type Quarter, quarterOf } from "../domain/calendar.ts";
import { objectionForBranch, objectionForOffice } from "../messages/objections.ts";
import { type Affiliation, branchAdmins, officeWithout } from "../store/members.ts";
import { disputedRound, extendObjection, objectedOn, openObjection, openObjectionOf } from "../store/objections.ts";
import { figureIn } from "../store/tables.ts";
import { type MemberAct, record, tell } from "./act.ts";

/** Characters of one message; what is added to an open objection counts with it. */
export const LONGEST = 500;
const LONGEST_IN_ALL = 2000;
export const MOST_A_DAY = 5;

export type Objected =
  | { readonly kind: "too long" | "too many" }
  | { readonly kind: "full" | "extended"; readonly id: number }
  /** `branch`: the branch's admins know of it, too. */
  | { readonly kind: "opened"; readonly id: number; readonly quarter: Quarter; readonly branch: boolean };

/** 异议: opens a case that a person answers; while it is open, more of it is added to it. */
export function object(act: MemberAct, text: string, own: Affiliation | undefined): Objected {
  const { db, now, today, actor } = act;
  const { id: memberId, name } = actor.member;
  if (text.length > LONGEST) return { kind: "too long" };
  if (objectedOn(db, memberId, today) >= MOST_A_DAY) return { kind: "too many" };
  const round = disputedRound(db, memberId, own?.branchId);
  const disputed = { memberId, quarter: round?.quarter ?? quarterOf(today), roundId: round?.id ?? null };
  const open = openObjectionOf(db, disputed);
  const whole = open === undefined ? text : `${open.text ?? ""}\n${text}`;
  if (open !== undefined && whole.length > LONGEST_IN_ALL) return { kind: "full", id: open.id };

  const id = open?.id ?? openObjection(db, { ...disputed, text, openedAt: now }, today);
  if (open !== undefined) extendObjection(db, id, whole, today);
  const what = open === undefined ? "objection.open" : "objection.add";
  record(act, what, `objection:${id}`, { round: disputed.roundId });

  const told = {
    id,
    branch: round?.branch ?? own?.branch ?? null,
    name,
    quarter: disputed.quarter,
    total: round === undefined ? undefined : figureIn(db, round.id, memberId)?.total,
    text,
    added: open !== undefined,
  };
  const office = officeWithout(db, [memberId], today);
  const admins = branchAdmins(db, round?.branchId ?? own?.branchId, today, [actor.member, ...office]);
  tell(act, `objection-${act.key}`, office, objectionForOffice(told));
  tell(act, `objection-${act.key}`, admins, objectionForBranch(told));
  if (open !== undefined) return { kind: "extended", id };
  return { kind: "opened", id, quarter: disputed.quarter, branch: admins.length > 0 };
}
