import { type Holder, may, type Right } from "../domain/access.ts";
import { type Day, dayOf, type Instant } from "../domain/calendar.ts";
import { type Message, partsOf, type Recipient } from "../domain/delivery.ts";
import { type Policy } from "../domain/policy.ts";
import { outsideQuietHours } from "../domain/quiet-hours.ts";
import type { Duty } from "../domain/roster.ts";
import type { Services } from "../services.ts";
import { append } from "../store/audit.ts";
import { holderOn, holdersOf, type Member } from "../store/members.ts";
import { planToEach } from "../store/outbox.ts";
import { policyOn } from "../store/policies.ts";

/** Who decides: a member with a right, the clock by a rule, or the operator by a command. */
export type Actor =
  | { readonly kind: "member"; readonly member: Member; holder(): Holder }
  | { readonly kind: "clock" | "operator" };

export type ActServices = Pick<Services, "db" | "now" | "random" | "calendar" | "school" | "textBytes">;

/**
 * One thing that somebody decides, inside the caller's transaction (one message, one due step, one command). An act
 * checks, writes, records and tells; it returns what came of it as data, and whoever asked for it puts that into words.
 */
export interface Act<A extends Actor = Actor> extends Omit<ActServices, "now"> {
  readonly now: Instant;
  readonly today: Day;
  /** By which it is decided: today's for who speaks, the quarter's for the clock. */
  readonly policy: Policy;
  readonly actor: A;
  /** Unique to the message or command; part of the key of what another one may plan again. */
  readonly key: string;
}

export type MemberAct = Act<Extract<Actor, { kind: "member" }>>;

/** Of the clock or the operator, now; by today's policy unless another decides. */
export function actOf(services: ActServices, policy?: Policy, kind: "clock" | "operator" = "clock"): Act {
  const { db, random, calendar, school, textBytes } = services;
  const now = services.now();
  const today = dayOf(now);
  return {
    db,
    random,
    calendar,
    school,
    textBytes,
    now,
    today,
    actor: { kind },
    key: "",
    // Looked up only where it decides: the first look at an empty database adopts the school's document.
    get policy() {
      return (policy ??= policyOn(db, today).policy);
    },
  };
}

/** Of a member in whose name the operator gives a command: by the same rights as in chat. */
export function actInName(services: ActServices, member: Member): MemberAct {
  const act = actOf(services);
  return { ...act, actor: memberActor(act, member), key: act.random(16).toString("hex") };
}

export function memberActor({ db, today }: Pick<Act, "db" | "today">, member: Member): MemberAct["actor"] {
  let holder: Holder | undefined;
  return { kind: "member", member, holder: () => (holder ??= holderOn(db, member.id, today)) };
}

/** Whether the member holds a right, in a branch where it is a branch's. */
export function holds({ actor, policy }: MemberAct, right: Right, branchId?: number): boolean {
  const { membersApprove } = policy.parameters.committee;
  return may(actor.holder(), right, { membersApprove, ...(branchId === undefined ? {} : { branchId }) });
}

/** What is done to the school's books. */
export type AuditAct =
  | `branch-talk.${"held" | "amend"}`
  | "branch.set"
  | "export.quarter"
  | "feedback.forward"
  | "group.set"
  | `member.${"delete" | "export"}`
  | `objection.${"open" | "add" | "answer" | "correct"}`
  | `outbox.${"sent" | "resend"}`
  | "policy.adopt"
  | `quarter.${"draw" | "reveal"}`
  | `report.${"proxy" | "withdraw"}`
  | "reports.import"
  | `roster.${"import" | "account"}`
  | `round.${"open" | "close" | "close-now" | "redraw" | "miss"}`
  | `spot-check.${"ask" | "shown" | "confirmed" | "corrected" | "proposed" | "dropped"}`
  | `summary.${"draft" | "submit" | "approve" | "return" | "publish" | "archive"}`
  | `table.${"send" | "confirm" | "revise"}`
  | `trial.${"open" | "close"}`
  | `talk.${"held" | "amend" | "confirm"}`
  | `year.${"count" | "close"}`;

/** Writes the act into the audit log. `detail` holds ids and counts; never a score, never what somebody wrote. */
export function record({ db, now, actor }: Act, act: AuditAct, subject: string, detail: object = {}): void {
  const who = actor.kind === "member" ? `member:${actor.member.id}` : actor.kind;
  append(db, { at: now, actor: who, act, subject, detail });
}

/** Who holds one of these duties today, of one branch or of the school. */
export function holders({ db, today }: Act, duties: readonly Duty[], branchId?: number): Member[] {
  return holdersOf(db, duties, today, branchId);
}

/**
 * Plans a message to each of these, outside the quiet hours unless `atOnce`. The key with the recipient behind it makes
 * it happen once.
 */
export function tell(
  { db, now, policy, textBytes }: Act,
  key: string,
  to: readonly (Recipient | Pick<Member, "id">)[],
  message: Message | string,
  { atOnce = false, expiresAt }: { readonly atOnce?: boolean; readonly expiresAt?: Instant } = {},
): void {
  const said: Message = typeof message === "string" ? { kind: "text", text: message } : message;
  const notBefore = atOnce ? now : outsideQuietHours(policy.parameters.quietHours, now);
  const each = to.map((recipient) => {
    const who: Recipient = "id" in recipient ? { kind: "member", memberId: recipient.id } : recipient;
    return { key: `${key}-${who.kind === "member" ? who.memberId : who.target}`, to: who };
  });
  planToEach(db, each, partsOf(said, textBytes), { notBefore, ...(expiresAt === undefined ? {} : { expiresAt }) }, now);
}
