import type { Quarter } from "../domain/calendar.ts";
import type { MemberState } from "../domain/roster.ts";
import type { PastBranch } from "../domain/what-if.ts";
import { branchById } from "./branches.ts";
import { type Database, prepared } from "./database.ts";
import type { Member } from "./members.ts";
import { decisiveRounds } from "./rounds.ts";
import { figuresOf } from "./tables.ts";

/** The newest quarter with closed rounds and none that is still to come or open. */
export function lastClosedQuarter(db: Database): Quarter | undefined {
  return (
    prepared<{ quarter: Quarter | null }>(
      db,
      `select max(quarter) as quarter from rounds r where state = 'closed'
       and not exists (select 1 from rounds o where o.quarter = r.quarter and o.state in ('planned', 'open'))`,
    ).get()?.quarter ?? undefined
  );
}

/** The decisive tables of a closed quarter as they stand, with the states of their members on the day. */
export function pastBranches(db: Database, quarter: Quarter): PastBranch[] {
  return decisiveRounds(db, quarter).map(({ id, branchId, branch }) => ({
    branchId,
    branch,
    kind: branchById(db, branchId).kind,
    figures: figuresOf(db, id),
    states: statesOnTheDay(db, id),
  }));
}

function statesOnTheDay(db: Database, roundId: number): Map<number, MemberState> {
  const rows = prepared<{ memberId: number; state: MemberState }>(
    db,
    `select m.member_id as memberId, coalesce(s.state, '在职') as state
     from round_members m join rounds r on r.id = m.round_id
     left join member_states s on s.member_id = m.member_id and s.from_day <= r.day
       and (s.until_day is null or s.until_day >= r.day)
     where m.round_id = ?`,
  ).all(roundId);
  return new Map(rows.map(({ memberId, state }) => [memberId, state]));
}

export function membersById(db: Database, ids: readonly number[]): Map<number, Member> {
  const members = prepared<Member>(
    db,
    `select id, account_shown as account, name from members where id in (select value from json_each(:ids))`,
  ).all({ ids: JSON.stringify(ids) });
  return new Map(members.map((member) => [member.id, member]));
}
