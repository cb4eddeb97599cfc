import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayBeShown, type Terms, termsOf } from "../../src/domain/disclosure.ts";
import type { MemberFigure } from "../../src/domain/ranking.ts";

const day = "2026-08-18" as never;

/** Lines of a table: the total, and the one before; null: none. */
function aTable(...lines: readonly (readonly [total: number | null, previous?: number | null, counted?: boolean])[]) {
  return lines.map(
    ([total, previous = null, counted = true], index): MemberFigure => ({
      memberId: index + 1,
      counted,
      total,
      previous: previous === null ? null : { total: previous, day },
    }),
  );
}

const terms = (...totals: readonly (number | null)[]): Terms =>
  termsOf(aTable(...totals.map((total) => [total] as const)), "exclude");

describe("an average is shown to everybody", () => {
  test.each([
    ["where three have reported", aTable([1], [2], [3]), "last", true],
    ["not where two have", aTable([1], [2]), "last", false],
    ["not where two have and a third counts as zero", aTable([1], [2], [null]), "zero", false],
    ["not where two have and nothing is known of a third", aTable([1], [2], [null]), "last", false],
    ["where a third is carried on", aTable([1], [2], [null, 3]), "last", true],
    ["where all three are carried on", aTable([null, 1], [null, 2], [null, 3]), "last", true],
    ["not where a third is left out", aTable([1], [2], [null, 3]), "exclude", false],
    ["not where a third is carried on and does not count", aTable([1], [2], [null, 3, false]), "last", false],
    ["not where nobody is", aTable(), "last", false],
  ] as const)("%s", (_, table, missing, shown) => {
    expect(mayBeShown(termsOf(table, missing), [])).toBe(shown);
  });

  test.each([
    ["where nothing has changed since it was shown", [[1, 2, 3]], [1, 2, 3], true],
    ["not where one has changed", [[1, 2, 3]], [1, 2, 4], false],
    ["not where two have", [[1, 2, 3, 4]], [1, 2, 5, 6], false],
    ["where three have", [[1, 2, 3, 4]], [1, 5, 6, 7], true],
    ["not where one has left", [[1, 2, 3, 4]], [1, 2, 3, null], false],
    ["not where one has come", [[1, 2, 3]], [1, 2, 3, 4], false],
    ["not where one has come and one has changed", [[1, 2, 3]], [1, 2, 4, 5], false],
    [
      "not where it differs little from one that was shown before the last one",
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [1, 2, 7],
      false,
    ],
    ["where it was never shown before", [], [1, 2, 4], true],
  ] as const)("%s", (_, before, now, shown) => {
    expect(
      mayBeShown(
        terms(...now),
        before.map((each) => terms(...each)),
      ),
    ).toBe(shown);
  });

  test("and of what was shown no two tell the change of one or two", () => {
    const table = fc.array(fc.option(fc.nat(3)), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(table, { maxLength: 8 }), (tables) => {
        const shown: Terms[] = [];
        for (const table of tables.map((totals) => terms(...totals))) if (mayBeShown(table, shown)) shown.push(table);

        for (const a of shown) {
          expect(a.size).toBeGreaterThanOrEqual(3);
          for (const b of shown) {
            const members = new Set([...a.keys(), ...b.keys()]);
            const changes = [...members].filter((member) => a.get(member) !== b.get(member)).length;
            expect([1, 2]).not.toContain(changes);
          }
        }
      }),
    );
  });
});
