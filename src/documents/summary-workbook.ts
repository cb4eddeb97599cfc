import type { Day, Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import type { Average } from "../domain/ranking.ts";
import type { BranchLine } from "./ranking-chart.ts";
import { type Column, rounded, tableWorkbook } from "./table-workbook.ts";
import { daysText } from "./wording.ts";

/** A branch in the school's summary; there is no place in it for a person's figures. */
export interface SummaryLine extends BranchLine {
  /** 党员数: everybody on the branch's roster; `members` (应报数) are those who are counted. */
  readonly enrolled: number;
  /** 人均增长 since the quarter before; its sum may be below zero. */
  readonly growth: Average | null;
  readonly note?: string;
}

/** 汇总表.xlsx, the school's branch figures of a quarter. */
export interface SummaryWorkbook {
  readonly school: string;
  readonly quarter: Quarter;
  readonly days: readonly Day[];
  readonly branches: readonly SummaryLine[];
  /** 合计, of the branches that the policy ranks or of all, as its `branch` says. */
  readonly whole: SummaryLine;
  /** Printed below: the basis, what a member without a report counts as, who exported it and when. */
  readonly notes: readonly string[];
  readonly columns: readonly SummaryColumn[];
}

export async function summaryWorkbook(summary: SummaryWorkbook): Promise<Uint8Array> {
  return tableWorkbook({
    sheet: "汇总表",
    title: `${summary.school}${quarterName(summary.quarter)}“学习强国”成长总积分汇总表`,
    head: [`汇总单位：学校党办`, `考核日期：${daysText(summary.days)}`],
    columns: summary.columns.map((column) => columns[column]),
    rows: summary.branches,
    sum: summary.whole,
    foot: summary.notes,
    landscape: true,
  });
}

const columns = {
  number: { heading: "序号", width: 6, value: (_, index) => (index === null ? null : index + 1) },
  branch: { heading: "党支部", width: 30, align: "left", value: ({ branch }) => branch },
  enrolled: { heading: "党员数", width: 9, value: ({ enrolled }) => enrolled },
  members: { heading: "应报数", width: 9, value: ({ members }) => members },
  reported: { heading: "已报数", width: 9, value: ({ reported }) => reported },
  completion: {
    heading: "填报率",
    width: 10,
    format: "0.0%",
    value: ({ members, reported }) => (members === 0 ? null : reported / members),
  },
  total: { heading: "积分合计", width: 14, align: "right", format: "0", value: ({ average }) => average?.sum ?? null },
  average: { heading: "人均积分", width: 13, align: "right", format: "0.00", value: ({ average }) => rounded(average) },
  growth: { heading: "人均增长", width: 13, align: "right", format: "0.00", value: ({ growth }) => rounded(growth) },
  rank: { heading: "排名", width: 8, value: ({ rank }) => rank },
  note: { heading: "备注", width: 20, align: "left", value: ({ note }) => note ?? null },
} satisfies Record<string, Column<SummaryLine>>;

export type SummaryColumn = keyof typeof columns;
