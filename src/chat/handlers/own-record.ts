import { recentPace, yearPace } from "../../domain/advice.ts";
import { yearOf } from "../../domain/calendar.ts";
import { clauseOf } from "../../domain/policy.ts";
import { leaveAnnounced } from "../../messages/branch.ts";
import { liftedFromList, noTalkYet, notListed, ownRecord, whyTalk as whyTalkText } from "../../messages/own-record.ts";
import { excused, muted, noRound, nothingToWithdraw, withdrawn } from "../../messages/replies.ts";
import { rules as rulesText } from "../../messages/rules.ts";
import { record } from "../../store/audit.ts";
import { branchAdmins } from "../../store/members.ts";
import { disputedRound } from "../../store/objections.ts";
import { plan } from "../../store/outbox.ts";
import { talksOfMember } from "../../store/own-data.ts";
import { paceFacts } from "../../store/paces.ts";
import { policyOfQuarter } from "../../store/quarters.ts";
import { dropQuestion } from "../../store/questions.ts";
import { reportsOf, withdrawReport } from "../../store/reports.ts";
import { setRoundMember } from "../../store/rounds.ts";
import { tableHead } from "../../store/tables.ts";
import type { Turn } from "../turn.ts";

const SHOWN = 8;

/** 我的积分 */
export function myScore({ db, sender, today, policy, branch }: Turn): string {
  const found = reportsOf(db, sender.id, SHOWN + 1);
  const reports = found.slice(0, SHOWN);
  const { totals, since } = paceFacts(db, sender.id, yearOf(today));
  const yearly = policy.parameters.eligibility.yearlyGrowth;
  // Who has left owes nothing more to the year.
  const isMeant = yearly > 0 && branch() !== undefined;
  const year = isMeant ? yearPace({ totals, today, since, yearly }) : undefined;
  return ownRecord({
    reports,
    before: found[SHOWN]?.total,
    pace: recentPace(found.toReversed()),
    year: year && { pace: year, yearly, clause: clauseOf(policy, "eligibility.yearlyGrowth") },
  });
}

/** 撤回: the member counts as 未填报 again; the report stays as a version. */
export function undo(turn: Turn): string {
  const { db, sender, now } = turn;
  const round = turn.round();
  if (round === undefined) return noRound;
  dropQuestion(db, sender.id);
  const report = withdrawReport(db, round.id, sender.id, now);
  if (report === undefined) return nothingToWithdraw;
  record(db, { at: now, actor: `member:${sender.id}`, act: "report.withdraw", subject: `report:${report.id}` });
  return withdrawn(report.total);
}

/** 请假: no reminders in this round, and the branch's admins know. The reason is not kept. */
export function leave(turn: Turn): string {
  const { db, sender, now, today } = turn;
  const round = turn.round();
  if (round === undefined) return noRound;
  setRoundMember(db, round.id, sender.id, { remindable: false });
  const admins = branchAdmins(db, round.branchId, today).filter(({ id }) => id !== sender.id);
  for (const admin of admins) {
    plan(
      db,
      {
        key: `leave-${round.id}-${sender.id}-${admin.id}`,
        to: { kind: "member", memberId: admin.id },
        message: { kind: "text", text: leaveAnnounced(sender.name) },
      },
      now,
    );
  }
  return admins.length > 0 ? excused : muted;
}

/** 停止提醒 */
export function mute(turn: Turn): string {
  const round = turn.round();
  if (round === undefined) return noRound;
  setRoundMember(turn.db, round.id, turn.sender.id, { remindable: false });
  return muted;
}

/** 办法: what the policy in force says to the sender, with its clauses. */
export function rules({ policy, holder }: Turn): string {
  return rulesText(policy, holder().duties);
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
