import { expect, test } from "vitest";
import { type TrendChart, trendChart, trendChartSvg } from "../../src/documents/trend-chart.ts";
import { parseQuarter } from "../../src/domain/calendar.ts";
import { aTrend, aTrendLine, aTrendPoint } from "./year-samples.ts";

function textsOf(chart: TrendChart): string[] {
  return [...trendChartSvg(chart).matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}

const linesIn = (chart: TrendChart) => trendChartSvg(chart).match(/<polyline[^>]*stroke="#c8161d"/g)?.length ?? 0;

/** Of the lines in red, how far each falls or rises on the paper. */
function slopesOf(chart: TrendChart): number[] {
  const lines = trendChartSvg(chart).matchAll(/points="[\d.]+,([\d.]+) [\d.]+,([\d.]+)" fill="none" stroke="#c8161d"/g);
  return [...lines].map(([, from, to]) => Number(from) - Number(to));
}

test("a branch's panel shows its averages and its completion quarter by quarter", () => {
  const points = [
    aTrendPoint({ sum: 432_000, members: 12 }, 12),
    aTrendPoint({ sum: 450_006, members: 12 }, 11),
    aTrendPoint({ sum: 468_000, members: 12 }, 6),
    aTrendPoint({ sum: 486_000, members: 12 }, 0),
  ];

  const texts = textsOf(aTrend({ branches: [aTrendLine({ points })] }));

  const panel = texts.slice(texts.indexOf("机关第一党支部"));
  expect(panel.slice(1, 9)).toEqual(["36000", "37501", "39000", "40500", "100%", "91.7%", "50.0%", "0.0%"]);
  expect(panel.slice(9, 14)).toEqual(["1季", "2026", "2季", "3季", "4季"]);
});

test("what is not shown is a gap in the line, with its completion still there; a quarter without a round is empty", () => {
  const [first, second, third, fourth] = aTrendLine().points;
  const all = aTrend({ whole: aTrendLine({ points: [null, null, null, null] }) });
  const withPoints = (points: TrendChart["whole"]["points"]) => ({ ...all, branches: [aTrendLine({ points })] });

  expect(linesIn(all)).toBe(3);
  expect(linesIn(withPoints([first!, second!, { ...third!, average: null }, fourth!]))).toBe(1);
  expect(linesIn(withPoints([null, second!, third!, fourth!]))).toBe(2);
  const hidden = textsOf(withPoints([first!, { ...second!, average: null }, null, null]));
  expect(hidden.filter((text) => text === "91.7%")).toHaveLength(2);
  expect(hidden).not.toContain("37500");
});

test("a branch whose averages are all kept back says so", () => {
  const points = Array.from({ length: 4 }, () => aTrendPoint(null, 2));

  const texts = textsOf(aTrend({ branches: [aTrendLine({ points })] }));

  expect(texts).toContain("不显示人均");
  expect(texts.join("")).toContain("填报人数过少的党支部不显示人均");
});

test("the same growth is the same slope in every panel, however high the averages", () => {
  const rising = (from: number, step: number) =>
    aTrendLine({ points: [0, 1, 2, 3].map((quarter) => aTrendPoint({ sum: from + quarter * step, members: 1 })) });

  const slopes = slopesOf(aTrend({ whole: rising(100, 1500), branches: [rising(60_000, 1500), rising(30_000, 500)] }));

  expect(slopes.slice(3, 6)).toEqual(slopes.slice(0, 3));
  expect(slopes[0]! / slopes[6]!).toBeCloseTo(3);
});

test("the distribution names its classes in whole points, open at both ends", () => {
  const texts = textsOf(aTrend());

  expect(texts).toEqual(expect.arrayContaining(["不足6000", "5人", "6000—6999", "12人", "7000及以上", "7人"]));
  expect(textsOf(aTrend({ distribution: [{ from: null, below: null, members: 9 }] }))).toContain("全部");
  expect(textsOf(aTrend({ distribution: [] }))).toContain("人数过少，不作分布。");
});

test("a policy that posts no ranking gets a chart of completion alone, without averages and without growth", () => {
  const texts = textsOf(aTrend({ metric: "completion" })).join(" ");

  expect(texts).toContain("填报完成情况趋势");
  expect(texts).toContain("91.7%");
  expect(texts).not.toMatch(/人均|增长|36000|40500|6999/);
  expect(linesIn(aTrend({ metric: "completion" }))).toBe(0);
});

test("of eight quarters the first and the last average are named, and where each year begins", () => {
  const quarters = [2025, 2026].flatMap((year) => [1, 2, 3, 4].map((number) => parseQuarter(`${year}Q${number}`)));
  const points = quarters.map((_, index) => aTrendPoint({ sum: 12 * (30_000 + 1000 * index), members: 12 }));

  const texts = textsOf(aTrend({ quarters, whole: aTrendLine({ name: "全校", points }), branches: [] }));

  expect(texts.filter((text) => /^3\d{4}$/.test(text))).toEqual(["30000", "37000"]);
  expect(texts.filter((text) => /^20\d\d$/.test(text))).toEqual(["2025", "2026"]);
  expect(texts.filter((text) => text === "91")).toHaveLength(8);
});

test.each([
  [1, 1],
  [24, 4],
  [60, 8],
])("%d branches over %d quarters fit a picture below 2 MB", async (count, length) => {
  const quarters = [2025, 2026]
    .flatMap((year) => [1, 2, 3, 4].map((number) => parseQuarter(`${year}Q${number}`)))
    .slice(0, length);
  const points = quarters.map((_, index) => aTrendPoint({ sum: 12 * (30_000 + 1000 * index), members: 12 }));
  const branches = Array.from({ length: count }, (_, index) =>
    aTrendLine({ name: `中共广西纺织工业学校经济管理与现代服务产业学院教工第${index + 1}支部委员会`, points }),
  );
  const chart = aTrend({ quarters, branches, whole: aTrendLine({ name: "全校", points }) });

  const png = Buffer.from(await trendChart(chart));

  expect(png.toString("latin1", 1, 4)).toBe("PNG");
  expect(png.length).toBeLessThan(2 * 1024 * 1024);
  expect(png.readUInt32BE(16)).toBe(count > 24 ? 1488 : 1128);
  expect(Buffer.from(await trendChart(chart)).equals(png)).toBe(true);
});

test("the year-end count is a point of its own", () => {
  const quarters = ["2026Q4" as const, "2026Y" as const].map((quarter) => quarter as TrendChart["quarters"][number]);
  const points = [30_000, 31_000].map((average) => aTrendPoint({ sum: average, members: 1 }));

  const texts = textsOf(aTrend({ quarters, whole: aTrendLine({ name: "全校", points }), branches: [] }));

  expect(texts).toEqual(
    expect.arrayContaining(["4季", "年终", "31000", "广西纺织工业学校　2026年第四季度至2026年年终统计"]),
  );
});

test("markup in a branch's name is text", () => {
  const svg = trendChartSvg(aTrend({ branches: [aTrendLine({ name: '<b a="1">&支部' })] }));

  expect(svg).toContain('&lt;b a="1"&gt;&amp;支部');
});
