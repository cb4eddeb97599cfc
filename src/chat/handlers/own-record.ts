import { remindAgain as resumeReminding, mute as stopReminding, takeLeave } from "../../acts/excuse.ts";
import { askWithdrawal, keepReport, withdraw as takeBack } from "../../acts/report.ts";
import { recentPace, yearPace } from "../../domain/advice.ts";
import { clauseOf } from "../../domain/policy.ts";
import { liftedFromList, noTalkYet, notListed, ownRecord, whyTalk as whyTalkText } from "../../messages/own-record.ts";
import {
  excused,
  muted,
  nothingToWithdraw,
  notWithdrawn,
  remindedAgain,
  withdrawAsked,
  withdrawn,
} from "../../messages/replies.ts";
import { rules as rulesText } from "../../messages/rules.ts";
import { disputedRound } from "../../store/objections.ts";
import { talksOfMember } from "../../store/own-data.ts";
import { policyOfQuarter } from "../../store/quarters.ts";
import { reportsOf } from "../../store/reports.ts";
import { tableHead } from "../../store/tables.ts";
import { growthOfMember } from "../../store/years.ts";
import type { Turn } from "../turn.ts";
import { remark } from "./remark.ts";

const SHOWN = 8;

/** 我的积分 */
export function myScore({ db, sender, today, policy, branch, calendar }: Turn): string {
  const found = reportsOf(db, sender.id, SHOWN + 1);
  const reports = found.slice(0, SHOWN);
  const yearly = policy.parameters.eligibility.yearlyGrowth;
  // Who has left owes nothing more to the year.
  const isMeant = yearly > 0 && branch() !== undefined;
  const grown = isMeant ? growthOfMember(db, sender.id, yearly, today, calendar) : undefined;
  const year = grown && yearPace(grown.found, grown.span, today);
  return ownRecord({
    reports,
    before: found[SHOWN]?.total,
    pace: recentPace(found.toReversed()),
    year: year && { pace: year, yearly, clause: clauseOf(policy, "eligibility.yearlyGrowth") },
  });
}

/** 撤回: says what would be taken back, and asks. */
export function undo(turn: Turn): string {
  const { round, question } = turn;
  if (round === undefined) return remark(turn, "correct");
  const report = askWithdrawal(turn, round, question?.failures ?? 0);
  return report === undefined ? nothingToWithdraw : withdrawAsked(report.total);
}

const ASKED_FOR_MS = 30 * 60_000;

/** 是, or 确认撤回 at any time. A 是 of much later answers something else. */
export function withdraw(turn: Turn): string {
  const { round, question, now } = turn;
  if (round === undefined) return remark(turn, "correct");
  if (question?.reason === "withdraw" && now - question.askedAt > ASKED_FOR_MS) return undo(turn);
  const report = takeBack(turn, round);
  return report === undefined ? nothingToWithdraw : withdrawn(report.total);
}

/** 否 */
export function keep(turn: Turn): string {
  const report = turn.round && keepReport(turn, turn.round);
  return report === undefined ? nothingToWithdraw : notWithdrawn(report.total);
}

/** 请假 */
export function leave(turn: Turn): string {
  const round = turn.round;
  if (round === undefined) return remark(turn, "away");
  return takeLeave(turn, round) ? excused : muted;
}

/** 停止提醒 */
export function mute(turn: Turn): string {
  const round = turn.round;
  if (round === undefined) return remark(turn, undefined);
  stopReminding(turn, round);
  return muted;
}

/** 恢复提醒 */
export function remindAgain(turn: Turn): string {
  const round = turn.round;
  if (round === undefined) return remark(turn, undefined);
  resumeReminding(turn, round);
  return remindedAgain;
}

/** 办法: what the policy in force says to the sender, with its clauses. */
export function rules({ policy, actor }: Turn): string {
  return rulesText(policy, actor.holder().duties);
}

/** 为什么我在谈话名单: of the newest round that lists the sender, else of an earlier one while its talk is still owed. */
export function whyTalk({ db, sender }: Turn): string {
  const round = disputedRound(db, sender.id, undefined);
  if (round === undefined) return noTalkYet;
  const talks = talksOfMember(db, sender.id);
  const newest = talks.find(({ roundId }) => roundId === round.id);
  const listed =
    newest !== undefined && newest.state !== "lifted" ? newest : talks.findLast(({ state }) => state === "owed");
  if (listed === undefined) return newest === undefined ? notListed(round.quarter) : liftedFromList(round.quarter);
  const policy = policyOfQuarter(db, listed.quarter);
  const { metric, lowest } = policy.parameters.talk;
  return whyTalkText({
    ...listed,
    reported: tableHead(db, listed.roundId).reported,
    metric,
    lowest,
    clause: clauseOf(policy, "talk.lowest"),
    held: listed.state === "held",
  });
}
