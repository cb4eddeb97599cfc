import type { SummaryColumn, SummaryLine, SummaryWorkbook } from "../documents/summary-workbook.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import { clauseOf } from "../domain/policy.ts";
import { sumOf } from "../domain/ranking.ts";
import { asOfficial, asPublic, completionOnly, type Summary } from "../domain/summary.ts";
import { missingNote } from "../messages/notice.ts";
import { figureMarks } from "../messages/summary.ts";
import type { Database } from "../store/database.ts";
import { withDisclosure } from "../store/disclosure.ts";
import { summaryVersion, tableMarks } from "../store/summaries.ts";
import { unheldTalks } from "../store/talks.ts";
import { daysOf } from "./summary-days.ts";

/** 汇总表.xlsx of a stored version, for office and committee: the branches' figures as they were frozen. */
export function summaryTableData(
  db: Database,
  { quarter, version }: DocumentRef<"summary-table">,
  school: string,
): SummaryWorkbook {
  const summary = withDisclosure(db, summaryVersion(db, quarter, version));
  const branches = asOfficial(summary).branches.map((branch) => lineOf(db, summary, branch));
  return {
    school,
    quarter,
    days: daysOf(db, summary),
    branches,
    whole: {
      branch: "合计",
      rank: null,
      enrolled: total(branches.map(({ enrolled }) => enrolled)),
      members: total(branches.map(({ members }) => members)),
      reported: total(branches.map(({ reported }) => reported)),
      average: sumOf(branches.map(({ average }) => average)),
      growth: sumOf(branches.map(({ growth }) => growth)),
    },
    notes: notesOf(summary),
    columns: completionOnly(summary) ? summaryColumns.filter((column) => column !== "rank") : summaryColumns,
  };
}

export const summaryColumns: readonly SummaryColumn[] = [
  "number",
  "branch",
  "enrolled",
  "members",
  "reported",
  "completion",
  "total",
  "average",
  "growth",
  "rank",
  "note",
];

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

function lineOf(db: Database, { policy, quarter }: Summary, branch: Summary["branches"][number]): SummaryLine {
  const { missing } = policy.parameters.branchRank;
  const { members, reported, roundId, tableVersion } = branch;
  const unheld = unheldTalks(db, branch.branchId, quarter);
  const { enrolled, growth, ...stands } = tableMarks(db, roundId, tableVersion);
  const marks = [
    ...figureMarks(missing, members - reported, stands),
    ...(unheld === 0 ? [] : [`上季度未谈 ${unheld}`]),
    ...(tableVersion > 1 ? [`统计表第 ${tableVersion} 版`] : []),
  ];
  return {
    branch: branch.branch,
    rank: branch.rank,
    members,
    reported,
    average: branch.average,
    enrolled,
    growth,
    ...(marks.length === 0 ? {} : { note: marks.join("；") }),
  };
}

function notesOf(summary: Summary): string[] {
  const { policy, version } = summary;
  const clause = (parameter: Parameters<typeof clauseOf>[1]) => clauseOf(policy, parameter);
  const { missing } = policy.parameters.branchRank;
  const keptBack = completionOnly(summary)
    ? []
    : asPublic(summary).branches.flatMap((branch) => (branch.keptBack ? [branch.branch] : []));
  return [
    `依据：《${policy.title}》（${policy.document}）${clause("notice.kind")}；人均积分为积分合计除以计入的党员人数（${clause("branchRank.metric")}）。`,
    `${missingNote[missing]}；人均增长按本次与上次均有积分的党员计算。`,
    ...(keptBack.length === 0
      ? []
      : [`本表供学校党办和党委使用，请勿外传；${keptBack.join("、")}的人均对外不公布，以免显出个人积分。`]),
    `汇总第 ${version} 版。`,
  ];
}
