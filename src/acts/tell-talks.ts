import { TALKERS } from "../domain/access.ts";
import { addDays, firstDay, quarterOf } from "../domain/calendar.ts";
import { clauseOf } from "../domain/policy.ts";
import { type TalkListLine, talkList as talkListText } from "../messages/branch.ts";
import { talkWithTalker } from "../messages/talks.ts";
import type { Database } from "../store/database.ts";
import type { Member } from "../store/members.ts";
import type { Round, RoundWithBranch } from "../store/rounds.ts";
import { missedBefore, missingFrom } from "../store/tables.ts";
import { talkHolders, talksOf } from "../store/talks.ts";
import { type Act, holders, tell } from "./act.ts";

/** The talk list of a round that has closed, to those who hold its talks; nobody is listed to himself. */
export function tellTalks(act: Act, round: RoundWithBranch, unreported: readonly string[]): void {
  const { db, policy, today } = act;
  const { id, branch, branchId, quarter } = round;
  const clause = clauseOf(policy, "talk.lowest");
  const all = holders(act, TALKERS, branchId);
  const lists = Map.groupBy(all, (talker) => {
    const talks = talksFor(db, round, talker.id, all).map((talk) => ({ ...talk, held: false, unheld: false }));
    return talkListText({ quarter, branch, clause, talks, unreported });
  });
  for (const [text, talkers] of lists) tell(act, `talks-${id}`, talkers, text);
  // Whoever is the only one to hold talks cannot hold the own.
  if (all.length > 1) return;
  for (const { memberId, name } of talksOf(db, id)) {
    const { members, committee } = talkHolders(db, branchId, memberId, today);
    if (committee) tell(act, `talker-${id}-${memberId}`, members, talkWithTalker({ branch, name, quarter, clause }));
  }
}

/** A round's list as one of those who hold its talks may see it: without the own talk, and no figure of the others'. */
export function talksFor(
  db: Database,
  { id }: Pick<Round, "id">,
  viewer: number,
  holdingTalks: readonly Pick<Member, "id">[],
): (TalkListLine & { readonly memberId: number })[] {
  const talkers = new Set(holdingTalks.map((talker) => talker.id));
  return talksOf(db, id)
    .filter(({ memberId }) => memberId !== viewer)
    .map((talk) => ({
      ...talk,
      held: talk.state === "held",
      unheld: talk.state === "unheld",
      colleague: talkers.has(talk.memberId),
    }));
}

/** Counted members without a report, and whether it is the second quarter running. */
export function silentIn(db: Database, { id, quarter }: Pick<Round, "id" | "quarter">) {
  const again = new Set(missedBefore(db, id, quarterOf(addDays(firstDay(quarter), -1))));
  return missingFrom(db, id).map(({ account, name }) => ({ name, again: again.has(account) }));
}
