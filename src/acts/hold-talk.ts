import { COMMITTEE, TALKERS } from "../domain/access.ts";
import type { TalkRecord } from "../domain/talk.ts";
import { memberConfirmedTalk, talkChangedForMember, talkToldMember } from "../messages/talks.ts";
import { titled } from "../store/members.ts";
import { clauseOfQuarter } from "../store/quarters.ts";
import {
  type BranchTalk,
  changeTalkRecord,
  holdBranchTalk as keepBranchTalk,
  confirmTalk as keepConfirmation,
  holdTalk as keepTalk,
  type TalkCase,
} from "../store/talks.ts";
import { type MemberAct, record, tell } from "./act.ts";

/** 已谈 (四（三）): a talk was held, or more is written down of one: then what the member had confirmed is asked again. */
export function holdTalk(
  act: MemberAct,
  talk: TalkCase,
  written: TalkRecord,
): "own" | "already held" | "held" | "amended" {
  const { db, now, actor } = act;
  const { quarter, memberId } = talk;
  if (memberId === actor.member.id) return "own";
  const isNew = talk.state === "owed";
  if (!isNew && isEmpty(written)) return "already held";
  if (isNew) keepTalk(db, talk.id, actor.member.id, now, written);
  else changeTalkRecord(db, talk.id, { ...talk.record, ...written });
  record(act, isNew ? "talk.held" : "talk.amend", `talk:${talk.id}`, { round: talk.roundId });
  const talker = titled(db, actor.member, [...TALKERS, ...COMMITTEE]);
  if (isNew) {
    const text = talkToldMember(talker, now, quarter, clauseOfQuarter(db, quarter, "talk.lowest"));
    tell(act, `talk-held-${act.key}`, [{ id: memberId }], text);
  } else if (talk.memberConfirmedAt !== null) {
    tell(act, `talk-changed-${act.key}`, [{ id: memberId }], talkChangedForMember(talker, quarter));
  }
  return isNew ? "held" : "amended";
}

/** The party committee's talk with the committee of a low branch (四（四）). */
export function holdBranchTalk(
  act: MemberAct,
  talk: BranchTalk,
  written: TalkRecord,
): "already held" | "held" | "amended" {
  const { db, now, actor } = act;
  const { quarter, branchId } = talk;
  const isNew = talk.state === "owed";
  if (!isNew && isEmpty(written)) return "already held";
  keepBranchTalk(db, talk, actor.member.id, now, { ...talk.record, ...written });
  record(act, isNew ? "branch-talk.held" : "branch-talk.amend", `branch:${branchId}`, { quarter });
  return isNew ? "held" : "amended";
}

/** 确认谈话: the member's own word that it was held; whoever registered it is told. */
export function confirmTalk(act: MemberAct, { id, roundId, heldBy, quarter }: TalkCase): void {
  keepConfirmation(act.db, id, act.now);
  record(act, "talk.confirm", `talk:${id}`, { round: roundId });
  if (heldBy === null) return;
  tell(act, `talk-confirmed-${act.key}`, [{ id: heldBy }], memberConfirmedTalk(act.actor.member.name, quarter));
}

const isEmpty = (record: TalkRecord) => Object.keys(record).length === 0;
