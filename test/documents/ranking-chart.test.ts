import { expect, test } from "vitest";
import { linesOf, ownName, twoLines } from "../../src/documents/chart-text.ts";
import { rankingChart, rankingChartSvg } from "../../src/documents/ranking-chart.ts";
import { aBranch, aChart } from "./samples.ts";

/** The texts of the drawing, from the top down. */
function textsOf(svg: string): string[] {
  const texts = [...svg.matchAll(/<text[^>]*transform="translate\(([\d.]+) ([\d.]+)\)"[^>]*>([^<]*)<\/text>/g)];
  return texts.sort((a, b) => Number(a[2]) - Number(b[2]) || Number(a[1]) - Number(b[1])).map(([, , , text]) => text!);
}

function sizeOf(png: Uint8Array): { width: number; height: number } {
  const header = Buffer.from(png);
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}

test("the chart shows each branch with its rank and its average to two places, the highest first", () => {
  const texts = textsOf(rankingChartSvg(aChart()));

  const rows = texts.filter((text) => /支部$|^\d+\.\d\d$|^[12]$/.test(text));
  expect(rows).toEqual(["1", "机关第一党支部", "40008.33", "2", "机电工程系党支部", "33333.42"]);
  expect(texts).toContain("各党支部人均成长总积分");
  expect(texts).toContain("广西纺织工业学校　2026年第四季度　2026年11月18日");
});

test("branches with equal averages show the rank they share, in the order given", () => {
  const branches = ["乙支部", "甲支部", "丙支部"].map((branch, index) => aBranch({ branch, rank: index < 2 ? 1 : 3 }));

  const texts = textsOf(rankingChartSvg(aChart({ branches })));

  const rows = texts.filter((text) => /^[甲乙丙]支部$|^[123]$/.test(text));
  expect(rows).toEqual(["1", "乙支部", "1", "甲支部", "3", "丙支部"]);
});

test("a branch without a rank has no bar, and its people are counted as in the text and the document", () => {
  const retired = aBranch({ branch: "离退休党支部", rank: null, members: 30, reported: 3 });

  const svg = rankingChartSvg(aChart({ branches: [...aChart().branches, retired] }));

  expect(textsOf(svg).filter((text) => text === "离退休党支部")).toEqual([]);
  expect(textsOf(svg).join("")).toContain(
    "应填报54人，已填报26人，填报率48.1%；未全员填报：离退休党支部（10.0%）、机电工程系党支部（91.7%）。",
  );
});

test("the chart of completion shows shares in the order given, and neither ranks nor averages", () => {
  const texts = textsOf(rankingChartSvg(aChart({ metric: "completion" })));

  const rows = texts.filter((text) => /支部$|^\d[\d.]*%?$/.test(text));
  expect(rows).toEqual(["0%", "25%", "50%", "75%", "100%", "机电工程系党支部", "91.7%", "机关第一党支部", "100%"]);
});

test("the chart cannot be misled by markup in a branch's name", () => {
  const svg = rankingChartSvg(aChart({ branches: [aBranch({ branch: "{a|<b>}&支部" })] }));

  expect(svg).toContain("{a|&lt;b&gt;}&amp;支部");
});

test("a name loses the school's name, then takes two lines, then loses its middle", () => {
  const school = "广西纺织工业学校";
  const name = ownName(`中共${school}经济管理与现代服务产业学院教工第十二支部委员会`, school);

  expect(name).toBe("经济管理与现代服务产业学院教工第十二支部");
  expect(twoLines(name, 13)).toEqual(["经济管理与现代服务产业学院", "教工第十二支部"]);
  expect(twoLines(name, 8)).toEqual(["经济管理与现代服", "…教工第十二支部"]);
  expect(ownName(school, school)).toBe(school);
});

test("a note is not broken within a figure or before a closing mark", () => {
  expect(linesOf("填报率95.8%，其余", 5)).toEqual(["填报率", "95.8%，其", "余"]);
  expect(linesOf("一二三，四五", 3)).toEqual(["一二", "三，四", "五"]);
});

test.each(["average", "completion"] as const)("80 branches fit a readable picture below 2 MB: %s", async (metric) => {
  const branches = Array.from({ length: 80 }, (_, index) =>
    aBranch({
      branch: `中共广西纺织工业学校经济管理与现代服务产业学院教工第${index + 1}支部委员会`,
      rank: index + 1,
      reported: index % 13,
      average: { sum: 480_100 - index * 997, members: 12 },
    }),
  );

  const png = await rankingChart(aChart({ metric, branches }));

  expect(Buffer.from(png.subarray(0, 8)).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
  expect(png.length).toBeLessThan(2 * 1024 * 1024);
  expect(sizeOf(png).width).toBe(1080);
  expect(sizeOf(png).height).toBeGreaterThan(80 * 60);
});

test("the picture grows with its branches", async () => {
  const [two, one] = await Promise.all([rankingChart(aChart()), rankingChart(aChart({ branches: [aBranch()] }))]);

  expect(sizeOf(two).height - sizeOf(one).height).toBeGreaterThanOrEqual(60);
});

test("a chart without a single branch is still a chart", async () => {
  for (const metric of ["average", "completion"] as const) {
    expect((await rankingChart(aChart({ metric, branches: [] }))).length).toBeGreaterThan(1000);
  }
});
