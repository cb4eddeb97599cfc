import { type AskReason, largestTotal, plausibility } from "../../domain/score.ts";
import { assistanceWanted } from "../../messages/branch.ts";
import { handedOver, impossible, noRound, pleaseRetype, question } from "../../messages/replies.ts";
import { branchAdmins } from "../../store/members.ts";
import { plan } from "../../store/outbox.ts";
import { questionTo, saveQuestion } from "../../store/questions.ts";
import type { Turn } from "../turn.ts";

/** After so many questions in a row a person of the branch helps (domain.md §8.9). */
const QUESTIONS_BEFORE_HELP = 2;

/** Asks what the sender means; a question in a row too many brings the branch's admins in. */
export function ask(turn: Turn, reason: AskReason, candidates: readonly number[]): string {
  const { db, sender, now, today } = turn;
  const round = turn.round();
  if (round === undefined) return noRound;
  const [only, ...others] = candidates;
  // Nobody can have it: no confirmation would help, and none of what was asked before is meant.
  const hopeless = only !== undefined && others.length === 0 && only > largestTotal(undefined, today);
  const waiting = questionTo(db, sender.id);
  const failures = waiting?.roundId === round.id ? waiting.failures + 1 : 1;
  const why = doubtOf(turn, candidates) ?? reason;
  saveQuestion(db, {
    memberId: sender.id,
    roundId: round.id,
    reason: why,
    candidates: hopeless ? [] : candidates,
    failures,
    askedAt: now,
  });

  const text = hopeless ? impossible(only) : question(why, candidates, turn.previous());
  if (failures <= QUESTIONS_BEFORE_HELP) return text;
  const admins = branchAdmins(db, round.branchId, today).filter(({ id }) => id !== sender.id);
  for (const admin of admins) {
    plan(
      db,
      {
        key: `assist-${round.id}-${sender.id}-${admin.id}`,
        to: { kind: "member", memberId: admin.id },
        message: { kind: "text", text: assistanceWanted(sender.name) },
      },
      now,
    );
  }
  return `${text}${handedOver(admins.map(({ name }) => name))}`;
}

/** A total that can hardly be matters more than the way it was written. */
function doubtOf({ previous, today }: Turn, [only, ...others]: readonly number[]): AskReason | undefined {
  if (only === undefined || others.length > 0) return undefined;
  const verdict = plausibility(only, previous(), today);
  return verdict === "plausible" ? undefined : verdict;
}

/** 否: none of the candidates is meant. The question has failed and still counts as asked. */
export function retype({ db, sender, round }: Turn): string {
  const waiting = questionTo(db, sender.id);
  if (waiting !== undefined) saveQuestion(db, { ...waiting, candidates: [] });
  return round() === undefined ? noRound : pleaseRetype;
}
