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

/** 评优资格.xlsx (四（五）): every member who is counted; for the office and the committee. */
export interface EligibilityWorkbook extends YearTable {
  readonly members: readonly EligibilityLine[];
}

export interface EligibilityLine extends Winner {
  readonly standing: Standing;
  /** Null where it cannot be told. */
  readonly growth: YearGrowth | null;
  /** 同等条件下优先: awarded and eligible. */
  readonly preferred: boolean;
  readonly doubtful: boolean;
  /** Of who is `undecided`: what is missing, and who can supply it. */
  readonly reason: string | null;
}

export async function eligibilityWorkbook(table: EligibilityWorkbook): Promise<Uint8Array> {
  return tableWorkbook({
    sheet: "评优资格",
    title: yearTitle(table, "学习评优资格表"),
    head: ["汇总单位：学校党办", countText(table)],
    columns,
    rows: table.members,
    foot: [countsText(table.members), ...yearNotes(table)],
    landscape: true,
  });
}

function countsText(members: readonly EligibilityLine[]): string {
  const counts = (Object.keys(standingNames) as Standing[]).map((standing) => ({
    name: standingNames[standing],
    count: members.filter((line) => line.standing === standing).length,
  }));
  const said = counts.filter(({ count }) => count > 0).map(({ name, count }) => `${name} ${count} 人`);
  return [`合计：${members.length} 人`, ...said].join("，").concat("。");
}

const columns: readonly Column<EligibilityLine>[] = [
  { heading: "序号", width: 6, value: (_, index) => (index === null ? null : index + 1) },
  { heading: "姓名", width: 14, value: ({ name }) => name },
  { heading: "党支部", width: 30, align: "left", value: ({ branch }) => branch },
  { heading: "年度增长", width: 11, align: "right", value: ({ growth }) => growth?.growth ?? null },
  { heading: "应达积分", width: 11, align: "right", value: ({ growth }) => growth?.required ?? null },
  { heading: "差额", width: 10, align: "right", value: ({ growth }) => missing(growth) },
  { heading: "评优资格", width: 12, value: ({ standing }) => standingNames[standing] },
  { heading: "同等条件下优先", width: 16, value: ({ preferred }) => (preferred ? "是" : null) },
  { heading: "备注", width: 34, align: "left", value: noteOf },
];

function missing(growth: YearGrowth | null): number | null {
  return growth === null || growth.growth >= growth.required ? null : growth.required - growth.growth;
}

function noteOf({ reason, growth, doubtful }: EligibilityLine): string | null {
  return [...(reason === null ? [] : [reason]), ...marksText(growth, doubtful)].join("；") || null;
}
