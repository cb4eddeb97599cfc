import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageBurden } from "../../src/domain/burden.ts";

describe("the messages of a quarter", () => {
  test("are counted in all, for each in the mean, for the one who got most, and by how many got so many", () => {
    expect(messageBurden([3, 1, 3, 0])).toEqual({
      total: 7,
      mean: 1.75,
      most: 3,
      distribution: [
        { messages: 0, members: 1 },
        { messages: 1, members: 1 },
        { messages: 3, members: 2 },
      ],
    });
  });

  test("of nobody have no mean", () => {
    expect(messageBurden([])).toEqual({ total: 0, mean: null, most: 0, distribution: [] });
  });

  test("add up, whatever the order", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1 }), (counts) => {
        const { total, mean, most, distribution } = messageBurden(counts);

        expect(total).toBe(distribution.reduce((sum, { messages, members }) => sum + messages * members, 0));
        expect(distribution.reduce((sum, { members }) => sum + members, 0)).toBe(counts.length);
        expect(most).toBe(distribution.at(-1)!.messages);
        expect(Math.abs(mean! - total / counts.length)).toBeLessThanOrEqual(0.005 + 1e-9);
        expect(messageBurden(counts.toReversed())).toEqual({ total, mean, most, distribution });
      }),
    );
  });
});
