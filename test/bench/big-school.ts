import { addDays, type Day, instantAt, quarterOf } from "../../src/domain/calendar.ts";
import { type Database, openDatabase, transaction } from "../../src/store/database.ts";
import { policyOn } from "../../src/store/policies.ts";

export interface BigSchool {
  /** The day of the open rounds. */
  readonly day: Day;
  readonly branches: number;
  readonly members: number;
  /** Of a hundred members, so many have reported. */
  readonly reported: number;
}

/** What a member had 92 days before. */
export function pastTotal(id: number): number {
  return 5000 + ((id * 7919) % 60_000);
}

/** A database with one open round in every branch, filled row by row: for size, not for beauty. */
export function fillSchool(file: string, { day, branches, members, reported }: BigSchool): Database {
  const db = openDatabase(file);
  const sql = db.$client;
  const quarter = quarterOf(day);
  transaction(db, () => {
    const policyId = policyOn(db, day).id;
    sql.prepare("insert into quarters (quarter, policy_id) values (?, ?)").run(quarter, policyId);
    const insert = {
      branch: sql.prepare("insert into branches (id, name, kind) values (?, ?, 'working')"),
      round: sql.prepare(
        `insert into rounds (id, quarter, branch_id, origin, state, day, opens_at, opened_at, closes_at, grace_until)
         values (?, '${quarter}', ?, 'extra', 'open', '${day}', ?, ?, ?, ?)`,
      ),
      member: sql.prepare("insert into members (id, account, account_shown, name) values (?, ?, ?, ?)"),
      membership: sql.prepare("insert into memberships (member_id, branch_id, from_day) values (?, ?, '2019-01-01')"),
      duty: sql.prepare("insert into duties (member_id, duty) values (?, ?)"),
      roundMember: sql.prepare(
        "insert into round_members (member_id, round_id, counted, remindable) values (?, ?, 1, 1)",
      ),
      report: sql.prepare(
        `insert into reports (member_id, round_id, day, total, source, reported_at, late, current) values (?, ?, ?, ?, '本人', ?, 0, 1)`,
      ),
      past: sql.prepare(
        `insert into reports (member_id, day, total, source, reported_at, late, current) values (?, '${addDays(day, -92)}', ?, '导入', 0, 0, 1)`,
      ),
    };
    const opensAt = instantAt(day, "00:00");
    let id = 0;
    for (let branch = 1; branch <= branches; branch += 1) {
      insert.branch.run(branch, `第${branch}党支部`);
      insert.round.run(branch, branch, opensAt, opensAt, instantAt(day, "23:59"), instantAt(addDays(day, 1), "09:00"));
      for (let index = 0; index < members; index += 1) {
        id += 1;
        const total = pastTotal(id);
        insert.member.run(id, `user${id}`, `user${id}`, `党员${id}`);
        insert.membership.run(id, branch);
        if (index === 0) insert.duty.run(id, "支部书记");
        insert.roundMember.run(id, branch);
        insert.past.run(id, total);
        if (id % 100 < reported) insert.report.run(id, branch, day, total + ((id * 31) % 1500), opensAt + id);
      }
    }
  });
  return db;
}
