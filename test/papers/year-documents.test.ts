import { expect, test } from "vitest";
import { awardNoticeText } from "../../src/documents/award-notice.ts";
import { trendChartSvg } from "../../src/documents/trend-chart.ts";
import { parseDay, parseQuarter } from "../../src/domain/calendar.ts";
import { defaultPolicy, lowBurden } from "../../src/domain/policy.ts";
import { type AwardPublication, awardNoticeData } from "../../src/papers/award-notice.ts";
import { type TrendQuarter, trendData } from "../../src/papers/trend.ts";
import {
  appraisalTableData,
  awardTableData,
  certificateData,
  eligibilityTableData,
  keepsakeTableData,
  type YearPaper,
  type YearPaperMember,
} from "../../src/papers/year.ts";
import { aGrowth } from "../documents/year-samples.ts";

const day = parseDay("2026-12-31");

function aMember(member: Partial<YearPaperMember> = {}): YearPaperMember {
  return {
    memberId: 1,
    name: "李明",
    branch: "第一党支部",
    reports: 4,
    doubtful: false,
    year: aGrowth({ growth: 7000 }),
    eligibility: { kind: "eligible" },
    award: aGrowth({ growth: 36_543, required: 36_000 }),
    ...member,
  };
}

const wang = aMember({ memberId: 2, name: "王芳", eligibility: { kind: "not eligible" } });
const zhang = aMember({ memberId: 3, name: "张伟", branch: "第二党支部", award: null });
const chen = aMember({
  memberId: 4,
  name: "陈静",
  branch: "第二党支部",
  reports: 1,
  year: null,
  eligibility: { kind: "undecided", reason: "single total" },
  award: null,
});

function aPaper(paper: Partial<YearPaper> = {}): YearPaper {
  return {
    school: "广西纺织工业学校",
    year: 2026,
    policy: defaultPolicy,
    countedOn: parseDay("2026-12-29"),
    version: 2,
    madeAt: Date.parse("2026-12-30T01:05:00Z"),
    reason: "异议属实。",
    members: [aMember(), wang, zhang, chen],
    branches: [
      { branchId: 1, branch: "第一党支部", members: 12, average: { sum: 480_100, members: 12 }, awarded: true },
      { branchId: 2, branch: "第二党支部", members: 12, average: { sum: 400_001, members: 12 }, awarded: false },
    ],
    ...paper,
  };
}

test("the winners' table has who is awarded; preferred is who is eligible too", () => {
  const table = awardTableData(aPaper());

  expect(table.winners.map(({ name, standing, preferred }) => [name, standing, preferred])).toEqual([
    ["李明", "eligible", true],
    ["王芳", "not eligible", false],
  ]);
  expect(table.winners[0]!.award.growth).toBe(36_543);
  expect(table.bestBranches).toEqual([{ branch: "第一党支部", average: { sum: 480_100, members: 12 } }]);
});

test("a table cites its clauses and says which version it is, and why", () => {
  const { notes } = awardTableData(aPaper());

  expect(notes[0]).toBe(
    "依据：《广西纺织工业学校“学习强国”学习管理和激励办法》（桂纺校党字〔2020〕58号）五（三）1、五（三）2。",
  );
  expect(notes[1]).toContain("累计自 2021-01-01 起");
  expect(notes.at(-1)).toBe("第 2 版，2026-12-30 09:05 生成；更正理由：异议属实。");
  const preview = eligibilityTableData(aPaper({ version: null, reason: null, countedOn: null }));
  expect(preview.notes.at(-1)).toBe("预览，2026-12-30 09:05 生成。");
  expect(preview.countedOn).toBeNull();
});

test("the table of eligibility has every member, and of who is undecided the reason and who can help", () => {
  const lines = eligibilityTableData(aPaper()).members;

  expect(lines.map(({ name, standing, preferred }) => [name, standing, preferred])).toEqual([
    ["李明", "eligible", true],
    ["王芳", "not eligible", false],
    ["张伟", "eligible", false],
    ["陈静", "undecided", false],
  ]);
  expect(lines.map(({ reason }) => reason)).toEqual([null, null, null, expect.stringContaining("请党办补录")]);
  expect(lines[0]!.growth!.growth).toBe(7000);
});

test("the appraisal has the policy's columns and both awards, the branch's with every member of it", () => {
  const { columns, members } = appraisalTableData(aPaper());

  expect(columns).toEqual(defaultPolicy.parameters.appraisal.columns);
  expect(members.map(({ name, reports, awards }) => [name, reports, awards])).toEqual([
    ["李明", 4, ["学习积极分子", "最佳组织奖（党支部）"]],
    ["王芳", 4, ["学习积极分子", "最佳组织奖（党支部）"]],
    ["张伟", 4, []],
    ["陈静", 1, []],
  ]);
});

test("the keepsakes and the notices have the winners' names and branches, and no figure of anybody", () => {
  const publication: AwardPublication = {
    of: "公示",
    date: day,
    until: parseDay("2027-01-08"),
    objected: undefined,
    bot: "学习积分助手",
    contact: "党办 101 室",
  };
  const drawn = awardNoticeData(aPaper(), publication);
  const told = awardNoticeData(aPaper(), { ...publication, of: "表彰通报", objected: { opened: 0, corrected: 0 } });
  const keepsakes = keepsakeTableData(aPaper());

  expect(keepsakes.winners).toEqual([
    { name: "李明", branch: "第一党支部" },
    { name: "王芳", branch: "第一党支部" },
  ]);
  expect(drawn.winners).toEqual(keepsakes.winners);
  expect(drawn).toMatchObject({ period: { from: "2027-01-01", to: "2027-01-08", workdays: 5 } });
  for (const data of [drawn, told]) {
    const text = JSON.stringify([data, awardNoticeText(data)]);
    expect(text).not.toMatch(/36543|36000|7000|42310|36190|480100|40008|张伟|陈静/);
  }
  expect(JSON.stringify(keepsakes)).not.toMatch(/36543|7000|42310/);
  expect(JSON.stringify(awardNoticeText(told))).toContain("公示期满，没有收到异议");
  expect(JSON.stringify(awardNoticeText(drawn))).toContain("联系方式：党办 101 室");
});

test("a certificate is for a winner and a best branch, and for nobody else", () => {
  expect(certificateData(aPaper(), { memberId: 1 }, day)).toEqual({
    winner: { kind: "member", name: "李明", growth: 36_543, over: "all years" },
    year: 2026,
    issuer: "中共广西纺织工业学校委员会",
    date: day,
  });
  expect(certificateData(aPaper(), { branchId: 1 }, day).winner).toEqual({ kind: "branch", name: "第一党支部" });
  for (const winner of [{ memberId: 3 }, { memberId: 9 }, { branchId: 2 }, { branchId: 9 }]) {
    expect(() => certificateData(aPaper(), winner, day)).toThrow(/has no award of 2026/);
  }
});

const quarter = (name: string, branches: TrendQuarter["branches"]): TrendQuarter => ({
  quarter: parseQuarter(name),
  branches,
});
const figures = (branchId: number, branch: string, sum: number, reported = 4) => ({
  branchId,
  branch,
  members: 4,
  reported,
  average: { sum, members: 4 },
});

test("the trend follows a branch through a renaming, and leaves gaps where it was not and where too few have reported", () => {
  const quarters = [
    quarter("2026Q3", [figures(2, "乙支部", 40_000), figures(1, "甲支部", 20_000)]),
    quarter("2026Q4", [figures(1, "新甲支部", 24_000, 2), figures(2, "乙支部", 44_000), figures(3, "丙支部", 8000)]),
  ];

  const chart = trendData(aPaper(), quarters);

  expect(chart.branches.map(({ name, points }) => [name, points.map((point) => point && point.average?.sum)])).toEqual([
    ["新甲支部", [20_000, undefined]],
    ["乙支部", [40_000, 44_000]],
    ["丙支部", [null, 8000]],
  ]);
  expect(chart.whole.points).toEqual([
    { members: 8, reported: 8, average: { sum: 60_000, members: 8 } },
    { members: 12, reported: 10, average: { sum: 52_000, members: 8 } },
  ]);
});

test("the distribution counts whose growth is known, in classes of five and more", () => {
  const growths = [5000, 5100, 5200, 5300, 5400, 7000, 7100, 7200, 7300, 7400];
  const members = growths.map((growth, memberId) => aMember({ memberId, year: aGrowth({ growth }) }));

  const chart = trendData(aPaper({ members: [...members, chen] }), [quarter("2026Q4", [])]);

  expect(chart.distribution.map(({ members: count }) => count)).toEqual([5, 5]);
});

test("a policy that posts no ranking gets no averages and no growth in its trend", () => {
  const quarters = [quarter("2026Q4", [figures(1, "甲支部", 20_000)])];

  const svg = trendChartSvg(trendData(aPaper({ policy: lowBurden }), quarters));

  expect(svg).not.toMatch(/人均|增长|>5000</);
});
