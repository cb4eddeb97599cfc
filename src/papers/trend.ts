import type { TrendChart } from "../documents/trend-chart.ts";
import type { TrendLine, TrendPoint } from "../documents/trend-panel.ts";
import type { Quarter } from "../domain/calendar.ts";
import { FEWEST } from "../domain/disclosure.ts";
import { growthClasses } from "../domain/distribution.ts";
import { type BranchFigures, sumOf } from "../domain/ranking.ts";
import { missingNote } from "../messages/notice.ts";
import type { YearPaper } from "./year.ts";

/** The branches' frozen figures of a quarter, or of the year-end count. */
export interface TrendQuarter {
  readonly quarter: Quarter;
  readonly branches: readonly Omit<BranchFigures, "ranked">[];
}

/** 趋势.png: no person's figure, no average of too few, and an order that tells no rank. `quarters` has the oldest first. */
export function trendData(
  { school, year, policy, members }: Pick<YearPaper, "school" | "year" | "policy" | "members">,
  quarters: readonly TrendQuarter[],
): TrendChart {
  const { post, missing } = policy.parameters.branchRank;
  return {
    metric: post === "completion" ? "completion" : "average",
    school,
    year,
    quarters: quarters.map(({ quarter }) => quarter),
    whole: { name: "全校", points: quarters.map(wholePoint) },
    branches: branchLines(quarters),
    distribution: growthClasses(members.flatMap((member) => member.year?.growth ?? [])),
    notes: post === "completion" ? [] : [`${missingNote[missing]}。`],
  };
}

/** By branch, with its newest name. */
function branchLines(quarters: readonly TrendQuarter[]): TrendLine[] {
  const names = new Map(quarters.flatMap(({ branches }) => branches.map(({ branchId, branch }) => [branchId, branch])));
  return [...names]
    .sort(([a], [b]) => a - b)
    .map(([id, name]) => ({
      name,
      points: quarters.map(({ branches }) => {
        const figures = branches.find(({ branchId }) => branchId === id);
        return figures === undefined ? null : pointOf(figures);
      }),
    }));
}

function pointOf({ members, reported, average }: Omit<BranchFigures, "ranked">): TrendPoint {
  return { members, reported, average: reported < FEWEST ? null : average };
}

/** The average of the branches whose own is shown: with the others in it, theirs could be reckoned. */
function wholePoint({ branches }: TrendQuarter): TrendPoint {
  const points = branches.map(pointOf);
  const total = (of: (point: TrendPoint) => number) => points.reduce((sum, point) => sum + of(point), 0);
  return {
    members: total(({ members }) => members),
    reported: total(({ reported }) => reported),
    average: sumOf(points.map(({ average }) => average)),
  };
}
