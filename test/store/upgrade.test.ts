import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Day, Quarter } from "../../src/domain/calendar.ts";
import { openDeliveries } from "../../src/store/counts.ts";
import { openDatabase } from "../../src/store/database.ts";
import { hasAskedDeletion, isForgotten } from "../../src/store/members.ts";
import { objectedOn } from "../../src/store/objections.ts";
import { resolveDelivery } from "../../src/store/outbox.ts";
import { roundsToFollowUp } from "../../src/store/rounds.ts";
import { approvedAt } from "../../src/store/talks.ts";
import { aFolder } from "../support/a-folder.ts";

/** The migrations that version 0.1.0 came with. */
function migrationsOf010(): string {
  const folder = aFolder();
  cpSync(fileURLToPath(new URL("../../migrations", import.meta.url)), folder, { recursive: true });
  const journal = join(folder, "meta", "_journal.json");
  const { entries, ...head } = JSON.parse(readFileSync(journal, "utf8")) as { entries: unknown[] };
  writeFileSync(journal, JSON.stringify({ ...head, entries: entries.slice(0, 4) }));
  return folder;
}

/** 2026-11-18 10:00 and 23:30, Shanghai. */
const MORNING = Date.parse("2026-11-18T10:00:00+08:00");
const NIGHT = Date.parse("2026-11-18T23:30:00+08:00");

const AS_010_WROTE_IT = `
  insert into policies (id, policy, from_day, approved_by, adopted_at) values (1, '{}', '2021-01-01', 'x', 0);
  insert into quarters (quarter, policy_id) values ('2026Q4', 1);
  insert into branches (id, name) values (1, '第一党支部');
  insert into members (id, account, account_shown, name) values
    (1, 'he', 'He', '何翠'), (2, 'ma', 'ma', '马宁'), (3, 'deleted-3', 'deleted-3', '已注销3'), (4, 'li', 'li', '李明');
  insert into rounds (id, quarter, branch_id, origin, state, day, closed_at) values
    (1, '2026Q4', 1, 'drawn', 'closed', '2026-11-17', ${MORNING});
  insert into summaries (quarter, version, state, policy_id, made_at, changed_at, changed_by) values
    ('2026Q4', 1, 'returned', 1, 0, 0, 'ma'), ('2026Q4', 2, 'published', 1, 0, 0, 'He');
  insert into audit (at, actor, act, subject, detail, hash) values
    (${MORNING}, 'member:2', 'summary.return', 'summary:2026Q4', '{"version":1}', ''),
    (${MORNING + 1}, 'member:2', 'summary.approve', 'summary:2026Q4', '{"version":2}', ''),
    (${MORNING + 2}, 'member:1', 'summary.publish', 'summary:2026Q4', '{"version":2}', ''),
    (${MORNING - 86_400_000}, 'member:4', 'objection.open', 'objection:1', '{}', ''),
    (${MORNING}, 'member:4', 'objection.add', 'objection:1', '{}', ''),
    (${NIGHT}, 'member:4', 'objection.add', 'objection:1', '{}', ''),
    (${NIGHT}, 'member:3', 'member.delete', 'member:3', '{}', '');
  insert into objections (id, member_id, quarter, round_id, text, opened_at) values (1, 4, '2026Q4', 1, '有误', 0);
  insert into inbox (id, member_id, received_at, text, reply) values
    ('asked', 4, 1, '大概一万', '请确认：您的成长总积分是 10000 吗？'), ('purged', 4, 1, null, '请确认'),
    ('answered', 4, 1, '12345', '已记录：成长总积分 12345 分。'), ('forgotten', 3, 1, null, null);
  insert into messages (id, hash, message) values
    (1, 'one', '{"kind":"text","text":"一"}'), (2, 'deleted-2', '{"kind":"text","text":"[已删除]"}');
  insert into batches (id, message_id, not_before, claimed_at, claimed_by) values (1, 1, 0, 0, 'dead');
  insert into deliveries (id, key, member_id, message_id, state, batch_id, error, planned_at, not_before) values
    (1, 'ask-1-4', 4, 1, 'refused', null, '已过时，未发送', 0, 0), (2, 'two', 4, 1, 'refused', null, '不可见', 0, 0),
    (3, 'three', 3, 2, 'unknown', null, null, 0, 0), (4, 'four', 4, 1, 'sending', 1, null, 0, 0);`;

test("a database of version 0.1.0 says in columns what it said in texts, keys and hashes", () => {
  const file = join(aFolder(), "study-points.sqlite");
  const old = openDatabase(file, migrationsOf010());
  old.$client.exec(AS_010_WROTE_IT);
  const before = old.$client.prepare("select * from deliveries order by id").all() as object[];
  old.$client.close();

  const db = openDatabase(file);

  const all = (sql: string) => db.$client.prepare(sql).raw().all();
  expect(all("select id, asked from inbox order by rowid")).toEqual([
    ["asked", 1],
    ["purged", 1],
    ["answered", 0],
    ["forgotten", 0],
  ]);
  expect(all("select version, changer_id, approved_at from summaries order by version")).toEqual([
    [1, 2, null],
    [2, 1, MORNING + 1],
  ]);
  expect(approvedAt(db, "2026Q4" as Quarter)).toBe(MORNING + 1);
  expect([1, 2, 3, 4].filter((id) => isForgotten(db, id))).toEqual([3]);
  expect(hasAskedDeletion(db, 4, 0)).toBe(false);
  expect(objectedOn(db, 4, "2026-11-18" as Day)).toBe(2);
  expect(openDeliveries(db)).toEqual({ unknown: 1, refused: 1 });
  expect([2, 3].map((id) => resolveDelivery(db, id, "resend", 1))).toEqual([true, false]);
  // Nothing that has closed is checked or advised once more, and nothing is told again.
  expect(roundsToFollowUp(db)).toEqual([]);
  expect(db.$client.prepare("select * from deliveries where id in (1, 3, 4) order by id").all()).toMatchObject(
    before.filter((_, index) => index !== 1),
  );
  db.$client.close();
});
