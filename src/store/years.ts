import { eq } from "drizzle-orm";
import { type YearMember, type YearResult, yearResult } from "../domain/awards.ts";
import { type Day, type Instant, type Quarter } from "../domain/calendar.ts";
import { type Policy } from "../domain/policy.ts";
import { type BranchFigures, isRanked } from "../domain/ranking.ts";
import { type MemberState } from "../domain/roster.ts";
import type { Presence } from "../domain/talk.ts";
import { type PastBranch } from "../domain/what-if.ts";
import type { Database } from "./database.ts";
import { branchById, presenceOn } from "./members.ts";
import { policyById } from "./policies.ts";
import { quarterRow } from "./quarters.ts";
import { pastTotalOf, type StoredTotal } from "./reports.ts";
import { decisiveRounds, type RoundWithBranch } from "./rounds.ts";
import { is, json, rows, value, values } from "./rows.ts";
import { tableRows } from "./schema.ts";
import { years } from "./schema-cases.ts";
import { figuresOf, tableHead } from "./tables.ts";

export interface Year {
  readonly year: number;
  readonly policyId: number;
  readonly policy: Policy;
  /** Null: computed for looking at, not closed yet. */
  readonly closedAt: Instant | null;
  readonly result: YearResult;
}

/** The frozen result of a closed year, else the year as its closed rounds give it; undefined while no round has closed. */
export function yearOfRecord(db: Database, year: number): Year | undefined {
  return closedYear(db, year) ?? computeYear(db, year);
}

export function closedYear(db: Database, year: number): Year | undefined {
  const row = db.select().from(years).where(eq(years.year, year)).get();
  if (row === undefined) return undefined;
  const { policyId, closedAt, result } = row;
  return { year, policyId, policy: policyById(db, policyId).policy, closedAt, result };
}

export function storeYear(
  db: Database,
  { year, policyId, result }: Year,
  by: { readonly closedBy: number; readonly closedAt: Instant },
): void {
  db.insert(years)
    .values({ year, policyId, result, ...by })
    .run();
}

const newestQuarter = value<Quarter>("select max(quarter) from rounds where state = 'closed'");

/** The newest year in which a round has closed. */
export function latestYear(db: Database): number | undefined {
  const quarter = newestQuarter(db);
  return quarter === undefined ? undefined : Number(quarter.slice(0, 4));
}

const quartersBetween = values<Quarter, [state: "open" | "closed", first: string, last: string]>(
  "select distinct quarter from rounds where state = ? and quarter >= ? and quarter <= ? order by quarter",
);

/** The year's quarters in which a round is open or has closed, in order. */
export function quartersWithRounds(db: Database, year: number, state: "open" | "closed"): Quarter[] {
  return quartersBetween(db, state, `${year}Q1`, `${year}Q4`);
}

/** By the policy of the year's last quarter with a closed round, from each branch's last decisive table. */
function computeYear(db: Database, year: number): Year | undefined {
  const quarters = quartersWithRounds(db, year, "closed");
  const last = quarters.at(-1);
  if (last === undefined) return undefined;
  const { policyId } = quarterRow(db, last)!;
  const { policy } = policyById(db, policyId);
  const rounds = new Map<number, RoundWithBranch>();
  for (const quarter of quarters) for (const round of decisiveRounds(db, quarter)) rounds.set(round.branchId, round);
  const cutOffs = [...rounds.values()].sort((a, b) => a.branchId - b.branchId);
  const from = [`${year}-01-01`, policy.parameters.award.activeLearner.since].sort()[0] as Day;
  const result = yearResult(
    onceEach(cutOffs.flatMap((round) => membersAt(db, round, from))),
    cutOffs.map((round) => figuresAt(db, round)),
    policy.parameters,
  );
  return { year, policyId, policy, closedAt: null, result };
}

function figuresAt(db: Database, { id, branchId, branch }: RoundWithBranch): BranchFigures {
  const { members, reported, average } = tableHead(db, id);
  const ranked = isRanked(branchById(db, branchId).kind, members);
  return { branchId, branch, ranked, members, reported, average };
}

/** Who has moved between two branches' last rounds stands in both tables: the later one counts. */
function onceEach(members: readonly YearMember[]): YearMember[] {
  const latest = new Map<number, YearMember>();
  for (const member of members) {
    const known = latest.get(member.memberId);
    if (known === undefined || known.cutOff < member.cutOff) latest.set(member.memberId, member);
  }
  return members.filter((member) => latest.get(member.memberId) === member);
}

const countedIn = rows(
  {
    memberId: tableRows.memberId,
    state: is<MemberState>("coalesce(s.state, '在职')"),
    since: is<Day>(
      `min(:day, max(coalesce((select min(p.from_day) from memberships p where p.member_id = table_rows.member_id), ''),
         coalesce((select date(max(g.until_day), '+1 day') from member_states g where g.member_id = table_rows.member_id
                   and g.state in ('转出', '已故') and g.until_day < :day), '')))`,
    ),
    totals: json<readonly StoredTotal[]>(
      `(select json_group_array(json_array(min(r.day, :day), r.total, r.round_id is null and r.doubt is not null)
          order by min(r.day, :day), r.round_id is :roundId, r.id)
        from reports r
        where r.member_id = table_rows.member_id and r.current = 1 and (r.day <= :day or r.round_id = :roundId)
          and r.day >= coalesce((select max(e.day) from reports e where e.member_id = table_rows.member_id
                                 and e.current = 1 and e.day <= :from), ''))`,
    ),
  },
  ({ totals, ...member }) => ({ ...member, totals: totals.map(pastTotalOf) }),
).all<[day: Day, roundId: number, from: Day]>(
  `select * from table_rows
   left join member_states s on s.member_id = table_rows.member_id and s.from_day <= :day
     and (s.until_day is null or s.until_day >= :day)
   where table_rows.round_id = :roundId and counted = 1
     and version = (select max(version) from branch_tables where round_id = :roundId)
   order by table_rows.member_id`,
);

/**
 * The counted members of a round's newest table, with their totals from the last one by `from` on. What was reported
 * in the round itself, late or corrected, is of its day.
 */
function membersAt(db: Database, { id, branch, day }: RoundWithBranch, from: Day): YearMember[] {
  return countedIn(db, day!, id, from).map((member) => ({ ...member, branch, cutOff: day! }));
}

/** The decisive tables of a closed quarter as they stand, with the states of their members on the day. */
export function pastBranches(db: Database, quarter: Quarter): PastBranch[] {
  return decisiveRounds(db, quarter).map(({ id, branchId, branch, day }) => ({
    branchId,
    branch,
    kind: branchById(db, branchId).kind,
    day: day!,
    figures: figuresOf(db, id),
    states: presenceIn(db, id, day!),
  }));
}

const membersOf = values<number, [roundId: number]>("select member_id from round_members where round_id = ?");

function presenceIn(db: Database, roundId: number, day: Day): Map<number, Presence> {
  return new Map(membersOf(db, roundId).map((memberId) => [memberId, presenceOn(db, memberId, day)]));
}
