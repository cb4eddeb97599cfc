import type { BranchWorkbook, MemberLine } from "../../src/documents/branch-workbook.ts";
import type { Certificate } from "../../src/documents/certificate.ts";
import type { Circular, PublicNotice } from "../../src/documents/notice.ts";
import type { BranchLine, RankingChart } from "../../src/documents/ranking-chart.ts";
import type { SummaryLine, SummaryWorkbook } from "../../src/documents/summary-workbook.ts";
import { parseDay, parseQuarter } from "../../src/domain/calendar.ts";
import { branchColumns } from "../../src/papers/branch-table.ts";
import { summaryColumns } from "../../src/papers/summary-table.ts";

const school = "广西纺织工业学校";
const quarter = parseQuarter("2026Q4");
const days = [parseDay("2026-11-18")];

export function aBranch(line: Partial<BranchLine> = {}): BranchLine {
  return {
    branch: "机关第一党支部",
    rank: 1,
    members: 12,
    reported: 12,
    average: { sum: 480_100, members: 12 },
    ...line,
  };
}

export function aChart(chart: Partial<RankingChart> = {}): RankingChart {
  const branches = [
    aBranch({ branch: "机电工程系党支部", rank: 2, reported: 11, average: { sum: 400_001, members: 12 } }),
    aBranch(),
  ];
  return { metric: "average", school, quarter, days, branches, notes: [], ...chart };
}

export function aSummaryLine(line: Partial<SummaryLine> = {}): SummaryLine {
  return { ...aBranch(), enrolled: 14, growth: { sum: 14_500, members: 12 }, ...line };
}

export function aSummary(summary: Partial<SummaryWorkbook> = {}): SummaryWorkbook {
  return {
    school,
    quarter,
    days,
    branches: [aSummaryLine()],
    whole: aSummaryLine({ branch: "合计", rank: null }),
    notes: ["依据：桂纺校党字〔2020〕58号 四（四）。"],
    columns: summaryColumns,
    ...summary,
  };
}

export function aMember(line: Partial<MemberLine> = {}): MemberLine {
  return {
    name: "李明",
    total: 42_310,
    previous: 40_100,
    growth: 2210,
    daily: { sum: 2210, members: 92 },
    rank: 1,
    source: "self",
    ...line,
  };
}

export function aBranchTable(table: Partial<BranchWorkbook> = {}): BranchWorkbook {
  return {
    school,
    branch: "机关第一党支部",
    quarter,
    day: days[0]!,
    rows: [aMember()],
    members: 3,
    reported: 1,
    average: { sum: 100_000, members: 3 },
    notes: [],
    columns: branchColumns,
    ...table,
  };
}

export function aCircular(notice: Partial<Circular> = {}): Circular {
  return {
    kind: "通报",
    quarter,
    days,
    metric: "average",
    policy: { title: "广西纺织工业学校“学习强国”学习管理和激励办法", document: "桂纺校党字〔2020〕58号" },
    clauses: { notice: "四（四）", average: "五（三）2" },
    branches: aChart().branches,
    average: { sum: 880_101, members: 24 },
    notes: [],
    requirements: [],
    letterhead: { mark: "中共广西纺织工业学校委员会文件", number: "桂纺校党字〔2026〕12号" },
    addressees: "各党支部",
    attachments: [],
    issuer: "中共广西纺织工业学校委员会",
    date: parseDay("2026-11-25"),
    ...notice,
  };
}

export function aPublicNotice(notice: Partial<PublicNotice> = {}): PublicNotice {
  return {
    ...aCircular(),
    kind: "公示",
    period: { from: parseDay("2026-11-26"), to: parseDay("2026-12-02"), workdays: 5 },
    objections: { office: "学校党办", phone: "0771-0000000" },
    ...notice,
  };
}

export function aCertificate(certificate: Partial<Certificate> = {}): Certificate {
  return {
    winner: { kind: "member", name: "李明", growth: 6120, over: "all years" },
    year: 2026,
    issuer: "中共广西纺织工业学校委员会",
    date: parseDay("2026-12-31"),
    ...certificate,
  };
}
