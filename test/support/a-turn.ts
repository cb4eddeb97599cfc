import { actInName } from "../../src/acts/act.ts";
import { type Turn, turnOf } from "../../src/chat/turn.ts";
import { speakerBy } from "../../src/store/inbox.ts";
import type { Bot } from "./a-bot.ts";

/** What a handler gets when this member speaks now. */
export function aTurn({ db, services }: Bot, account: string): Turn {
  const speaker = speakerBy(db, account, services.now())!;
  return turnOf(actInName(services, speaker), speaker);
}
