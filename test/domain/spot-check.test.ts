import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInPolicies, defaultPolicy } from "../../src/domain/policy.ts";
import { sampleSize, spotSample } from "../../src/domain/spot-check.ts";

const { spotCheck } = defaultPolicy.parameters;
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const someIds = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 60 });
const percent = fc.integer({ min: 0, max: 100 });
const shuffled = (ids: readonly number[]) => fc.shuffledSubarray([...ids], { minLength: ids.length });

describe("the size of the sample", () => {
  test.each([
    [0, 0],
    [1, 1],
    [20, 1],
    [21, 2],
    [40, 2],
    [100, 5],
    [101, 6],
  ])("of %i who reported is %i under the school's document", (reported, size) => {
    expect(sampleSize(reported, spotCheck)).toBe(size);
  });

  test("is the share rounded up, exactly, at least so many, and never more than there are", () => {
    fc.assert(
      fc.property(fc.nat({ max: 5000 }), percent, fc.nat({ max: 10 }), (reported, share, atLeast) => {
        const shared = Number((BigInt(reported) * BigInt(share) + 99n) / 100n);

        expect(sampleSize(reported, { share: share / 100, atLeast })).toBe(
          Math.min(reported, Math.max(shared, atLeast)),
        );
      }),
    );
  });

  test("is nothing under the policy that checks nobody", () => {
    const { parameters } = builtInPolicies.find(({ id }) => id === "low-burden")!;

    expect(sampleSize(10_000, parameters.spotCheck)).toBe(0);
    expect(spotSample(new Uint8Array(32), 1, [1, 2, 3], parameters.spotCheck)).toEqual([]);
  });
});

describe("the sample", () => {
  test("is of the members given, each once, and the same in whatever order they come", () => {
    const given = someIds.chain((ids) => fc.tuple(fc.constant(ids), shuffled(ids)));
    fc.assert(
      fc.property(seed, fc.nat(), given, percent, (bytes, round, [ids, other], share) => {
        const rules = { share: share / 100, atLeast: 1 };
        const sample = spotSample(bytes, round, ids, rules);

        expect(sample).toHaveLength(sampleSize(ids.length, rules));
        expect(new Set(sample).size).toBe(sample.length);
        expect(ids).toEqual(expect.arrayContaining(sample));
        expect(spotSample(bytes, round, other, rules)).toEqual(sample);
      }),
    );
  });

  test("is those with the smallest HMAC-SHA256 of round and member", () => {
    const bytes = Buffer.alloc(32, 7);
    const ids = Array.from({ length: 50 }, (_, index) => index + 1);
    const lot = (id: number) => createHmac("sha256", bytes).update(`12\n${id}`).digest("hex");

    const [first, second, third] = ids.toSorted((a, b) => (lot(a) < lot(b) ? -1 : 1));

    expect(spotSample(bytes, 12, ids, spotCheck)).toEqual([first!, second!, third!].sort((a, b) => a - b));
  });

  test("of another round or seed is another one", () => {
    const ids = Array.from({ length: 1000 }, (_, index) => index + 1);
    const one = spotSample(Buffer.alloc(32, 1), 1, ids, spotCheck);

    expect(spotSample(Buffer.alloc(32, 1), 2, ids, spotCheck)).not.toEqual(one);
    expect(spotSample(Buffer.alloc(32, 2), 1, ids, spotCheck)).not.toEqual(one);
  });

  test("favours nobody", () => {
    const ids = [3, 4, 8, 15, 16];
    const times = new Map(ids.map((id) => [id, 0]));
    for (let round = 0; round < 5000; round += 1) {
      for (const id of spotSample(Buffer.alloc(32, 9), round, ids, spotCheck)) times.set(id, times.get(id)! + 1);
    }

    // A binomial count of 5000 tries leaves five standard deviations less often than once in a million.
    for (const count of times.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(800));
  });
});
