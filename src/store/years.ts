import { growthOfYear, type YearMember, type YearResult, type YearSpan, yearResult } from "../domain/awards.ts";
import { countOf, type Day, dayOf, type Quarter, type WorkCalendar, yearOf } from "../domain/calendar.ts";
import type { Growth, UnknownGrowth } from "../domain/growth.ts";
import type { Parameters, Policy } from "../domain/policy.ts";
import { type BranchFigures, isRanked } from "../domain/ranking.ts";
import { type MemberState, meaningOf } from "../domain/roster.ts";
import type { Presence } from "../domain/talk.ts";
import type { PastBranch } from "../domain/what-if.ts";
import { type CountDays, countDays } from "../domain/year-count.ts";
import type { Database } from "./database.ts";
import { allBranches, branchById, membersOfBranch, presenceOn } from "./members.ts";
import { policyOn } from "./policies.ts";
import { policyOfQuarter, quarterRow } from "./quarters.ts";
import { pastTotalOf, type StoredTotal } from "./reports.ts";
import { decisiveRounds, type RoundWithBranch, roundsOf } from "./rounds.ts";
import { is, json, rows, value, values } from "./rows.ts";
import { tableRows } from "./schema.ts";
import { members } from "./schema-roster.ts";
import { figuresOf, tableHead } from "./tables.ts";

/** A year as its rounds and the roster give it now. */
export interface Year {
  readonly policy: Policy;
  readonly span: YearSpan;
  readonly result: YearResult;
}

const newestQuarter = value<Quarter>("select max(quarter) from rounds where state = 'closed'");

/** The newest year in which a round has closed. */
export function latestYear(db: Database): number | undefined {
  const quarter = newestQuarter(db);
  return quarter === undefined ? undefined : Number(quarter.slice(0, 4));
}

const closedBetween = values<Quarter, [first: string, last: string]>(
  "select distinct quarter from rounds where state = 'closed' and quarter >= ? and quarter <= ? order by quarter",
);

/** The year's quarters in which a round has closed, in order. */
export function closedQuarters(db: Database, year: number): Quarter[] {
  return closedBetween(db, `${year}Q1`, `${year}Q4`);
}

/** The year by its count; undefined until that has closed. */
export function countedYear(db: Database, year: number): Year | undefined {
  const days = daysCounted(db, year);
  if (days?.closed !== true) return undefined;
  const policy = policyOfYear(db, year);
  const span = { year, counts: days.first, ends: days.last, until: days.last, final: true };
  const rounds = decisiveRounds(db, countOf(year));
  return reckoned(db, policy, span, membersCounted(db, rounds), rounds);
}

/** The year by the roster and the totals of today: nobody is judged yet. Undefined while no round of it has closed. */
export function yearSoFar(db: Database, year: number, today: Day, calendar: () => WorkCalendar): Year | undefined {
  if (closedQuarters(db, year).length === 0) return undefined;
  const policy = policyOfYear(db, year);
  return reckoned(
    db,
    policy,
    spanSoFar(db, year, policy.parameters, today, calendar),
    membersNow(db, policy, today),
    lastTables(db, year),
  );
}

function reckoned(
  db: Database,
  policy: Policy,
  span: YearSpan,
  found: readonly Found[],
  rounds: readonly RoundWithBranch[],
): Year {
  const facts = factsIn(db, span);
  const branches = rounds.map((round) => figuresAt(db, round));
  const all = found.map((member) => ({ ...member, ...facts(member.memberId) }));
  return { policy, span, result: yearResult(all, branches, span, policy.parameters) };
}

/** By which a year is reckoned: the one in force when its count opens. */
export function policyOfYear(db: Database, year: number): Policy {
  if (quarterRow(db, countOf(year)) !== undefined) return policyOfQuarter(db, countOf(year));
  return policyOn(db, `${year}-12-01` as Day).policy;
}

/** A member's growth in the year so far, against `yearly` points, and when the year ends. */
export function growthOfMember(
  db: Database,
  memberId: number,
  yearly: number,
  today: Day,
  calendar: () => WorkCalendar,
): { readonly found: Growth | UnknownGrowth; readonly span: YearSpan } {
  const year = yearOf(today);
  const { parameters } = policyOfYear(db, year);
  const span = spanSoFar(db, year, parameters, today, calendar);
  const eligibility = { ...parameters.eligibility, yearlyGrowth: yearly };
  // Advice says what is known since when; whether that decides anything is another question.
  const rules = { eligibility, year: { ...parameters.year, unknownStart: "pro-rata" as const } };
  return { found: growthOfYear(factsIn(db, span)(memberId), span, rules), span };
}

/** The days of a year's count, and whether all of it has closed; undefined until it has begun. */
export function daysCounted(db: Database, year: number): (CountDays & { readonly closed: boolean }) | undefined {
  const rounds = roundsOf(db, countOf(year)).filter(({ state }) => state !== "missed");
  const begun = rounds.filter(({ day }) => day !== null);
  if (begun.length === 0) return undefined;
  return {
    first: begun.map(({ day }) => day!).toSorted()[0]!,
    last: begun
      .map(({ closesAt }) => dayOf(closesAt!))
      .toSorted()
      .at(-1)!,
    closed: rounds.every(({ state }) => state === "closed"),
  };
}

function spanSoFar(
  db: Database,
  year: number,
  parameters: Parameters,
  today: Day,
  calendar: () => WorkCalendar,
): YearSpan {
  const days = daysCounted(db, year) ?? { ...countDays(year, parameters.year.count, calendar()), closed: false };
  const { first, last, closed } = days;
  return { year, counts: first, ends: last, until: closed || today > last ? last : today, final: closed };
}

type Found = Pick<YearMember, "memberId" | "branchId" | "branch" | "state" | "counted">;

const onTable = rows({
  memberId: tableRows.memberId,
  state: is<MemberState>("coalesce(s.state, '在职')"),
  counted: tableRows.counted,
}).all<[day: Day, roundId: number]>(
  `select * from table_rows
   left join member_states s on s.member_id = table_rows.member_id and s.from_day <= :day
     and (s.until_day is null or s.until_day >= :day)
   where table_rows.round_id = :roundId
     and version = (select max(version) from branch_tables where round_id = :roundId)
   order by table_rows.member_id`,
);

function membersCounted(db: Database, rounds: readonly RoundWithBranch[]): Found[] {
  return rounds.flatMap(({ id, day, branchId, branch }) =>
    onTable(db, day!, id).map((member) => ({ ...member, branchId, branch })),
  );
}

function membersNow(db: Database, { parameters }: Policy, today: Day): Found[] {
  return allBranches(db).flatMap(({ id: branchId, name: branch, kind }) =>
    membersOfBranch(db, branchId, today).map(({ id: memberId, state }) => {
      const { counted } = meaningOf(state, kind, parameters.members.counted);
      return { memberId, branchId, branch, state, counted };
    }),
  );
}

/** The last decisive table of each branch. */
function lastTables(db: Database, year: number): RoundWithBranch[] {
  const latest = new Map<number, RoundWithBranch>();
  for (const quarter of closedQuarters(db, year))
    for (const round of decisiveRounds(db, quarter)) latest.set(round.branchId, round);
  return [...latest.values()].sort((a, b) => a.branchId - b.branchId);
}

/** The branches' figures of the year's closed quarters, of those of the year before, and of the counts; the oldest first. */
export function figuresOfQuarters(db: Database, year: number) {
  return [year - 1, year]
    .flatMap((of) => [...closedQuarters(db, of), countOf(of)])
    .map((quarter) => ({ quarter, branches: decisiveRounds(db, quarter).map((round) => figuresAt(db, round)) }))
    .filter(({ branches }) => branches.length > 0);
}

function figuresAt(db: Database, { id, branchId, branch }: RoundWithBranch): BranchFigures {
  const { members, reported, average } = tableHead(db, id);
  const ranked = isRanked(branchById(db, branchId).kind, members);
  return { branchId, branch, ranked, members, reported, average };
}

const OWN = "r.member_id = members.id and r.current = 1";
const factsOf = rows({
  since: is<Day>(
    `min(:until, max(coalesce((select min(p.from_day) from memberships p where p.member_id = members.id), ''),
       coalesce((select date(max(g.until_day), '+1 day') from member_states g where g.member_id = members.id
                 and g.state in ('转出', '已故') and g.until_day < :until), '')))`,
  ),
  /** What was reported in the count, late or corrected, is of its last day at most. */
  totals: json<readonly StoredTotal[]>(
    `(select json_group_array(json_array(min(r.day, :until), r.total, r.doubt is not null) order by min(r.day, :until), r.id)
      from reports r left join rounds o on o.id = r.round_id
      where ${OWN} and (r.day <= :until or o.quarter = :count))`,
  ),
  counted: json<StoredTotal | null>(
    `(select json_array(r.day, r.total, r.doubt is not null) from reports r join rounds o on o.id = r.round_id
      where ${OWN} and o.quarter = :countBefore)`,
  ),
  states: json<YearMember["states"]>(
    `(select json_group_array(json_object('state', g.state, 'from', g.from_day, 'until', g.until_day) order by g.from_day)
      from member_states g where g.member_id = members.id)`,
  ),
  reports: is<number>(
    `(select count(distinct o.quarter) from reports r join rounds o on o.id = r.round_id
      where ${OWN} and o.origin <> 'count' and o.quarter >= :firstQuarter and o.quarter <= :lastQuarter)`,
  ),
  id: members.id,
}).one<[until: Day, count: Quarter, countBefore: Quarter, firstQuarter: string, lastQuarter: string, memberId: number]>(
  "select * from members where members.id = :memberId",
);

/** What growth is reckoned from, member by member. */
function factsIn(db: Database, { year, until }: YearSpan) {
  return (memberId: number): Pick<YearMember, "facts" | "states" | "reports"> => {
    const found = factsOf(db, until, countOf(year), countOf(year - 1), `${year}Q1`, `${year}Q4`, memberId)!;
    const { since, totals, counted, states, reports } = found;
    return {
      facts: {
        since,
        totals: totals.map(pastTotalOf),
        counted: counted === null ? undefined : pastTotalOf(counted),
      },
      states,
      reports,
    };
  };
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
