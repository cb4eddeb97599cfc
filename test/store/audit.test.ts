import { createHash } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AuditEntry, append, verifyAudit } from "../../src/store/audit.ts";
import { type Database, openDatabase, transaction } from "../../src/store/database.ts";
import { clearSetting } from "../../src/store/settings.ts";
import { aFolder } from "../support/a-folder.ts";
import { anEmptyDatabase } from "../support/an-empty-database.ts";

interface Row {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly detail: string;
  readonly hash: string;
}

const draw: AuditEntry = {
  at: 1000,
  actor: "clock",
  act: "quarter.draw",
  subject: "quarter:2026Q4",
  detail: { candidates: 46 },
};
const open: AuditEntry = {
  at: 2000,
  actor: "clock",
  act: "round.open",
  subject: "round:1",
  detail: { day: "2026-11-18" },
};
const withdraw: AuditEntry = { at: 3000, actor: "member:12", act: "report.withdraw", subject: "report:7" };

function rowsAfter(...acts: readonly AuditEntry[]): Row[] {
  const db: Database = anEmptyDatabase();
  for (const act of acts) append(db, act);
  return db.$client.prepare("select * from audit order by id").all() as Row[];
}

const hashesAfter = (...acts: readonly AuditEntry[]) => rowsAfter(...acts).map(({ hash }) => hash);

describe("the audit log", () => {
  test("keeps who did what to what, when, in the order it was done", () => {
    expect(rowsAfter(draw, withdraw)).toEqual([
      { id: 1, ...draw, detail: '{"candidates":46}', hash: expect.any(String) },
      { id: 2, ...withdraw, detail: "{}", hash: expect.any(String) },
    ]);
  });

  test("is a chain: each hash is made of the row and the hash before it", () => {
    let previous = "";
    for (const { at, actor, act, subject, detail, hash } of rowsAfter(draw, open, withdraw)) {
      const expected = createHash("sha256").update(previous + JSON.stringify([at, actor, act, subject, detail]));

      expect(hash).toBe(expected.digest("hex"));
      previous = hash;
    }
  });

  test.each([
    ["another time", { ...open, at: 2001 }],
    ["another actor", { ...open, actor: "operator" }],
    ["another act", { ...open, act: "round.close" }],
    ["another subject", { ...open, subject: "round:2" }],
    ["another detail", { ...open, detail: { day: "2026-11-19" } }],
  ])("shows %s in the hash of the row and of every row after it", (_, changed) => {
    const [first, second, third] = hashesAfter(draw, open, withdraw);

    const [sameFirst, otherSecond, otherThird] = hashesAfter(draw, changed, withdraw);

    expect(sameFirst).toBe(first);
    expect(otherSecond).not.toBe(second);
    expect(otherThird).not.toBe(third);
  });

  test("shows that a row is missing, or that two have changed places", () => {
    const whole = hashesAfter(draw, open, withdraw);

    expect(hashesAfter(draw, withdraw).at(-1)).not.toBe(whole.at(-1));
    expect(hashesAfter(open, draw, withdraw).at(-1)).not.toBe(whole.at(-1));
  });
});

/** A log of these acts, as somebody leaves it who writes to the file past the program. */
function tampered(acts: readonly AuditEntry[], sql: string): Database {
  const db = anEmptyDatabase();
  for (const act of acts) append(db, act);
  const triggers = db.$client.prepare("select name from sqlite_master where type = 'trigger'").pluck().all();
  for (const name of triggers) db.$client.exec(`drop trigger ${String(name)}`);
  db.$client.exec(sql);
  return db;
}

describe("the log's rows", () => {
  test.each([
    ["changed", "update audit set act = 'x' where id = 1"],
    ["deleted", "delete from audit where id = 2"],
    ["replaced", "insert or replace into audit values (1, 0, 'x', 'x', 'x', '{}', 'x')"],
  ])("are never %s: the database refuses", (_, sql) => {
    const db = anEmptyDatabase();
    for (const act of [draw, open]) append(db, act);

    expect(() => db.$client.exec(sql)).toThrow("the audit log is append-only");
    expect(verifyAudit(db)).toMatchObject({ rows: 2, fault: null });
  });

  test("leave no trace of what was undone", () => {
    const db = anEmptyDatabase();
    append(db, draw);
    const undone = () =>
      transaction(db, () => {
        append(db, open);
        throw new Error("no");
      });

    expect(undone).toThrow("no");
    append(db, withdraw);

    expect(verifyAudit(db)).toMatchObject({ rows: 2, fault: null });
  });
});

describe("verifying the log", () => {
  const acts = [draw, open, withdraw];

  test("finds nothing in a log as it was recorded, also in an empty one", () => {
    expect(verifyAudit(tampered(acts, ""))).toEqual({ rows: 3, head: hashesAfter(...acts).at(-1), fault: null });
    expect(verifyAudit(tampered([], ""))).toEqual({ rows: 0, head: null, fault: null });
  });

  test.each([
    ["a changed time", "update audit set at = 2001 where id = 2", "changed", 2],
    ["a changed detail of the last row", `update audit set detail = '{"a":1}' where id = 3`, "changed", 3],
    ["a changed hash", "update audit set hash = 'x' where id = 1", "changed", 1],
    ["the first row gone", "delete from audit where id = 1", "missing", 1],
    ["a row gone in the middle", "delete from audit where id = 2", "missing", 2],
    ["the last row gone", "delete from audit where id = 3", "missing", 3],
    ["all rows gone", "delete from audit", "missing", 1],
    [
      "a row gone and the others moved up",
      "delete from audit where id = 2; update audit set id = 2 where id = 3",
      "changed",
      2,
    ],
    [
      "two rows in each other's place",
      "update audit set id = 9 where id = 1; update audit set id = 1 where id = 2; update audit set id = 2 where id = 9",
      "changed",
      1,
    ],
    [
      "a row added past the program",
      "insert into audit (at, actor, act, subject, detail, hash) values (1, 'a', 'b', 'c', '{}', 'd')",
      "changed",
      4,
    ],
  ])("finds %s, and says the first bad id", (_, sql, kind, id) => {
    expect(verifyAudit(tampered(acts, sql)).fault).toEqual({ kind, id });
  });

  test("finds a log that was written anew from the beginning, for its end is another", () => {
    const others = [draw, { ...open, at: 2001 }, withdraw];
    const rows = rowsAfter(...others);
    const hashes = rows.map(({ id, hash }) => `update audit set hash = '${hash}' where id = ${id};`).join("");

    const db = tampered(acts, `update audit set at = 2001 where id = 2; ${hashes}`);

    expect(verifyAudit(db).fault).toEqual({ kind: "changed", id: 3 });
  });

  test("still finds a deleted row after more was recorded", () => {
    const db = tampered(acts, "delete from audit where id = 3");

    append(db, draw);

    expect(verifyAudit(db).fault).toEqual({ kind: "missing", id: 3 });
  });

  test("finds that the head itself is gone", () => {
    const db = tampered(acts, "");
    clearSetting(db, "auditHead");

    expect(verifyAudit(db).fault).toEqual({ kind: "changed", id: 1 });
  });

  test("finds any one change of any row", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(), actor: fc.string(), act: fc.string(), subject: fc.string() }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.nat(),
        fc.constantFrom("at", "actor", "act", "subject", "detail", "hash"),
        (acts, index, column) => {
          const id = (index % acts.length) + 1;
          const db = tampered(acts, `update audit set ${column} = ${column} || '1' where id = ${id}`);

          expect(verifyAudit(db)).toMatchObject({ rows: id - 1, fault: { kind: "changed", id } });
          db.$client.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  test("goes on from a log that an earlier version of the program has written", () => {
    const old = aFolder();
    cpSync(fileURLToPath(new URL("../../migrations", import.meta.url)), old, { recursive: true });
    const journal = join(old, "meta", "_journal.json");
    const { entries, ...head } = JSON.parse(readFileSync(journal, "utf8")) as { entries: { tag: string }[] };
    const before = entries.filter(({ tag }) => !tag.endsWith("audit-append-only"));
    writeFileSync(journal, JSON.stringify({ ...head, entries: before.slice(0, 2) }));
    const file = join(aFolder(), "old.sqlite");
    const made = openDatabase(file, old);
    for (const act of acts) append(made, act);
    made.$client.exec("delete from settings");
    made.$client.close();

    const db = openDatabase(file);
    const first = verifyAudit(db);
    append(db, draw);
    const second = verifyAudit(db);
    db.$client.close();

    expect(first).toMatchObject({ rows: 3, fault: null });
    expect(second).toMatchObject({ rows: 4, fault: null });
  });
});
