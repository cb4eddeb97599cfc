import { expect, test } from "vitest";
import { clauseText, daysText, dayText, ordinal, percentText } from "../../src/documents/wording.ts";
import { parseDay } from "../../src/domain/calendar.ts";

test("dates have no leading zeros, several become a span", () => {
  const [early, late] = [parseDay("2026-01-05"), parseDay("2026-03-10")];

  expect(dayText(early)).toBe("2026年1月5日");
  expect(daysText([early])).toBe("2026年1月5日");
  expect(daysText([late, early, late])).toBe("2026年1月5日至2026年3月10日");
});

test.each([
  [2, 3, "66.7%"],
  [0, 3, "0.0%"],
  [3, 3, "100%"],
  [9999, 10_000, "99.9%"],
  [0, 0, "—"],
])("%d of %d are %s: 100%% is said of everybody only", (part, whole, text) => {
  expect(percentText(part, whole)).toBe(text);
});

test.each([
  ["四（四）", "第四部分第（四）项"],
  ["五（三）2", "第五部分第（三）项第2目"],
  ["三、四（一）", "“三、四（一）”"],
])("the clause %s is cited as %s", (clause, text) => {
  expect(clauseText(clause)).toBe(text);
});

test("headings count in Chinese", () => {
  expect([1, 9, 10, 11, 20, 21].map(ordinal)).toEqual(["一", "九", "十", "十一", "二十", "二十一"]);
});
