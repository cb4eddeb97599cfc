import type { Statement } from "better-sqlite3";
import { Column, type GetColumnData, getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { type Database, prepared } from "./database.ts";

type Cell = number | string | Buffer | null;
type Parse<T> = (cell: Cell) => T;

/** A field that is no column of the schema, or that is null or never null for a reason the schema does not know. */
interface Expression<T> {
  readonly sql: string;
  /** Undefined: the cell is the value. */
  readonly parse: Parse<T> | undefined;
}

const toFlag = (cell: Cell) => cell === 1;
const fromJson = (cell: Cell): unknown => (cell === null ? null : JSON.parse(cell as string));
const PARSERS: Readonly<Record<string, Parse<unknown>>> = { boolean: toFlag, json: fromJson };

export const is = <T extends Cell>(sql: string): Expression<T> => ({ sql, parse: undefined });
export const flag = (sql: string): Expression<boolean> => ({ sql, parse: toFlag });
export const json = <T>(sql: string): Expression<T> => ({ sql, parse: fromJson as Parse<T> });

/** Some columns of a table, under the names that they have in the schema. */
export function pick<T extends SQLiteTable, K extends keyof T["_"]["columns"]>(table: T, ...names: readonly K[]) {
  const columns: T["_"]["columns"] = getTableColumns(table);
  return Object.fromEntries(names.map((name) => [name, columns[name]])) as Pick<T["_"]["columns"], K>;
}

function expressionOf(field: Column | Expression<unknown>): Expression<unknown> {
  if (!(field instanceof Column)) return field;
  return { sql: `${getTableName(field.table)}.${field.name}`, parse: PARSERS[field.dataType] };
}

type Shape = Readonly<Record<string, Column | Expression<unknown>>>;
type Shaped<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends Column ? GetColumnData<S[K]> : S[K] extends Expression<infer T> ? T : never;
};
type Given = readonly unknown[];

/** A query, ready to be asked. */
interface Query<P extends Given, Answer> {
  (db: Database, ...parameters: P): Answer;
}

export interface Rows<Row> {
  one<P extends Given = []>(sql: string): Query<P, Row | undefined>;
  /** Of an aggregate: there is always a row. */
  sole<P extends Given = []>(sql: string): Query<P, Row>;
  all<P extends Given = []>(sql: string): Query<P, Row[]>;
  /** One after the other, where all of them would be too many. Nothing is written while they are read. */
  each<P extends Given = []>(sql: string): Query<P, Iterable<Row>>;
}
export type RowOf<Q> = Q extends Rows<infer Row> ? Row : never;

/** Every query there is, so that a test can hold it against the schema. */
export const queries: { readonly sql: string; readonly shape: Shape | undefined }[] = [];

/** Parameters come in the order in which they stand in the SQL; one that has a name, and stands there twice, once. */
function query<Answer>(
  sql: string,
  shape: Shape | undefined,
  answer: (statement: Statement<unknown[], unknown>, given: Given) => Answer,
): Query<Given, Answer> {
  queries.push({ sql, shape });
  const names = [...new Set(sql.match(/(?<=:)[a-z]\w*/gi))];
  if (names.length === 0) return (db, ...parameters) => answer(prepared(db, sql), parameters);
  return (db, ...parameters) => {
    const named: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) named[names[index]!] = parameters[index];
    return answer(prepared(db, sql), [named]);
  };
}

/**
 * Queries for rows of one shape. What a column is called, its type, and that a flag is a boolean and JSON a value, is
 * as the schema has it. The `*` of `select *` stands for the columns. `finish` makes of a row what they do not say.
 */
export function rows<S extends Shape, Row = Shaped<S>>(shape: S, finish?: (row: Shaped<S>) => Row): Rows<Row> {
  const fields = Object.entries(shape).map(([name, field]) => ({ name, ...expressionOf(field) }));
  const columns = fields.map(({ name, sql }) => `${sql} as "${name}"`).join(", ");
  const parsed = fields.flatMap(({ name, parse }) => (parse === undefined ? [] : [{ name, parse }]));
  const whole = (sql: string) => sql.replace(/(?<=select (distinct )?)\*/, () => columns);

  /** In place: a school's tables are many rows. */
  function read(cells: unknown): Row {
    const row = cells as Record<string, unknown>;
    for (const { name, parse } of parsed) row[name] = parse(row[name] as Cell);
    return finish === undefined ? (row as Row) : finish(row as Shaped<S>);
  }

  return {
    one: (sql) =>
      query(whole(sql), shape, (statement, given) => {
        const cells = statement.get(...given);
        return cells === undefined ? undefined : read(cells);
      }),
    sole: (sql) => query(whole(sql), shape, (statement, given) => read(statement.get(...given))),
    all: (sql) => query(whole(sql), shape, (statement, given) => statement.all(...given).map(read)),
    each: (sql) => query(whole(sql), shape, (statement, given) => Iterator.from(statement.iterate(...given)).map(read)),
  };
}

/** The single values of all rows. */
export function values<T extends Cell, P extends Given = []>(sql: string): Query<P, T[]> {
  return query(sql, undefined, (statement, given) => statement.pluck().all(...given) as T[]);
}

/** A single value; undefined: there is no row, or it is null. */
export function value<T extends Cell, P extends Given = []>(sql: string): Query<P, T | undefined> {
  return query(sql, undefined, (statement, given) => (statement.pluck().get(...given) as T | null) ?? undefined);
}

export function count<P extends Given = []>(sql: string): Query<P, number> {
  return query(sql, undefined, (statement, given) => statement.pluck().get(...given) as number);
}

export function exists<P extends Given = []>(sql: string): Query<P, boolean> {
  return query(sql, undefined, (statement, given) => statement.get(...given) !== undefined);
}
