import type { DocumentRequest, Documents } from "../documents/documents.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import type { Platform } from "../platform/platform.ts";
import type { Database } from "../store/database.ts";
import type { RenderDocument } from "./deliver.ts";
import { branchTableData } from "./render/branch-table.ts";
import { noticeData } from "./render/notice.ts";
import { ownDataData } from "./render/own-data.ts";
import { rankingChartData } from "./render/ranking-chart.ts";
import { spotPicture } from "./render/spot-picture.ts";
import { summaryTableData } from "./render/summary-table.ts";

/** Makes the files that deliveries name, from stored figures that do not change any more. */
export function renderDocument(
  db: Database,
  platform: Pick<Platform, "download">,
  documents: Documents,
  school: string,
): RenderDocument {
  return async ({ kind, name, document }) => {
    if (document.kind === "spot-picture") return spotPicture(db, platform, name, document);
    return { kind, name, bytes: await documents.make(requestFor(db, document, school)) };
  };
}

/** What the documents' thread is asked for. */
export function requestFor(
  db: Database,
  ref: Exclude<DocumentRef, { kind: "spot-picture" }>,
  school: string,
): DocumentRequest {
  switch (ref.kind) {
    case "ranking-chart":
      return { kind: "ranking-chart", data: rankingChartData(db, ref, school) };
    case "summary-table":
      return { kind: "summary-workbook", data: summaryTableData(db, ref, school) };
    case "branch-table":
      return { kind: "branch-workbook", data: branchTableData(db, ref, school) };
    case "notice":
      return { kind: "notice", data: noticeData(db, ref, school) };
    case "own-data":
      return { kind: "own-data", data: ownDataData(db, ref, school) };
    default:
      return ref satisfies never;
  }
}
