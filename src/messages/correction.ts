import type { BranchCorrection } from "../domain/correction.ts";
import { points } from "./format.ts";

/** `第一党支部：人均由 10.00 分更正为 11.00 分，名次由第 2 名更正为第 1 名（异议核实）`; no person. */
export function correctionLine({ branch, causes, figures }: BranchCorrection): string {
  const changed = figures.map(({ figure, from, to }) => `${figure}由${spaced(from)}更正为${spaced(to)}`);
  const what = changed.length === 0 ? "积分有更正，公布的数字不变" : changed.join("，");
  return `${branch}：${what}（${causes.join("、")}）`;
}

/** A blank stands between Chinese characters and a number. */
const spaced = (figure: string) => `${/^\d/.test(figure) ? " " : ""}${figure}${/\d$/.test(figure) ? " " : ""}`;

/** A corrected figure, to the office: whose, by whom, from what to what. */
export interface RevisionLine {
  readonly branch: string;
  readonly name: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly source: string | null;
  readonly reason: string | null;
  readonly by: string | null;
}

export function revisionLine({ branch, name, from, to, source, reason, by }: RevisionLine): string {
  const why = [source ?? "", by === null ? "" : `${by}同志更正`, reason ?? ""].filter((part) => part !== "");
  return `${branch} ${name}：${points(from)} → ${points(to)}${why.length === 0 ? "" : `（${why.join("，")}）`}`;
}
