import type { Day, Quarter } from "../domain/calendar.ts";
import { quarterName } from "../domain/quarter-name.ts";
import type { Average } from "../domain/ranking.ts";
import { type Column, rounded, tableWorkbook } from "./table-workbook.ts";
import { dayText } from "./wording.ts";

/** A member's line of the branch table: for the branch's own admins and the office, never for a group. */
export interface MemberLine {
  readonly name: string;
  /** Null: 未填报. */
  readonly total: number | null;
  readonly previous: number | null;
  readonly growth: number | null;
  /** Growth a day since the report before. */
  readonly daily: Average | null;
  readonly rank: number | null;
  readonly source: "self" | "proxy" | "spot-check" | null;
  readonly note?: string;
}

/** 统计表-<党支部>.xlsx, the annex of the school's document. */
export interface BranchWorkbook {
  readonly school: string;
  readonly branch: string;
  readonly quarter: Quarter;
  /** 填报日期. */
  readonly day: Day;
  /** As the school's document writes it, with its 登陆, unless the school's is another. */
  readonly title?: string;
  readonly rows: readonly MemberLine[];
  readonly members: number;
  readonly reported: number;
  readonly average: Average | null;
  /** 填表人, if known; the secretary signs by hand. */
  readonly filledBy?: string;
  /** Printed below: the basis, what a member without a report counts as, who exported it and when. */
  readonly notes: readonly string[];
  readonly columns: readonly BranchColumn[];
  /** Headings that differ from the usual ones. */
  readonly headings?: Readonly<Partial<Record<BranchColumn, string>>>;
}

export async function branchWorkbook(table: BranchWorkbook): Promise<Uint8Array> {
  const headingOf = (column: BranchColumn) => table.headings?.[column] ?? columns[column].heading;
  return tableWorkbook({
    sheet: "统计表",
    title: table.title ?? `${table.school}党员“学习强国”登陆学习情况统计表`,
    head: [`党支部：${table.branch}`, `填报日期：${dayText(table.day)}（${quarterName(table.quarter)}）`],
    columns: table.columns.map((column) => ({ ...columns[column], heading: headingOf(column) })),
    rows: table.rows,
    figures: {
      under: headingOf("total"),
      lines: [
        { label: "党员人数", value: table.members },
        { label: "已填报", value: table.reported },
        { label: "合计", value: table.average?.sum ?? null },
        { label: "人均", value: rounded(table.average), format: "0.00" },
      ],
    },
    foot: [`填表人：${table.filledBy ?? blank(8)}　　　　支部书记（签字）：${blank(8)}`, ...table.notes],
    landscape: false,
  });
}

const sources = { self: "本人", proxy: "代报", "spot-check": "抽查" } as const;

const columns = {
  number: { heading: "序号", width: 6, value: (_, index) => (index === null ? null : index + 1) },
  name: { heading: "姓名", width: 12, value: ({ name }) => name },
  total: { heading: "成长总积分", width: 13, align: "right", value: ({ total }) => total },
  previous: { heading: "上次积分", width: 12, align: "right", value: ({ previous }) => previous },
  growth: { heading: "本季度增长", width: 12, align: "right", value: ({ growth }) => growth },
  daily: { heading: "日均", width: 9, align: "right", format: "0.00", value: ({ daily }) => rounded(daily) },
  rank: { heading: "支部内排名", width: 11, value: ({ rank }) => rank },
  source: { heading: "填报方式", width: 11, value: ({ source }) => (source === null ? "未填报" : sources[source]) },
  note: { heading: "备注", width: 18, align: "left", value: ({ note }) => note ?? null },
} satisfies Record<string, Column<MemberLine>>;

export type BranchColumn = keyof typeof columns;

function blank(characters: number): string {
  return "＿".repeat(characters);
}
