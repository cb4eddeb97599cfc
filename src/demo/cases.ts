import type { Instant, Quarter } from "../domain/calendar.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** How many of each there were in a quarter. */
export interface Cases {
  readonly talks: number;
  readonly spotChecks: number;
  readonly objections: number;
}

/** What somebody was told has been corrected since the closing, as the workspace remembers it; the last word counts. */
export function correctionsIn({ workspace, school }: Rehearsal, closedAt: Instant): Map<string, number> {
  const told = school.everybody
    .flatMap((by) => workspace.record.toMember(by.account).map((arrival) => ({ by, arrival })))
    .filter(({ arrival }) => arrival.at >= closedAt && arrival.via === "passive")
    .sort((a, b) => a.arrival.at - b.arrival.at);
  const corrections = new Map<string, number>();
  for (const { by, arrival } of told) {
    const spot = /^已登记：(\S+?)同志 .* → (\d+) 分/.exec(arrival.text ?? "");
    const objection = /^已办结：编号 \d+，(\S+?)同志 .* → (\d+) 分/.exec(arrival.text ?? "");
    const [, name, total] = spot ?? objection ?? [];
    const member = school.everybody.find((one) => one.name === name && (spot === null || one.branch === by.branch));
    if (member !== undefined) corrections.set(member.account, Number(total));
  }
  return corrections;
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

/** Everything that was begun has been brought to its end by people. */
export function checkCases(
  rehearsal: Rehearsal,
  quarter: Quarter,
  expect: (holds: boolean, sentence: string) => void,
): void {
  // Where everybody holds several duties, nobody may be left to do what one may not do for oneself.
  if (rehearsal.school.members < 4) return;
  const count = (sql: string) => rehearsal.services.db.$client.prepare(sql).pluck().get(quarter) as number;
  const of = (table: string) => `from ${table} x join rounds r on r.id = x.round_id where r.quarter = ?`;
  const none = (what: string, sql: string) => expect(count(sql) === 0, `${count(sql)} ${what}`);
  none("talks are still owed", `select count(*) ${of("talks")} and x.state = 'owed'`);
  none("held talks have no record", `select count(*) ${of("talks")} and x.state = 'held' and x.record is null`);
  none("talks with branches are still owed", "select count(*) from branch_talks where quarter = ? and state = 'owed'");
  none("spot checks are open", `select count(*) ${of("spot_checks")} and x.state in ('asked', 'shown')`);
  none("objections are open", "select count(*) from objections where quarter = ? and state = 'open'");
  none(
    "pictures were kept",
    `select count(*) from spot_pictures p join spot_checks x on x.id = p.spot_check_id
     join rounds r on r.id = x.round_id where r.quarter = ?`,
  );
  none(
    "branch tables are not confirmed",
    `select count(*) from branch_tables x join rounds r on r.id = x.round_id where r.quarter = ? and x.confirmed_at is null
     and x.version = (select max(version) from branch_tables where round_id = x.round_id)`,
  );
  // In a very small school not everything happens.
  if (rehearsal.school.list.length < 3 || rehearsal.school.members < 8) return;
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
