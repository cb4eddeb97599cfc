import { holds } from "../../acts/act.ts";
import { yearOf } from "../../domain/calendar.ts";
import { formatAverage } from "../../domain/ranking.ts";
import {
  noYearYet,
  quartersNotArchived,
  yearClosed,
  yearClosedAlready,
  yearNotOver,
  yearPreview,
  yearRoundsOpen,
} from "../../messages/year.ts";
import { record } from "../../store/audit.ts";
import { closedYear, latestYear, quartersWithRounds, storeYear, yearOfRecord } from "../../store/years.ts";
import { refusal, type Turn } from "../turn.ts";
import { standingSummary } from "./summary.ts";

/** 年度预览: the newest year with a closed round, in figures; the names are for `bot year preview`. */
export function previewYear(turn: Turn): string {
  if (!holds(turn, "school administration")) return refusal(turn, "school administration");
  const { db, today } = turn;
  const found = yearOfRecord(db, latestYear(db) ?? yearOf(today));
  if (found === undefined) return noYearYet(yearOf(today));
  const { year, policy, closedAt, result } = found;
  return yearPreview({
    year,
    policy,
    closed: closedAt !== null,
    activeLearners: result.activeLearners.length,
    notEligible: result.notEligible.length,
    undecided: result.undecided.length,
    bestBranches: result.bestBranches.map(({ branch, average }) => ({ branch, average: formatAverage(average) })),
  });
}

export interface CloseOutcome {
  readonly kind: "done" | "refused";
  readonly reply: string;
}

/** Freezes the year's result, once every quarter is archived: what is corrected later changes it no more. */
export function closeYear(turn: Turn, year: number): CloseOutcome {
  if (!holds(turn, "submit and publish")) return refused(refusal(turn, "submit and publish"));
  const { db, now, sender } = turn;
  if (closedYear(db, year) !== undefined) return refused(yearClosedAlready(year));
  const found = yearOfRecord(db, year);
  if (found === undefined) return refused(noYearYet(year));
  const obstacle = obstacleTo(turn, year);
  if (obstacle !== undefined) return refused(obstacle);

  storeYear(db, found, { closedBy: sender.id, closedAt: now });
  const { activeLearners, bestBranches, notEligible, undecided } = found.result;
  record(db, {
    at: now,
    actor: `member:${sender.id}`,
    act: "year.close",
    subject: `year:${year}`,
    detail: {
      policy: found.policyId,
      activeLearners: activeLearners.length,
      bestBranches: bestBranches.length,
      notEligible: notEligible.length,
      undecided: undecided.length,
    },
  });
  return { kind: "done", reply: yearClosed(year) };
}

function obstacleTo({ db, now, today }: Turn, year: number): string | undefined {
  const open = quartersWithRounds(db, year, "open");
  if (open.length > 0) return yearRoundsOpen(open);
  const closed = quartersWithRounds(db, year, "closed");
  const states = closed.flatMap((quarter) => standingSummary(db, quarter, now) ?? []);
  const unfinished = states.filter(({ state }) => state !== "archived");
  if (unfinished.length > 0) return quartersNotArchived(unfinished);
  const lastArchived = closed.at(-1) === `${year}Q4`;
  return lastArchived || yearOf(today) > year ? undefined : yearNotOver(year);
}

const refused = (reply: string): CloseOutcome => ({ kind: "refused", reply });
