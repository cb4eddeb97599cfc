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

/**
 * A database of quarters that are over and archived: rounds, tables of ten members, summaries, sent messages. Row by
 * row, for size.
 */
export function fillPast(
  file: string,
  { branches, quarters, messages }: { branches: number; quarters: number; messages: number },
): Database {
  const db = openDatabase(file);
  const sql = db.$client;
  sql.pragma("synchronous = off");
  transaction(db, () => {
    const policyId = policyOn(db, "2026-12-01" as Day).id;
    const insert = {
      branch: sql.prepare("insert into branches (id, name, kind) values (?, ?, 'working')"),
      member: sql.prepare("insert into members (id, account, account_shown, name, greeted_at) values (?, ?, ?, ?, 1)"),
      membership: sql.prepare("insert into memberships (member_id, branch_id, from_day) values (?, ?, '2019-01-01')"),
      quarter: sql.prepare(
        "insert into quarters (quarter, policy_id, seed, candidates, revealed_at) values (?, ?, x'00', '[]', 1)",
      ),
      round: sql.prepare(
        `insert into rounds (id, quarter, branch_id, origin, state, day, opens_at, opened_at, closes_at, grace_until, closed_at)
         values (?, ?, ?, 'drawn', 'closed', ?, :at, :at, :at, :at, :at)`,
      ),
      head: sql.prepare(
        `insert into branch_tables (round_id, version, made_at, members, reported, sum, denominator, confirmed_by, confirmed_at)
         values (?, 1, ?, 10, 10, 100000, 10, 1, 1)`,
      ),
      row: sql.prepare(
        "insert into table_rows (round_id, version, member_id, counted, total, late) values (?, 1, ?, 1, 10000, 0)",
      ),
      summary: sql.prepare(
        `insert into summaries (quarter, version, state, policy_id, made_at, changed_at, published_on)
         values (?, 1, 'archived', ?, ?, ?, ?)`,
      ),
      line: sql.prepare(
        `insert into summary_branches (quarter, version, branch_id, round_id, ranked, members, reported, sum, denominator, rank, low)
         values (?, 1, ?, ?, 1, 10, 10, 100000, 10, 1, 0)`,
      ),
      batch: sql.prepare(
        "insert into batches (id, message_id, not_before, first_attempt_at, done) values (?, 1, ?, ?, 1)",
      ),
      delivery: sql.prepare(
        `insert into deliveries (key, member_id, message_id, state, batch_id, attempts, planned_at, not_before, sent_at)
         values (?, ?, 1, 'sent', ?, 1, ?, ?, ?)`,
      ),
    };
    sql.exec('insert into messages (id, hash, message) values (1, \'one\', \'{"kind":"text","text":"一"}\')');
    for (let branch = 1; branch <= branches; branch += 1) {
      insert.branch.run(branch, `第${branch}党支部`);
      for (let index = 1; index <= 10; index += 1) {
        const id = (branch - 1) * 10 + index;
        insert.member.run(id, `user${id}`, `user${id}`, `党员${id}`);
        insert.membership.run(id, branch);
      }
    }
    for (let past = 0; past < quarters; past += 1) {
      const quarter = `${2022 + Math.floor(past / 4)}Q${(past % 4) + 1}`;
      const day = `${2022 + Math.floor(past / 4)}-${String((past % 4) * 3 + 2).padStart(2, "0")}-15` as Day;
      const at = instantAt(day, "21:00");
      insert.quarter.run(quarter, policyId);
      insert.summary.run(quarter, policyId, at, at, day);
      for (let branch = 1; branch <= branches; branch += 1) {
        const round = past * branches + branch;
        insert.round.run(round, quarter, branch, day, { at });
        insert.head.run(round, at);
        for (let index = 1; index <= 10; index += 1) insert.row.run(round, (branch - 1) * 10 + index);
        insert.line.run(quarter, branch, round);
      }
    }
    const first = instantAt("2022-01-01" as Day, "09:00");
    for (let id = 1; id <= messages; id += 1) {
      const at = first + id * 60_000;
      insert.batch.run(id, at, at);
      insert.delivery.run(`past-${id}`, (id % (branches * 10)) + 1, id, at, at, at);
    }
  });
  return db;
}
