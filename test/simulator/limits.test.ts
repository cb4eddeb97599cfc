import { expect, test } from "vitest";
import { DailyLimit, SlidingLimit } from "../../src/simulator/limits.ts";

test("a window slides: room is made by the oldest use, not by the full minute", () => {
  const limit = new SlidingLimit(2, 60_000);

  expect([limit.take("a", 0), limit.take("a", 50_000), limit.take("a", 59_999)]).toEqual([true, true, false]);
  expect([limit.take("a", 60_000), limit.take("a", 60_001)]).toEqual([true, false]);
});

test("each key has its own window", () => {
  const limit = new SlidingLimit(1, 60_000);

  expect([limit.take("a", 0), limit.take("b", 0), limit.take("a", 0)]).toEqual([true, true, false]);
});

test("who goes over is shut out for the whole block, though the window has room again", () => {
  const limit = new SlidingLimit(1, 60_000, 60_000);

  expect([limit.take("a", 0), limit.take("a", 59_000), limit.take("a", 61_000)]).toEqual([true, false, false]);
  expect(limit.take("a", 119_000)).toBe(true);
});

test("uses that lie in the future after the clock was set back do not count", () => {
  const limit = new SlidingLimit(2, 60_000, 60_000);
  for (let use = 0; use < 3; use += 1) limit.take("a", 1_000_000);

  expect([limit.take("a", 10), limit.take("a", 20), limit.take("a", 30)]).toEqual([true, true, false]);
});

test("a window of many uses stays exact", () => {
  const limit = new SlidingLimit(1000, 60_000);
  let taken = 0;
  for (let at = 0; at < 600_000; at += 10) if (limit.take("a", at)) taken += 1;

  expect(taken).toBe(10_000);
});

test("a day's limit counts weights and begins anew at midnight in Shanghai", () => {
  const limit = new DailyLimit(5);
  const beforeMidnight = Date.UTC(2026, 10, 18, 15, 59);

  expect([limit.take(beforeMidnight, 3), limit.take(beforeMidnight, 3), limit.take(beforeMidnight, 2)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(limit.take(beforeMidnight + 60_000, 5)).toBe(true);
});
