import { expect, test } from "vitest";
import { appraisalWorkbook } from "../../src/documents/appraisal-workbook.ts";
import { awardWorkbook } from "../../src/documents/award-workbook.ts";
import { eligibilityWorkbook } from "../../src/documents/eligibility-workbook.ts";
import { keepsakeWorkbook } from "../../src/documents/keepsake-workbook.ts";
import { rowsOf } from "./workbook.ts";
import {
  aGrowth,
  aKeepsakeTable,
  anAppraisal,
  anAppraisalTable,
  anAwardLine,
  anAwardTable,
  anEligibilityTable,
  aStanding,
} from "./year-samples.ts";
import { unzip } from "./zip.ts";

const branch = "机关第一党支部";

test("the list of winners shows from where to where each has grown, what was asked, and the standing in the year", async () => {
  const winners = [
    anAwardLine(),
    anAwardLine({
      name: "王芳",
      award: aGrowth({ growth: 36_500, required: 36_000 }),
      standing: "not eligible",
      preferred: false,
    }),
    anAwardLine({ name: "张伟", award: aGrowth({ estimated: true, daysOff: 98, restarted: true }), doubtful: true }),
  ];

  const rows = await rowsOf(await awardWorkbook(anAwardTable({ winners })));

  const [from, to] = [
    [36_190, "2025-12-30"],
    [42_310, "2026-12-28"],
  ];
  const lead = ["序号", "姓名", "党支部", "起始积分", "起始日期", "截止积分", "截止日期"];
  const marks = "估算；扣除天数 98；存疑；积分曾重新起算";
  expect(rows).toEqual([
    ["广西纺织工业学校2026年度“学习强国”学习积极分子名单"],
    ["汇总单位：学校党办", null, null, null, null, null, "统计截止：2026年12月29日"],
    [...lead, "累计增长", "应达积分", "评优资格", "同等条件下优先", "备注"],
    [1, "李明", branch, ...from, ...to, 6120, 6000, "可以参评", "是"],
    [2, "王芳", branch, ...from, ...to, 36_500, 36_000, "不能参评"],
    [3, "张伟", branch, ...from, ...to, 6120, 6000, "可以参评", "是", marks],
    ["合计：3 人。"],
    ["最佳组织奖：机关第一党支部（人均成长总积分 40008.33 分，党员 12 人）。"],
    ["依据：桂纺校党字〔2020〕58号 五（三）。"],
  ]);
});

test("branches that share the first place are both named, and a year without any says so", async () => {
  const average = { sum: 100_000, members: 4 };
  const bestBranches = ["甲支部", "乙支部"].map((name) => ({ branch: name, average }));

  const shared = await rowsOf(await awardWorkbook(anAwardTable({ bestBranches })));
  const none = await rowsOf(await awardWorkbook(anAwardTable({ bestBranches: [], winners: [], over: "the year" })));

  expect(shared[5]![0]).toBe(
    "最佳组织奖：甲支部（人均成长总积分 25000.00 分，党员 4 人）、乙支部（人均成长总积分 25000.00 分，党员 4 人）。",
  );
  expect(none[2]![7]).toBe("年度增长");
  expect(none.slice(3, 5)).toEqual([["合计：0 人。"], ["最佳组织奖：暂无。"]]);
});

test("the table of eligibility shows each member's standing, what is missing, and why nothing can be told", async () => {
  const members = [
    aStanding({ preferred: true }),
    aStanding({ name: "王芳", growth: aGrowth({ growth: 5999, daysOff: 12 }), standing: "not eligible" }),
    aStanding({ name: "张伟", growth: aGrowth({ growth: 5900 }), standing: "reachable" }),
    aStanding({ name: "陈静", growth: null, standing: "undecided", reason: "只有一次填报：请党办补录以往积分" }),
    aStanding({ name: "万里", growth: null, standing: "not asked" }),
  ];

  const rows = await rowsOf(await eligibilityWorkbook(anEligibilityTable({ members })));

  expect(rows.slice(2, -1)).toEqual([
    ["序号", "姓名", "党支部", "年度增长", "应达积分", "差额", "评优资格", "同等条件下优先", "备注"],
    [1, "李明", branch, 6120, 6000, null, "可以参评", "是"],
    [2, "王芳", branch, 5999, 6000, 1, "不能参评", null, "扣除天数 12"],
    [3, "张伟", branch, 5900, 6000, 100, "尚可达到"],
    [4, "陈静", branch, null, null, null, "待定", null, "只有一次填报：请党办补录以往积分"],
    [5, "万里", branch, null, null, null, "不适用"],
    ["合计：5 人，可以参评 1 人，不能参评 1 人，尚可达到 1 人，待定 1 人，不适用 1 人。"],
  ]);
});

test("the columns of the appraisal are the policy's, with a number before them", async () => {
  const members = [
    anAppraisal({ awards: ["学习积极分子", "最佳组织奖"] }),
    anAppraisal({
      name: "王芳",
      standing: "not eligible",
      growth: aGrowth({ estimated: true }),
      awards: [],
      reports: 2,
    }),
    anAppraisal({ name: "陈静", standing: "undecided", growth: null, awards: [], reports: 0 }),
  ];

  const all = await rowsOf(await appraisalWorkbook(anAppraisalTable({ members })));
  const few = await rowsOf(await appraisalWorkbook(anAppraisalTable({ members, columns: ["奖项", "姓名"] })));

  expect(all.slice(2, 6)).toEqual([
    ["序号", "姓名", "党支部", "年度增长", "季度填报次数", "评优资格", "奖项"],
    [1, "李明", branch, 6120, 4, "可以参评", "学习积极分子、最佳组织奖"],
    [2, "王芳", branch, 6120, 2, "不能参评（估算）"],
    [3, "陈静", branch, null, 0, "待定"],
  ]);
  expect(few.slice(2, 4)).toEqual([
    ["序号", "奖项", "姓名"],
    [1, "学习积极分子、最佳组织奖", "李明"],
  ]);
});

test("who is given a keepsake signs in an empty cell with room for a hand", async () => {
  const file = await keepsakeWorkbook(aKeepsakeTable());

  const rows = await rowsOf(file);
  expect(rows[2]).toEqual(["序号", "姓名", "党支部", "签收人（签字）", "签收日期", "备注（代领）"]);
  expect(rows[3]).toEqual([1, "李明", branch]);
  const line = /<row r="4"[^>]*>/.exec(unzip(file).get("xl/worksheets/sheet1.xml")!)![0];
  expect(Number(/ht="(\d+)"/.exec(line)![1])).toBeGreaterThanOrEqual(30);
});

const name = "=1+1";
const files: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
  ["积极分子", () => awardWorkbook(anAwardTable({ winners: [anAwardLine({ name })] }))],
  [
    "评优资格",
    () =>
      eligibilityWorkbook(anEligibilityTable({ members: [aStanding({ name, standing: "undecided", reason: name })] })),
  ],
  ["绩效考核", () => appraisalWorkbook(anAppraisalTable({ members: [anAppraisal({ name, awards: [name] })] }))],
  ["签收表", () => keepsakeWorkbook(aKeepsakeTable({ winners: [{ name, branch: name }], notes: [name] }))],
];

test.each(files)("%s: text that begins like a formula stays text", async (_, made) => {
  const sheet = unzip(await made()).get("xl/worksheets/sheet1.xml")!;

  expect(sheet).not.toContain("<f>");
  expect(sheet.match(/<c r="B4"[^>]*>/)?.[0]).toContain('t="s"');
});

test.each(files)("%s: fits the width of A4 and repeats its headings on every page", async (sheet, made) => {
  const parts = unzip(await made());

  expect(parts.get("xl/worksheets/sheet1.xml")).toMatch(
    /<pageSetup paperSize="9" orientation="(landscape|portrait)" fitToWidth="1" fitToHeight="0"\/>/,
  );
  expect(parts.get("xl/workbook.xml")).toContain(`'${sheet}'!$1:$3</definedName>`);
});

test.each(files)("%s: the same lines make the same bytes", async (_, made) => {
  expect(await made()).toEqual(await made());
});

test("before the count has closed every table with a standing says that it is a preview", async () => {
  const preview = { countedOn: null };
  const tables = await Promise.all([
    awardWorkbook(anAwardTable(preview)),
    eligibilityWorkbook(anEligibilityTable(preview)),
    appraisalWorkbook(anAppraisalTable(preview)),
  ]);

  for (const rows of await Promise.all(tables.map(rowsOf))) {
    expect(rows[0]![0]).toMatch(/（预览）$/);
    expect(rows[1]!.at(-1)).toBe("年度统计尚未结束");
    expect(rows.flat()).toContain("年度统计尚未结束，本表为预览，不是最终结果。");
  }
});

test("a school of 3000 members is written in full", async () => {
  const members = Array.from({ length: 3000 }, (_, index) =>
    aStanding({ name: `党员${index}`, growth: aGrowth({ growth: index }) }),
  );

  const rows = await rowsOf(await eligibilityWorkbook(anEligibilityTable({ members })));

  expect(rows.slice(3, 3003).map((row) => row[3])).toEqual(members.map((_, index) => index));
});
