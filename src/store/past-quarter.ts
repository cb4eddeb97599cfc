import type { Quarter } from "../domain/calendar.ts";
import type { MemberState } from "../domain/roster.ts";
import type { PastBranch } from "../domain/what-if.ts";
import { branchById } from "./branches.ts";
import type { Database } from "./database.ts";
import { type Member, member } from "./members.ts";
import { decisiveRounds } from "./rounds.ts";
import { is, rows, value } from "./rows.ts";
import { roundMembers } from "./schema.ts";
import { figuresOf } from "./tables.ts";

/** The newest quarter with closed rounds and none that is still to come or open. */
export const lastClosedQuarter = value<Quarter>(
  `select max(quarter) from rounds r where state = 'closed'
   and not exists (select 1 from rounds o where o.quarter = r.quarter and o.state in ('planned', 'open'))`,
);

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

const states = rows({
  memberId: roundMembers.memberId,
  state: is<MemberState>("coalesce(s.state, '在职')"),
}).all<[roundId: number]>(
  `select * from round_members join rounds r on r.id = round_id
   left join member_states s on s.member_id = round_members.member_id and s.from_day <= r.day
     and (s.until_day is null or s.until_day >= r.day)
   where round_id = ?`,
);

function statesOnTheDay(db: Database, roundId: number): Map<number, MemberState> {
  return new Map(states(db, roundId).map(({ memberId, state }) => [memberId, state]));
}

const among = member.all<[ids: string]>("select * from members where id in (select value from json_each(?))");

export function membersById(db: Database, ids: readonly number[]): Map<number, Member> {
  return new Map(among(db, JSON.stringify(ids)).map((member) => [member.id, member]));
}
