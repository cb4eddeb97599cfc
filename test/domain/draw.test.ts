import { createHash, createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day, daysFrom, type Quarter, UnknownHolidays, workCalendar } from "../../src/domain/calendar.ts";
import { candidateDays, commitmentTo, drawDay } from "../../src/domain/draw.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";

const quarter = "2026Q4" as Quarter;
const before = "2026-09-30" as Day;
const { draw } = defaultPolicy.parameters;
const calendar = workCalendar();
const candidates = candidateDays(quarter, draw, calendar, { after: before });
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** The same seeds in every run. */
const seeds = Array.from({ length: 6000 }, (_, index) => createHash("sha256").update(`seed ${index}`).digest());

describe("the candidates of a quarter", () => {
  test("go from its tenth day to ten days before its end", () => {
    const all = candidateDays(quarter, { ...draw, days: { ...draw.days, workdaysOnly: false } }, calendar, {
      after: before,
    });

    expect(all).toEqual(daysFrom("2026-10-10" as Day, "2026-12-21" as Day));
  });

  test("are workdays, those worked for a holiday too", () => {
    expect(candidates).toEqual(
      daysFrom("2026-10-10" as Day, "2026-12-21" as Day).filter((day) => calendar.isWorkday(day)),
    );
    expect(candidates[0]).toBe("2026-10-10");
    expect(candidates).not.toContain("2026-10-11");
  });

  test("come after the day of the draw", () => {
    const left = candidateDays(quarter, draw, calendar, { after: "2026-12-16" as Day });

    expect(left).toEqual(["2026-12-17", "2026-12-18", "2026-12-21"]);
  });

  test("are none when it is too late", () => {
    expect(candidateDays(quarter, draw, calendar, { after: "2026-12-21" as Day })).toEqual([]);
  });

  test("are not guessed when the holidays of the year are not known", () => {
    expect(() => candidateDays("2099Q4" as Quarter, draw, calendar, { after: before })).toThrow(UnknownHolidays);
  });
});

describe("the drawn day", () => {
  test("is a candidate, and the same one for the same seed, scope and quarter", () => {
    const some = fc.integer({ min: 1, max: 60 }).map((count) => daysFrom(before, addDays(before, count - 1)));
    fc.assert(
      fc.property(seed, some, fc.boolean(), (bytes, list, redrawn) => {
        const day = drawDay(bytes, "school", quarter, redrawn, list);

        expect(list).toContain(day);
        expect(drawDay(bytes, "school", quarter, redrawn, list)).toBe(day);
      }),
    );
  });

  test("is found again from the seed as `quarter verify` explains it", () => {
    for (const bytes of seeds.slice(0, 200)) {
      const hash = createHmac("sha256", bytes).update(`school\n${quarter}\n0\n0`).digest("hex");
      const expected = candidates[Number(BigInt(`0x${hash.slice(0, 12)}`) % BigInt(candidates.length))];

      expect(drawDay(bytes, "school", quarter, false, candidates)).toBe(expected);
    }
  });

  test("favours no candidate", () => {
    const drawn = new Map(candidates.map((day) => [day, 0]));
    for (const bytes of seeds) {
      const day = drawDay(bytes, "school", quarter, false, candidates);
      drawn.set(day, drawn.get(day)! + 1);
    }

    const expected = seeds.length / candidates.length;
    const chiSquare = [...drawn.values()].reduce((sum, times) => sum + (times - expected) ** 2 / expected, 0);
    const freedom = candidates.length - 1;

    // A fair draw is five standard deviations above the mean less often than once in a million.
    expect(chiSquare).toBeLessThan(freedom + 5 * Math.sqrt(2 * freedom));
  });

  test.each([
    ["another branch", "第二党支部", quarter, false],
    ["another quarter", "第一党支部", "2026Q3" as Quarter, false],
    ["a second draw", "第一党支部", quarter, true],
  ])("of %s is independent: the two meet as often as random days do", (_, scope, of, redrawn) => {
    const meetings = seeds.filter(
      (bytes) =>
        drawDay(bytes, "第一党支部", quarter, false, candidates) === drawDay(bytes, scope, of, redrawn, candidates),
    ).length;

    const expected = seeds.length / candidates.length;
    expect(Math.abs(meetings - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  test("cannot be drawn from nothing", () => {
    expect(() => drawDay(seeds[0]!, "school", quarter, false, [])).toThrow(RangeError);
  });
});

describe("the commitment", () => {
  test("is the SHA-256 of seed, policy and quarter", () => {
    fc.assert(
      fc.property(seed, (bytes) => {
        const together = Buffer.concat([bytes, Buffer.from("guifang-2020-58"), Buffer.from("2026Q4")]);

        expect(commitmentTo(bytes, "guifang-2020-58", quarter)).toBe(
          createHash("sha256").update(together).digest("hex"),
        );
      }),
    );
  });

  test.each([
    ["seed", commitmentTo(seeds[1]!, "guifang-2020-58", quarter)],
    ["policy", commitmentTo(seeds[0]!, "low-burden", quarter)],
    ["quarter", commitmentTo(seeds[0]!, "guifang-2020-58", "2026Q3" as Quarter)],
  ])("is another one for another %s", (_, other) => {
    expect(other).not.toBe(commitmentTo(seeds[0]!, "guifang-2020-58", quarter));
  });
});
