import type { Parameters } from "./policy.ts";
import type { MemberFigure } from "./ranking.ts";

/** The totals that stand in a branch's average, by member: what was reported, and by `last` what is carried on. */
export type Terms = ReadonlyMap<number, number>;

/** Of fewer persons an average, or its change, tells somebody's figure, or lets them work out each other's. */
export const FEWEST = 3;

export function termsOf(figures: readonly MemberFigure[], missing: Parameters["branchRank"]["missing"]): Terms {
  const terms = new Map<number, number>();
  for (const { memberId, counted, total, previous } of figures) {
    const term = total ?? (missing === "last" ? previous?.total : undefined);
    if (counted && term !== undefined) terms.set(memberId, term);
  }
  return terms;
}

/**
 * Whether everybody may see an average: at least three totals stand in it, and of those in an average that was shown
 * before none has changed, or at least three: the change of fewer would be theirs. Who came or left is a change too.
 */
export function mayBeShown(terms: Terms, shownBefore: readonly Terms[]): boolean {
  if (terms.size < FEWEST) return false;
  return shownBefore.every((before) => {
    const changes = changesBetween(before, terms);
    return changes === 0 || changes >= FEWEST;
  });
}

function changesBetween(before: Terms, after: Terms): number {
  let changes = 0;
  for (const [member, term] of after) if (before.get(member) !== term) changes += 1;
  for (const member of before.keys()) if (!after.has(member)) changes += 1;
  return changes;
}
