import { askInTrial, reportInTrial, withdrawInTrial } from "../../acts/run-trial.ts";
import {
  trialAsked,
  trialImpossible,
  trialNothingToWithdraw,
  trialRecorded,
  trialRetype,
  trialUnreadable,
  trialWithdrawn,
} from "../../messages/trial.ts";
import type { TrialPart } from "../../store/trials.ts";
import type { Intent } from "../intent.ts";
import type { Turn } from "../turn.ts";

/** What is said to a trial's question; undefined: it is about something else. */
export function answerInTrial(turn: Turn, part: TrialPart, intent: Intent): string | undefined {
  switch (intent.kind) {
    case "report": {
      const outcome = reportInTrial(turn, part, intent.total);
      return outcome === "impossible" ? trialImpossible(intent.total) : trialRecorded(intent.total, outcome.replaced);
    }
    case "ask":
      turn.asked = true;
      askInTrial(turn, part, intent.candidates);
      return trialAsked(intent.reason, intent.candidates);
    case "picture":
      turn.asked = true;
      return trialAsked("picture", []);
    case "retype":
      askInTrial(turn, part, []);
      return trialRetype;
    case "nothing to confirm":
    case "remark":
    case "no text":
      return trialUnreadable;
    case "command":
      if (intent.command.name !== "undo") return undefined;
      return withdrawInTrial(turn, part) ? trialWithdrawn : trialNothingToWithdraw;
    case "withdraw":
    case "keep":
    case "first contact":
      return undefined;
    default:
      return intent satisfies never;
  }
}
