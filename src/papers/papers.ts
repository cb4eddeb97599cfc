import type { Documents } from "../documents/documents.ts";
import type { DataOf, DocumentRequest } from "../documents/kinds.ts";
import type { DocumentKind, DocumentRef, Message } from "../domain/delivery.ts";
import type { OutboundFile, Platform } from "../platform/platform.ts";
import type { Database } from "../store/database.ts";
import { branchTableData } from "./branch-table.ts";
import { noticeData } from "./notice.ts";
import { ownDataData } from "./own-data.ts";
import { rankingChartData } from "./ranking-chart.ts";
import { spotPicture } from "./spot-picture.ts";
import { summaryTableData } from "./summary-table.ts";
import {
  appraisalTableData,
  awardTableData,
  certificateData,
  eligibilityTableData,
  keepsakeTableData,
} from "./year.ts";
import { awardNoticeOf, fromPaper, paperOf, trendOf } from "./year-paper.ts";

/** What a document of each kind is drawn from, by stored figures that do not change any more. */
const data: {
  readonly [K in DocumentKind]: (db: Database, ref: DocumentRef<K>, school: string, contact?: string) => DataOf[K];
} = {
  "ranking-chart": rankingChartData,
  "summary-table": summaryTableData,
  notice: noticeData,
  "award-list": fromPaper(awardTableData),
  "eligibility-list": fromPaper(eligibilityTableData),
  "appraisal-table": fromPaper(appraisalTableData),
  "keepsake-list": fromPaper(keepsakeTableData),
  "award-notice": awardNoticeOf,
  certificate: (db, ref, school) => certificateData(paperOf(db, ref, school), ref.winner, ref.date),
  trend: trendOf,
  "branch-table": branchTableData,
  "own-data": ownDataData,
};

export function requestFor<K extends DocumentKind>(
  db: Database,
  ref: DocumentRef<K>,
  school: string,
  contact?: string,
): DocumentRequest<K> {
  return { kind: ref.kind, data: data[ref.kind](db, ref, school, contact) };
}

/** Makes the file that a message only names. */
export type RenderDocument = (message: Extract<Message, { kind: "file" | "image" }>) => Promise<OutboundFile>;

export function renderDocument(
  db: Database,
  platform: Pick<Platform, "download">,
  documents: Documents,
  school: string,
  contact?: string,
): RenderDocument {
  return async ({ kind, name, document }) => {
    if (document.kind === "spot-picture") return spotPicture(db, platform, name, document);
    return { kind, name, bytes: await documents.make(requestFor(db, document, school, contact)) };
  };
}
