import { expect, test } from "vitest";
import { Growth } from "../../src/simulator/growth.ts";

const DAY = 86_400_000;
/** 2026-01-01 00:00 in Shanghai. */
const NEW_YEAR = Date.UTC(2025, 11, 31, 16);
const start = { account: "gf00001", startTotal: 20_000, asOf: "2025-12-31", pace: 20 };

test("the total holds at the end of its day and grows from midnight in Shanghai on", () => {
  const growth = new Growth(1, start);

  expect(growth.totalAt(NEW_YEAR - 1)).toBe(20_000);
  expect(growth.totalAt(NEW_YEAR)).toBe(20_000 + growth.gainOn(NEW_YEAR));
  expect(growth.totalAt(NEW_YEAR + DAY - 1)).toBe(growth.totalAt(NEW_YEAR));
});

test("no day gives less than nothing or more than 66, and a year is near the usual pace", () => {
  const growth = new Growth(1, { ...start, pace: 58 });

  const gains = Array.from({ length: 365 }, (_, day) => growth.gainOn(NEW_YEAR + day * DAY));

  expect(Math.min(...gains)).toBe(0);
  expect(Math.max(...gains)).toBe(66);
  const sum = gains.reduce((total, gain) => total + gain, 0);
  expect(growth.totalAt(NEW_YEAR + 364 * DAY)).toBe(20_000 + sum);
  expect(sum / 365).toBeGreaterThan(45);
});

test("asked in any order, the same seed gives the same totals; another seed others", () => {
  const days = [300, 10, 200, 0, 364];
  const asked = (growth: Growth) => days.map((day) => growth.totalAt(NEW_YEAR + day * DAY));

  expect(asked(new Growth(1, start))).toEqual(asked(new Growth(1, start)));
  expect(new Growth(1, start).totalAt(NEW_YEAR + 10 * DAY)).toBe(asked(new Growth(1, start))[1]);
  expect(asked(new Growth(2, start))).not.toEqual(asked(new Growth(1, start)));
});
