import type { BranchColumn, BranchWorkbook, MemberLine } from "../documents/branch-workbook.ts";
import { type Day, daysBetween, minuteOf } from "../domain/calendar.ts";
import type { DocumentRef } from "../domain/delivery.ts";
import { clauseOf, type Policy } from "../domain/policy.ts";
import { growthOf } from "../domain/ranking.ts";
import type { Plausibility } from "../domain/score.ts";
import { ranksWithin } from "../domain/talk.ts";
import { missingNote } from "../messages/notice.ts";
import type { Database } from "../store/database.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { roundById } from "../store/rounds.ts";
import type { ReportSource } from "../store/schema.ts";
import { correctionsOf, type TableHead, type TableRow, tableHead, tableRowsOf } from "../store/tables.ts";

/** 统计表 of a closed round in one of its versions: each member's figures as they were frozen. */
export function branchTableData(
  db: Database,
  { roundId, version }: DocumentRef<"branch-table">,
  school: string,
): BranchWorkbook {
  const { branch, quarter, day } = roundById(db, roundId);
  const policy = policyOfQuarter(db, quarter);
  const head = tableHead(db, roundId, version);
  const rows = tableRowsOf(db, roundId, version);
  const { lowest, metric } = policy.parameters.talk;
  const ranks = ranksWithin(rows, metric);
  const corrections = correctionsOf(db, roundId, version);
  return {
    school,
    branch,
    quarter,
    day: day!,
    rows: rows.map((row) => {
      const note = noteOf(row, policy, corrections.get(row.memberId));
      return { ...lineOf(row, day!), rank: ranks.get(row.memberId) ?? null, ...(note === "" ? {} : { note }) };
    }),
    members: head.members,
    reported: head.reported,
    average: head.average,
    ...(head.confirmer === null ? {} : { filledBy: head.confirmer }),
    notes: notesOf(policy, head),
    // A policy that lists nobody by rank ranks nobody here either.
    columns: lowest > 0 ? branchColumns : branchColumns.filter((column) => column !== "rank"),
  };
}

export const branchColumns: readonly BranchColumn[] = [
  "number",
  "name",
  "total",
  "previous",
  "growth",
  "daily",
  "rank",
  "source",
  "note",
];

/** A total given in answer to an objection is entered for the member; the note says why. */
const sources: Readonly<Record<ReportSource, NonNullable<MemberLine["source"]>>> = {
  本人: "self",
  导入: "self",
  代报: "proxy",
  异议: "proxy",
  抽查: "spot-check",
};

function lineOf(row: TableRow, day: Day): Omit<MemberLine, "rank" | "note"> {
  const { name, total, previous, source } = row;
  const growth = growthOf(row);
  const days = previous === null ? 0 : daysBetween(previous.day, day);
  return {
    name,
    total,
    previous: previous?.total ?? null,
    growth,
    daily: growth === null || days <= 0 ? null : { sum: growth, members: days },
    source: source === null ? null : sources[source],
  };
}

/** Why the bot had asked before the member said it again. */
const doubts: Readonly<Record<Plausibility, string>> = {
  plausible: "",
  "below-last": "低于上次，本人已确认",
  "above-possible": "增幅较大，本人已确认",
  "maybe-today": "数值较小，本人已确认",
};

function noteOf(row: TableRow, policy: Policy, correction: string | undefined): string {
  const { counted, total, previous, late, doubt, previousDoubt } = row;
  const { missing } = policy.parameters.branchRank;
  return [
    counted ? "" : "不计入",
    counted && total === null ? countsAs[previous === null && missing === "last" ? "zero" : missing] : "",
    late ? "迟报" : "",
    growthOf(row) === 0 ? "零增长" : "",
    doubts[doubt as Plausibility] ?? "",
    previousDoubt === null ? "" : "上次积分为导入，存疑",
    correction === undefined ? "" : `更正：${correction}`,
  ]
    .filter((part) => part !== "")
    .join("；");
}

const countsAs = {
  last: "未填报，按上次积分计入",
  zero: "未填报，按零分计入",
  exclude: "未填报，不计入人均",
} as const;

function notesOf(policy: Policy, { version, madeAt, reason, confirmer, confirmedAt }: TableHead): string[] {
  const { talk, branchRank } = policy.parameters;
  const clause = (parameter: Parameters<typeof clauseOf>[1]) => clauseOf(policy, parameter);
  const ranked = talk.metric === "total" ? "成长总积分" : "本季度增长";
  return [
    `依据：《${policy.title}》（${policy.document}）${clause("draw.scope")}；人均为合计除以计入的党员人数（${clause("branchRank.metric")}），${missingNote[branchRank.missing]}（${clause("branchRank.missing")}）；备注“不计入”者不计入党员人数（${clause("members.counted")}）。`,
    ...(talk.lowest > 0
      ? [`支部内排名按已填报者的${ranked}由高到低，分数相同者名次相同（${clause("talk.metric")}）。`]
      : []),
    `第 ${version} 版，${minuteOf(madeAt)} 生成${reason === null ? "" : `；更正理由：${reason.replace(/。$/, "")}`}。`,
    confirmer === null || confirmedAt === null ? "未确认。" : `已由${confirmer}于 ${minuteOf(confirmedAt)} 确认。`,
    "本表含党员个人积分，仅限支部书记、支委和学校党办使用，请勿在群内转发。",
  ];
}
