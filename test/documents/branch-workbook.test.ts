import { expect, test } from "vitest";
import { branchWorkbook } from "../../src/documents/branch-workbook.ts";
import { aBranchTable, aMember } from "./samples.ts";
import { rowsOf } from "./workbook.ts";
import { unzip } from "./zip.ts";

test("the branch table is the annex of the school's document, with each member's figures and the foot", async () => {
  const rows = [
    aMember(),
    aMember({ name: "张伟", total: 12_345, previous: 12_400, growth: -55, daily: { sum: -55, members: 92 }, rank: 3 }),
    aMember({ name: "王芳", previous: null, growth: null, daily: null, rank: 2, source: "proxy", note: "电话核对" }),
    aMember({ name: "陈静", total: null, growth: null, daily: null, rank: null, source: null }),
    aMember({ name: "万里", source: "spot-check" }),
  ];
  const notes = ["未填报的党员按最近一次成长总积分计入人均。"];
  const table = aBranchTable({ rows, members: 5, reported: 4, average: { sum: 179_375, members: 5 }, notes });

  const sheet = await rowsOf(await branchWorkbook(table));

  expect(sheet).toEqual([
    ["广西纺织工业学校党员“学习强国”登陆学习情况统计表"],
    ["党支部：机关第一党支部", null, null, null, null, "填报日期：2026年11月18日（2026年第四季度）"],
    ["序号", "姓名", "成长总积分", "上次积分", "本季度增长", "日均", "支部内排名", "填报方式", "备注"],
    [1, "李明", 42_310, 40_100, 2210, 24.02, 1, "本人"],
    [2, "张伟", 12_345, 12_400, -55, -0.6, 3, "本人"],
    [3, "王芳", 42_310, null, null, null, 2, "代报", "电话核对"],
    [4, "陈静", null, 40_100, null, null, null, "未填报"],
    [5, "万里", 42_310, 40_100, 2210, 24.02, 1, "抽查"],
    ["党员人数", null, 5],
    ["已填报", null, 4],
    ["合计", null, 179_375],
    ["人均", null, 35_875],
    ["填表人：＿＿＿＿＿＿＿＿　　　　支部书记（签字）：＿＿＿＿＿＿＿＿"],
    notes,
  ]);
});

test("title, columns and headings are data", async () => {
  const table = aBranchTable({
    title: "某校党员学习情况登记表",
    columns: ["name", "source", "total"],
    headings: { total: "最新成长积分" },
    filledBy: "王芳",
  });

  const sheet = await rowsOf(await branchWorkbook(table));

  expect(sheet[0]).toEqual(["某校党员学习情况登记表"]);
  expect(sheet[2]).toEqual(["姓名", "填报方式", "最新成长积分"]);
  expect(sheet[3]).toEqual(["李明", "本人", 42_310]);
  expect(sheet[4]).toEqual(["党员人数", null, 3]);
  expect(sheet.at(-1)![0]).toContain("填表人：王芳");
});

test("a table without the column of totals has its foot below the last column", async () => {
  const sheet = await rowsOf(await branchWorkbook(aBranchTable({ columns: ["number", "name", "source"] })));

  expect(sheet[4]).toEqual(["党员人数", null, 3]);
});

test("names and notes that begin like a formula stay text", async () => {
  const file = await branchWorkbook(aBranchTable({ rows: [aMember({ name: "=cmd|' /C calc'!A0", note: "@x" })] }));

  expect((await rowsOf(file))[3]).toEqual([1, "=cmd|' /C calc'!A0", 42_310, 40_100, 2210, 24.02, 1, "本人", "@x"]);
  expect(unzip(file).get("xl/worksheets/sheet1.xml")).not.toContain("<f>");
});

test("a branch of 3000 members is written in full", async () => {
  const rows = Array.from({ length: 3000 }, (_, index) => aMember({ name: `党员${index}`, total: index }));

  const sheet = await rowsOf(await branchWorkbook(aBranchTable({ rows })));

  expect(sheet.slice(3, 3003).map((row) => row[2])).toEqual(rows.map(({ total }) => total));
});
