import { holders, holds } from "../../acts/act.ts";
import { confirmTalk as confirm, holdTalk } from "../../acts/hold-talk.ts";
import { silentIn, talksFor } from "../../acts/tell-talks.ts";
import { COMMITTEE, TALKERS } from "../../domain/access.ts";
import { meantBy } from "../../domain/names.ts";
import { accountKey } from "../../domain/roster.ts";
import {
  missingName,
  nobodyOfThatName,
  noSuchBranch,
  noTalkListYet,
  talkList as talkListText,
} from "../../messages/branch.ts";
import {
  branchTalkUsage,
  noTalkToConfirm,
  notOnTalkList,
  ownTalk,
  talkAlreadyHeld,
  talkConfirmed,
  talkConfirmedAlready,
  talkRegistered,
  talksWithTalkers,
  talkUpdated,
  talkUsage,
} from "../../messages/talks.ts";
import { allBranches, branchNamed, memberNames, membersOfBranch, titled } from "../../store/members.ts";
import { clauseOfQuarter } from "../../store/quarters.ts";
import { latestClosedRound, roundById } from "../../store/rounds.ts";
import {
  heldTalkWith,
  owedBranchTalks,
  type TalkCase,
  talkCasesOf,
  talkCasesOfTalkers,
  talkHolders,
} from "../../store/talks.ts";
import { behind, type TalkPartner } from "../read/takes.ts";
import { talkRecord } from "../read/talk-record.ts";
import { refusal, type Turn } from "../turn.ts";
import { branchMeant } from "./branch-meant.ts";
import { branchTalkHeld } from "./branch-talks.ts";
import { lowBranches } from "./low-branches.ts";
import { oneOf } from "./one-of.ts";

/** 谈话名单 [党支部] · 支部谈话名单: the own branch's; for the committee's secretary the low branches (四（四）). */
export function talkList(turn: Turn, branchName: string | undefined): string {
  const named = branchName === undefined ? undefined : branchMeant(turn, branchName);
  if (typeof named === "string") return holds(turn, "branch talks") ? named : refusal(turn, "branch talks");
  const branchId = named?.id ?? turn.branch()?.branchId;
  const ofBranch = holds(turn, "branch talks", branchId);
  const ofCommittee = branchName === undefined && holds(turn, "low branches' talks");
  if (!ofBranch && !ofCommittee) return refusal(turn, "branch talks", branchId);
  return [
    ...(ofBranch && branchId !== undefined ? [listOfBranch(turn, branchId)] : []),
    ...(ofCommittee ? [...talkersOfNobodyElse(turn), lowBranches(turn)] : []),
  ].join("\n\n");
}

function listOfBranch(turn: Turn, branchId: number): string {
  const { db, sender } = turn;
  const round = latestClosedRound(db, branchId);
  if (round === undefined) return noTalkListYet;
  return talkListText({
    quarter: round.quarter,
    branch: round.branch,
    clause: clauseOfQuarter(db, round.quarter, "talk.lowest"),
    talks: talksFor(db, round, sender.id, holders(turn, TALKERS, round.branchId)),
    unreported: silentIn(db, round).map(missingName),
  });
}

/** Talks owed to those who hold their branch's, which has nobody else: name and branch, no figure. */
function standInTalks({ db, sender, today }: Turn): (TalkCase & { readonly branch: string })[] {
  return talkCasesOfTalkers(db).flatMap((talk) => {
    const { branch, branchId } = roundById(db, talk.roundId);
    const { committee, members } = talkHolders(db, branchId, talk.memberId, today);
    return committee && members.some(({ id }) => id === sender.id) ? [{ ...talk, branch }] : [];
  });
}

function talkersOfNobodyElse(turn: Turn): string[] {
  const talks = standInTalks(turn);
  if (talks.length === 0) return [];
  return [
    talksWithTalkers(talks.map((talk) => ({ ...talk, clause: clauseOfQuarter(turn.db, talk.quarter, "talk.lowest") }))),
  ];
}

/** 已谈 姓名 [备注] (四（三）); of the committee's secretary also 已谈 党支部 [备注] (四（四）). */
export function talkHeld(turn: Turn, { member: name, note, branch }: TalkPartner): string {
  const branchId = turn.branch()?.branchId;
  const ofBranch = branchId !== undefined && holds(turn, "branch talks", branchId);
  const ofCommittee = holds(turn, "low branches' talks");
  const ofOthers = standInTalks(turn).filter((talk) => !(ofBranch && turn.branch()?.branch === talk.branch));
  const standIn = name && registerNamed(turn, ofOthers, name, note);
  if (standIn) return standIn;
  if (!ofBranch && !ofCommittee) return refusal(turn, "branch talks");
  if (ofCommittee && branch !== undefined) {
    return branchTalkHeld(turn, branchNamed(turn.db, branch.name)!, branch.note);
  }
  if (ofBranch) return memberTalkHeld(turn, branchId, name, note);
  const words = `${name ?? ""} ${note}`.trim();
  if (words === "") return branchTalkUsage(owedBranchTalks(turn.db).map((talk) => talk.branch));
  return name !== undefined && memberNames(turn.db).has(name)
    ? refusal(turn, "branch talks")
    : noSuchBranch(
        words.split(/\s/)[0]!,
        allBranches(turn.db).map((branch) => branch.name),
      );
}

function memberTalkHeld(turn: Turn, branchId: number, name: string | undefined, note: string): string {
  const { db, today } = turn;
  const round = latestClosedRound(db, branchId);
  if (round === undefined) return noTalkListYet;
  const cases = talkCasesOf(db, branchId, round.id);
  if (name === undefined) {
    const words = behind(note, round.branch);
    const meant = cases.find((talk) => words.startsWith(talk.name))?.name;
    const others = cases.filter(({ memberId }) => memberId !== turn.sender.id);
    return (meant && registerNamed(turn, cases, meant, behind(words, meant))) ?? talkUsage(owedNames(others));
  }
  const known = () => meantBy(name, membersOfBranch(db, branchId, today)).found.length > 0;
  return registerNamed(turn, cases, name, note) ?? (known() ? notOnTalkList(name) : nobodyOfThatName(name));
}

/** Each member's newest case; of two of one name the note may begin with the account of one. Undefined: nobody is listed. */
function registerNamed(turn: Turn, cases: readonly TalkCase[], words: string, note: string): string | undefined {
  const { found } = meantBy(words, cases);
  const newest = found.filter((talk, index) => found.findIndex(({ memberId }) => memberId === talk.memberId) === index);
  const account = accountKey(note.split(/[\s,，:：]/)[0]!);
  const called = newest.length > 1 ? newest.find((talk) => accountKey(talk.account) === account) : undefined;
  if (called !== undefined) return register(turn, called, behind(note, note.slice(0, called.account.length)));
  const talk = oneOf(turn, newest, words);
  return talk === undefined || typeof talk === "string" ? talk : register(turn, talk, note);
}

function owedNames(cases: readonly TalkCase[]): string[] {
  return [...new Set(cases.filter(({ state }) => state === "owed").map(({ name }) => name))];
}

function register(turn: Turn, talk: TalkCase, note: string): string {
  const { db, now, sender } = turn;
  const { quarter, rank, heldAt } = talk;
  const partner = { kind: "member", name: talk.name } as const;
  const record = talkRecord(note);
  const outcome = holdTalk(turn, talk, record);
  switch (outcome) {
    case "own":
      return ownTalk;
    case "already held":
      return talkAlreadyHeld(partner, talk.talker ?? "", heldAt!);
    case "amended":
      return talkUpdated({ partner, at: heldAt!, record });
    case "held": {
      const clause = clauseOfQuarter(db, quarter, "talk.lowest");
      return talkRegistered({
        partner,
        at: now,
        talker: titled(db, sender, [...TALKERS, ...COMMITTEE]),
        quarter,
        rank,
        clause,
        record,
      });
    }
    default:
      return outcome satisfies never;
  }
}

/** 确认谈话 */
export function confirmTalk(turn: Turn): string {
  const talk = heldTalkWith(turn.db, turn.sender.id);
  if (talk === undefined) return noTalkToConfirm;
  if (talk.memberConfirmedAt !== null) return talkConfirmedAlready(talk.memberConfirmedAt);
  confirm(turn, talk);
  return talkConfirmed(talk.talker ?? "", talk.heldAt!);
}
