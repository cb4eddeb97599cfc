import { readdirSync } from "node:fs";
import { Column, getTableName } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase, prepared } from "../../src/store/database.ts";
import { count, exists, flag, is, json, pick, queries, rows, value, values } from "../../src/store/rows.ts";
import { policies, roundMembers, rounds, tableRows } from "../../src/store/schema.ts";
import { members } from "../../src/store/schema-roster.ts";

const STORE = new URL("../../src/store/", import.meta.url);
for (const file of readdirSync(STORE)) await import(new URL(file, STORE).href);
const ours = queries.slice();

const db = openDatabase(":memory:");
db.$client.pragma("foreign_keys = off");
db.$client.exec(`
  insert into members (id, account, account_shown, name) values (1, 'li', 'Li', '李明'), (2, 'wu', 'Wu', '伍建国');
  insert into round_members (member_id, round_id, counted, remindable) values (1, 7, 1, 0), (2, 7, 0, 0);`);

type Query = (typeof queries)[number];

/** What is wrong with a query: it does not fit the schema, or takes for certain what a left join may not find. */
function faultOf({ sql, shape }: Query): string | undefined {
  let columns: string[];
  try {
    columns = prepared(db, sql)
      .columns()
      .map(({ name }) => name);
  } catch (error) {
    return `${(error as Error).message}: ${sql}`;
  }
  if (shape === undefined) return columns.length === 1 ? undefined : `not a single value: ${sql}`;
  if (columns.join() !== Object.keys(shape).join()) return `${Object.keys(shape).join()} are read from: ${sql}`;
  const perhaps = new Set(
    Array.from(sql.matchAll(/left join (\w+)(?: (?!on\b)(\w+))?/g), ([, table, as]) => as ?? table),
  );
  const certain = Object.values(shape).filter((field) => field instanceof Column);
  const wrong = certain.find(({ table }) => perhaps.has(getTableName(table)));
  return wrong && `${wrong.name} may have no row: ${sql}`;
}

/** What would be wrong with a query that does not stay among ours. */
function tried(define: () => unknown): string | undefined {
  define();
  return faultOf(queries.pop()!);
}

test("every query for rows fits the schema", () => {
  expect(ours.length).toBeGreaterThan(5);
  expect(ours.flatMap((query) => faultOf(query) ?? [])).toEqual([]);
});

test("a misspelt column, a missing list, a value too many and a left join taken for certain are found", () => {
  const member = rows({ id: members.id, name: members.name });

  expect(tried(() => member.all("select * from members where acount = ?"))).toContain("no such column: acount");
  expect(tried(() => member.all("select * from roster"))).toContain("no such table: roster");
  expect(tried(() => rows({ n: is("members.nam") }).all("select * from members"))).toContain("no such column");
  expect(tried(() => member.all("select id from members"))).toContain("id,name are read from");
  expect(tried(() => value("select id, name from members"))).toContain("not a single value");
  expect(
    tried(() =>
      rows({ ...pick(rounds, "id"), ...pick(members, "name") }).all(
        "select * from rounds left join members on members.id = rounds.branch_id",
      ),
    ),
  ).toContain("name may have no row");
  expect(queries).toHaveLength(ours.length);
});

test("names, flags and JSON are as the schema has them; what is computed is as the shape says", () => {
  prepared(
    db,
    "insert into policies (policy, from_day, approved_by, adopted_at) values (?, '2021-01-01', '校党委', 0)",
  ).run('{"id":"guifang"}');
  const adopted = rows(pick(policies, "policy", "from", "approvedBy", "adoptedAt")).all("select * from policies");
  const member = rows({
    ...pick(roundMembers, "memberId", "counted", "remindable"),
    account: members.accountShown,
    others: is<number>("(select count(*) from members o where o.id <> members.id)"),
    isLi: flag("members.account = 'li'"),
    rounds: json<number[]>("json_array(round_id)"),
    nothing: json<number[] | null>("null"),
  });
  const membersOf = member.all<[roundId: number]>(
    "select * from round_members join members on members.id = member_id where round_id = ? order by member_id",
  );

  expect(adopted(db)).toEqual([{ policy: { id: "guifang" }, from: "2021-01-01", approvedBy: "校党委", adoptedAt: 0 }]);
  const li = { memberId: 1, counted: true, remindable: false, account: "Li", others: 1, isLi: true };
  const wu = { memberId: 2, counted: false, remindable: false, account: "Wu", others: 1, isLi: false };
  expect(membersOf(db, 7)).toEqual([
    { ...li, rounds: [7], nothing: null },
    { ...wu, rounds: [7], nothing: null },
  ]);
});

test("one row, none, an aggregate, and what is made of a row", () => {
  const named = rows({ name: members.name }, ({ name }) => name);
  const byId = named.one<[id: number]>("select distinct * from members where id = ?");
  const totals = rows({ rows: is<number>("count(*)"), sum: is<number | null>("sum(total)") });

  expect(byId(db, 1)).toBe("李明");
  expect(byId(db, 3)).toBeUndefined();
  expect(totals.sole("select * from table_rows")(db)).toEqual({ rows: 0, sum: null });
  expect(rows(pick(tableRows, "total")).all("select * from table_rows")(db)).toEqual([]);
});

test("single values: of all rows, of one, of none; counted; whether there is any", () => {
  const idOf = value<number, [account: string]>("select id from members where account = ?");

  expect(values<string>("select name from members order by id")(db)).toEqual(["李明", "伍建国"]);
  expect(idOf(db, "wu")).toBe(2);
  expect(idOf(db, "nobody")).toBeUndefined();
  expect(value<number>("select max(greeted_at) from members")(db)).toBeUndefined();
  expect(count<[above: number]>("select count(*) from members where id > ?")(db, 1)).toBe(1);
  expect(exists<[id: number]>("select 1 from members where id = ?")(db, 2)).toBe(true);
  expect(exists<[id: number]>("select 1 from members where id = ?")(db, 3)).toBe(false);
});

test("a parameter with a name is given once, wherever it stands", () => {
  const between = values<number, [from: number, until: number]>(
    "select id from members where id >= :from and id <= :until and :from <= :until and name <> ':none'",
  );

  expect(between(db, 2, 3)).toEqual([2]);
});
