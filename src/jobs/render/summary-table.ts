import type { SummaryWorkbook } from "../../documents/summary-workbook.ts";
import type { DocumentRef } from "../../domain/delivery.ts";
import type { Database } from "../../store/database.ts";

export function summaryTableData(
  _db: Database,
  _ref: Extract<DocumentRef, { kind: "ranking-chart" | "summary-table" }>,
  _school: string,
): SummaryWorkbook {
  throw new Error("not made yet");
}
