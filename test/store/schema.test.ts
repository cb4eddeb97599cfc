import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, test } from "vitest";
import * as main from "../../src/store/schema.ts";
import * as cases from "../../src/store/schema-cases.ts";
import * as messages from "../../src/store/schema-messages.ts";
import * as roster from "../../src/store/schema-roster.ts";
import * as trials from "../../src/store/schema-trials.ts";
import { anEmptyDatabase } from "../support/an-empty-database.ts";

const declared = Object.values<unknown>({ ...main, ...cases, ...messages, ...roster, ...trials })
  .filter((value) => value instanceof SQLiteTable)
  .map(getTableConfig);
const { $client: client } = anEmptyDatabase();

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

describe("the schema and the migrations", () => {
  test("have the same tables", () => {
    const made = client
      .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
      .pluck()
      .all() as string[];

    expect(declared.map(({ name }) => name).toSorted()).toEqual(
      made.filter((name) => name !== "__drizzle_migrations").toSorted(),
    );
  });

  test.each(declared.map((table) => [table.name, table] as const))("have the same columns in %s", (name, table) => {
    const made = client.prepare("select * from pragma_table_info(?)").all(name) as Column[];
    const keys = new Set([
      ...table.columns.filter(({ primary }) => primary).map((column) => column.name),
      ...table.primaryKeys.flatMap(({ columns }) => columns.map((column) => column.name)),
    ]);

    expect(made.map((column) => [column.name, column.type.toLowerCase(), column.notnull === 1, column.pk > 0])).toEqual(
      table.columns.map((column) => [column.name, column.getSQLType(), column.notNull, keys.has(column.name)]),
    );
  });

  test.each(declared.map((table) => [table.name, table] as const))("have the same indexes on %s", (name, table) => {
    const made = client
      .prepare("select name from pragma_index_list(?) where origin = 'c'")
      .pluck()
      .all(name) as string[];
    const uniques = table.columns.flatMap(({ isUnique, uniqueName }) => (isUnique ? (uniqueName ?? "") : []));

    expect(made.toSorted()).toEqual([...table.indexes.map(({ config }) => config.name), ...uniques].toSorted());
  });

  test.each(
    declared.map((table) => [table.name, table] as const),
  )("have the same references from %s", (name, table) => {
    const made = client.prepare('select "from", "table" from pragma_foreign_key_list(?)').all(name) as object[];
    const expected = table.foreignKeys.flatMap((key) => {
      const { columns, foreignTable } = key.reference();
      return columns.map((column) => ({ from: column.name, table: getTableConfig(foreignTable).name }));
    });

    expect(made).toHaveLength(expected.length);
    expect(made).toEqual(expect.arrayContaining(expected));
  });
});
