import { yearOf } from "../domain/calendar.ts";
import type { Summary } from "../domain/summary.ts";
import type { YearOverview } from "../domain/year-overview.ts";
import type { Database } from "./database.ts";
import { membersById } from "./members.ts";
import { daysCounted, type Year } from "./years.ts";

/** With the names of today, for office and committee: a year that was counted, or one that is not over. */
export function overviewOf(db: Database, of: Summary | Year): YearOverview {
  const result = "span" in of ? of.result : of.year!;
  const people = membersById(
    db,
    result.members.map(({ memberId }) => memberId),
  );
  const members = result.members.map((line) => ({ ...line, ...people.get(line.memberId)! }));
  const shown = { policy: of.policy, members, branches: result.branches };
  if ("span" in of) return { ...shown, year: of.span.year, ends: of.span.ends, state: undefined, note: null };
  const year = yearOf(of.quarter);
  return { ...shown, year, ends: daysCounted(db, year)?.last, state: of.state, note: of.note };
}
