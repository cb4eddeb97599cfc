import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day } from "../../src/domain/calendar.ts";
import { type MemberState, meaningOf, memberStates, type Period, setPeriod, valueOn } from "../../src/domain/roster.ts";

const start = "2026-01-01" as Day;
const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays(start, days));
const period: fc.Arbitrary<Period<string>> = fc
  .record({ value: fc.constantFrom("在职", "产假", "借调"), from: day, length: fc.option(fc.nat(30)) })
  .map(({ value, from, length }) => ({ value, from, until: length === null ? null : addDays(from, length) }));
const laid = fc.array(period, { maxLength: 8 }).map((list) => list.reduce(setPeriod<string>, []));
const days = Array.from({ length: 100 }, (_, index) => addDays(start, index - 5));

function covers({ from, until }: Period<string>, on: Day): boolean {
  return from <= on && (until === null || on <= until);
}

describe("a period laid over others", () => {
  test("holds on its days and leaves all other days as they were", () => {
    fc.assert(
      fc.property(laid, period, (before, next) => {
        const after = setPeriod(before, next);

        for (const on of days) expect(valueOn(after, on)).toBe(covers(next, on) ? next.value : valueOn(before, on));
      }),
    );
  });

  test("changes nothing the second time", () => {
    fc.assert(
      fc.property(laid, period, (before, next) => {
        const once = setPeriod(before, next);

        expect(setPeriod(once, next)).toEqual(once);
      }),
    );
  });

  test("leaves them sorted, without overlaps, and equal neighbours as one", () => {
    fc.assert(
      fc.property(laid, (periods) => {
        for (const [index, { from, until, value }] of periods.entries()) {
          if (until !== null) expect(from <= until).toBe(true);
          const next = periods[index + 1];
          if (next === undefined) continue;
          if (until === null) throw new Error("an open period is the last");
          expect(until < next.from).toBe(true);
          if (addDays(until, 1) === next.from) expect(next.value).not.toBe(value);
        }
      }),
    );
  });

  test("splits an open one in two", () => {
    const always: Period<MemberState> = { value: "在职", from: "2019-01-01" as Day, until: null };
    const leave: Period<MemberState> = { value: "产假", from: "2026-03-01" as Day, until: "2026-08-31" as Day };

    expect(setPeriod([always], leave)).toEqual([
      { value: "在职", from: "2019-01-01", until: "2026-02-28" },
      leave,
      { value: "在职", from: "2026-09-01", until: null },
    ]);
  });

  test("may not end before it begins", () => {
    expect(() => setPeriod([], { value: 1, from: "2026-03-02" as Day, until: "2026-03-01" as Day })).toThrow(
      RangeError,
    );
  });
});

test("on a day in a gap nothing holds", () => {
  expect(valueOn([{ value: "在职", from: "2026-03-01" as Day, until: "2026-03-31" as Day }], "2026-04-01" as Day)).toBe(
    undefined,
  );
});

describe("what a state means", () => {
  const onTable = { listed: true, counted: false, asked: false };
  const inFull = { listed: true, counted: true, asked: true };
  const gone = { listed: false, counted: false, asked: false };
  const meanings: Record<MemberState, { working: typeof onTable; retired: typeof onTable }> = {
    在职: { working: inFull, retired: inFull },
    离退休: { working: onTable, retired: inFull },
    长期病假: { working: onTable, retired: onTable },
    产假: { working: onTable, retired: onTable },
    借调: { working: onTable, retired: onTable },
    未注册: { working: onTable, retired: onTable },
    转出: { working: gone, retired: gone },
    已故: { working: gone, retired: gone },
  };

  test.each(memberStates)("%s, in a working and in a retired branch", (state) => {
    expect(meaningOf(state, "working")).toEqual(meanings[state].working);
    expect(meaningOf(state, "retired")).toEqual(meanings[state].retired);
  });

  test("a policy may count more states, and who is counted is asked", () => {
    expect(meaningOf("借调", "working", ["在职", "借调"])).toEqual(inFull);
  });

  test("who is not registered cannot be asked even when counted, and who has left is never counted", () => {
    expect(meaningOf("未注册", "working", memberStates)).toEqual({ listed: true, counted: true, asked: false });
    expect(meaningOf("转出", "working", memberStates)).toEqual(gone);
  });
});
