import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { actInName, actOf, record } from "../acts/act.ts";
import { openDocuments } from "../documents/documents.ts";
import type { DocumentRequest } from "../documents/kinds.ts";
import { countOf, type Day, dayOf, isCount, minuteOf, type Quarter, yearOf } from "../domain/calendar.ts";
import type { DocumentKind, DocumentRef } from "../domain/delivery.ts";
import type { Summary } from "../domain/summary.ts";
import { tableFileName } from "../messages/branch.ts";
import { fileName } from "../messages/format.ts";
import { noticeFile, summaryFiles } from "../messages/summary-files.ts";
import { yearNotCounted } from "../messages/year.ts";
import { requestFor } from "../papers/papers.ts";
import { type Database, transaction } from "../store/database.ts";
import { isForgottenAccount } from "../store/members.ts";
import { standingSummary, storedSummary } from "../store/summaries.ts";
import { overviewOf } from "../store/year-overview.ts";
import { type Command, CommandFailed, InputError } from "./command.ts";
import { memberValue, quarterValue, yearValue } from "./values.ts";

/** One line of progress for so many files. */
const PROGRESS = 50;

export const exportFiles: Command = {
  usage: "export QUARTER|YEAR --out DIR",
  what: "导出季度的汇总表、统计表、通报与排名图，或年度的各表、通报、趋势图与奖状；加 --by ACCOUNT 注明导出人与时间",
  options: { out: { type: "string" }, by: { type: "string" } },
  positionals: 1,
  async run(context, { positionals, options }) {
    const { db, now, config, print, say } = context;
    const quarter = periodValue(positionals[0]);
    const { out, by } = options;
    if (typeof out !== "string" || out === "") throw new InputError("请用 --out 写明存放文件的文件夹。");
    const exporter = by === undefined ? undefined : memberValue(db, by);
    const summary = summaryToExport(db, quarter, now());
    if (standingSummary(db, quarter, now())?.version !== summary.version) {
      say(`注意：${quarter} 之后又有更正或新的考核，导出的是第 ${summary.version} 版汇总。`);
    }
    const folder = folderAt(out);
    const mark = exporter === undefined ? undefined : `导出人：${exporter.name}，导出时间：${minuteOf(now())}。`;
    const today = dayOf(now());
    const files = isCount(quarter) ? yearFilesOf(db, summary, today) : filesOf(summary, today);
    const documents = openDocuments();
    try {
      for (const [index, [name, document]] of [...files].entries()) {
        // The certificates of a large school take half a minute: whoever sits there sees that it goes on.
        if (context.ask !== undefined && index % PROGRESS === PROGRESS - 1) say(`${index + 1}/${files.size}`);
        const request = requestFor(db, document, config.schoolName, config.officeContact);
        const bytes = await documents.make(marked(request, mark));
        mkdirSync(dirname(join(folder, name)), { recursive: true });
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

/** A quarter, or a year by its count. */
function periodValue(text: string | undefined): Quarter {
  return /^\d{4}$/.test(text ?? "") ? countOf(yearValue(text)) : quarterValue(text);
}

function summaryToExport(db: Database, quarter: Quarter, now: number): Summary {
  const stored = storedSummary(db, quarter);
  if (stored !== undefined) return stored;
  if (isCount(quarter)) throw new CommandFailed(yearNotCounted(yearOf(quarter)));
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

/** By file name: the year's tables, its notice, and a certificate for each winner and each best branch. */
function yearFilesOf(db: Database, summary: Summary, today: Day): Map<string, DocumentRef> {
  const files = new Map<string, DocumentRef>();
  for (const { name, document } of summaryFiles(summary)) files.set(name, document);
  files.set("表彰通报.docx", noticeFile(summary, today).document);
  const { quarter, version, changedAt } = summary;
  const ref = { kind: "certificate", year: yearOf(quarter), version, date: dayOf(changedAt) } as const;
  const { members, branches } = overviewOf(db, summary);
  for (const { memberId, account, name, branch, award } of members) {
    if (award === null || isForgottenAccount(account)) continue;
    files.set(freeName(`奖状/${fileName(`${branch}-${name}`)}.pdf`, files), { ...ref, winner: { memberId } });
  }
  for (const { branchId, branch, awarded } of branches) {
    if (awarded) files.set(freeName(`奖状/${fileName(branch)}.pdf`, files), { ...ref, winner: { branchId } });
  }
  return files;
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
  for (let number = 2; files.has(free); number += 1) free = name.replace(/(?=\.\w+$)/, `-${number}`);
  return free;
}

const TABLES: readonly DocumentKind[] = [
  "summary-table",
  "branch-table",
  "award-list",
  "eligibility-list",
  "appraisal-table",
  "keepsake-list",
];

/** A table that leaves the house says who exported it, and when. */
function marked(request: DocumentRequest, mark: string | undefined): DocumentRequest {
  if (mark === undefined || !TABLES.includes(request.kind) || !("notes" in request.data)) return request;
  return { ...request, data: { ...request.data, notes: [...request.data.notes, mark] } } as DocumentRequest;
}
