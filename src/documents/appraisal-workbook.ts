import type { AppraisalColumn } from "../domain/policy.ts";
import { type Column, tableWorkbook } from "./table-workbook.ts";
import {
  countText,
  marksText,
  type Standing,
  standingNames,
  type Winner,
  type YearGrowth,
  type YearTable,
  yearNotes,
  yearTitle,
} from "./year-lines.ts";

/** 绩效考核.xlsx (六（二）), what the school's yearly appraisal takes over; for the office and the committee. */
export interface AppraisalWorkbook extends YearTable {
  /** The policy's `appraisal.columns`. */
  readonly columns: readonly AppraisalColumn[];
  readonly members: readonly AppraisalLine[];
}

export interface AppraisalLine extends Winner {
  /** Null where it cannot be told. */
  readonly growth: YearGrowth | null;
  /** Quarters of the year in which the member has reported. */
  readonly reports: number;
  readonly standing: Standing;
  readonly doubtful: boolean;
  /** `学习积极分子` and, of the branch, `最佳组织奖`. */
  readonly awards: readonly string[];
}

export async function appraisalWorkbook(table: AppraisalWorkbook): Promise<Uint8Array> {
  return tableWorkbook({
    sheet: "绩效考核",
    title: yearTitle(table, "学习情况年度绩效考核表"),
    head: ["汇总单位：学校党办", countText(table)],
    columns: [number, ...table.columns.map((column) => columns[column])],
    rows: table.members,
    foot: [
      `合计：${table.members.length} 人。`,
      "填表人：＿＿＿＿＿＿＿＿　　　　审核人：＿＿＿＿＿＿＿＿",
      ...yearNotes(table),
    ],
    landscape: false,
  });
}

const number: Column<AppraisalLine> = {
  heading: "序号",
  width: 6,
  value: (_, index) => (index === null ? null : index + 1),
};

const columns: Readonly<Record<AppraisalColumn, Column<AppraisalLine>>> = {
  姓名: { heading: "姓名", width: 14, value: ({ name }) => name },
  党支部: { heading: "党支部", width: 22, align: "left", value: ({ branch }) => branch },
  年度增长: { heading: "年度增长", width: 11, align: "right", value: ({ growth }) => growth?.growth ?? null },
  季度填报次数: { heading: "季度填报次数", width: 14, value: ({ reports }) => reports },
  评优资格: { heading: "评优资格", width: 14, value: standingText },
  奖项: { heading: "奖项", width: 16, value: ({ awards }) => awards.join("、") || null },
};

function standingText({ standing, growth, doubtful }: AppraisalLine): string {
  const marks = marksText(growth, doubtful);
  return `${standingNames[standing]}${marks.length === 0 ? "" : `（${marks.join("；")}）`}`;
}
