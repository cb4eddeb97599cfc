import { askBack, dropCandidates } from "../../acts/ask-back.ts";
import type { AskReason } from "../../domain/score.ts";
import { handedOver, impossible, noRound, pleaseRetype, question } from "../../messages/replies.ts";
import type { Turn } from "../turn.ts";

/** Asks what the sender means, where there is a round to say it in. */
export function ask(turn: Turn, reason: AskReason, candidates: readonly number[]): string {
  const round = turn.round;
  if (round === undefined) return noRound;
  turn.asked = true;
  const asked = askBack(turn, round, { reason, candidates }, turn);
  const text = asked.hopeless ? impossible(candidates[0]!) : question(asked.reason, candidates, turn.previous);
  return asked.helpers === undefined ? text : `${text}${handedOver(asked.helpers.map(({ name }) => name))}`;
}

/** 否 */
export function retype(turn: Turn): string {
  if (turn.question !== undefined) dropCandidates(turn, turn.question);
  return turn.round === undefined ? noRound : pleaseRetype;
}
