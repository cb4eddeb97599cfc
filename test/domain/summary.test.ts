import { describe, expect, test } from "vitest";
import { type Day, workCalendar } from "../../src/domain/calendar.ts";
import { builtInPolicies } from "../../src/domain/policy.ts";
import {
  closingOf,
  stateAfter,
  statesBefore,
  summaryActs,
  summaryStateNames,
  summaryStates,
  workdaysAfter,
} from "../../src/domain/summary.ts";

/** draft → submitted → approved | returned → published → archived; "—": not possible. */
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

describe("a published summary", () => {
  const [guifang] = builtInPolicies;
  const published = (kind: "公示" | "通报", noticeUntil: string | null) => ({
    policy: { ...guifang!, parameters: { ...guifang!.parameters, notice: { kind, days: 5 } } },
    noticeUntil: noticeUntil as Day | null,
  });
  const today = "2026-11-27" as Day;

  test.each([
    ["goes on to the end of its last day", "公示", "2026-11-27", 0, { kind: "running", until: "2026-11-27" }],
    ["goes on whatever is disputed", "公示", "2026-11-28", 2, { kind: "running", until: "2026-11-28" }],
    ["has no end while that cannot be counted", "公示", null, 0, { kind: "running", until: null }],
    ["waits for the answers", "公示", "2026-11-26", 2, { kind: "disputed", open: 2 }],
    ["is closed by a 通报", "公示", "2026-11-26", 0, { kind: "due" }],
    ["is closed when it was a 通报 itself", "通报", null, 0, { kind: "told" }],
    ["is not closed while it is disputed, though it was a 通报", "通报", null, 1, { kind: "disputed", open: 1 }],
  ] as const)("%s", (_, kind, until, open, closing) => {
    expect(closingOf(published(kind, until), today, open)).toEqual(closing);
  });
});

describe("working days after a day", () => {
  test("leave that day, weekends and holidays out, and count make-up workdays", () => {
    // 2026-09-20 and 2026-10-10 are worked for the days off from 1 to 7 October.
    expect(workdaysAfter(workCalendar(), "2026-09-30" as Day, 3)).toBe("2026-10-10");
    expect(workdaysAfter(workCalendar(), "2026-11-27" as Day, 5)).toBe("2026-12-04");
  });

  test("are not guessed where the holidays are not known", () => {
    expect(workdaysAfter(workCalendar(), "2026-12-30" as Day, 5)).toBeNull();
  });
});
