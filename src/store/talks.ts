import { BRANCH_COMMITTEE, COMMITTEE, COMMITTEE_SECRETARY, TALKERS } from "../domain/access.ts";
import { type Day, type Instant, type Quarter } from "../domain/calendar.ts";
import { type Summary } from "../domain/summary.ts";
import { type Talk, type TalkRecord } from "../domain/talk.ts";
import { type Database, prepared } from "./database.ts";
import { holdersOf, type Member, titled } from "./members.ts";
import { count, is, pick, type RowOf, rows, value, values } from "./rows.ts";
import { rounds, summaries } from "./schema.ts";
import { branchTalks, talks } from "./schema-cases.ts";
import { branches, members } from "./schema-roster.ts";

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
    if (listed.has(memberId) || (state !== "owed" && state !== "unheld")) continue;
    prepared(db, "update talks set state = 'lifted' where round_id = ? and member_id = ?").run(roundId, memberId);
  }
  return list.flatMap(({ memberId }) => (known.has(memberId) && known.get(memberId) !== "lifted" ? [] : memberId));
}

/** What a branch's earlier quarters still owe when a round of this one closes is owed no more, and stays as 未谈. */
export function endEarlierTalks(db: Database, branchId: number, quarter: Quarter): void {
  prepared(
    db,
    `update talks set state = 'unheld', ended_in = :quarter where state = 'owed' and round_id in (
       select id from rounds where branch_id = :branchId and state = 'closed' and quarter < :quarter)`,
  ).run({ branchId, quarter });
}

/** The same of the party committee's talks, when the next quarter is summed up. */
export function endEarlierBranchTalks(db: Database, quarter: Quarter): void {
  prepared(
    db,
    "update branch_talks set state = 'unheld', ended_in = :quarter where state = 'owed' and quarter < :quarter",
  ).run({ quarter });
}

/** How many talks of a branch the close of a quarter has ended. */
export const unheldTalks = count<[branchId: number, quarter: Quarter]>(
  `select count(*) from rounds cross join talks on round_id = rounds.id
   where branch_id = ? and rounds.state = 'closed' and talks.state = 'unheld' and ended_in = ?`,
);

/** The branches whose talk with the party committee the summing up of a quarter has ended. */
export const unheldBranchTalks = values<string, [quarter: Quarter]>(
  `select branches.name from branch_talks join branches on branches.id = branch_id
   where state = 'unheld' and ended_in = ? order by branch_id`,
);

/** Who may hold a member's talk today. */
export interface TalkHolders {
  readonly members: readonly Member[];
  /** The branch has nobody else who holds talks: the party committee's secretary does, or who stands in. */
  readonly committee: boolean;
}

export function talkHolders(db: Database, branchId: number, memberId: number, day: Day): TalkHolders {
  const others = (members: Member[]) => members.filter(({ id }) => id !== memberId);
  const talkers = holdersOf(db, TALKERS, day, branchId);
  const branch = others(talkers);
  // Only whose talks are others' because they hold them themselves go to the committee.
  if (branch.length > 0 || branch.length === talkers.length) return { members: branch, committee: false };
  const secretaries = others(holdersOf(db, COMMITTEE_SECRETARY, day));
  return { members: secretaries.length > 0 ? secretaries : others(holdersOf(db, COMMITTEE, day)), committee: true };
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

export const heldTalksOf = values<number, [roundId: number]>(
  "select member_id from talks where round_id = ? and state = 'held'",
);

/** A held talk stays on record with the figures as they are now, on the list or not. */
export function updateHeldTalk(db: Database, roundId: number, talk: Talk): void {
  prepared(
    db,
    `update talks set total = :total, growth = :growth, rank = :rank
     where round_id = :roundId and member_id = :memberId`,
  ).run({ roundId, ...talk });
}

const allTalksOf = rows(pick(talks, "memberId", "state")).all<[roundId: number]>(
  "select * from talks where round_id = ?",
);

/** The talk list of a round, the lowest first. */
export const talksOf = rows({
  ...pick(talks, "id", "memberId"),
  account: members.accountShown,
  name: members.name,
  ...pick(talks, "total", "growth", "rank", "state"),
}).all<[roundId: number]>(
  `select * from talks join members on members.id = member_id
   where round_id = ? and state <> 'lifted' order by rank desc, talks.id`,
);

const talkCase = rows({
  ...pick(talks, "id", "roundId"),
  quarter: rounds.quarter,
  memberId: talks.memberId,
  account: members.accountShown,
  name: members.name,
  ...pick(talks, "rank", "state", "heldAt", "heldBy"),
  /** The name of whoever registered it. */
  talker: is<string | null>("talkers.name"),
  ...pick(talks, "record", "memberConfirmedAt"),
});
/** A talk with what became of it, for those who hold it and for the member. */
export type TalkCase = RowOf<typeof talkCase>;

const CASES = `select * from talks join rounds on rounds.id = round_id join members on members.id = member_id
  left join members talkers on talkers.id = held_by`;

/** What a branch's talkers may register: its newest closed round's list, then what older rounds' lists still owe. */
export const talkCasesOf = talkCase.all<[branchId: number, newestRoundId: number]>(
  `${CASES} where branch_id = :branchId and (talks.state = 'owed' or (talks.state = 'held' and rounds.id = :newestRoundId))
   order by rounds.id = :newestRoundId desc, closed_at desc, rounds.id desc, rank desc, talks.id`,
);

/** Talks still owed to who holds talks: where the branch has nobody else they are the committee secretary's. */
export const talkCasesOfTalkers = talkCase.all(
  `${CASES} where talks.state = 'owed' and exists (
     select 1 from duties d where d.member_id = talks.member_id and d.duty in (${TALKERS.map((duty) => `'${duty}'`).join(", ")}))
   order by closed_at desc, rounds.id desc, talks.id`,
);

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
export const heldTalkWith = talkCase.one<[memberId: number]>(
  `${CASES} where member_id = ? and talks.state = 'held'
   order by member_confirmed_at is null desc, held_at desc, talks.id desc limit 1`,
);

export function confirmTalk(db: Database, id: number, at: Instant): void {
  prepared(db, "update talks set member_confirmed_at = ? where id = ? and member_confirmed_at is null").run(at, id);
}

const owing = rows({
  roundId: rounds.id,
  ...pick(rounds, "quarter", "branchId"),
  branch: branches.name,
  closedAt: is<Instant>("closed_at"),
  owed: is<number>("count(*)"),
});
/** A closed round and how many talks of its list are still owed. */
export type OwedTalks = RowOf<typeof owing>;

/** Rounds closed from `since` to before `until` that still owe talks, branch by branch. */
export const roundsOwingTalks = owing.all<[since: Instant, until: Instant]>(
  `select * from talks cross join rounds on rounds.id = round_id cross join branches on branches.id = branch_id
   where talks.state = 'owed' and closed_at >= ? and closed_at < ? group by rounds.id order by branches.id, rounds.id`,
);

const talk = rows({
  ...pick(branchTalks, "quarter", "branchId"),
  branch: branches.name,
  ...pick(branchTalks, "state", "heldAt"),
  /** The name of whoever registered it. */
  talker: is<string | null>("talkers.name"),
  record: branchTalks.record,
});
/** A talk of the party committee with the committee of a low branch (四（四）). */
export type BranchTalk = RowOf<typeof talk>;

const TALKS = `select * from branch_talks join branches on branches.id = branch_id
  left join members talkers on talkers.id = held_by`;

/**
 * The quarter's list as the approved summary gives it. After another approval what was held stays, and what is no
 * longer owed is lifted.
 */
export function saveBranchTalks(db: Database, quarter: Quarter, branchIds: readonly number[]): void {
  for (const branchId of branchIds) {
    prepared(
      db,
      `insert into branch_talks (quarter, branch_id, state) values (:quarter, :branchId, 'owed')
       on conflict (quarter, branch_id) do update set state = case state when 'lifted' then 'owed' else state end`,
    ).run({ quarter, branchId });
  }
  prepared(
    db,
    `update branch_talks set state = 'lifted' where quarter = :quarter and state = 'owed'
     and branch_id not in (select value from json_each(:listed))`,
  ).run({ quarter, listed: JSON.stringify(branchIds) });
}

/** The quarter's list, in the order of the branches. */
export const branchTalksOf = talk.all<[quarter: Quarter]>(
  `${TALKS} where quarter = ? and state <> 'lifted' order by branch_id`,
);

/** What is still owed, of whatever quarter, the newest first. */
export const owedBranchTalks = talk.all(`${TALKS} where state = 'owed' order by quarter desc, branch_id`);

/** The talk that can be registered with a branch: of the newest quarter that lists it. */
export const branchTalkWith = talk.one<[branchId: number]>(
  `${TALKS} where branch_id = ? and state <> 'lifted' order by quarter desc limit 1`,
);

/** Also for a held talk whose record is added to: when it was held and by whom stays. */
export function holdBranchTalk(
  db: Database,
  { quarter, branchId }: Pick<BranchTalk, "quarter" | "branchId">,
  by: number,
  at: Instant,
  record: TalkRecord,
): void {
  prepared(
    db,
    `update branch_talks set state = 'held', held_at = coalesce(held_at, :at), held_by = coalesce(held_by, :by),
       record = :record where quarter = :quarter and branch_id = :branchId`,
  ).run({ quarter, branchId, by, at, record: Object.keys(record).length === 0 ? null : JSON.stringify(record) });
}

/** When a quarter's low branches were last decided on. */
export const approvedAt = value<Instant, [quarter: Quarter]>(
  "select max(approved_at) from summaries where quarter = ?",
);

/** The newest summary that the committee has approved. */
export const approvedVersion = rows(pick(summaries, "quarter", "version")).one(
  `select * from summaries where state in ('approved', 'published', 'archived')
   order by quarter desc, version desc limit 1`,
);

/** The list that an approved summary gives: figures as the committee may see them, and whom it talks with. */
export function lowBranchesOf(db: Database, { quarter, branches }: Summary, day: Day) {
  const figures = new Map(branches.map((branch) => [branch.branchId, branch]));
  return branchTalksOf(db, quarter).map(({ branchId, branch, state }) => {
    const { rank = null, average = null } = figures.get(branchId) ?? {};
    const committee = holdersOf(db, BRANCH_COMMITTEE, day, branchId);
    const partners = committee.map((member) => titled(db, member, BRANCH_COMMITTEE));
    return { branch, rank, average, committee: partners, held: state === "held" };
  });
}
