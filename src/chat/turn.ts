import type { MemberAct } from "../acts/act.ts";
import { type Right, whoHas } from "../domain/access.ts";
import { refused } from "../messages/replies.ts";
import type { Speaker } from "../store/inbox.ts";
import { type Affiliation, affiliation } from "../store/members.ts";

/** One message being answered, inside its transaction. Handlers take it, hand it on to acts, and return their reply. */
export interface Turn extends MemberAct, Pick<Speaker, "round" | "previous" | "question"> {
  readonly sender: Speaker;
  /** Today's branch; undefined for somebody who has left. Looked up when it is asked for: most messages are a number. */
  branch(): Affiliation | undefined;
  /** Set by the handler whose reply is a question back. */
  asked: boolean;
}

export function turnOf(act: MemberAct, sender: Speaker): Turn {
  const { round, previous, question } = sender;
  let branch: { readonly found: Affiliation | undefined } | undefined;
  return {
    ...act,
    sender,
    round,
    previous,
    question,
    asked: false,
    branch: () => (branch ??= { found: affiliation(act.db, sender.id, act.today) }).found,
  };
}

/** The answer to somebody without a right: it says who has it. */
export function refusal(turn: Turn, right: Right): string {
  return refused(whoHas(right, turn.policy.parameters.committee.membersApprove));
}
