import type { AppraisalLine, AppraisalWorkbook } from "../../src/documents/appraisal-workbook.ts";
import type { AwardPublicNotice, Commendation } from "../../src/documents/award-notice.ts";
import type { AwardLine, AwardWorkbook } from "../../src/documents/award-workbook.ts";
import type { EligibilityLine, EligibilityWorkbook } from "../../src/documents/eligibility-workbook.ts";
import type { KeepsakeWorkbook } from "../../src/documents/keepsake-workbook.ts";
import type { TrendChart } from "../../src/documents/trend-chart.ts";
import type { TrendLine, TrendPoint } from "../../src/documents/trend-panel.ts";
import type { YearGrowth, YearTable } from "../../src/documents/year-lines.ts";
import { parseDay, parseQuarter } from "../../src/domain/calendar.ts";
import { appraisalColumns } from "../../src/domain/policy.ts";
import type { Average } from "../../src/domain/ranking.ts";

export const aYearTable: YearTable = {
  school: "广西纺织工业学校",
  year: 2026,
  countedOn: parseDay("2026-12-29"),
  notes: ["依据：桂纺校党字〔2020〕58号 五（三）。"],
};

const [name, branch] = ["李明", "机关第一党支部"];

export function aGrowth(growth: Partial<YearGrowth> = {}): YearGrowth {
  return {
    growth: 6120,
    required: 6000,
    start: { total: 36_190, day: parseDay("2025-12-30") },
    last: { total: 42_310, day: parseDay("2026-12-28") },
    estimated: false,
    daysOff: 0,
    restarted: false,
    ...growth,
  };
}

export function anAwardLine(line: Partial<AwardLine> = {}): AwardLine {
  return { name, branch, award: aGrowth(), standing: "eligible", preferred: true, doubtful: false, ...line };
}

export function anAwardTable(table: Partial<AwardWorkbook> = {}): AwardWorkbook {
  return {
    ...aYearTable,
    over: "all years",
    winners: [anAwardLine()],
    bestBranches: [{ branch: "机关第一党支部", average: { sum: 480_100, members: 12 } }],
    ...table,
  };
}

export function aStanding(line: Partial<EligibilityLine> = {}): EligibilityLine {
  const growth = aGrowth();
  return { name, branch, standing: "eligible", growth, preferred: false, doubtful: false, reason: null, ...line };
}

export function anEligibilityTable(table: Partial<EligibilityWorkbook> = {}): EligibilityWorkbook {
  return { ...aYearTable, members: [aStanding()], ...table };
}

export function anAppraisal(line: Partial<AppraisalLine> = {}): AppraisalLine {
  const awards = ["学习积极分子"];
  return { name, branch, growth: aGrowth(), reports: 4, standing: "eligible", doubtful: false, awards, ...line };
}

export function anAppraisalTable(table: Partial<AppraisalWorkbook> = {}): AppraisalWorkbook {
  return { ...aYearTable, columns: appraisalColumns, members: [anAppraisal()], ...table };
}

export function aKeepsakeTable(table: Partial<KeepsakeWorkbook> = {}): KeepsakeWorkbook {
  const { school, year } = aYearTable;
  return { school, year, winners: [{ name: "李明", branch: "机关第一党支部" }], notes: [], ...table };
}

export function aTrend(chart: Partial<TrendChart> = {}): TrendChart {
  const quarters = ["2026Q1", "2026Q2", "2026Q3", "2026Q4"].map(parseQuarter);
  return {
    metric: "average",
    school: aYearTable.school,
    year: 2026,
    quarters,
    whole: aTrendLine({ name: "全校" }),
    branches: [aTrendLine()],
    distribution: [
      { from: null, below: 6000, members: 5 },
      { from: 6000, below: 7000, members: 12 },
      { from: 7000, below: null, members: 7 },
    ],
    notes: [],
    ...chart,
  };
}

export function aTrendLine(line: Partial<TrendLine> = {}): TrendLine {
  const points = [36_000, 37_500, 39_000, 40_500].map((average) => aTrendPoint({ sum: average * 12, members: 12 }));
  return { name: "机关第一党支部", points, ...line };
}

export function aTrendPoint(average: Average | null, reported = 11): TrendPoint {
  return { members: 12, reported, average };
}

export function aCommendation(notice: Partial<Commendation> = {}): Commendation {
  return {
    kind: "表彰通报",
    year: 2026,
    policy: { title: "广西纺织工业学校“学习强国”学习管理和激励办法", document: "桂纺校党字〔2020〕58号" },
    clauses: ["五（三）1", "五（三）2"],
    winners: [
      { name: "李明", branch: "机关第一党支部" },
      { name: "艾力·买买提", branch: "机电工程系党支部" },
      { name: "王芳", branch: "机关第一党支部" },
    ],
    bestBranches: ["机关第一党支部"],
    requirements: [],
    letterhead: { mark: "中共广西纺织工业学校委员会文件", number: "桂纺校党字〔2026〕20号" },
    addressees: "各党支部",
    attachments: [],
    issuer: "中共广西纺织工业学校委员会",
    date: parseDay("2027-01-08"),
    ...notice,
  };
}

export function anAwardPublicNotice(notice: Partial<AwardPublicNotice> = {}): AwardPublicNotice {
  return {
    ...aCommendation(),
    kind: "公示",
    letterhead: null,
    addressees: null,
    date: parseDay("2026-12-30"),
    period: { from: parseDay("2026-12-31"), to: parseDay("2027-01-07"), workdays: 5 },
    objections: { office: "学校党办", phone: "0771-0000000", bot: "学习积分助手" },
    ...notice,
  };
}
