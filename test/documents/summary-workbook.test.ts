import { expect, test } from "vitest";
import { summaryWorkbook } from "../../src/documents/summary-workbook.ts";
import { aSummary, aSummaryLine } from "./samples.ts";
import { rowsOf } from "./workbook.ts";
import { unzip } from "./zip.ts";

test("the summary holds the columns of the school, every branch's figures as numbers, and the sums", async () => {
  const branches = [
    aSummaryLine({ note: "含借调1人" }),
    aSummaryLine({
      branch: "离退休党支部",
      rank: null,
      enrolled: 31,
      members: 30,
      reported: 12,
      average: { sum: 290_000, members: 30 },
      growth: { sum: -100, members: 30 },
    }),
    aSummaryLine({
      branch: "新设党支部",
      rank: null,
      enrolled: 0,
      members: 0,
      reported: 0,
      average: null,
      growth: null,
    }),
  ];
  const whole = aSummaryLine({
    branch: "合计",
    rank: null,
    enrolled: 45,
    members: 42,
    reported: 24,
    average: { sum: 770_100, members: 42 },
    growth: { sum: 14_400, members: 42 },
  });

  const rows = await rowsOf(await summaryWorkbook(aSummary({ branches, whole })));

  expect(rows).toEqual([
    ["广西纺织工业学校2026年第四季度“学习强国”成长总积分汇总表"],
    ["汇总单位：学校党办", null, null, null, null, null, "考核日期：2026年11月18日"],
    ["序号", "党支部", "党员数", "应报数", "已报数", "填报率", "积分合计", "人均积分", "人均增长", "排名", "备注"],
    [1, "机关第一党支部", 14, 12, 12, 1, 480_100, 40_008.33, 1208.33, 1, "含借调1人"],
    [2, "离退休党支部", 31, 30, 12, 0.4, 290_000, 9666.67, -3.33],
    [3, "新设党支部", 0, 0, 0],
    [null, "合计", 45, 42, 24, 24 / 42, 770_100, 18_335.71, 342.86],
    ["依据：桂纺校党字〔2020〕58号 四（四）。"],
  ]);
});

test("text that begins like a formula stays text", async () => {
  const names = ["=1+1", "+86", "-5", "@SUM(A1)", '=HYPERLINK("http://a","b")', "0012"];

  const file = await summaryWorkbook(aSummary({ branches: names.map((branch) => aSummaryLine({ branch })) }));

  const rows = await rowsOf(file);
  expect(rows.slice(3, 3 + names.length).map((row) => row[1])).toEqual(names);
  const sheet = unzip(file).get("xl/worksheets/sheet1.xml")!;
  expect(sheet).not.toContain("<f>");
  expect(sheet.match(/<c r="B4"[^>]*>/)?.[0]).toContain('t="s"');
});

test("columns are chosen by the data", async () => {
  const rows = await rowsOf(await summaryWorkbook(aSummary({ columns: ["branch", "completion", "note"] })));

  expect(rows[2]).toEqual(["党支部", "填报率", "备注"]);
  expect(rows[3]).toEqual(["机关第一党支部", 1]);
});

test("headings stay in sight and are printed on every page of A4, as wide as the page", async () => {
  const parts = unzip(await summaryWorkbook(aSummary()));

  const sheet = parts.get("xl/worksheets/sheet1.xml")!;
  expect(sheet).toMatch(/<pane ySplit="3"[^>]*state="frozen"/);
  expect(sheet).toContain('<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>');
  expect(parts.get("xl/workbook.xml")).toContain("'汇总表'!$1:$3</definedName>");
});
