import { noRound, nothingReadable, nothingToConfirm } from "../messages/replies.ts";
import { welcome } from "../messages/welcome.ts";
import { obey } from "./commands.ts";
import { ask, retype } from "./handlers/ask.ts";
import { report } from "./handlers/report.ts";
import { picture } from "./handlers/spot-checks.ts";
import type { Intent } from "./intent.ts";
import type { Turn } from "./turn.ts";

/** Meaning → handler → reply. */
export function answer(turn: Turn, intent: Intent): string {
  switch (intent.kind) {
    case "report":
      return report(turn, intent.total);
    case "ask":
      return ask(turn, intent.reason, intent.candidates);
    case "retype":
      return retype(turn);
    case "picture":
      return picture(turn, intent.mediaId) ?? ask(turn, "picture", []);
    case "first contact":
      return welcome(turn.policy);
    case "nothing to confirm":
      return turn.round === undefined ? noRound : nothingToConfirm;
    case "unreadable":
      return turn.round === undefined ? noRound : nothingReadable;
    case "command":
      return obey(turn, intent.command);
    default:
      return intent satisfies never;
  }
}
