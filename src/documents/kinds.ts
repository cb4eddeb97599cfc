import type { DocumentKind } from "../domain/delivery.ts";
import type { AppraisalWorkbook } from "./appraisal-workbook.ts";
import type { AwardNotice } from "./award-notice.ts";
import type { AwardWorkbook } from "./award-workbook.ts";
import type { BranchWorkbook } from "./branch-workbook.ts";
import type { Certificate } from "./certificate.ts";
import type { EligibilityWorkbook } from "./eligibility-workbook.ts";
import type { KeepsakeWorkbook } from "./keepsake-workbook.ts";
import type { Notice } from "./notice.ts";
import type { OwnDataWorkbook } from "./own-data.ts";
import type { RankingChart } from "./ranking-chart.ts";
import type { SummaryWorkbook } from "./summary-workbook.ts";
import type { TrendChart } from "./trend-chart.ts";

/** What a document of each kind is drawn from. */
export interface DataOf {
  "ranking-chart": RankingChart;
  "summary-table": SummaryWorkbook;
  notice: Notice;
  "branch-table": BranchWorkbook;
  "own-data": OwnDataWorkbook;
  "award-list": AwardWorkbook;
  "eligibility-list": EligibilityWorkbook;
  "appraisal-table": AppraisalWorkbook;
  "keepsake-list": KeepsakeWorkbook;
  "award-notice": AwardNotice;
  certificate: Certificate;
  trend: TrendChart;
}

/** What the thread is asked for. */
export type DocumentRequest<K extends DocumentKind = DocumentKind> = {
  [N in K]: { readonly kind: N; readonly data: DataOf[N] };
}[K];

/** What it answers with: a file, or why there is none. */
export type Made = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly error: string };
