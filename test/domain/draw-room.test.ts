import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addWorkdays,
  type Day,
  daysBetween,
  firstDay,
  lastDay,
  type Quarter,
  workCalendar,
} from "../../src/domain/calendar.ts";
import { candidateDays } from "../../src/domain/draw.ts";
import { FEWEST_BY_POLICY, scarceQuarters } from "../../src/domain/draw-room.ts";
import { defaultPolicy, type Parameters } from "../../src/domain/policy.ts";
import { policySchema } from "../../src/domain/policy-adoption.ts";

const calendar = workCalendar();
const { draw } = defaultPolicy.parameters;
const drawWith = (change: Partial<Parameters["draw"]>) => ({ ...draw, ...change });
const candidatesOf = (quarter: string, change: Partial<Parameters["draw"]>, last?: string) =>
  candidateDays(quarter as Quarter, drawWith(change), calendar, {
    after: addDays(firstDay(quarter as Quarter), -1),
    last: last as Day | undefined,
  });

describe("a blackout (寒暑假)", () => {
  test("of every year is left out of the draw, its first and last day included", () => {
    const days = candidatesOf("2026Q3", { blackout: [{ from: "07-13", until: "08-31" }] });

    expect(days.slice(0, 2)).toEqual(["2026-07-10", "2026-09-01"]);
    expect(days.filter((day) => day >= "2026-07-13" && day <= "2026-08-31")).toEqual([]);
  });

  test("of one year leaves the other years alone", () => {
    const blackout = [{ from: "2026-07-11", until: "2026-08-31" }];

    expect(candidatesOf("2026Q3", { blackout })).not.toContain("2026-08-03");
    expect(candidatesOf("2025Q3", { blackout })).toEqual(candidatesOf("2025Q3", {}));
  });

  test("may go over New Year, and several may overlap", () => {
    const blackout = [
      { from: "12-07", until: "02-20" },
      { from: "2026-02-10", until: "2026-03-01" },
    ];

    expect(candidatesOf("2026Q1", { blackout })[0]).toBe("2026-03-02");
    expect(candidatesOf("2026Q4", { blackout }).at(-1)).toBe("2026-12-04");
  });

  test("is no holiday: a 公示 goes on through it", () => {
    // The calendar knows nothing of a policy.
    expect(addWorkdays(calendar, "2026-08-02" as Day, 5)).toBe("2026-08-07");
  });

  test.each([
    ["2026-02-30", "2026-03-01", "from"],
    ["02-30", "03-01", "from"],
    ["2026-08-31", "2026-07-01", "until"],
    ["07-10", "2026-08-31", "until"],
    ["7-10", "08-31", "from"],
    ["", "08-31", "from"],
  ])("from %s to %s is refused, and the fault names the field", (from, until, field) => {
    const parameters = { ...defaultPolicy.parameters, draw: drawWith({ blackout: [{ from, until }] }) };

    const faults = policySchema.safeParse({ ...defaultPolicy, parameters }).error?.issues ?? [];

    expect(faults.map(({ path }) => path.join("."))).toContain(`parameters.draw.blackout.0.${field}`);
  });
});

describe("the least distance between two drawn days", () => {
  test("is kept from the day on which the school was last asked", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 80 }), (minDistance, back) => {
        const last = addDays("2026-09-20" as Day, -back);
        for (const day of candidatesOf("2026Q4", { minDistance }, last)) {
          expect(daysBetween(last, day)).toBeGreaterThanOrEqual(minDistance);
        }
      }),
    );
  });

  test("of none leaves the draw as it was, and so does a school that was never asked", () => {
    expect(candidatesOf("2026Q4", { minDistance: 0 }, "2026-09-21")).toEqual(candidatesOf("2026Q4", {}));
    expect(candidatesOf("2026Q4", { minDistance: 60 })).toEqual(candidatesOf("2026Q4", {}));
  });
});

describe("the room that a policy leaves to the draw", () => {
  const scarce = (change: Partial<Parameters["draw"]>, from = "2026-10-01") =>
    scarceQuarters(drawWith(change), calendar, from as Day);

  test("is enough in the school's document, whenever it begins", () => {
    for (const from of ["2021-01-01", "2025-11-07", "2026-01-01", "2026-12-31", "2030-05-05"]) {
      expect(scarce({}, from)).toEqual([]);
    }
  });

  test("is too little where a blackout leaves fewer than ten days of a quarter", () => {
    expect(scarce({ blackout: [{ from: "07-01", until: "09-12" }] })).toEqual([{ quarter: "2027Q3", candidates: 6 }]);
    expect(scarce({ blackout: [{ from: "2031-04-01", until: "2031-06-30" }] })).toEqual([
      { quarter: "2031Q2", candidates: 0 },
    ]);
  });

  test("is too little where the distance leaves fewer than ten days after a late day", () => {
    const found = scarce({ minDistance: 85 });

    expect(found).toHaveLength(4);
    for (const { candidates } of found) expect(candidates).toBeLessThan(FEWEST_BY_POLICY);
    expect(scarce({ minDistance: 60 })).toEqual([]);
  });

  test("begins with the first quarter that the policy decides", () => {
    const blackout = [{ from: "2026-10-01", until: "2026-12-31" }];

    expect(scarce({ blackout }, "2026-10-01")).toEqual([{ quarter: "2026Q4", candidates: 0 }]);
    expect(scarce({ blackout }, "2026-10-02")).toEqual([]);
  });

  test("is always ten days at least where nothing is refused", () => {
    const date = fc.date({ min: new Date("2026-10-01"), max: new Date("2027-09-30"), noInvalidDate: true });
    const some = fc
      .tuple(date, date)
      .map((ends) => ends.map((end) => end.toISOString().slice(0, 10)).sort() as [string, string])
      .map(([from, until]) => ({ from, until }));
    fc.assert(
      fc.property(fc.array(some, { maxLength: 2 }), fc.integer({ min: 0, max: 70 }), (blackout, minDistance) => {
        const change = { blackout, minDistance };
        if (scarce(change).some(({ quarter }) => quarter === "2026Q4")) return;
        const last = candidatesOf("2026Q3", change).at(-1) ?? lastDay("2026Q2" as Quarter);
        expect(candidatesOf("2026Q4", change, last).length).toBeGreaterThanOrEqual(FEWEST_BY_POLICY);
      }),
    );
  });
});
