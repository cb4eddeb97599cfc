import { expect, test } from "vitest";
import { workCalendar } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { countDays } from "../../src/domain/year-count.ts";

const { count } = defaultPolicy.parameters.year;
const calendar = workCalendar();

test.each([
  // 26 December is a Thursday: Friday, Monday.
  [2024, "2024-12-26", "2024-12-30"],
  // A Friday: Monday, Tuesday would be the 30th.
  [2025, "2025-12-26", "2025-12-30"],
  // A Saturday: asked on Friday.
  [2026, "2026-12-25", "2026-12-29"],
  // Holidays not known. A Sunday: Friday 24, Monday 27, Tuesday 28.
  [2027, "2027-12-24", "2027-12-28"],
  // A Tuesday.
  [2028, "2028-12-26", "2028-12-28"],
])("the count of %i is from %s to %s", (year, first, last) => {
  expect(countDays(year, count, calendar)).toEqual({ first, last });
});

test("never ends after its latest day", () => {
  expect(countDays(2025, { ...count, workdays: 5 }, calendar).last).toBe("2025-12-30");
});
