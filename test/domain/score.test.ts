import { expect, test } from "vitest";
import type { Day } from "../../src/domain/calendar.ts";
import { largestTotal, plausibility } from "../../src/domain/score.ts";

const today = "2026-11-18" as Day;
const previous = { total: 11_020, day: "2026-08-18" as Day };

test("a total may grow by 66 for each day since the last report, and not by one more", () => {
  expect(largestTotal(previous, today)).toBe(11_020 + 6072);
  expect(plausibility(17_092, previous, today)).toBe("plausible");
  expect(plausibility(17_093, previous, today)).toBe("above-possible");
});

test("the same total again is plausible, one point less is not", () => {
  expect(plausibility(11_020, previous, today)).toBe("plausible");
  expect(plausibility(11_019, previous, today)).toBe("below-last");
});

test("a first total is bounded by the days since the app opened, and up to 66 it may be today's points", () => {
  expect(largestTotal(undefined, today)).toBe(189_948);
  expect(plausibility(189_949, undefined, today)).toBe("above-possible");
  expect(plausibility(66, undefined, today)).toBe("maybe-today");
  expect(plausibility(67, undefined, today)).toBe("plausible");
});
