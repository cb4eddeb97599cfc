import type { Instant, Quarter } from "../domain/calendar.ts";
import type { Talk, TalkRecord } from "../domain/talk.ts";
import { type Database, prepared } from "./database.ts";
import type { TalkState } from "./schema-cases.ts";

export interface TalkRow extends Talk {
  readonly id: number;
  readonly account: string;
  readonly name: string;
  readonly state: TalkState;
}

/**
 * The talk list as it stands now. After a correction somebody new may be on it and somebody else no more: what was
 * held stays, what is no longer owed is lifted. Returns who was not on it before.
 */
export function saveTalks(db: Database, roundId: number, list: readonly Talk[]): number[] {
  const known = new Map(allTalksOf(db, roundId).map((talk) => [talk.memberId, talk.state]));
  for (const talk of list) {
    prepared(
      db,
      `insert into talks (round_id, member_id, total, growth, rank, state)
       values (:roundId, :memberId, :total, :growth, :rank, 'owed')
       on conflict (round_id, member_id) do update set total = :total, growth = :growth, rank = :rank,
         state = case state when 'lifted' then 'owed' else state end`,
    ).run({ roundId, ...talk });
  }
  liftReplaced(db, roundId);
  const listed = new Set(list.map(({ memberId }) => memberId));
  for (const [memberId, state] of known) {
    if (listed.has(memberId) || state !== "owed") continue;
    prepared(db, "update talks set state = 'lifted' where round_id = ? and member_id = ?").run(roundId, memberId);
  }
  return list.flatMap(({ memberId }) => (known.has(memberId) && known.get(memberId) !== "lifted" ? [] : memberId));
}

/** What a later round of the same quarter has replaced is owed no more. */
function liftReplaced(db: Database, roundId: number): void {
  prepared(
    db,
    `update talks set state = 'lifted' where state = 'owed' and round_id in (
       select earlier.id from rounds earlier join rounds later on later.id = :roundId
       where earlier.quarter = later.quarter and earlier.branch_id = later.branch_id and earlier.state = 'closed'
         and earlier.id <> later.id and earlier.closed_at <= coalesce(later.closed_at, 9e18))`,
  ).run({ roundId });
}

/** A held talk stays on record with the figures as they are now, on the list or not. */
export function updateHeldTalk(db: Database, roundId: number, talk: Talk): void {
  prepared(
    db,
    `update talks set total = :total, growth = :growth, rank = :rank
     where round_id = :roundId and member_id = :memberId and state = 'held'`,
  ).run({ roundId, ...talk });
}

function allTalksOf(db: Database, roundId: number): { readonly memberId: number; readonly state: TalkState }[] {
  return prepared<{ memberId: number; state: TalkState }>(
    db,
    "select member_id as memberId, state from talks where round_id = ?",
  ).all(roundId);
}

/** The talk list of a round, the lowest first. */
export function talksOf(db: Database, roundId: number): TalkRow[] {
  return prepared<TalkRow>(
    db,
    `select t.id, t.member_id as memberId, m.account_shown as account, m.name, t.total, t.growth, t.rank, t.state
     from talks t join members m on m.id = t.member_id where t.round_id = ? and t.state <> 'lifted' order by t.rank desc, t.id`,
  ).all(roundId);
}

/** A talk with what became of it, for those who hold it and for the member. */
export interface TalkCase {
  readonly id: number;
  readonly roundId: number;
  readonly quarter: Quarter;
  readonly memberId: number;
  readonly account: string;
  readonly name: string;
  readonly rank: number;
  readonly state: TalkState;
  readonly heldAt: Instant | null;
  readonly heldBy: number | null;
  /** The name of whoever registered it. */
  readonly talker: string | null;
  /** Null: nothing was written down, or it has been deleted after its time. */
  readonly record: TalkRecord | null;
  readonly memberConfirmedAt: Instant | null;
}

const CASES = `
  select t.id, t.round_id as roundId, r.quarter, t.member_id as memberId, m.account_shown as account, m.name, t.rank,
    t.state, t.held_at as heldAt, t.held_by as heldBy, h.name as talker, t.record,
    t.member_confirmed_at as memberConfirmedAt
  from talks t join rounds r on r.id = t.round_id join members m on m.id = t.member_id
  left join members h on h.id = t.held_by`;
type RawCase = Omit<TalkCase, "record"> & { readonly record: string | null };

function withRecord({ record, ...row }: RawCase): TalkCase {
  return { ...row, record: record === null ? null : (JSON.parse(record) as TalkRecord) };
}

/** What a branch's talkers may register: its newest closed round's list, then what older rounds' lists still owe. */
export function talkCasesOf(db: Database, branchId: number, newestRoundId: number): TalkCase[] {
  return prepared<RawCase>(
    db,
    `${CASES} where r.branch_id = :branchId and (t.state = 'owed' or (t.state = 'held' and r.id = :newestRoundId))
     order by r.id = :newestRoundId desc, r.closed_at desc, r.id desc, t.rank desc, t.id`,
  )
    .all({ branchId, newestRoundId })
    .map(withRecord);
}

/** A talk that was held; false when it is not owed any more. */
export function holdTalk(db: Database, id: number, by: number, at: Instant, record: TalkRecord): boolean {
  return (
    prepared(
      db,
      `update talks set state = 'held', held_by = :by, held_at = :at, record = :record
       where id = :id and state = 'owed'`,
    ).run({ id, by, at, record: written(record) }).changes === 1
  );
}

/** Another record of a held talk: what the member has confirmed was the one before. */
export function changeTalkRecord(db: Database, id: number, record: TalkRecord): void {
  prepared(db, "update talks set record = ?, member_confirmed_at = null where id = ?").run(written(record), id);
}

function written(record: TalkRecord): string | null {
  return Object.keys(record).length === 0 ? null : JSON.stringify(record);
}

/** The talk a member can confirm: the last one that was held and that the member has said nothing of, else the last. */
export function heldTalkWith(db: Database, memberId: number): TalkCase | undefined {
  const row = prepared<RawCase>(
    db,
    `${CASES} where t.member_id = ? and t.state = 'held'
     order by t.member_confirmed_at is null desc, t.held_at desc, t.id desc limit 1`,
  ).get(memberId);
  return row && withRecord(row);
}

export function confirmTalk(db: Database, id: number, at: Instant): void {
  prepared(db, "update talks set member_confirmed_at = ? where id = ? and member_confirmed_at is null").run(at, id);
}

/** A closed round and how many talks of its list are still owed. */
export interface OwedTalks {
  readonly roundId: number;
  readonly quarter: Quarter;
  readonly branchId: number;
  readonly branch: string;
  readonly closedAt: Instant;
  readonly owed: number;
}

/** Rounds closed from `since` to before `until` that still owe talks, branch by branch. */
export function roundsOwingTalks(db: Database, since: Instant, until: Instant): OwedTalks[] {
  return prepared<OwedTalks>(
    db,
    `select r.id as roundId, r.quarter, r.branch_id as branchId, b.name as branch, r.closed_at as closedAt,
       count(*) as owed
     from talks t cross join rounds r on r.id = t.round_id cross join branches b on b.id = r.branch_id
     where t.state = 'owed' and r.closed_at >= :since and r.closed_at < :until group by r.id order by b.id, r.id`,
  ).all({ since, until });
}
