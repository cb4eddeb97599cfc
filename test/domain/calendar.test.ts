import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addWorkdays,
  type Day,
  dayOf,
  daysBetween,
  daysFrom,
  firstDay,
  instantAt,
  lastDay,
  minuteOf,
  mondayOf,
  parseDay,
  parseQuarter,
  type Quarter,
  quarterOf,
  UnknownHolidays,
  workCalendar,
  type YearOfHolidays,
  yearOf,
} from "../../src/domain/calendar.ts";

const day = fc.integer({ min: 0, max: 36_500 }).map((days) => addDays("2000-01-01" as Day, days));
const time = fc
  .record({ hour: fc.nat(23), minute: fc.nat(59) })
  .map(({ hour, minute }) => [hour, minute].map((part) => String(part).padStart(2, "0")).join(":"));
const quarter = fc
  .record({ year: fc.integer({ min: 2000, max: 2099 }), number: fc.integer({ min: 1, max: 4 }) })
  .map(({ year, number }) => `${year}Q${number}` as Quarter);

describe("a day", () => {
  test.each(["2026-11-22", "2028-02-29", "2026-12-31"])("is written as %s", (text) => {
    expect(parseDay(text)).toBe(text);
  });

  test.each([
    "2026-02-29",
    "2026-02-30",
    "2026-13-01",
    "2026-00-10",
    "2026-11-00",
    "2026-1-2",
    "20261122",
    "2026-11-22T00:00",
    " 2026-11-22",
    "",
  ])("is not written as “%s”", (text) => {
    expect(() => parseDay(text)).toThrow(RangeError);
  });

  test("is as many days from another as must be added to reach it", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -3000, max: 3000 }), (from, days) => {
        const to = addDays(from, days);

        expect(daysBetween(from, to)).toBe(days);
        expect(addDays(to, -days)).toBe(from);
        expect(to > from).toBe(days > 0);
      }),
    );
  });

  test("has a successor that the calendar of the computer agrees with", () => {
    fc.assert(
      fc.property(day, (from) => {
        const next = new Date(`${from}T00:00:00Z`);
        next.setUTCDate(next.getUTCDate() + 1);

        expect(addDays(from, 1)).toBe(next.toISOString().slice(0, 10));
      }),
    );
  });

  test("is of the year it begins with", () => {
    expect(yearOf("2026-01-01" as Day)).toBe(2026);
    expect(yearOf("2026Q4" as Quarter)).toBe(2026);
  });
});

describe("days from one to another", () => {
  test("hold both", () => {
    expect(daysFrom("2026-02-27" as Day, "2026-03-02" as Day)).toEqual([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
      "2026-03-02",
    ]);
  });

  test("are none when the other is earlier", () => {
    expect(daysFrom("2026-03-02" as Day, "2026-03-01" as Day)).toEqual([]);
  });
});

describe("a quarter", () => {
  test.each([
    ["2026Q4", "2026Q4"],
    [" 2026q1 ", "2026Q1"],
  ])("may be written as “%s”", (text, expected) => {
    expect(parseQuarter(text)).toBe(expected);
  });

  test.each([
    "2026Q5",
    "2026Q0",
    "26Q4",
    "1999Q4",
    "2026",
    "Q4",
    "2026-Q4",
    "2026Q4x",
    "",
  ])("is not written as “%s”", (text) => {
    expect(() => parseQuarter(text)).toThrow(RangeError);
  });

  test.each([
    ["2026-01-01", "2026Q1"],
    ["2026-03-31", "2026Q1"],
    ["2026-04-01", "2026Q2"],
    ["2026-06-30", "2026Q2"],
    ["2026-07-01", "2026Q3"],
    ["2026-09-30", "2026Q3"],
    ["2026-10-01", "2026Q4"],
    ["2026-12-31", "2026Q4"],
  ])("holds %s when it is %s", (on, expected) => {
    expect(quarterOf(on as Day)).toBe(expected);
  });

  test("is the quarter of all its days, and of no day before or after", () => {
    fc.assert(
      fc.property(quarter, (of) => {
        const [first, last] = [firstDay(of), lastDay(of)];

        expect(new Set(daysFrom(first, last).map(quarterOf))).toEqual(new Set([of]));
        expect(quarterOf(addDays(first, -1))).not.toBe(of);
        expect(quarterOf(addDays(last, 1))).not.toBe(of);
      }),
    );
  });
});

describe("an instant in Shanghai", () => {
  test("is of the day and the minute it was made from", () => {
    fc.assert(
      fc.property(day, time, (on, at) => {
        const instant = instantAt(on, at);

        expect(dayOf(instant)).toBe(on);
        expect(minuteOf(instant)).toBe(`${on} ${at}`);
      }),
    );
  });

  test("is eight hours ahead of Greenwich", () => {
    fc.assert(
      fc.property(day, time, (on, at) => {
        expect(instantAt(on, at)).toBe(Date.parse(`${on}T${at}:00+08:00`));
      }),
    );
  });

  test("turns its day at midnight there, whatever the machine's zone", () => {
    expect(dayOf(Date.parse("2026-11-21T15:59:59.999Z"))).toBe("2026-11-21");
    expect(dayOf(Date.parse("2026-11-21T16:00:00Z"))).toBe("2026-11-22");
  });

  test("is midnight when no time is given", () => {
    expect(instantAt("2026-11-22" as Day)).toBe(instantAt("2026-11-22" as Day, "00:00"));
  });
});

describe("a workday", () => {
  const calendar = workCalendar();

  test.each([
    ["2026-11-16", true, "an ordinary Monday"],
    ["2026-11-21", false, "an ordinary Saturday"],
    ["2026-11-22", false, "an ordinary Sunday"],
    ["2026-01-01", false, "New Year"],
    ["2026-01-04", true, "a Sunday worked for New Year"],
    ["2026-02-14", true, "a Saturday worked for the Spring Festival"],
    ["2026-02-16", false, "the Monday before the Spring Festival"],
    ["2026-02-17", false, "the Spring Festival"],
    ["2026-02-23", false, "its last day off"],
    ["2026-02-24", true, "the Tuesday after"],
    ["2026-02-28", true, "another Saturday worked for it"],
    ["2026-10-01", false, "the national day"],
    ["2026-10-07", false, "its last day off"],
    ["2026-10-10", true, "a Saturday worked for it"],
  ])("%s: %s (%s)", (on, expected) => {
    expect(calendar.isWorkday(on as Day)).toBe(expected);
  });

  test("is not guessed for a year whose holidays are not known", () => {
    expect(calendar.knows(2026)).toBe(true);
    expect(calendar.knows(2099)).toBe(false);
    expect(() => calendar.isWorkday("2099-10-01" as Day)).toThrow(UnknownHolidays);
    expect(() => calendar.isWorkday("2099-10-01" as Day)).toThrow(expect.objectContaining({ year: 2099 }));
  });

  const own: YearOfHolidays = { holidays: ["2099-10-01", "2099-10-02"] as Day[], workdays: ["2099-10-10"] as Day[] };

  test.each([
    ["2099-10-01", false, "a Thursday off"],
    ["2099-10-08", true, "a Thursday of which the file says nothing"],
    ["2099-10-10", true, "a Saturday worked"],
    ["2099-10-11", false, "a Sunday of which the file says nothing"],
  ])("of a year from the override file, %s: %s (%s)", (on, expected) => {
    const overridden = workCalendar({ "2099": own });

    expect(overridden.knows(2099)).toBe(true);
    expect(overridden.isWorkday(on as Day)).toBe(expected);
  });

  test("is what the override file says where the library says otherwise", () => {
    const overridden = workCalendar({
      "2026": { holidays: ["2026-10-10"] as Day[], workdays: ["2026-10-01"] as Day[] },
    });

    expect(overridden.isWorkday("2026-10-10" as Day)).toBe(false);
    expect(overridden.isWorkday("2026-10-01" as Day)).toBe(true);
    expect(overridden.isWorkday("2025-10-01" as Day)).toBe(false);
  });
});

describe("a window of workdays", () => {
  const calendar = workCalendar();

  test.each([
    ["2026-11-16", 1, "2026-11-17", "the day of posting does not count"],
    ["2026-11-16", 5, "2026-11-23", "the weekend does not count"],
    ["2026-11-21", 1, "2026-11-23", "it may begin on a Saturday"],
    ["2026-09-28", 5, "2026-10-10", "across the national holiday, with the Saturday worked for it"],
    ["2026-11-16", 0, "2026-11-16", "none ends where it begins"],
  ])("that begins after %s and has %d days ends on %s: %s", (start, count, expected) => {
    expect(addWorkdays(calendar, start as Day, count)).toBe(expected);
  });

  test("holds as many workdays as it was asked for, and ends on one", () => {
    const start = fc.integer({ min: 0, max: 300 }).map((days) => addDays("2026-01-01" as Day, days));
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 20 }), (from, count) => {
        const end = addWorkdays(calendar, from, count);

        expect(calendar.isWorkday(end)).toBe(true);
        expect(daysFrom(addDays(from, 1), end).filter((on) => calendar.isWorkday(on))).toHaveLength(count);
      }),
    );
  });

  test("does not reach into a year whose holidays are not known", () => {
    const start = lastDay(`${lastKnownYear()}Q4` as Quarter);

    expect(() => addWorkdays(calendar, start, 1)).toThrow(UnknownHolidays);
  });

  function lastKnownYear(): number {
    let year = 2026;
    while (calendar.knows(year + 1)) year += 1;
    return year;
  }
});

test("a day's week begins on a Monday, at most six days before it", () => {
  fc.assert(
    fc.property(day, (on) => {
      const monday = mondayOf(on);

      expect(new Date(monday).getUTCDay()).toBe(1);
      expect(daysBetween(monday, on)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(monday, on)).toBeLessThan(7);
    }),
  );
});
