import { expect, test } from "vitest";
import type { DocumentRequest } from "../../src/documents/kinds.ts";
import { noticeText } from "../../src/documents/notice.ts";
import { rankingChartSvg } from "../../src/documents/ranking-chart.ts";
import { aBranch, aChart, aCircular, aSummary, aSummaryLine } from "./samples.ts";

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

test("figures smuggled past the types do not reach a chart or a notice", () => {
  const branch = { ...aBranch(), scores: [77_777], members: 1, lowest: { name: "李明", total: 77_777 } };

  const chart = rankingChartSvg(aChart({ branches: [branch] }));
  const text = JSON.stringify(noticeText(aCircular({ branches: [branch] })));

  for (const document of [chart, text]) {
    expect(document).not.toContain("77777");
    expect(document).not.toContain("李明");
  }
});
