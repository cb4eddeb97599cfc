import { BRANCH_COMMITTEE } from "../domain/access.ts";
import type { Day, Instant, Quarter } from "../domain/calendar.ts";
import { suppressSmallCell } from "../domain/ranking.ts";
import type { Summary } from "../domain/summary.ts";
import type { TalkRecord } from "../domain/talk.ts";
import { type Database, prepared } from "./database.ts";
import { holdersOf, titled } from "./members.ts";
import type { TalkState } from "./schema-cases.ts";

/** A talk of the party committee with the committee of a low branch (四（四）). */
export interface BranchTalk {
  readonly quarter: Quarter;
  readonly branchId: number;
  readonly branch: string;
  readonly state: TalkState;
  readonly heldAt: Instant | null;
  /** The name of whoever registered it. */
  readonly talker: string | null;
  readonly record: TalkRecord | null;
}

const TALKS = `
  select t.quarter, t.branch_id as branchId, b.name as branch, t.state, t.held_at as heldAt, h.name as talker, t.record
  from branch_talks t join branches b on b.id = t.branch_id left join members h on h.id = t.held_by`;
type RawTalk = Omit<BranchTalk, "record"> & { readonly record: string | null };

function withRecord({ record, ...row }: RawTalk): BranchTalk {
  return { ...row, record: record === null ? null : (JSON.parse(record) as TalkRecord) };
}

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
export function branchTalksOf(db: Database, quarter: Quarter): BranchTalk[] {
  return prepared<RawTalk>(db, `${TALKS} where t.quarter = ? and t.state <> 'lifted' order by t.branch_id`)
    .all(quarter)
    .map(withRecord);
}

/** What is still owed, of whatever quarter, the newest first. */
export function owedBranchTalks(db: Database): BranchTalk[] {
  return prepared<RawTalk>(db, `${TALKS} where t.state = 'owed' order by t.quarter desc, t.branch_id`)
    .all()
    .map(withRecord);
}

/** The talk that can be registered with a branch: of the newest quarter that lists it. */
export function branchTalkWith(db: Database, branchId: number): BranchTalk | undefined {
  const row = prepared<RawTalk>(
    db,
    `${TALKS} where t.branch_id = ? and t.state <> 'lifted' order by t.quarter desc limit 1`,
  ).get(branchId);
  return row && withRecord(row);
}

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

/** The newest summary that the committee has approved. */
export function approvedVersion(db: Database): { readonly quarter: Quarter; readonly version: number } | undefined {
  return prepared<{ quarter: Quarter; version: number }>(
    db,
    `select quarter, version from summaries where state in ('approved', 'published', 'archived')
     order by quarter desc, version desc limit 1`,
  ).get();
}

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
