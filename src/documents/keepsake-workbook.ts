import { type Column, tableWorkbook } from "./table-workbook.ts";
import type { Winner } from "./year-lines.ts";

/** 纪念品签收表.xlsx: who is given the keepsake of 五（三）1 and signs for it; there is no place in it for a figure. */
export interface KeepsakeWorkbook {
  readonly school: string;
  readonly year: number;
  readonly winners: readonly Winner[];
  readonly notes: readonly string[];
}

export async function keepsakeWorkbook({ school, year, winners, notes }: KeepsakeWorkbook): Promise<Uint8Array> {
  return tableWorkbook({
    sheet: "签收表",
    title: `${school}${year}年度“学习强国”学习积极分子纪念品签收表`,
    head: ["纪念品：＿＿＿＿＿＿＿＿＿＿", "发放日期：＿＿＿＿年＿＿月＿＿日"],
    columns,
    rows: winners,
    foot: [
      `合计：${winners.length} 份。`,
      "发放人（签字）：＿＿＿＿＿＿＿＿　　　　监督人（签字）：＿＿＿＿＿＿＿＿",
      ...notes,
    ],
    landscape: false,
    rowHeight: 30,
  });
}

const columns: readonly Column<Winner>[] = [
  { heading: "序号", width: 6, value: (_, index) => (index === null ? null : index + 1) },
  { heading: "姓名", width: 16, value: ({ name }) => name },
  { heading: "党支部", width: 26, align: "left", value: ({ branch }) => branch },
  { heading: "签收人（签字）", width: 20, value: () => null },
  { heading: "签收日期", width: 13, value: () => null },
  { heading: "备注（代领）", width: 14, value: () => null },
];
