import type { MemberAct } from "../acts/act.ts";
import { dutiesWith, OFFICE, type Right, whoHas } from "../domain/access.ts";
import type { Duty } from "../domain/roster.ts";
import { refused } from "../messages/replies.ts";
import type { Speaker } from "../store/inbox.ts";
import { type Affiliation, affiliation, holdersOf } from "../store/members.ts";
import type { TrialPart } from "../store/trials.ts";

/** One message being answered, inside its transaction. Handlers take it, hand it on to acts, and return their reply. */
export interface Turn extends MemberAct, Pick<Speaker, "round" | "previous" | "question"> {
  readonly sender: Speaker;
  /** Today's branch; undefined for somebody who has left. Looked up when it is asked for: most messages are a number. */
  branch(): Affiliation | undefined;
  /** Which of the people last asked about is meant: the message is their number, and said anew is what asked. */
  readonly choice: number | undefined;
  /** Set by the handler whose reply is a question back. */
  asked: boolean;
}

export function turnOf(act: MemberAct, sender: Speaker, trial?: TrialPart, choice?: number): Turn {
  const { round, previous } = sender;
  const question = trial === undefined ? sender.question : questionIn(trial);
  let branch: { readonly found: Affiliation | undefined } | undefined;
  return {
    ...act,
    sender,
    round,
    previous,
    question,
    choice,
    asked: false,
    branch: () => (branch ??= { found: affiliation(act.db, sender.id, act.today) }).found,
  };
}

/** What was asked back in a trial, as a question of a round is. */
function questionIn({ memberId, candidates }: TrialPart): Speaker["question"] {
  if (candidates === null) return undefined;
  return { memberId, roundId: 0, reason: "irregular", candidates, failures: 0, askedAt: 0 };
}

const MOST_NAMED = 3;

/** The answer to somebody without a right: it names who has it, in the branch that is meant, else in the own one. */
export function refusal(turn: Turn, right: Right, branchId = turn.branch()?.branchId): string {
  const { db, today, sender, policy } = turn;
  const { membersApprove } = policy.parameters.committee;
  const { duties, branch } = dutiesWith(right, membersApprove);
  const namesOf = (some: readonly Duty[], within?: number) => {
    // In the order of the duties: the secretary before the rest.
    const found = some.flatMap((duty) => holdersOf(db, [duty], today, within)).filter(({ id }) => id !== sender.id);
    return [...new Set(found.map(({ name }) => name))].slice(0, MOST_NAMED);
  };
  const office = duties.filter((duty) => OFFICE.includes(duty));
  const own =
    branch && branchId !== undefined
      ? namesOf(
          duties.filter((duty) => !OFFICE.includes(duty)),
          branchId,
        )
      : [];
  const names = own.length > 0 ? own : namesOf(branch ? office : duties);
  return refused(names.length === 0 ? whoHas(right, membersApprove) : `${names.join("、")}同志`);
}
