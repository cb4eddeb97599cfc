import { addDays, type Day } from "../domain/calendar.ts";
import type { PastTotal } from "../domain/score.ts";
import type { Database } from "./database.ts";
import { is, json, rows } from "./rows.ts";
import { members } from "./schema-roster.ts";

/** What a member's pace in a year is computed from. */
export interface PaceFacts {
  readonly memberId: number;
  /** Counting totals with the oldest first, from the last but one by 1 January on. */
  readonly totals: readonly PastTotal[];
  /** The first day on the roster without a break since. */
  readonly since: Day;
}

const facts = rows(
  {
    memberId: members.id,
    joined: is<Day>("(select min(p.from_day) from memberships p where p.member_id = members.id)"),
    goneUntil: is<Day | null>(
      `(select max(s.until_day) from member_states s where s.member_id = members.id and s.state in ('转出', '已故'))`,
    ),
    totals: json<readonly [Day, number][]>(
      `(select json_group_array(json_array(r.day, r.total) order by r.day, r.id) from reports r
        where r.member_id = members.id and r.current = 1 and r.day >= coalesce(
          (select e.day from reports e where e.member_id = members.id and e.current = 1 and e.day <= :newYear
           order by e.day desc limit 1 offset 1), ''))`,
    ),
  },
  ({ memberId, joined, goneUntil, totals }): PaceFacts => {
    const back = goneUntil === null ? joined : addDays(goneUntil, 1);
    return {
      memberId,
      totals: totals.map(([day, total]) => ({ day, total })),
      since: back > joined ? back : joined,
    };
  },
);

const factsOfMember = facts.one<[newYear: string, memberId: number]>("select * from members where id = :memberId");

export function paceFacts(db: Database, memberId: number, year: number): PaceFacts {
  return factsOfMember(db, `${year}-01-01`, memberId)!;
}

const factsOfReporters = facts.all<[newYear: string, roundId: number, after: number, day: Day | null, limit: number]>(
  `select * from round_members rm join members on members.id = rm.member_id
   where rm.round_id = :roundId and rm.member_id > :after and rm.counted = 1 and rm.remindable = 1
     and exists (select 1 from reports o where o.round_id = rm.round_id and o.member_id = rm.member_id and o.current = 1)
     and not exists (select 1 from member_states a where a.member_id = rm.member_id and a.state <> '在职'
                     and a.from_day <= :day and (a.until_day is null or a.until_day >= :day))
   order by rm.member_id limit :limit`,
);

/**
 * Of those who reported in a round and whom 四（五） means: 在职 on its day, counted in it, and neither excused (请假)
 * nor muted: so many of them, behind the member `after`.
 */
export function paceFactsOfReporters(
  db: Database,
  { id, day }: { readonly id: number; readonly day: Day | null },
  year: number,
  after: number,
  limit: number,
): PaceFacts[] {
  return factsOfReporters(db, `${year}-01-01`, id, after, day, limit);
}
