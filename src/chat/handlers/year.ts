import { holds } from "../../acts/act.ts";
import { yearOf } from "../../domain/calendar.ts";
import { formatAverage } from "../../domain/ranking.ts";
import { noYearYet, yearPreview } from "../../messages/year.ts";
import { latestYear, yearOfRecord } from "../../store/years.ts";
import { refusal, type Turn } from "../turn.ts";

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
