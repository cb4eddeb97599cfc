import { holdBranchTalk } from "../../acts/hold-talk.ts";
import { COMMITTEE_SECRETARY } from "../../domain/access.ts";
import { branchNotOnTalkList, talkAlreadyHeld, talkRegistered, talkUpdated } from "../../messages/talks.ts";
import { type Branch, titled } from "../../store/members.ts";
import { clauseOfQuarter } from "../../store/quarters.ts";
import { branchTalkWith } from "../../store/talks.ts";
import { talkRecord } from "../read/talk-record.ts";
import type { Turn } from "../turn.ts";

/** 已谈 党支部 [备注] (四（四）) */
export function branchTalkHeld(turn: Turn, { id, name }: Branch, note: string): string {
  const { db, now, sender } = turn;
  const talk = branchTalkWith(db, id);
  if (talk === undefined) return branchNotOnTalkList(name);
  const { quarter, heldAt } = talk;
  const partner = { kind: "branch", name } as const;
  const record = talkRecord(note);
  const outcome = holdBranchTalk(turn, talk, record);
  if (outcome === "already held") return talkAlreadyHeld(partner, talk.talker ?? "", heldAt!);
  if (outcome === "amended") return talkUpdated({ partner, at: heldAt!, record });
  const clause = clauseOfQuarter(db, quarter, "lowBranches");
  const talker = titled(db, sender, COMMITTEE_SECRETARY);
  return talkRegistered({ partner, at: now, talker, quarter, rank: null, clause, record });
}
