import { type Average, formatAverage } from "../domain/ranking.ts";
import type { PastTotal } from "../domain/score.ts";
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

/** 积极分子.xlsx: who has reached the points, and the best branch (五（三）); for the office and the committee. */
export interface AwardWorkbook extends YearTable {
  /** The clause's two readings: growth in the year, or since the award began. */
  readonly over: "all years" | "the year";
  readonly winners: readonly AwardLine[];
  readonly bestBranches: readonly AwardedBranch[];
}

export interface AwardLine extends Winner {
  readonly award: YearGrowth;
  /** 评优资格 of the same year. */
  readonly standing: Standing;
  /** 同等条件下优先 (四（五）): awarded and eligible. */
  readonly preferred: boolean;
  readonly doubtful: boolean;
}

export interface AwardedBranch {
  readonly branch: string;
  readonly average: Average;
}

export async function awardWorkbook(table: AwardWorkbook): Promise<Uint8Array> {
  return tableWorkbook({
    sheet: "积极分子",
    title: yearTitle(table, "学习积极分子名单"),
    head: ["汇总单位：学校党办", countText(table)],
    columns: columnsOf(table),
    rows: table.winners,
    foot: [`合计：${table.winners.length} 人。`, bestText(table), ...yearNotes(table)],
    landscape: true,
  });
}

function bestText({ bestBranches }: AwardWorkbook): string {
  if (bestBranches.length === 0) return "最佳组织奖：暂无。";
  const named = bestBranches.map(
    ({ branch, average }) => `${branch}（人均成长总积分 ${formatAverage(average)} 分，党员 ${average.members} 人）`,
  );
  return `最佳组织奖：${named.join("、")}。`;
}

function columnsOf({ over }: AwardWorkbook): Column<AwardLine>[] {
  return [
    { heading: "序号", width: 6, value: (_, index) => (index === null ? null : index + 1) },
    { heading: "姓名", width: 14, value: ({ name }) => name },
    { heading: "党支部", width: 26, align: "left", value: ({ branch }) => branch },
    ...totalColumns("起始", ({ award }) => award.start),
    ...totalColumns("截止", ({ award }) => award.last),
    {
      heading: over === "the year" ? "年度增长" : "累计增长",
      width: 11,
      align: "right",
      value: ({ award }) => award.growth,
    },
    { heading: "应达积分", width: 11, align: "right", value: ({ award }) => award.required },
    { heading: "评优资格", width: 11, value: ({ standing }) => standingNames[standing] },
    { heading: "同等条件下优先", width: 16, value: ({ preferred }) => (preferred ? "是" : null) },
    {
      heading: "备注",
      width: 16,
      align: "left",
      value: ({ award, doubtful }) => marksText(award, doubtful).join("；") || null,
    },
  ];
}

function totalColumns(which: string, of: (line: AwardLine) => PastTotal): Column<AwardLine>[] {
  return [
    { heading: `${which}积分`, width: 11, align: "right", value: (line) => of(line).total },
    { heading: `${which}日期`, width: 12, value: (line) => of(line).day },
  ];
}
