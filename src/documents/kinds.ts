import type { DocumentKind } from "../domain/delivery.ts";
import type { BranchWorkbook } from "./branch-workbook.ts";
import type { Notice } from "./notice.ts";
import type { OwnDataWorkbook } from "./own-data.ts";
import type { RankingChart } from "./ranking-chart.ts";
import type { SummaryWorkbook } from "./summary-workbook.ts";

/** What a document of each kind is drawn from. */
export interface DataOf {
  "ranking-chart": RankingChart;
  "summary-table": SummaryWorkbook;
  notice: Notice;
  "branch-table": BranchWorkbook;
  "own-data": OwnDataWorkbook;
}

/** What the thread is asked for. */
export type DocumentRequest<K extends DocumentKind = DocumentKind> = {
  [N in K]: { readonly kind: N; readonly data: DataOf[N] };
}[K];

/** What it answers with: a file, or why there is none. */
export type Made = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly error: string };
