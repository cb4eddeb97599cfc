import type { Instant } from "../domain/calendar.ts";
import type { Database } from "../store/database.ts";
import { askedAbout } from "../store/inbox.ts";
import type { Intent } from "./intent.ts";

/** A number out of a list that was offered, and the message that it answers. */
export interface Choice {
  readonly number: number;
  readonly about: string;
}

const NUMBER = /^\s*(?:第\s*)?([1-9]\d?)\s*(?:[.、。号个]|位)?\s*$/;
/** Long enough to look somebody up. */
const WITHIN_MS = 30 * 60_000;

/** What a bare small number chooses, if the sender's last message was asked back about. */
export function choiceIn(db: Database, memberId: number, text: string, now: Instant): Choice | undefined {
  const number = NUMBER.exec(text.normalize("NFKC"))?.[1];
  const about = number === undefined ? undefined : askedAbout(db, memberId, now - WITHIN_MS);
  return about === undefined ? undefined : { number: Number(number), about };
}

/** Only a command that takes a member offers numbers. */
export function namesMember(intent: Intent | undefined): boolean {
  if (intent?.kind !== "command") return false;
  const { args } = intent.command;
  return typeof args === "object" && args !== null && "member" in args && args.member !== undefined;
}
