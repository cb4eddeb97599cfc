import { daysBetween } from "../../domain/calendar.ts";
import { clauseOf } from "../../domain/policy.ts";
import { leaveAnnounced } from "../../messages/branch.ts";
import { ownRecord, rules as rulesText } from "../../messages/own-record.ts";
import { excused, muted, noRound, nothingToWithdraw, withdrawn } from "../../messages/replies.ts";
import { record } from "../../store/audit.ts";
import { branchAdmins } from "../../store/members.ts";
import { plan } from "../../store/outbox.ts";
import { dropQuestion } from "../../store/questions.ts";
import { reportsOf, withdrawReport } from "../../store/reports.ts";
import { setRoundMember } from "../../store/rounds.ts";
import type { Turn } from "../turn.ts";

const SHOWN = 8;

/** 我的积分 */
export function myScore({ db, sender }: Turn): string {
  const reports = reportsOf(db, sender.id, SHOWN);
  const [last, before] = reports;
  if (last === undefined || before === undefined) return ownRecord(reports, null, null);
  return ownRecord(reports, daysBetween(before.day, last.day), last.total - before.total);
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

/** 办法: what the policy in force says to a member, with its clauses. */
export function rules({ policy }: Turn): string {
  const { advice, eligibility, award, round } = policy.parameters;
  const clause = (parameter: Parameters<typeof clauseOf>[1]) => clauseOf(policy, parameter);
  return rulesText(policy.document, [
    `${clause("draw.scope")}：每季度随机抽取一天，本人填报成长总积分（当天 ${round.ask} 至 ${round.close}）。`,
    `${clause("advice.daily")}：建议每天不少于 ${advice.daily} 分，每周不少于 ${advice.weekly} 分。`,
    `${clause("eligibility.yearlyGrowth")}：年度增长达不到 ${eligibility.yearlyGrowth} 分的，不能参加校级及以上党内评优评先。`,
    `${clause("award.activeLearner")}：自 ${award.activeLearner.since} 起每年累计增长 ${award.activeLearner.yearlyGrowth} 分，可评为学习积极分子。`,
  ]);
}

/** 为什么我在谈话名单: the asker's own figures only. */
export function whyTalk(_turn: Turn): string {
  throw new Error("not made yet");
}
