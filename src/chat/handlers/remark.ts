import { OFFICE } from "../../domain/access.ts";
import type { Topic } from "../../domain/topic.ts";
import { type Helpers, headOf, reluctant } from "../../messages/remark-heads.ts";
import { didYouMean, remark as remarkText, type Standing, whereYouStand } from "../../messages/remarks.ts";
import { branchAdmins, holdersOf, type Member } from "../../store/members.ts";
import { standingOf } from "../standing.ts";
import type { Turn } from "../turn.ts";

/** What a message without a total and without a command gets: the nearest meaning, and where the sender stands. */
export function remark(
  turn: Turn,
  topic: Topic | undefined,
  standing: Standing = standingOf(turn),
  meant: readonly string[] = [],
): string {
  const { open, waits } = standing;
  const guess = didYouMean(meant);
  const understood = topic !== undefined || guess.length > 0 || (open !== undefined && open.total === undefined);
  const head = guess.length > 0 ? guess : [understood ? headOf(topic, standing, helpersOf(turn)) : NOT_UNDERSTOOD];
  // Whoever is asked for a decision is not told about filling in first.
  const isDecision = guess.length > 0 && waits.length > 0 && open === undefined;
  return remarkText([...head, isDecision ? "" : whereYouStand(standing, reluctant.has(topic))], standing);
}

const NOT_UNDERSTOOD = "这句话我没有看懂。";

function helpersOf(turn: Turn): Helpers {
  const { db, today, sender } = turn;
  const own = turn.branch();
  const names = (members: readonly Member[]) => members.flatMap(({ id, name }) => (id === sender.id ? [] : [name]));
  return {
    branch: own?.branch,
    admins: names(branchAdmins(db, own?.branchId, today)),
    office: names(holdersOf(db, OFFICE, today)),
  };
}
