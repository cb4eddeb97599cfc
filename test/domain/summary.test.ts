import { describe, expect, test } from "vitest";
import { stateAfter, statesBefore, summaryActs, summaryStateNames, summaryStates } from "../../src/domain/summary.ts";

/** design.md §2: draft → submitted → approved | returned → published → archived; "—": not possible. */
const table = `
            submit     approve   return    publish    archive
  draft     submitted  —         —         —          —
  submitted —          approved  returned  —          —
  approved  —          —         —         published  —
  returned  submitted  —         —         —          —
  published —          —         —         —          archived
  archived  —          —         —         —          —
`;
const [acts = [], ...rows] = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const cases = rows.flatMap(([state, ...after]) => acts.map((act, index) => [state, act, after[index]] as const));

describe("a summary", () => {
  test("is tested in every state with every act", () => {
    expect(rows.map(([state]) => state)).toEqual(summaryStates);
    expect(acts).toEqual(summaryActs);
  });

  test.each(cases)("in state %s, after %s: %s", (state, act, after) => {
    const from = summaryStates.find((known) => known === state)!;
    const done = summaryActs.find((known) => known === act)!;

    expect(stateAfter(from, done) ?? "—").toBe(after);
    expect(statesBefore(done).includes(from)).toBe(after !== "—");
  });

  test("has a name for each of its states", () => {
    expect(Object.keys(summaryStateNames)).toEqual(summaryStates);
    expect(new Set(Object.values(summaryStateNames)).size).toBe(summaryStates.length);
  });
});
