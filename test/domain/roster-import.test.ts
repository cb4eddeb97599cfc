import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day } from "../../src/domain/calendar.ts";
import { accountKey, duties, memberStates, type Roster, type RosterMember, valueOn } from "../../src/domain/roster.ts";
import { planImport, type RosterPlan, type RosterRow } from "../../src/domain/roster-import.ts";

const today = "2026-11-18" as Day;
const nobody: Roster = { branches: [], members: [] };
const on = (day: string) => day as Day;

function aRow(of: Partial<RosterRow> = {}): RosterRow {
  return {
    line: 2,
    name: "李明",
    branch: "第一党支部",
    account: "liming",
    duties: ["支部书记"],
    state: "在职",
    from: undefined,
    until: undefined,
    ...of,
  };
}

function applied(roster: Roster, plan: RosterPlan): Roster {
  const members = new Map(roster.members.map((member) => [accountKey(member.account), member]));
  for (const { from } of plan.movedAccounts) members.delete(accountKey(from));
  for (const member of plan.members) members.set(accountKey(member.account), member);
  return { branches: [...roster.branches, ...plan.newBranches], members: [...members.values()] };
}

function imported(rows: readonly RosterRow[], roster = nobody, day = on("2026-01-05")): Roster {
  return applied(roster, planImport(rows, roster, day));
}

function statesOf(roster: Roster): RosterMember["states"] | undefined {
  return roster.members[0]?.states;
}

describe("a new member", () => {
  test("of the first import counts as having been there since the app opened", () => {
    const plan = planImport([aRow()], nobody, today);

    expect(plan.members).toEqual([
      {
        account: "liming",
        name: "李明",
        duties: ["支部书记"],
        branches: [{ value: "第一党支部", from: "2019-01-01", until: null }],
        states: [{ value: "在职", from: "2019-01-01", until: null }],
      },
    ]);
    expect(plan.changes).toEqual([{ kind: "added", account: "liming", name: "李明", branch: "第一党支部" }]);
    expect(plan.newBranches).toEqual([{ name: "第一党支部", kind: "working" }]);
  });

  test("of the first import was 在职 before a leave that has a beginning", () => {
    const roster = imported([aRow({ state: "产假", from: on("2026-03-01") })]);

    expect(statesOf(roster)).toEqual([
      { value: "在职", from: "2019-01-01", until: "2026-02-28" },
      { value: "产假", from: "2026-03-01", until: null },
    ]);
  });

  test("of the first import whose 在职 begins on a day is a member from that day on", () => {
    const roster = imported([aRow({ from: on("2025-09-01") })]);

    expect(roster.members[0]?.branches).toEqual([{ value: "第一党支部", from: "2025-09-01", until: null }]);
  });

  test.each([
    { from: undefined, since: today },
    { from: on("2026-09-01"), since: "2026-09-01" },
  ])("of a later import begins on the day given, else today: $since", ({ from, since }) => {
    const plan = planImport([aRow({ account: "wangfang", from })], imported([aRow()]), today);

    expect(plan.members[0]?.branches).toEqual([{ value: "第一党支部", from: since, until: null }]);
    expect(plan.members[0]?.states).toEqual([{ value: "在职", from: since, until: null }]);
  });

  test("without a state is 在职, and without duties has none", () => {
    expect(imported([aRow({ state: undefined, duties: undefined })]).members[0]).toMatchObject({
      duties: [],
      states: [{ value: "在职" }],
    });
  });

  test("who has left already is not added", () => {
    const gone = aRow({ account: "wangfang", state: "转出", duties: [], branch: "外校党支部" });
    const plan = planImport([gone], imported([aRow()]), today);

    expect(plan.members).toEqual([]);
    expect(plan.warnings).toEqual([{ kind: "left before joining", line: 2, account: "wangfang", name: "李明" }]);
  });

  test("brings the branch along; one that is named for the retired is a retired branch", () => {
    expect(planImport([aRow({ branch: "离退休党支部" })], nobody, today).newBranches).toEqual([
      { name: "离退休党支部", kind: "retired" },
    ]);
  });
});

describe("a member on the roster", () => {
  test("is known by the account without regard to case, and it stays as first written", () => {
    const plan = planImport([aRow({ account: "LiMing" })], imported([aRow()]), today);

    expect(plan).toMatchObject({ unchanged: 1, members: [], missing: [] });
  });

  test("is found by the former account, and keeps all under the new one", () => {
    const before = imported([aRow({ state: "产假", from: on("2026-03-01") })]);
    const row = aRow({ account: "LiMing2", formerAccount: "LIMING", state: undefined });
    const plan = planImport([row], before, today);

    expect(plan.movedAccounts).toEqual([{ from: "liming", to: "LiMing2" }]);
    expect(plan.changes).toEqual([{ kind: "account", account: "LiMing2", name: "李明", former: "liming" }]);
    expect(plan.members).toEqual([{ ...before.members[0], account: "LiMing2" }]);
    expect(plan.missing).toEqual([]);
    expect(planImport([row], applied(before, plan), today)).toMatchObject({
      movedAccounts: [],
      changes: [],
      unchanged: 1,
    });
  });

  test("gets the new name", () => {
    const plan = planImport([aRow({ name: "李鸣" })], imported([aRow()]), today);

    expect(plan.changes).toEqual([{ kind: "renamed", account: "liming", name: "李鸣", former: "李明" }]);
    expect(plan.members[0]?.name).toBe("李鸣");
  });

  test("gets the duties of the file, whatever their order; a file without that column changes none", () => {
    const roster = imported([aRow({ duties: ["支部书记", "支委"] })]);

    expect(planImport([aRow({ duties: ["支委", "支部书记"] })], roster, today).unchanged).toBe(1);
    expect(planImport([aRow({ duties: undefined })], roster, today).unchanged).toBe(1);
    expect(planImport([aRow({ duties: [] })], roster, today).changes).toEqual([
      { kind: "duties", account: "liming", name: "李明", former: ["支部书记", "支委"], duties: [] },
    ]);
  });

  test.each([
    { from: undefined, since: today },
    { from: on("2026-10-01"), since: "2026-10-01" },
  ])("moves to another branch from 起 or today on: $since", ({ from, since }) => {
    const plan = planImport([aRow({ branch: "第二党支部", from })], imported([aRow()]), today);

    expect(plan.changes).toEqual([
      { kind: "moved", account: "liming", name: "李明", former: "第一党支部", branch: "第二党支部", since },
    ]);
    expect(plan.members[0]?.branches).toEqual([
      { value: "第一党支部", from: "2019-01-01", until: addDays(on(since), -1) },
      { value: "第二党支部", from: since, until: null },
    ]);
  });

  test("moves today when 起 is that of a leave long on record", () => {
    const leave = aRow({ state: "长期病假", from: on("2024-03-01") });
    const plan = planImport([{ ...leave, branch: "第二党支部" }], imported([leave]), today);

    expect(plan.changes).toMatchObject([{ kind: "moved", since: today }]);
  });

  test("who leaves does not move", () => {
    const plan = planImport([aRow({ state: "转出", branch: "外校党支部", duties: [] })], imported([aRow()]), today);

    expect(plan.changes.map(({ kind }) => kind)).toEqual(["duties", "state"]);
    expect(plan.newBranches).toEqual([]);
  });

  test("of whom the file says nothing is missing and stays; who has left is not missed", () => {
    const roster = imported([aRow(), aRow({ account: "wangfang", name: "王芳" }), aRow({ account: "zhangwei" })]);
    const leaving = imported([aRow({ account: "zhangwei", state: "转出" })], roster);
    const plan = planImport([aRow()], leaving, today);

    expect(plan.missing).toEqual([{ account: "wangfang", name: "王芳", branch: "第一党支部" }]);
    expect(plan.members).toEqual([]);
  });
});

describe("a state", () => {
  test("without 起 holds from today on", () => {
    expect(statesOf(imported([aRow({ state: "借调" })], imported([aRow()]), today))).toEqual([
      { value: "在职", from: "2019-01-01", until: "2026-11-17" },
      { value: "借调", from: today, until: null },
    ]);
  });

  test("with 止 falls back to the former one on the next day", () => {
    const retired = imported([aRow({ state: "离退休" })]);
    const ill = imported([aRow({ state: "长期病假", from: on("2026-03-01"), until: on("2026-05-31") })], retired);

    expect(statesOf(ill)).toEqual([
      { value: "离退休", from: "2019-01-01", until: "2026-02-28" },
      { value: "长期病假", from: "2026-03-01", until: "2026-05-31" },
      { value: "离退休", from: "2026-06-01", until: null },
    ]);
  });

  test("that was open ends on a 止 told afterwards, with or without its 起", () => {
    const open = imported([aRow({ state: "产假", from: on("2026-03-01") })]);
    const ended = [
      { value: "在职", from: "2019-01-01", until: "2026-02-28" },
      { value: "产假", from: "2026-03-01", until: "2026-08-31" },
      { value: "在职", from: "2026-09-01", until: null },
    ];

    const until = on("2026-08-31");
    expect(statesOf(imported([aRow({ state: "产假", from: on("2026-03-01"), until })], open, today))).toEqual(ended);
    expect(statesOf(imported([aRow({ state: "产假", until })], open, today))).toEqual(ended);
  });

  test("can be made shorter and longer", () => {
    const leave = (until: string) => aRow({ state: "产假", from: on("2026-03-01"), until: on(until) });
    const roster = imported([leave("2026-08-31")]);

    const shorter = statesOf(imported([leave("2026-07-31")], roster)) ?? [];
    expect(valueOn(shorter, on("2026-07-31"))).toBe("产假");
    expect(valueOn(shorter, on("2026-08-01"))).toBe("在职");
    const longer = statesOf(imported([leave("2026-09-30")], roster)) ?? [];
    expect(valueOn(longer, on("2026-09-30"))).toBe("产假");
    expect(valueOn(longer, on("2026-10-01"))).toBe("在职");
  });

  test("whose 止 is past and which is not on record changes nothing", () => {
    expect(planImport([aRow({ state: "产假", until: on("2026-08-31") })], imported([aRow()]), today).unchanged).toBe(1);
  });

  test("在职 ends an open one", () => {
    const roster = imported([aRow({ state: "借调", from: on("2026-03-01") })]);

    expect(planImport([aRow({ from: on("2026-10-01") })], roster, today).changes).toEqual([
      {
        kind: "state",
        account: "liming",
        name: "李明",
        former: "借调",
        state: "在职",
        from: "2026-10-01",
        until: undefined,
      },
    ]);
    expect(statesOf(imported([aRow()], roster, today))?.at(-1)).toEqual({ value: "在职", from: today, until: null });
  });

  test("stays as it is when the file has no such column", () => {
    const roster = imported([aRow({ state: "借调" })]);

    expect(planImport([aRow({ state: undefined })], roster, today).unchanged).toBe(1);
  });
});

describe("a warning", () => {
  test("names a branch without a secretary, and one with several", () => {
    const rows = [
      aRow({ account: "a", name: "王芳" }),
      aRow({ account: "b", name: "张伟" }),
      aRow({ account: "c", branch: "第二党支部", duties: ["支委"] }),
    ];

    expect(planImport(rows, nobody, today).warnings).toEqual([
      { kind: "several secretaries", branch: "第一党支部", names: ["王芳", "张伟"] },
      { kind: "no secretary", branch: "第二党支部" },
    ]);
  });

  test("counts a secretary who is on the roster and not in the file", () => {
    const plan = planImport([aRow({ account: "wangfang", duties: [] })], imported([aRow()]), today);

    expect(plan.warnings).toEqual([]);
  });

  test("names who has left and is given duties", () => {
    const plan = planImport([aRow({ state: "转出", line: 7 })], imported([aRow()]), today);

    expect(plan.warnings).toEqual([
      { kind: "duties after leaving", line: 7, account: "liming", name: "李明" },
      { kind: "no secretary", branch: "第一党支部" },
    ]);
  });
});

test("the same file again changes nothing, on the same day or later, whatever was imported before", () => {
  const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays(on("2026-01-01"), days));
  const row = fc
    .record({
      name: fc.constantFrom("李明", "王芳"),
      branch: fc.constantFrom("第一党支部", "第二党支部"),
      account: fc.constantFrom("a", "A", "b", "c", "d"),
      duties: fc.option(fc.subarray([...duties]), { nil: undefined }),
      state: fc.option(fc.constantFrom(...memberStates), { nil: undefined }),
      from: fc.option(day, { nil: undefined }),
      length: fc.option(fc.nat(90), { nil: undefined }),
      end: day,
    })
    .map(({ length, end, ...row }) => {
      const until = length === undefined ? undefined : row.from === undefined ? end : addDays(row.from, length);
      return aRow({ ...row, until });
    });
  const file = fc.uniqueArray(row, { selector: ({ account }) => accountKey(account), maxLength: 4 });

  fc.assert(
    fc.property(fc.array(file, { maxLength: 4 }), file, day, fc.nat(300), (earlier, last, first, later) => {
      const before = earlier.reduce((roster, rows) => imported(rows, roster, first), nobody);
      const after = imported(last, before, first);

      expect(planImport(last, after, first).changes).toEqual([]);
      expect(planImport(last, after, addDays(first, later)).changes).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
