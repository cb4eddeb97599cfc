import { type Holder, may, type Right, whoHas } from "../domain/access.ts";
import { type Day, dayOf, type Instant, type WorkCalendar } from "../domain/calendar.ts";
import type { Policy } from "../domain/policy.ts";
import type { PastTotal } from "../domain/score.ts";
import { refused } from "../messages/replies.ts";
import type { Database } from "../store/database.ts";
import { type Affiliation, affiliation, dutiesOf, type Member } from "../store/members.ts";
import { totalBefore } from "../store/reports.ts";
import { openRoundOfMember, type SenderRound } from "../store/rounds.ts";

/** One message being answered, inside its transaction. Handlers take it and return their reply. */
export interface Turn {
  readonly db: Database;
  readonly now: Instant;
  readonly today: Day;
  readonly school: string;
  calendar(): WorkCalendar;
  /** The policy in force today. */
  readonly policy: Policy;
  readonly sender: Member;
  /** Unique to the message; part of the key of what may be planned again by another one. */
  readonly key: string;
  /** The open round the sender may report in. */
  round(): SenderRound | undefined;
  /** The sender's last total before that round. */
  previous(): PastTotal | undefined;
  /** Today's branch; undefined for somebody who has left. */
  branch(): Affiliation | undefined;
  holder(): Holder;
}

export type TurnFacts = Pick<Turn, "db" | "now" | "school" | "calendar" | "policy" | "sender" | "key">;

/** What is not read is not looked up: most messages are a number and need neither duties nor branch. */
export function turnOf(facts: TurnFacts): Turn {
  const { db, sender, now } = facts;
  const today = dayOf(now);
  const round = once(() => openRoundOfMember(db, sender.id, now));
  const branch = once(() => affiliation(db, sender.id, today));
  return {
    ...facts,
    today,
    round,
    branch,
    previous: once(() => {
      const open = round();
      return open === undefined ? undefined : totalBefore(db, sender.id, open);
    }),
    holder: once(() => {
      const own = branch();
      // Who has left holds no duty any more, whatever the roster still says.
      return own === undefined
        ? { duties: [], branchId: null }
        : { duties: dutiesOf(db, sender.id), branchId: own.branchId };
    }),
  };
}

function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
}

/** Whether the sender holds a right, in a branch where it is a branch's. */
export function holds(turn: Turn, right: Right, branchId?: number): boolean {
  const { membersApprove } = turn.policy.parameters.committee;
  return may(turn.holder(), right, { membersApprove, ...(branchId === undefined ? {} : { branchId }) });
}

/** The answer to somebody without a right: it says who has it. */
export function refusal(turn: Turn, right: Right): string {
  return refused(whoHas(right, turn.policy.parameters.committee.membersApprove));
}
