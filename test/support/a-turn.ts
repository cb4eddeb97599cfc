import { actInName } from "../../src/acts/act.ts";
import { type Turn, turnOf } from "../../src/chat/turn.ts";
import { memberByAccount } from "../../src/store/members.ts";
import type { Bot } from "./a-bot.ts";

/** What a handler gets when this member speaks now. */
export function aTurn({ db, services }: Bot, account: string): Turn {
  return turnOf(actInName(services, memberByAccount(db, account)!));
}
