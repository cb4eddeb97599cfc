import type { BranchWorkbook } from "../../documents/branch-workbook.ts";
import type { DocumentRef } from "../../domain/delivery.ts";
import type { Database } from "../../store/database.ts";

export function branchTableData(
  _db: Database,
  _ref: Extract<DocumentRef, { kind: "branch-table" }>,
  _school: string,
): BranchWorkbook {
  throw new Error("not made yet");
}
