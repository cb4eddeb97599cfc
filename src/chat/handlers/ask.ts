import { askBack, dropCandidates } from "../../acts/ask-back.ts";
import type { AskReason } from "../../domain/score.ts";
import { handedOver, impossible, pleaseRetype, question } from "../../messages/replies.ts";
import { currentReport } from "../../store/reports.ts";
import type { Turn } from "../turn.ts";
import { remark } from "./remark.ts";

/** Asks what the sender means, where there is a round to say it in. */
export function ask(turn: Turn, reason: AskReason, candidates: readonly number[]): string {
  const round = turn.round;
  if (round === undefined) return remark(turn, reason === "picture" ? "picture" : "total");
  // A picture after the report may be anything; the figure stands.
  if (reason === "picture" && currentReport(turn.db, round.id, turn.sender.id)) return remark(turn, "picture");
  turn.asked = true;
  const asked = askBack(turn, round, { reason, candidates }, turn);
  const text = asked.hopeless ? impossible(candidates[0]!) : question(asked.reason, candidates, turn.previous);
  return asked.helpers === undefined ? text : `${text}${handedOver(asked.helpers.map(({ name }) => name))}`;
}

/** 否 */
export function retype(turn: Turn): string {
  if (turn.question !== undefined) dropCandidates(turn, turn.question);
  return turn.round === undefined ? remark(turn, "confirm") : pleaseRetype;
}
