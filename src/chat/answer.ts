import { welcome } from "../messages/welcome.ts";
import { commands, type Name } from "./commands.ts";
import { ask, retype } from "./handlers/ask.ts";
import { keep, withdraw } from "./handlers/own-record.ts";
import { remark } from "./handlers/remark.ts";
import { report } from "./handlers/report.ts";
import { picture } from "./handlers/spot-checks.ts";
import type { Intent } from "./intent.ts";
import type { SpokenCommand } from "./read/reading.ts";
import type { Row } from "./row.ts";
import { standingOf } from "./standing.ts";
import { suggestions } from "./suggestions.ts";
import { topicOf } from "./topics.ts";
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
    case "withdraw":
      return withdraw(turn);
    case "keep":
      return keep(turn);
    case "picture":
      return picture(turn, intent.mediaId) ?? ask(turn, "picture", []);
    case "first contact":
      return welcome(turn.policy);
    case "nothing to confirm":
      return said(turn, intent.text, "confirm");
    case "remark":
      return said(turn, intent.text);
    case "no text":
      return remark(turn, intent.topic);
    case "command":
      return obey(turn, intent.command);
    default:
      return intent satisfies never;
  }
}

function said(turn: Turn, text: string, topic = topicOf(text)): string {
  const standing = standingOf(turn);
  return remark(turn, topic, standing, suggestions(turn, text, topic, standing.waits));
}

/** Does what a command says, and gives the reply. */
function obey(turn: Turn, { name, args }: SpokenCommand): string {
  return (commands[name as Name] as Row<unknown>).run(turn, args);
}
