/** A class of growth, `from` included, `below` not; null at the open ends, so that no least or greatest figure shows. */
export interface GrowthClass {
  readonly from: number | null;
  readonly below: number | null;
  readonly members: number;
}

/** Of fewer members a class would tell somebody's figure. */
const SMALLEST_CLASS = 5;
const MOST_CLASSES = 12;
/** Each divides the usual 6000, which so is an edge where classes are not merged. */
const WIDTHS = [100, 200, 500, 1000, 2000, 3000, 6000];

/** How many members' growth lies where, from the lowest up; classes with too few are merged with the next. Empty where all are too few. */
export function growthClasses(growths: readonly number[]): GrowthClass[] {
  if (growths.length < SMALLEST_CLASS) return [];
  const width = widthFor(Math.min(...growths), Math.max(...growths));
  const counts = new Map<number, number>();
  for (const growth of growths) {
    const edge = Math.floor(growth / width) * width;
    counts.set(edge, (counts.get(edge) ?? 0) + 1);
  }
  const edges = [...counts.keys()].sort((a, b) => a - b);
  const classes: { from: number; below: number; members: number }[] = [];
  let open = { from: edges[0]!, members: 0 };
  for (let from = edges[0]!; from <= edges.at(-1)!; from += width) {
    open.members += counts.get(from) ?? 0;
    if (open.members < SMALLEST_CLASS) continue;
    classes.push({ ...open, below: from + width });
    open = { from: from + width, members: 0 };
  }
  const last = classes.at(-1)!;
  last.members += open.members;
  return classes.map(({ members, ...edge }, index) => ({
    from: index === 0 ? null : edge.from,
    below: index === classes.length - 1 ? null : edge.below,
    members,
  }));
}

function widthFor(least: number, greatest: number): number {
  const fitting = WIDTHS.find((width) => Math.floor(greatest / width) - Math.floor(least / width) < MOST_CLASSES);
  return fitting ?? Math.ceil((greatest - least) / MOST_CLASSES / 6000) * 6000;
}
