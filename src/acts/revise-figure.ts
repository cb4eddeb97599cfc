import { TALKERS } from "../domain/access.ts";
import { yearOf } from "../domain/calendar.ts";
import { tableTotals } from "../domain/ranking.ts";
import { talksChanged, talkWithTalker } from "../messages/talks.ts";
import { clauseOfQuarter, policyOfQuarter } from "../store/quarters.ts";
import { currentReport, saveReport } from "../store/reports.ts";
import { isOfQuarter, type RoundWithBranch } from "../store/rounds.ts";
import { sealTable } from "../store/seals.ts";
import { dropProposal } from "../store/spot-checks.ts";
import {
  copyRows,
  correctRow,
  figureIn,
  figuresOf,
  type RowCorrection,
  saveTable,
  tableHead,
} from "../store/tables.ts";
import { talkHolders, talksOf } from "../store/talks.ts";
import { holders, type MemberAct, record, tell } from "./act.ts";
import { drawUpTalks } from "./draw-up-talks.ts";
import { renewYears } from "./renew-years.ts";

export interface Revised {
  /** What the table had before; null: 未填报. */
  readonly from: number | null;
  readonly to: number;
  /** The table's new version; unconfirmed. */
  readonly version: number;
}

/**
 * Corrects a figure of a closed round: the report is superseded, the table gets its next version with a reason, and the
 * talk list follows, of which those who talk are told. What waits for a second person about the figure is over. Versions
 * before it stay as they were; the summary's next version is drawn up by the tick.
 */
export function reviseFigure(
  act: MemberAct,
  round: RoundWithBranch,
  correction: RowCorrection,
  reason: string,
): Revised {
  const { db } = act;
  const { branch, branchId, quarter } = round;
  const from = figureIn(db, round.id, correction.memberId)?.total ?? null;
  const before = talksOf(db, round.id);
  dropProposal(db, round.id, correction.memberId);
  const version = nextVersion(act, round, correction, reason);
  const newTalks = isOfQuarter(round) ? drawUpTalks(act, round) : [];
  const after = talksOf(db, round.id);

  const added = after.filter(({ memberId }) => newTalks.includes(memberId));
  const lifted = before.filter(({ id }) => !after.some((talk) => talk.id === id));
  const clause = clauseOfQuarter(db, quarter, "talk.lowest");
  for (const talker of holders(act, TALKERS, branchId)) {
    const others = (talks: typeof after) => talks.flatMap(({ memberId, name }) => (memberId === talker.id ? [] : name));
    const changed = { added: others(added), lifted: others(lifted) };
    if (changed.added.length + changed.lifted.length === 0) continue;
    tell(act, `talks-changed-${act.key}`, [talker], talksChanged({ branch, quarter, clause, ...changed }));
  }
  for (const { memberId, name } of added) {
    const { members, committee } = talkHolders(db, branchId, memberId, act.today);
    if (!committee) continue;
    tell(act, `talker-${round.id}-${memberId}-${act.key}`, members, talkWithTalker({ branch, name, quarter, clause }));
  }
  renewYears(act, yearOf(quarter));
  return { from, to: correction.total, version };
}

function nextVersion(
  act: MemberAct,
  { id: roundId, quarter, day }: RoundWithBranch,
  { memberId, total, source }: RowCorrection,
  reason: string,
): number {
  const { db, now, actor } = act;
  const { missing } = policyOfQuarter(db, quarter).parameters.branchRank;
  const version = tableHead(db, roundId).version + 1;
  const late = currentReport(db, roundId, memberId)?.late ?? false;
  const by = { reportedBy: actor.member.id, reportedAt: now };
  saveReport(db, { memberId, roundId, day: day!, total, source, ...by, late, doubt: null });
  copyRows(db, roundId, version - 1);
  correctRow(db, { memberId, total, source, roundId, version });
  saveTable(db, roundId, version, tableTotals(figuresOf(db, roundId, version), missing), now, reason);
  const seal = sealTable(db, roundId, version, act.random);
  record(act, "table.revise", `round:${roundId}`, { version, seal });
  return version;
}
