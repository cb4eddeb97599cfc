import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day } from "../../src/domain/calendar.ts";
import { duties, memberStates } from "../../src/domain/roster.ts";
import { planImport, type RosterRow } from "../../src/domain/roster-import.ts";
import { type Database, transaction } from "../../src/store/database.ts";
import { affiliation, holdersOf, memberByAccount, membersOfBranch, rosterLines } from "../../src/store/members.ts";
import { applyImport, loadRoster } from "../../src/store/roster.ts";
import { setting } from "../../src/store/settings.ts";
import { aBot, aBranch } from "../support/a-bot.ts";
import { anEmptyDatabase } from "../support/an-empty-database.ts";

const today = "2026-11-18" as Day;
const BRANCHES = ["第一党支部", "第二党支部", "离退休党支部"];

const row = fc.record({
  account: fc.constantFrom("Zhang", "li", "WANG", "chen", "su"),
  name: fc.constantFrom("张伟", "李明"),
  branch: fc.constantFrom(...BRANCHES),
  duties: fc.option(fc.subarray([...duties]), { nil: undefined }),
  state: fc.option(fc.constantFrom(...memberStates), { nil: undefined }),
  from: fc.option(
    fc.integer({ min: -200, max: 200 }).map((days) => addDays(today, days)),
    { nil: undefined },
  ),
});
/** A roster file: each account at most once. */
const file = fc
  .uniqueArray(row, { selector: ({ account }) => account, maxLength: 5 })
  .map((rows) => rows.map((given, index): RosterRow => ({ line: index + 2, until: undefined, ...given })));

const imported = (db: Database, rows: readonly RosterRow[]) =>
  transaction(db, () => {
    const plan = planImport(rows, loadRoster(db), today);
    applyImport(db, plan);
    return plan;
  });

describe("an imported roster", () => {
  test("is on record as it was planned, whatever was imported before", () => {
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 3 }), (files) => {
        const db = anEmptyDatabase();
        for (const rows of files) {
          const before = loadRoster(db);
          const plan = imported(db, rows);

          const planned = new Map([...before.members, ...plan.members].map((member) => [member.account, member]));
          const { members, branches } = loadRoster(db);
          const sorted = members.map((member) => ({
            ...member,
            duties: duties.filter((of) => member.duties.includes(of)),
          }));
          expect(new Set(sorted)).toEqual(
            new Set(
              [...planned.values()].map((member) => ({
                ...member,
                duties: duties.filter((of) => member.duties.includes(of)),
              })),
            ),
          );
          expect(branches).toEqual([...before.branches, ...plan.newBranches]);
        }
        db.$client.close();
      }),
      { numRuns: 60 },
    );
  });

  test("twice is as once, and says that nothing must be read again", () => {
    fc.assert(
      fc.property(file, (rows) => {
        const db = anEmptyDatabase();
        imported(db, rows);
        const once = [loadRoster(db), setting(db, "rosterVersion")];

        imported(db, rows);

        expect([loadRoster(db), setting(db, "rosterVersion")]).toEqual(once);
        db.$client.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe("the roster on a day", () => {
  const aRoster = () => {
    const bot = aBot({ time: "2026-11-18 10:00" });
    bot.roster({ ...aBranch, lao: { name: "老李", branch: "第二党支部", duties: ["支部书记"] } });
    return bot;
  };
  const idOf = (db: Database, account: string) => memberByAccount(db, account)!.id;

  test("finds a member by the account in any case of letters", () => {
    const { db } = aRoster();

    expect(memberByAccount(db, "ZHANG")).toEqual({ id: 1, account: "zhang", name: "张伟", greetedAt: null });
    expect(memberByAccount(db, "nobody")).toBeUndefined();
  });

  test.each(["转出", "已故"] as const)("has nobody who is %s: no branch, no duty, from that day on", (state) => {
    const bot = aRoster();
    bot.roster({ zhang: { name: "张伟", duties: ["支部书记"], state, from: "2026-11-20" } });
    const zhang = idOf(bot.db, "zhang");
    const on = (day: string) => ({
      branch: affiliation(bot.db, zhang, day as Day)?.branch,
      holds: holdersOf(bot.db, ["支部书记"], day as Day, 1).length,
      members: membersOfBranch(bot.db, 1, day as Day).length,
    });

    expect(on("2026-11-19")).toEqual({ branch: "第一党支部", holds: 1, members: 5 });
    expect(on("2026-11-20")).toEqual({ branch: undefined, holds: 0, members: 4 });
  });

  test("has somebody on leave, who comes back", () => {
    const bot = aRoster();
    bot.roster({ li: { name: "李明", state: "产假", from: "2026-11-20", until: "2027-02-20" } });
    const stateOn = (day: string) => rosterLines(bot.db, day as Day).find(({ account }) => account === "li")?.state;

    expect(["2026-11-19", "2026-11-20", "2027-02-20", "2027-02-21"].map(stateOn)).toEqual([
      "在职",
      "产假",
      "产假",
      "在职",
    ]);
    expect(affiliation(bot.db, idOf(bot.db, "li"), "2026-12-01" as Day)?.branch).toBe("第一党支部");
  });

  test("has a member in one branch at a time", () => {
    const bot = aRoster();
    bot.roster({ li: { name: "李明", branch: "第二党支部", from: "2026-11-20" } });
    const branchesOn = (day: string) =>
      [1, 2].filter((branch) => membersOfBranch(bot.db, branch, day as Day).some(({ account }) => account === "li"));

    expect(["2026-11-19", "2026-11-20"].map(branchesOn)).toEqual([[1], [2]]);
  });

  test("names who holds a duty once, in a branch or in the school", () => {
    const bot = aRoster();
    bot.roster({ zhang: { name: "张伟", duties: ["支部书记", "宣传委员"] } });
    const holders = (branch?: number) =>
      holdersOf(bot.db, ["支部书记", "宣传委员"], today, branch).map(({ account }) => account);

    expect(holders(1)).toEqual(["zhang", "wang"]);
    expect(holders()).toEqual(["zhang", "wang", "lao"]);
  });
});
