import type { Quarter } from "../domain/calendar.ts";
import type { Average } from "../domain/ranking.ts";
import { twoLines } from "./chart-text.ts";
import { dot, line, type Point, rect, text } from "./svg.ts";
import { percentText } from "./wording.ts";

/** A branch's figures of a quarter; there is no place in it for a person's. */
export interface TrendPoint {
  readonly members: number;
  readonly reported: number;
  /** Null where it is not shown, of too few persons say: a gap in the line. */
  readonly average: Average | null;
}

export interface TrendLine {
  readonly name: string;
  /** One for each quarter, null where there was no round. */
  readonly points: readonly (TrendPoint | null)[];
}

export interface Panel {
  readonly at: Point;
  readonly width: number;
  readonly quarters: readonly Quarter[];
  /** The difference of averages that the height of the line's field stands for; null: there is no such field. */
  readonly span: number | null;
}

const [RED, PALE, INK, GREY, GRID] = ["#c8161d", "#e9a8a6", "#222222", "#767676", "#dddddd"];
const NAME_SIZE = 12;
const [NAMES, LINE, BARS, TICKS] = [32, 62, 40, 26];

export function panelHeight({ span }: Pick<Panel, "span">): number {
  return NAMES + (span === null ? 0 : LINE) + BARS + TICKS;
}

/** More quarters are too close for a figure on each point. */
const WIDE = 4;

/** The name, the averages as a line, the completion as bars below it, and the quarters. */
export function trendPanel({ name, points }: TrendLine, panel: Panel): string {
  const { at, width, quarters, span } = panel;
  const base = at.y + panelHeight(panel) - TICKS;
  const ground = [at.x, at.x + width].map((x) => ({ x, y: base }));
  return [
    ...names(name, at, width),
    ...(span === null ? [] : averages(points, panel, span)),
    line(ground, GRID, 1),
    ...points.flatMap((point, index) => (point === null ? [] : completionBar(point, index, base, panel))),
    ...quarters.flatMap((quarter, index) => tick(quarter, index === 0, { x: centreOf(panel, index), y: base })),
  ].join("");
}

export const averageOf = ({ sum, members }: Average) => sum / members;

function names(name: string, { x, y }: Point, width: number): string[] {
  const style = { size: NAME_SIZE, color: INK, bold: true };
  return twoLines(name, width / NAME_SIZE).map((words, index) => text({ x, y: y + 12 + index * 15 }, words, style));
}

/** Points that follow each other are joined; the line begins low in its field, so that slopes compare. */
function averages(points: TrendLine["points"], panel: Panel, span: number): string[] {
  const known = points.flatMap((point, index) =>
    point === null || point.average === null ? [] : [{ index, value: averageOf(point.average) }],
  );
  const field = LINE - 20;
  const bottom = panel.at.y + NAMES + LINE - 6;
  if (points.every((point) => point === null)) return [];
  if (known.length === 0) return [text({ x: panel.at.x, y: bottom }, "不显示人均", { size: 10, color: GREY })];
  const lowest = Math.min(...known.map(({ value }) => value));
  const placed = known.map(({ index, value }) => {
    const y = bottom - (span === 0 ? 0 : ((value - lowest) / span) * field);
    return { index, value, at: { x: centreOf(panel, index), y } };
  });
  const joined = placed.flatMap(({ index, at }) => {
    const next = placed.find((point) => point.index === index + 1);
    return next === undefined ? [] : [line([at, next.at], RED, 2)];
  });
  const labelled = placed.filter((_, nth) => points.length <= WIDE || nth === 0 || nth === placed.length - 1);
  return [
    ...joined,
    ...placed.map(({ at }) => dot(at, 2.5, RED)),
    ...labelled.map(({ at, value }) =>
      text({ x: at.x, y: at.y - 6 }, String(Math.round(value)), { size: 10, color: INK, anchor: "middle", halo: true }),
    ),
  ];
}

function completionBar({ members, reported }: TrendPoint, index: number, base: number, panel: Panel): string[] {
  const centre = centreOf(panel, index);
  const share = members === 0 ? 0 : reported / members;
  const [height, width] = [share * (BARS - 14), Math.min(22, slotOf(panel) * 0.7)];
  const wide = panel.quarters.length <= WIDE;
  const label = percentText(reported, members);
  // Without its decimal place a figure never becomes 100.
  const words = wide ? label : label.replace(/(\.\d)?%$/, "");
  return [
    rect({ x: centre - width / 2, y: base - height }, { width, height }, PALE),
    text({ x: centre, y: base - height - 3 }, words, { size: wide ? 9 : 8, color: GREY, anchor: "middle" }),
  ];
}

/** The quarter, or the year-end count, and where a year begins, the year. */
function tick(quarter: Quarter, first: boolean, { x, y }: Point): string[] {
  const style = { size: 9, color: GREY, anchor: "middle" } as const;
  const [year, number] = [quarter.slice(0, 4), quarter.slice(5)];
  return [
    text({ x, y: y + 11 }, number === "" ? "年终" : `${number}季`, style),
    ...(first || number === "1" ? [text({ x, y: y + 22 }, year, style)] : []),
  ];
}

const slotOf = ({ width, quarters }: Panel) => width / quarters.length;
const centreOf = (panel: Panel, index: number) => panel.at.x + slotOf(panel) * (index + 0.5);
