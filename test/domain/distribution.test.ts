import fc from "fast-check";
import { expect, test } from "vitest";
import { growthClasses } from "../../src/domain/distribution.ts";

const times = (count: number, growth: number) => Array<number>(count).fill(growth);

test("growth is counted in classes of one width, open at both ends", () => {
  const growths = [...times(5, 3999), ...times(6, 4000), ...times(7, 5999), ...times(8, 6000), ...times(9, 13_000)];

  expect(growthClasses(growths)).toEqual([
    { from: null, below: 4000, members: 5 },
    { from: 4000, below: 5000, members: 6 },
    { from: 5000, below: 6000, members: 7 },
    { from: 6000, below: 7000, members: 8 },
    { from: 7000, below: null, members: 9 },
  ]);
});

test("a class of fewer than five is merged with the next, the last with the one before", () => {
  const growths = [...times(4, 1000), ...times(1, 2000), ...times(5, 5000), ...times(4, 9500)];

  expect(growthClasses(growths)).toEqual([
    { from: null, below: 3000, members: 5 },
    { from: 3000, below: null, members: 9 },
  ]);
});

test("of fewer than five members there are no classes, of five one without edges", () => {
  expect(growthClasses([])).toEqual([]);
  expect(growthClasses(times(4, 6000))).toEqual([]);
  expect(growthClasses([0, 10, 6000, 6001, 12_000])).toEqual([{ from: null, below: null, members: 5 }]);
});

test("whatever the growths, every member stands in one class and no class has fewer than five", () => {
  const growths = fc.array(fc.integer({ min: -100, max: 200_000 }), { minLength: 5, maxLength: 400 });
  fc.assert(
    fc.property(growths, (all) => {
      const classes = growthClasses(all);
      expect(classes.length).toBeLessThanOrEqual(13);
      expect(classes[0]!.from).toBeNull();
      expect(classes.at(-1)!.below).toBeNull();
      for (const [index, { from, below, members }] of classes.entries()) {
        const inside = all.filter((growth) => growth >= (from ?? -Infinity) && growth < (below ?? Infinity));
        expect(members).toBe(inside.length);
        expect(members).toBeGreaterThanOrEqual(5);
        if (index > 0) expect(from).toBe(classes[index - 1]!.below);
      }
    }),
  );
});
