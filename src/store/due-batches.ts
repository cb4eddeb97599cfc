import { DAY_MS, type Instant } from "../domain/calendar.ts";
import { type Database, prepared, transaction } from "./database.ts";
import { count, is, pick, type RowOf, rows, value, values } from "./rows.ts";
import { deliveries } from "./schema-messages.ts";

/** What keeps a planned delivery from going out at once. */
export interface SendLimits {
  readonly membersPerCall: number;
  readonly perMemberMinute: number;
  readonly perGroupMinute: number;
  /** Person-times of one day for the whole app. */
  readonly perDay: number;
}

/** The platform's minute may begin a little apart from ours. */
const MINUTE_MS = 61_000;
const FORM_AT_ONCE = 2000;

const open = rows(pick(deliveries, "id", "messageId", "memberId", "groupTarget"));
type Open = RowOf<typeof open>;

const dueNow = open.all<[now: Instant]>(
  `select * from deliveries
   where state = 'planned' and batch_id is null and not_before <= :now
     and not exists (
       select 1 from deliveries e
       where e.state in ('planned', 'sending') and e.member_id is deliveries.member_id
         and e.group_target is deliveries.group_target and e.id < deliveries.id
         and (e.not_before <= :now or e.attempts > 0))
   order by id limit ${FORM_AT_ONCE}`,
);

/**
 * Gathers what is due into batches: equal messages to members together, each group's message alone. To one recipient
 * nothing overtakes what was planned before it, unless that waits for the morning; a recipient at its limit waits.
 * True when there may be more.
 */
export function formBatches(db: Database, limits: SendLimits, now: Instant, startOfDay: Instant): boolean {
  return transaction(db, () => {
    bringBack(db, now);
    expire(db, now);
    const due = dueNow(db, now);
    let leftToday = limits.perDay - sentToMembersSince(db, startOfDay);
    const byMessage = new Map<number, Open[]>();
    for (const row of due) {
      const wait = minuteWait(db, row, limits, now);
      if (wait !== undefined) {
        postpone(db, row, wait);
      } else if (row.memberId === null) {
        formBatch(db, [row], now);
      } else if (leftToday <= 0) {
        postpone(db, row, startOfDay + DAY_MS);
      } else {
        leftToday -= 1;
        const together = byMessage.get(row.messageId);
        if (together === undefined) byMessage.set(row.messageId, [row]);
        else together.push(row);
      }
    }
    for (const rows of byMessage.values()) {
      for (let at = 0; at < rows.length; at += limits.membersPerCall) {
        formBatch(db, rows.slice(at, at + limits.membersPerCall), now);
      }
    }
    return due.length === FORM_AT_ONCE;
  });
}

function formBatch(db: Database, rows: readonly Open[], now: Instant): void {
  const { lastInsertRowid } = prepared(db, "insert into batches (message_id, not_before) values (?, ?)").run(
    rows[0]!.messageId,
    now,
  );
  const join = prepared(db, "update deliveries set batch_id = ? where id = ?");
  for (const { id } of rows) join.run(lastInsertRowid, id);
}

/** All that waits for this recipient waits longer, and so stays in its order. */
function postpone(db: Database, { memberId, groupTarget }: Open, until: Instant): void {
  prepared(
    db,
    `update deliveries set not_before = :until
     where state in ('planned', 'sending') and batch_id is null and member_id is :memberId
       and group_target is :groupTarget and not_before < :until`,
  ).run({ memberId, groupTarget, until });
}

const lately = rows({ sent: is<number>("count(*)"), first: is<Instant | null>("min(sent_at)") });
const sentToMember = lately.sole<[memberId: number, after: Instant, now: Instant]>(
  "select * from deliveries where member_id = ? and sent_at > ? and sent_at <= ?",
);
const sentToGroup = lately.sole<[target: string, after: Instant, now: Instant]>(
  "select * from deliveries where group_target = ? and sent_at > ? and sent_at <= ?",
);

/** Until when this recipient is at the limit of a minute; undefined: not at all. */
function minuteWait(
  db: Database,
  { memberId, groupTarget }: Open,
  { perMemberMinute, perGroupMinute }: SendLimits,
  now: Instant,
): Instant | undefined {
  const since = now - MINUTE_MS;
  const { sent, first } =
    memberId === null ? sentToGroup(db, groupTarget!, since, now) : sentToMember(db, memberId, since, now);
  const limit = memberId === null ? perGroupMinute : perMemberMinute;
  return sent < limit || first === null ? undefined : first + MINUTE_MS;
}

const sentToMembersSince = count<[since: Instant]>(
  "select count(*) from deliveries where sent_at >= ? and member_id is not null",
);

export const EXPIRED = "已过时，未发送";

/** The longest anything waits on purpose: the next day, after a daily limit or the quiet hours. */
const LONGEST_WAIT_MS = 36 * 3_600_000;

/** The clock was ahead and has been set right: what was put off by it is due. */
function bringBack(db: Database, now: Instant): void {
  const latest = now + LONGEST_WAIT_MS;
  prepared(
    db,
    "update deliveries set not_before = ? where state = 'planned' and batch_id is null and not_before > ?",
  ).run(now, latest);
  prepared(db, "update batches set not_before = ? where done = 0 and not_before > ?").run(now, latest);
}

/** Of a batch whose outcome is uncertain nothing expires here: it must be repeated as it was, or looked at. */
function expire(db: Database, now: Instant): void {
  prepared(
    db,
    `update deliveries set state = 'refused', expired = 1, error = '${EXPIRED}'
     where state = 'planned' and batch_id is null and expires_at is not null and expires_at <= ?`,
  ).run(now);
}

/** Batches nobody has claimed, whose time has come. */
export const openBatches = values<number, [now: Instant]>(
  // By the plain id SQLite would follow the table, all of it, instead of the index of what is open.
  "select id from batches where done = 0 and claimed_at is null and not_before <= ? order by id + 0",
);

/** When the next planned delivery or batch is due, for whoever moves the clock. */
export const nextDue = value<Instant>(
  `select min(due) from (
     select min(not_before) as due from deliveries where state = 'planned' and batch_id is null
     union all select min(not_before) from batches where done = 0)`,
);
