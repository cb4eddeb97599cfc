import type { Quarter } from "../domain/calendar.ts";
import type { GrowthClass } from "../domain/distribution.ts";
import { quarterName } from "../domain/quarter-name.ts";
import { linesOf, ownName, widthOf } from "./chart-text.ts";
import { type Point, rect, svg, text } from "./svg.ts";
import { svgToPng } from "./svg-to-png.ts";
import { averageOf, panelHeight, type TrendLine, trendPanel } from "./trend-panel.ts";

/** 趋势.png: each branch over the quarters, and how the members' growth of the year is distributed. */
export interface TrendChart {
  /** `completion`: without averages and without growth, for a policy that posts no ranking. */
  readonly metric: "average" | "completion";
  readonly school: string;
  readonly year: number;
  /** One to eight, the oldest first. */
  readonly quarters: readonly Quarter[];
  readonly whole: TrendLine;
  /** In the order in which they are to stand; an order by rank would publish one. */
  readonly branches: readonly TrendLine[];
  readonly distribution: readonly GrowthClass[];
  readonly notes: readonly string[];
}

const [RED, PALE, INK, GREY] = ["#c8161d", "#e9a8a6", "#222222", "#767676"];
const [MARGIN, GAP, PANEL, HEAD] = [24, 24, 156, 92];
/** More branches stand four abreast. */
const FEW = 24;
const CLASS_ROW = 17;
const [NOTE_SIZE, NOTE_LINE] = [12, 19];

export async function trendChart(chart: TrendChart): Promise<Uint8Array> {
  return svgToPng(trendChartSvg(chart));
}

export function trendChartSvg(chart: TrendChart): string {
  const abreast = chart.branches.length <= FEW ? 3 : 4;
  const width = 2 * MARGIN + abreast * PANEL + (abreast - 1) * GAP;
  const shown = chart.metric === "average" ? chart : withoutAverages(chart);
  const { whole, branches, quarters } = shown;
  const span = chart.metric === "average" ? Math.max(0, ...[whole, ...branches].map(spanOf)) : null;
  const height = panelHeight({ span });
  const half = (width - 2 * MARGIN - GAP) / 2;
  const overview = Math.max(height, 32 + shown.distribution.length * CLASS_ROW) + GAP;
  const below = HEAD + overview;
  const rows = Math.ceil(branches.length / abreast);
  const notes = notesOf(shown).flatMap((note) => linesOf(note, (width - 2 * MARGIN) / NOTE_SIZE));
  const foot = below + rows * (height + GAP);
  const panels = branches.map(({ name, points }, index) => {
    const at = {
      x: MARGIN + (index % abreast) * (PANEL + GAP),
      y: below + Math.floor(index / abreast) * (height + GAP),
    };
    return trendPanel({ name: ownName(name, chart.school), points }, { at, width: PANEL, quarters, span });
  });
  return svg({ width, height: foot + notes.length * NOTE_LINE + 12 }, [
    ...head(shown, width),
    trendPanel(whole, { at: { x: MARGIN, y: HEAD }, width: half, quarters, span }),
    ...(chart.metric === "average" ? distribution(shown.distribution, { x: MARGIN + half + GAP, y: HEAD }, half) : []),
    ...panels,
    ...notes.map((note, index) =>
      text({ x: MARGIN, y: foot + 12 + index * NOTE_LINE }, note, { size: NOTE_SIZE, color: GREY }),
    ),
  ]);
}

function withoutAverages(chart: TrendChart): TrendChart {
  const plain = ({ name, points }: TrendLine) => ({
    name,
    points: points.map((point) => point && { ...point, average: null }),
  });
  return { ...chart, whole: plain(chart.whole), branches: chart.branches.map(plain), distribution: [] };
}

/** Of a line's averages, the greatest less the least. */
function spanOf({ points }: TrendLine): number {
  const known = points.flatMap((point) => (point === null || point.average === null ? [] : [averageOf(point.average)]));
  return known.length === 0 ? 0 : Math.max(...known) - Math.min(...known);
}

function head({ school, year, quarters, metric }: TrendChart, width: number): string[] {
  const [first, last] = [quarters[0]!, quarters.at(-1)!];
  const span = first === last ? pointName(first) : `${pointName(first)}至${pointName(last)}`;
  const what = metric === "average" ? "学习情况趋势" : "填报完成情况趋势";
  const subtitle = `${school}　${span}`;
  const size = Math.min(13, (width - 2 * MARGIN) / widthOf(subtitle));
  return [
    text({ x: MARGIN, y: 44 }, `${year}年度各党支部${what}`, { size: 24, color: RED, bold: true }),
    text({ x: MARGIN, y: 70 }, subtitle, { size, color: GREY }),
  ];
}

function pointName(quarter: Quarter): string {
  return quarter.endsWith("Y") ? `${quarter.slice(0, 4)}年年终统计` : quarterName(quarter);
}

const LABELS = 84;
const COUNTS = 40;

function distribution(classes: readonly GrowthClass[], { x, y }: Point, width: number): string[] {
  const title = text({ x, y: y + 12 }, "全校党员年度增长分布", { size: 12, color: INK, bold: true });
  if (classes.length === 0) return [title, text({ x, y: y + 36 }, "人数过少，不作分布。", { size: 11, color: GREY })];
  const most = Math.max(...classes.map(({ members }) => members));
  const rows = classes.flatMap((one, index) => {
    const top = y + 24 + index * CLASS_ROW;
    const length = (one.members / most) * (width - LABELS - COUNTS);
    return [
      text({ x: x + LABELS - 8, y: top + 11 }, classText(one), { size: 10, color: INK, anchor: "end" }),
      rect({ x: x + LABELS, y: top + 2 }, { width: length, height: CLASS_ROW - 6 }, PALE),
      text({ x: x + LABELS + length + 5, y: top + 11 }, `${one.members}人`, { size: 10, color: INK }),
    ];
  });
  return [title, ...rows];
}

/** Growth comes in whole points. */
export function classText({ from, below }: Pick<GrowthClass, "from" | "below">): string {
  if (from === null) return below === null ? "全部" : `不足${below}`;
  return below === null ? `${from}及以上` : `${from}—${below - 1}`;
}

function notesOf({ metric, quarters, distribution: classes, notes }: TrendChart): string[] {
  const bars = `柱为填报率${quarters.length > 4 ? "（%）" : ""}`;
  if (metric === "completion") return [`${bars}。`, ...notes];
  return [
    `折线为人均成长总积分，各图高度所示的积分差相同、起点不同；${bars}。填报人数过少的党支部不显示人均，也不计入全校人均。`,
    ...(classes.length === 0 ? [] : ["年度增长分布每档不少于 5 人，人数不足的已并入相邻一档。"]),
    ...notes,
  ];
}
