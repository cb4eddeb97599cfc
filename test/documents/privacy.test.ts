import { expect, test } from "vitest";
import { type AwardNotice, awardNoticeText } from "../../src/documents/award-notice.ts";
import type { KeepsakeWorkbook } from "../../src/documents/keepsake-workbook.ts";
import type { DocumentRequest } from "../../src/documents/kinds.ts";
import { noticeText } from "../../src/documents/notice.ts";
import { rankingChartSvg } from "../../src/documents/ranking-chart.ts";
import { type TrendChart, trendChartSvg } from "../../src/documents/trend-chart.ts";
import { aBranch, aChart, aCircular, aSummary, aSummaryLine } from "./samples.ts";
import {
  aCommendation,
  aGrowth,
  aKeepsakeTable,
  anAwardPublicNotice,
  aTrend,
  aTrendLine,
  aTrendPoint,
} from "./year-samples.ts";

/** `tsc` runs over this file: each line below must be refused, or the check fails. */
export const refused: readonly DocumentRequest[] = [
  // @ts-expect-error a chart has no members
  { kind: "ranking-chart", data: { ...aChart(), members: [{ name: "李明", total: 42_310 }] } },
  // @ts-expect-error a branch in a chart has no scores
  { kind: "ranking-chart", data: { ...aChart(), branches: [{ ...aBranch(), scores: [42_310] }] } },
  // @ts-expect-error a branch in a chart is not a person
  { kind: "ranking-chart", data: { ...aChart(), branches: [{ name: "李明", total: 42_310, rank: 1 }] } },
  // @ts-expect-error a line of the summary has no person's total
  { kind: "summary-table", data: { ...aSummary(), branches: [{ ...aSummaryLine(), lowest: "李明 100" }] } },
  // @ts-expect-error a notice has no list of members
  { kind: "notice", data: { ...aCircular(), talks: [{ name: "李明", total: 42_310 }] } },
  // @ts-expect-error a branch in a notice has no members' totals
  { kind: "notice", data: { ...aCircular(), branches: [{ ...aBranch(), totals: [42_310] }] } },
];

export const refusedOfAYear: readonly (AwardNotice | KeepsakeWorkbook | TrendChart)[] = [
  // @ts-expect-error a winner in a notice has no growth
  { ...aCommendation(), winners: [{ name: "李明", branch: "甲支部", growth: 6120 }] },
  // @ts-expect-error nor in the 公示
  { ...anAwardPublicNotice(), winners: [{ name: "李明", branch: "甲支部", award: aGrowth() }] },
  // @ts-expect-error a notice names nobody who is not awarded
  { ...aCommendation(), notEligible: [{ name: "李明", branch: "甲支部" }] },
  // @ts-expect-error a branch in a notice is a name
  { ...aCommendation(), bestBranches: [{ branch: "甲支部", average: { sum: 1, members: 1 } }] },
  // @ts-expect-error who signs for a keepsake has no growth there
  { ...aKeepsakeTable(), winners: [{ name: "李明", branch: "甲支部", growth: 6120 }] },
  // @ts-expect-error a branch in the trend has no members' totals
  { ...aTrend(), branches: [{ ...aTrendLine(), totals: [42_310] }] },
  // @ts-expect-error nor has a quarter of it
  { ...aTrend(), whole: { name: "全校", points: [{ ...aTrendPoint(null), lowest: 42_310 }] } },
];

test("figures smuggled past the types do not reach a chart or a notice", () => {
  const branch = { ...aBranch(), scores: [77_777], members: 1, lowest: { name: "李明", total: 77_777 } };

  const chart = rankingChartSvg(aChart({ branches: [branch] }));
  const text = JSON.stringify(noticeText(aCircular({ branches: [branch] })));

  for (const document of [chart, text]) {
    expect(document).not.toContain("77777");
    expect(document).not.toContain("李明");
  }
});

test("figures smuggled past the types do not reach the year's notices or its trend", () => {
  const winner = { name: "李明", branch: "甲支部", growth: 77_777, award: aGrowth({ growth: 77_777 }) };
  const point = { ...aTrendPoint(null), lowest: { name: "李明", total: 77_777 } };

  const texts = [aCommendation({ winners: [winner] }), anAwardPublicNotice({ winners: [winner] })].map((data) =>
    JSON.stringify(awardNoticeText(data)),
  );
  const chart = trendChartSvg(aTrend({ branches: [aTrendLine({ points: [point, null, null, null] })] }));

  for (const document of [...texts, chart]) expect(document).not.toContain("77777");
  expect(chart).not.toContain("李明");
});
