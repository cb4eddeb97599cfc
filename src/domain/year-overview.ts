import type { MemberYear, YearResult } from "./awards.ts";
import type { Day } from "./calendar.ts";
import type { Policy } from "./policy.ts";
import type { SummaryState } from "./summary.ts";

/** A member's year with the name of today: who was forgotten has a pseudonym. */
export type NamedYear = MemberYear & { readonly account: string; readonly name: string };

/** A year as office and committee see it. */
export interface YearOverview {
  readonly year: number;
  readonly policy: Policy;
  /** Undefined: the count has not closed, and nobody is judged. */
  readonly state: SummaryState | undefined;
  readonly note: string | null;
  /** The last day of the count; undefined for a year that was closed before there were counts. */
  readonly ends: Day | undefined;
  readonly members: readonly NamedYear[];
  readonly branches: YearResult["branches"];
}
