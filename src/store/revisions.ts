import type { Instant } from "../domain/calendar.ts";
import { growthOf, tableTotals } from "../domain/ranking.ts";
import { ranksWithin, talkList } from "../domain/talk.ts";
import { type Database, prepared } from "./database.ts";
import { isForgotten } from "./members.ts";
import { policyOfQuarter } from "./quarters.ts";
import { currentReport, saveReport } from "./reports.ts";
import { roundById } from "./rounds.ts";
import { copyRows, correctRow, figuresOf, type RowCorrection, saveTable, tableHead } from "./tables.ts";
import { saveTalks, updateHeldTalk } from "./talks.ts";

export interface Revision {
  /** The table's new version; unconfirmed. */
  readonly version: number;
  /** Members who have come onto the talk list by it. */
  readonly newTalks: readonly number[];
}

/**
 * Corrects a figure of a closed round: the report is superseded, the table gets its next version with a reason, and
 * the talk list follows. Versions before it stay as they were; the summary's next version is drawn up by the tick.
 * Inside the caller's transaction.
 */
export function reviseTable(
  db: Database,
  roundId: number,
  correction: RowCorrection & { readonly correctedBy: number },
  reason: string,
  now: Instant,
): Revision {
  const round = roundById(db, roundId);
  const { missing } = policyOfQuarter(db, round.quarter).parameters.branchRank;
  const version = tableHead(db, roundId).version + 1;
  saveReport(db, {
    memberId: correction.memberId,
    roundId,
    day: round.day!,
    total: correction.total,
    source: correction.source,
    reportedBy: correction.correctedBy,
    reportedAt: now,
    late: currentReport(db, roundId, correction.memberId)?.late ?? false,
    doubt: null,
  });
  copyRows(db, roundId, version - 1);
  correctRow(db, { ...correction, roundId, version });
  const figures = figuresOf(db, roundId, version);
  saveTable(db, roundId, version, tableTotals(figures, missing), now, reason);
  return { version, newTalks: drawUpTalks(db, roundId) };
}

/** A member's total in the newest table of a closed round; undefined for somebody who is not on it. */
export function figureIn(
  db: Database,
  roundId: number,
  memberId: number,
): { readonly total: number | null } | undefined {
  return prepared<{ total: number | null }>(
    db,
    "select total from table_rows where round_id = ? and version = ? and member_id = ?",
  ).get(roundId, tableHead(db, roundId).version, memberId);
}

/** The talk list that the newest table gives by the quarter's policy (四（三）). Returns who has come onto it. */
export function drawUpTalks(db: Database, roundId: number): number[] {
  const policy = policyOfQuarter(db, roundById(db, roundId).quarter);
  const figures = figuresOf(db, roundId);
  const ranks = ranksWithin(figures, policy.parameters.talk.metric);
  for (const figure of figures) {
    const { memberId, total } = figure;
    const rank = ranks.get(memberId);
    if (total === null || rank === undefined) continue;
    updateHeldTalk(db, roundId, { memberId, total, growth: growthOf(figure), rank });
  }
  const { talks } = talkList(figures, policy.parameters.talk);
  // Who has had the own data deleted is talked with no more, and still has a place in the table.
  const present = talks.filter(({ memberId }) => !isForgotten(db, memberId));
  return saveTalks(db, roundId, present);
}
