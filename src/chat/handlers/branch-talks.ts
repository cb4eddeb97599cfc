import { COMMITTEE_SECRETARY } from "../../domain/access.ts";
import { clauseOf } from "../../domain/policy.ts";
import { talkRecord } from "../../domain/talk.ts";
import { branchNotOnTalkList, talkAlreadyHeld, talkRegistered, talkUpdated } from "../../messages/talks.ts";
import { record } from "../../store/audit.ts";
import { branchTalkWith, holdBranchTalk } from "../../store/branch-talks.ts";
import { allBranches, type Branch } from "../../store/branches.ts";
import type { Database } from "../../store/database.ts";
import { policyOfQuarter } from "../../store/quarters.ts";
import type { Turn } from "../turn.ts";
import { titled } from "./titled.ts";

/** 已谈 党支部 [备注]: the party committee's talk with the committee of a low branch (四（四）). */
export function branchTalkHeld(turn: Turn, { id, name }: Branch, note: string): string {
  const { db, now, sender } = turn;
  const talk = branchTalkWith(db, id);
  if (talk === undefined) return branchNotOnTalkList(name);
  const { quarter } = talk;
  const partner = { kind: "branch", name } as const;
  const written = talkRecord(note);
  const isNew = talk.state === "owed";
  if (!isNew && Object.keys(written).length === 0) return talkAlreadyHeld(partner, talk.talker ?? "", talk.heldAt!);
  holdBranchTalk(db, talk, sender.id, now, { ...talk.record, ...written });
  record(db, {
    at: now,
    actor: `member:${sender.id}`,
    act: isNew ? "branch-talk.held" : "branch-talk.amend",
    subject: `branch:${id}`,
    detail: { quarter },
  });
  if (!isNew) return talkUpdated({ partner, at: talk.heldAt!, record: written });
  const clause = clauseOf(policyOfQuarter(db, quarter), "lowBranches");
  const talker = titled(db, sender, COMMITTEE_SECRETARY);
  return talkRegistered({ partner, at: now, talker, quarter, rank: null, clause, record: written });
}

/** The branch whose name the words begin with; of two the longer. */
export function branchAtStart(db: Database, words: string): Branch | undefined {
  return allBranches(db)
    .filter(({ name }) => words.startsWith(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** The words after `start`, if they begin with it, and after what parts them from it. */
export function behind(words: string, start: string): string {
  return words.startsWith(start) ? words.slice(start.length).replace(/^[\s,，.。:：;；、]+/, "") : words;
}
