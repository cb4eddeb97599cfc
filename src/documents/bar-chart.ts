import { BarChart } from "echarts/charts";
import { GridComponent, TitleComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { linesOf, twoLines, widthOf } from "./chart-text.ts";

use([BarChart, GridComponent, TitleComponent, SVGRenderer]);

export interface Bars {
  readonly title: string;
  readonly subtitle: string;
  /** From the top down. */
  readonly bars: readonly Bar[];
  readonly scale: "points" | "percent";
  readonly notes: readonly string[];
}

interface Bar {
  readonly name: string;
  readonly rank?: number;
  readonly length: number;
  readonly label: string;
}

const WIDTH = 540;
const MARGIN = 24;
const HEAD = 112;
const ROW = 32;
const BARS_LEFT = 226;
const BARS_RIGHT = 84;
const RANK_WIDTH = 34;
const NOTE_SIZE = 12;
const NOTE_LINE = 19;

const RED = "#c8161d";
const PALE = "#e9a8a6";
const INK = "#222222";
const GREY = "#767676";
const GRID = "#ececec";
const [PLAIN, BOLD] = [400, 700];

/** A drawing of horizontal bars, as high as it has bars. */
export function drawBars(chart: Bars): string {
  const notes = chart.notes.flatMap((note) => linesOf(note, (WIDTH - 2 * MARGIN) / NOTE_SIZE));
  const foot = 36 + notes.length * NOTE_LINE;
  const height = HEAD + chart.bars.length * ROW + foot;
  const drawing = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  try {
    drawing.setOption(optionOf(chart, notes.join("\n"), foot));
    return drawing.renderToSVGString();
  } finally {
    // An instance that is not disposed of keeps a timer, and with it the thread, alive.
    drawing.dispose();
  }
}

function optionOf({ title, subtitle, bars, scale }: Bars, notes: string, foot: number): EChartsCoreOption {
  return {
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: "Noto Sans SC" },
    title: [
      {
        text: title,
        subtext: subtitle,
        left: MARGIN,
        top: 22,
        padding: 0,
        itemGap: 10,
        textStyle: { fontSize: 24, fontWeight: BOLD, color: RED },
        subtextStyle: { fontSize: 13, color: GREY },
      },
      {
        text: notes,
        left: MARGIN,
        bottom: 16,
        padding: 0,
        textStyle: { fontSize: NOTE_SIZE, lineHeight: NOTE_LINE, fontWeight: PLAIN, color: GREY },
      },
    ],
    grid: { left: BARS_LEFT, right: BARS_RIGHT, top: HEAD, bottom: foot, outerBoundsMode: "none" },
    xAxis: {
      type: "value",
      position: "top",
      min: 0,
      ...(scale === "percent" ? { max: 100, interval: 25 } : { splitNumber: 3 }),
      axisLabel: {
        fontSize: 11,
        color: GREY,
        formatter: (value: number) => `${value}${scale === "percent" ? "%" : ""}`,
      },
      splitLine: { lineStyle: { color: GRID } },
    },
    yAxis: textColumns(bars),
    series: {
      type: "bar",
      barWidth: 16,
      data: bars.map(({ length, label, rank = 1 }) => ({
        value: length,
        itemStyle: { color: rank <= 3 ? RED : PALE, borderRadius: [0, 3, 3, 0] },
        label: { formatter: () => label },
      })),
      label: { show: true, position: "right", fontSize: 14, color: INK },
    },
  };
}

/** The names and, before them, the ranks. When one name needs two lines, all are set smaller. */
function textColumns(bars: readonly Bar[]): object[] {
  const ranked = bars.some(({ rank }) => rank !== undefined);
  const left = ranked ? MARGIN + RANK_WIDTH : MARGIN;
  const width = BARS_LEFT - left - 10;
  const fontSize = bars.every(({ name }) => widthOf(name) * 15 <= width) ? 15 : 12;
  const names = bars.map(({ name }) => twoLines(name, width / fontSize).join("\n"));
  const columns = [textColumn(names, left, { fontSize, lineHeight: fontSize + 2, color: INK })];
  if (ranked) {
    const ranks = bars.map(({ rank }) => String(rank));
    const color = (rank: string) => (Number(rank) <= 3 ? RED : GREY);
    columns.push(textColumn(ranks, MARGIN, { fontSize: 15, fontWeight: BOLD, color }));
  }
  return columns;
}

/** A column of texts left of the bars: an axis that shows every label and nothing else. */
function textColumn(data: readonly string[], left: number, style: object): object {
  return {
    type: "category",
    position: "left",
    inverse: true,
    data,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { interval: 0, align: "left", margin: BARS_LEFT - left, ...style },
  };
}
