import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Act, record } from "../../src/store/audit.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";

interface Row {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly detail: string;
  readonly hash: string;
}

const draw: Act = {
  at: 1000,
  actor: "clock",
  act: "quarter.draw",
  subject: "quarter:2026Q4",
  detail: { candidates: 46 },
};
const open: Act = { at: 2000, actor: "clock", act: "round.open", subject: "round:1", detail: { day: "2026-11-18" } };
const withdraw: Act = { at: 3000, actor: "member:12", act: "report.withdraw", subject: "report:7" };

function rowsAfter(...acts: readonly Act[]): Row[] {
  const db: Database = openDatabase(":memory:");
  for (const act of acts) record(db, act);
  return db.$client.prepare("select * from audit order by id").all() as Row[];
}

const hashesAfter = (...acts: readonly Act[]) => rowsAfter(...acts).map(({ hash }) => hash);

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
