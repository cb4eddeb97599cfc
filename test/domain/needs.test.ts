import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../src/domain/calendar.ts";
import { type Need, needsToTell, type ToldNeeds, toldAfter } from "../../src/domain/needs.ts";

const need = (topic: string, count = 1): Need => ({ topic, count });

describe("a need is told", () => {
  test("when it is new", () => {
    expect(needsToTell([need("a")], {}, 0)).toEqual([need("a")]);
  });

  test("when there is more of it, not when it is the same or less", () => {
    const told = { a: { count: 2, at: 0 } };

    expect(needsToTell([need("a", 3)], told, 1)).toHaveLength(1);
    expect(needsToTell([need("a", 2)], told, 1)).toEqual([]);
    expect(needsToTell([need("a", 1)], told, 1)).toEqual([]);
  });

  test("again after a week, not sooner", () => {
    const told = { a: { count: 2, at: 0 } };

    expect(needsToTell([need("a", 2)], told, 7 * DAY_MS - 1)).toEqual([]);
    expect(needsToTell([need("a", 2)], told, 7 * DAY_MS)).toHaveLength(1);
  });

  test("anew when it was over in between, or had become less", () => {
    const over = toldAfter([], [], { a: { count: 2, at: 0 } }, 1);
    const less = toldAfter([need("a", 1)], [], { a: { count: 2, at: 0 } }, 1);

    expect(needsToTell([need("a", 1)], over, 2)).toHaveLength(1);
    expect(needsToTell([need("a", 2)], less, 2)).toHaveLength(1);
  });

  test("tomorrow when nothing may be said today: what was not told is not remembered as told", () => {
    const told = toldAfter([need("a")], [], {}, 1);

    expect(needsToTell([need("a")], told, 2)).toEqual([need("a")]);
  });
});

const topic = fc.constantFrom("a", "b", "c");
const needs = fc.uniqueArray(fc.record({ topic, count: fc.integer({ min: 1, max: 5 }) }), { selector: (n) => n.topic });

test("whatever comes and goes, nothing unchanged is told twice within a week, and nothing waits longer", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ needs, hours: fc.integer({ min: 1, max: 100 }) })), (looks) => {
      let told: ToldNeeds = {};
      let now = 0;
      const last = new Map<string, { count: number; at: number }>();
      for (const look of looks) {
        now += look.hours * 3_600_000;
        const telling = needsToTell(look.needs, told, now);
        for (const { topic, count } of look.needs) {
          const known = last.get(topic);
          const is = telling.some((one) => one.topic === topic);
          const due = known === undefined || count > known.count || now - known.at >= 7 * DAY_MS;
          expect(is).toBe(due);
          last.set(topic, due ? { count, at: now } : { count: Math.min(count, known.count), at: known.at });
        }
        for (const gone of [...last.keys()].filter((key) => !look.needs.some(({ topic }) => topic === key))) {
          last.delete(gone);
        }
        told = toldAfter(look.needs, telling, told, now);
      }
    }),
  );
});
