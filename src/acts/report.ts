import { largestTotal, plausibility } from "../domain/score.ts";
import { proxyToldMember, proxyUndoneForMember, type UndoneProxy } from "../messages/branch.ts";
import { dropQuestion, type SenderRound, type Speaker, saveQuestion } from "../store/inbox.ts";
import {
  currentReport,
  type NewReport,
  type ReportLine,
  saveReport,
  withdrawReport,
  withdrawReportsBy,
} from "../store/reports.ts";
import { type MemberAct, record, tell } from "./act.ts";

type OpenRound = Pick<SenderRound, "id" | "closesAt">;

/** The member's own total in an open round (四（二）); an own report is its own record. Returns the one it replaces. */
export function report(
  act: MemberAct,
  round: OpenRound,
  total: number,
  { previous, question }: Pick<Speaker, "previous" | "question">,
): "impossible" | { readonly replaced: number | undefined; readonly late: boolean } {
  const { today, actor } = act;
  // Nobody can have more, whatever is confirmed: it would lift the whole branch.
  if (total > largestTotal(undefined, today)) return "impossible";
  const { id } = actor.member;
  const verdict = plausibility(total, previous, today);
  const doubt = verdict === "plausible" ? null : verdict;
  if (question !== undefined) dropQuestion(act.db, id);
  const counting = currentReport(act.db, round.id, id);
  // Said once more it is no other report, and does not become a late one.
  if (counting?.total === total && counting.source === "本人") return { replaced: total, late: counting.late };
  return save(act, round, { memberId: id, total, source: "本人", doubt });
}

/** 代报: marked as such, with who; the member is told and can correct it. */
export function reportFor(act: MemberAct, round: OpenRound, memberId: number, total: number): "recorded" | "corrected" {
  const { replaced } = save(act, round, { memberId, total, source: "代报", doubt: null });
  dropQuestion(act.db, memberId);
  record(act, "report.proxy", `member:${memberId}`, { round: round.id });
  const text = proxyToldMember(act.actor.member.name, total);
  tell(act, `proxied-${act.key}`, [{ id: memberId }], text, { atOnce: true });
  return replaced === undefined ? "recorded" : "corrected";
}

function save(
  { db, now, today, actor }: MemberAct,
  { id, closesAt }: OpenRound,
  said: Pick<NewReport, "memberId" | "total" | "source" | "doubt">,
): { readonly replaced: number | undefined; readonly late: boolean } {
  const late = now > closesAt;
  const by = { reportedBy: actor.member.id, reportedAt: now };
  return { replaced: saveReport(db, { ...said, ...by, roundId: id, day: today, late }), late };
}

/** Whoever reported for a member takes it back; undefined when what counts is not this person's report. */
export function takeBackReportFor(act: MemberAct, roundId: number, memberId: number): UndoneProxy | undefined {
  const { db, now, actor } = act;
  const { id: by, name } = actor.member;
  const undone = withdrawReportsBy(db, { roundId, memberId, by }, now);
  if (undone === undefined) return undefined;
  record(act, "report.withdraw", `report:${undone.id}`, { round: roundId });
  tell(act, `proxy-undone-${act.key}`, [{ id: memberId }], proxyUndoneForMember(name, undone), { atOnce: true });
  return undone;
}

/** 撤回: asked first, because a tap on the menu is enough for it. Returns what would be taken back. */
export function askWithdrawal(act: MemberAct, round: OpenRound, failures: number): ReportLine | undefined {
  const { db, now, actor } = act;
  const { id: memberId } = actor.member;
  const report = currentReport(db, round.id, memberId);
  if (report === undefined) dropQuestion(db, memberId);
  else {
    saveQuestion(db, { memberId, roundId: round.id, reason: "withdraw", candidates: [], failures, askedAt: now });
  }
  return report;
}

/** The report stays as it is. Returns it. */
export function keepReport({ db, actor }: MemberAct, round: OpenRound): ReportLine | undefined {
  dropQuestion(db, actor.member.id);
  return currentReport(db, round.id, actor.member.id);
}

/** The member counts as 未填报 again; the report stays as a version. Returns it, if there was one. */
export function withdraw(act: MemberAct, round: OpenRound): ReportLine | undefined {
  const { db, now, actor } = act;
  const { id } = actor.member;
  dropQuestion(db, id);
  const withdrawn = withdrawReport(db, round.id, id, now);
  if (withdrawn !== undefined) record(act, "report.withdraw", `report:${withdrawn.id}`);
  return withdrawn;
}
