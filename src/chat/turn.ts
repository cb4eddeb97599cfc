import type { MemberAct } from "../acts/act.ts";
import { type Right, whoHas } from "../domain/access.ts";
import type { PastTotal } from "../domain/score.ts";
import { refused } from "../messages/replies.ts";
import { type Affiliation, affiliation, type Member } from "../store/members.ts";
import { totalBefore } from "../store/reports.ts";
import { openRoundOfMember, type SenderRound } from "../store/rounds.ts";

/** One message being answered, inside its transaction. Handlers take it, hand it on to acts, and return their reply. */
export interface Turn extends MemberAct {
  readonly sender: Member;
  /** The open round the sender may report in. */
  round(): SenderRound | undefined;
  /** The sender's last total before that round. */
  previous(): PastTotal | undefined;
  /** Today's branch; undefined for somebody who has left. */
  branch(): Affiliation | undefined;
  /** Set by the handler whose reply is a question back. */
  asked: boolean;
}

/** What is not read is not looked up: most messages are a number and need neither duties nor branch. */
export function turnOf(act: MemberAct): Turn {
  const { db, now, today, actor } = act;
  const sender = actor.member;
  const round = once(() => openRoundOfMember(db, sender.id, now));
  return {
    ...act,
    sender,
    asked: false,
    round,
    branch: once(() => affiliation(db, sender.id, today)),
    previous: once(() => {
      const open = round();
      return open === undefined ? undefined : totalBefore(db, sender.id, open);
    }),
  };
}

function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
}

/** The answer to somebody without a right: it says who has it. */
export function refusal(turn: Turn, right: Right): string {
  return refused(whoHas(right, turn.policy.parameters.committee.membersApprove));
}
