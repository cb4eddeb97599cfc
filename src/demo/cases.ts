import type { Quarter } from "../domain/calendar.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** How many of each there were in a quarter. */
export interface Cases {
  readonly talks: number;
  readonly spotChecks: number;
  readonly objections: number;
}

/** Of talks, spot checks and objections: how many there were. */
export function casesOf({ services }: Rehearsal, quarter: Quarter): Cases {
  const count = (sql: string) => services.db.$client.prepare(sql).pluck().get(quarter) as number;
  return {
    talks: count(
      "select count(*) from talks t join rounds r on r.id = t.round_id where r.quarter = ? and t.state = 'held'",
    ),
    spotChecks: count("select count(*) from spot_checks s join rounds r on r.id = s.round_id where r.quarter = ?"),
    objections: count("select count(*) from objections where quarter = ?"),
  };
}

/** What is under way of a quarter and waits for people, each a sentence. */
export function openCases({ services }: Rehearsal, quarter: Quarter): string[] {
  const count = (sql: string) => services.db.$client.prepare(sql).pluck().get(quarter) as number;
  const of = (table: string) => `from ${table} x join rounds r on r.id = x.round_id where r.quarter = ?`;
  return [
    ["talks are still owed", `select count(*) ${of("talks")} and x.state = 'owed'`],
    ["held talks have no record", `select count(*) ${of("talks")} and x.state = 'held' and x.record is null`],
    ["talks with branches are still owed", "select count(*) from branch_talks where quarter = ? and state = 'owed'"],
    ["spot checks are open", `select count(*) ${of("spot_checks")} and x.state in ('asked', 'shown')`],
    ["objections are open", "select count(*) from objections where quarter = ? and state = 'open'"],
    [
      "branch tables are not confirmed",
      `select count(*) ${of("branch_tables")} and x.confirmed_at is null
       and x.version = (select max(version) from branch_tables where round_id = x.round_id)`,
    ],
  ].flatMap(([what, sql]) => (count(sql!) === 0 ? [] : `${count(sql!)} ${what}`));
}

/** Everything that was begun has been brought to its end by people, and what the script says has happened. */
export function checkCases(
  rehearsal: Rehearsal,
  quarter: Quarter,
  expect: (holds: boolean, sentence: string) => void,
): void {
  // Where everybody holds several duties, nobody may be left to do what one may not do for oneself.
  if (rehearsal.school.members < 4) return;
  const count = (sql: string) => rehearsal.services.db.$client.prepare(sql).pluck().get(quarter) as number;
  const of = (table: string) => `from ${table} x join rounds r on r.id = x.round_id where r.quarter = ?`;
  for (const sentence of openCases(rehearsal, quarter)) expect(false, sentence);
  const pictures = count(
    `select count(*) from spot_pictures p join spot_checks x on x.id = p.spot_check_id
     join rounds r on r.id = x.round_id where r.quarter = ?`,
  );
  expect(pictures === 0, `${pictures} pictures were kept`);
  // In a very small school not everything happens.
  if (rehearsal.script.leftOut.length > 0) return;
  for (const [what, sql] of [
    ["spot check", `select count(*) ${of("spot_checks")}`],
    ["corrected spot check", `select count(*) ${of("spot_checks")} and x.state = 'corrected'`],
    [
      "corrected figure after an objection",
      "select count(*) from objections where quarter = ? and state = 'corrected'",
    ],
    ["held talk", `select count(*) ${of("talks")} and x.state = 'held'`],
    ["talk confirmed by its member", `select count(*) ${of("talks")} and x.member_confirmed_at is not null`],
  ] as const) {
    expect(count(sql) > 0, `there was no ${what}`);
  }
}
