import { yearOf } from "../domain/calendar.ts";
import type { YearObstacle } from "../messages/year.ts";
import { standingSummary } from "../store/summaries.ts";
import { closedYear, quartersWithRounds, storeYear, yearOfRecord } from "../store/years.ts";
import { holds, type MemberAct, record } from "./act.ts";

/** Freezes the year's result, once every quarter is archived: what is corrected later changes it no more. */
export function closeYear(act: MemberAct, year: number): YearObstacle | "done" {
  const { db, now, actor } = act;
  if (!holds(act, "submit and publish")) return "forbidden";
  if (closedYear(db, year) !== undefined) return "closed already";
  const found = yearOfRecord(db, year);
  if (found === undefined) return "nothing yet";
  const obstacle = obstacleTo(act, year);
  if (obstacle !== undefined) return obstacle;

  storeYear(db, found, { closedBy: actor.member.id, closedAt: now });
  const { activeLearners, bestBranches, notEligible, undecided } = found.result;
  record(act, "year.close", `year:${year}`, {
    policy: found.policyId,
    activeLearners: activeLearners.length,
    bestBranches: bestBranches.length,
    notEligible: notEligible.length,
    undecided: undecided.length,
  });
  return "done";
}

function obstacleTo({ db, now, today }: MemberAct, year: number): YearObstacle | undefined {
  const open = quartersWithRounds(db, year, "open");
  if (open.length > 0) return { open };
  const closed = quartersWithRounds(db, year, "closed");
  const summaries = closed.flatMap((quarter) => standingSummary(db, quarter, now) ?? []);
  const unfinished = summaries.filter(({ state }) => state !== "archived");
  if (unfinished.length > 0) return { unfinished };
  return closed.at(-1) === `${year}Q4` || yearOf(today) > year ? undefined : "not over";
}
