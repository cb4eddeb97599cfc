import { type Average, formatAverage } from "./ranking.ts";
import { completionOnly, type SeenBranch, type SeenSummary } from "./summary.ts";

/** Why a branch's figures are others than they were; no person. */
export type CorrectionCause = "异议核实" | "抽查核实" | "另行考核" | "统计表更正" | "其他党支部更正";

/** What of a branch changed between two versions of a summary; figures as they are shown. */
export interface BranchCorrection {
  readonly branch: string;
  readonly causes: readonly CorrectionCause[];
  readonly figures: readonly { readonly figure: string; readonly from: string; readonly to: string }[];
}

/**
 * Which figure of which branch changed from what to what and why, as whoever sees both versions may see it. A branch
 * whose table was corrected stands in it though nothing that is shown has changed.
 */
export function correctionsBetween(
  former: SeenSummary,
  now: SeenSummary,
  causes: ReadonlyMap<number, readonly CorrectionCause[]>,
): BranchCorrection[] {
  const before = new Map(former.branches.map((branch) => [branch.branchId, branch]));
  return now.branches.flatMap((branch) => {
    const was = before.get(branch.branchId);
    const figures = figuresOf(branch, now).flatMap(([figure, to], index) => {
      const from = was === undefined ? "无" : figuresOf(was, now)[index]![1];
      return from === to ? [] : [{ figure, from, to }];
    });
    const own = causes.get(branch.branchId) ?? [];
    if (figures.length === 0 && own.length === 0) return [];
    const cause: readonly CorrectionCause[] = own.length > 0 ? own : ["其他党支部更正"];
    return [{ branch: branch.branch, causes: cause, figures }];
  });
}

function figuresOf(branch: SeenBranch, summary: SeenSummary): (readonly [figure: string, shown: string])[] {
  const { members, reported, rank } = branch;
  const counts = [
    ["应报人数", `${members} 人`],
    ["已报人数", `${reported} 人`],
  ] as const;
  if (completionOnly(summary)) return [...counts];
  return [...counts, ["人均", averageText(branch)], ["名次", rank === null ? "不参与排名" : `第 ${rank} 名`]];
}

function averageText({ average, keptBack }: { average: Average | null; keptBack: boolean }): string {
  if (keptBack) return "不公开";
  return average === null ? "—" : `${formatAverage(average)} 分`;
}
