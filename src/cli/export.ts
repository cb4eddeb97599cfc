import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { actInName, actOf, record } from "../acts/act.ts";
import { openDocuments } from "../documents/documents.ts";
import type { DocumentRequest } from "../documents/kinds.ts";
import { dayOf, minuteOf, type Quarter } from "../domain/calendar.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import type { Summary } from "../domain/summary.ts";
import { tableFileName } from "../messages/branch.ts";
import { noticeFile, summaryFiles } from "../messages/summary-files.ts";
import { requestFor } from "../papers/papers.ts";
import { type Database, transaction } from "../store/database.ts";
import { standingSummary, storedSummary } from "../store/summaries.ts";
import { type Command, CommandFailed, InputError } from "./command.ts";
import { memberValue, quarterValue } from "./values.ts";

export const exportFiles: Command = {
  usage: "export QUARTER|YEAR --out DIR",
  what: "导出季度的汇总表、各支部统计表、通报与排名图；加 --by ACCOUNT 在表上注明导出人与时间",
  options: { out: { type: "string" }, by: { type: "string" } },
  positionals: 1,
  async run(context, { positionals, options }) {
    const { db, now, config, print, say } = context;
    const quarter = quarterOnly(positionals[0]);
    const { out, by } = options;
    if (typeof out !== "string" || out === "") throw new InputError("请用 --out 写明存放文件的文件夹。");
    const exporter = by === undefined ? undefined : memberValue(db, by);
    const summary = summaryToExport(db, quarter, now());
    if (standingSummary(db, quarter, now())?.version !== summary.version) {
      say(`注意：${quarter} 之后又有更正或新的考核，导出的是第 ${summary.version} 版汇总。`);
    }
    const folder = folderAt(out);
    const mark = exporter === undefined ? undefined : `导出人：${exporter.name}，导出时间：${minuteOf(now())}。`;
    const files = filesOf(summary, dayOf(now()));
    const documents = openDocuments();
    try {
      for (const [name, document] of files) {
        const request = requestFor(db, document, config.schoolName, config.officeContact);
        const bytes = await documents.make(marked(request, mark));
        writeFileSync(join(folder, name), bytes);
        print(join(folder, name));
      }
    } finally {
      await documents.close();
    }
    const act = exporter === undefined ? actOf(context, undefined, "operator") : actInName(context, exporter);
    const detail = { version: summary.version, files: files.size };
    transaction(db, () => record(act, "export.quarter", `summary:${quarter}`, detail));
  },
};

function quarterOnly(text: string | undefined): Quarter {
  if (/^20\d{2}$/.test(text ?? "")) throw new InputError("年度文件的导出尚未提供，请写季度，如 2026Q4。");
  return quarterValue(text);
}

function summaryToExport(db: Database, quarter: Quarter, now: number): Summary {
  const stored = storedSummary(db, quarter);
  if (stored !== undefined) return stored;
  throw new CommandFailed(
    standingSummary(db, quarter, now) === undefined
      ? `${quarter} 还没有已结束的考核。`
      : `${quarter} 的汇总尚未生成：各支部考核全部结束后由服务自动生成。`,
  );
}

function folderAt(out: string): string {
  const folder = resolve(out);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new InputError(`文件夹“${folder}”无法建立：${(error as Error).message}`);
  }
  return folder;
}

/** By file name; the names are the contract's, whichever of 公示 and 通报 it is. */
function filesOf(summary: Summary, today: ReturnType<typeof dayOf>): Map<string, DocumentRef> {
  const files = new Map<string, DocumentRef>();
  for (const { name, document } of summaryFiles(summary)) files.set(name, document);
  files.set("通报.docx", noticeFile(summary, today).document);
  for (const { branch, roundId, tableVersion } of summary.branches) {
    files.set(freeName(tableFileName(branch), files), { kind: "branch-table", roundId, version: tableVersion });
  }
  return files;
}

/** Two names that became one without their special characters are told apart by a number. */
function freeName(name: string, files: ReadonlyMap<string, unknown>): string {
  let free = name;
  for (let number = 2; files.has(free); number += 1) free = name.replace(/(?=\.xlsx$)/, `-${number}`);
  return free;
}

/** A table that leaves the house says who exported it, and when. */
function marked(request: DocumentRequest, mark: string | undefined): DocumentRequest {
  if (mark === undefined) return request;
  switch (request.kind) {
    case "summary-table":
      return { ...request, data: { ...request.data, notes: [...request.data.notes, mark] } };
    case "branch-table":
      return { ...request, data: { ...request.data, notes: [...request.data.notes, mark] } };
    default:
      return request;
  }
}
