import { BRANCH_COMMITTEE } from "../domain/access.ts";
import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import { suppressSmallCell } from "../domain/ranking.ts";
import type { Summary } from "../domain/summary.ts";
import type { TalkRecord } from "../domain/talk.ts";
import { type Database, prepared } from "./database.ts";
import { holdersOf, titled } from "./members.ts";
import { is, pick, type RowOf, rows, value } from "./rows.ts";
import { summaries } from "./schema.ts";
import { branchTalks } from "./schema-cases.ts";
import { branches } from "./schema-roster.ts";

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
    const { rank = null, average = null, reported = 0 } = figures.get(branchId) ?? {};
    const committee = holdersOf(db, BRANCH_COMMITTEE, day, branchId);
    const partners = committee.map((member) => titled(db, member, BRANCH_COMMITTEE));
    return { branch, rank, average: suppressSmallCell(average, reported), committee: partners, held: state === "held" };
  });
}
