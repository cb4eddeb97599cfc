import type { DocumentKind } from "../domain/delivery.ts";
import type { DataOf } from "./kinds.ts";

/** Draws a document of each kind. Each library is loaded with the first one that needs it, and only in the thread. */
export const make: { readonly [K in DocumentKind]: (data: DataOf[K]) => Promise<Uint8Array> } = {
  "ranking-chart": async (data) => (await import("./ranking-chart.ts")).rankingChart(data),
  "summary-table": async (data) => (await import("./summary-workbook.ts")).summaryWorkbook(data),
  notice: async (data) => (await import("./notice.ts")).notice(data),
  "branch-table": async (data) => (await import("./branch-workbook.ts")).branchWorkbook(data),
  "own-data": async (data) => (await import("./own-data.ts")).ownDataWorkbook(data),
  "award-list": async (data) => (await import("./award-workbook.ts")).awardWorkbook(data),
  "eligibility-list": async (data) => (await import("./eligibility-workbook.ts")).eligibilityWorkbook(data),
  "appraisal-table": async (data) => (await import("./appraisal-workbook.ts")).appraisalWorkbook(data),
  "keepsake-list": async (data) => (await import("./keepsake-workbook.ts")).keepsakeWorkbook(data),
  "award-notice": async (data) => (await import("./award-notice.ts")).awardNotice(data),
  certificate: async (data) => (await import("./certificate.ts")).certificate(data),
  trend: async (data) => (await import("./trend-chart.ts")).trendChart(data),
};
