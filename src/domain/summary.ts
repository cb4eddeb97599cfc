import type { Right } from "./access.ts";
import type { YearResult } from "./awards.ts";
import {
  addWorkdays,
  type Day,
  dayOf,
  type Instant,
  type Quarter,
  UnknownHolidays,
  type WorkCalendar,
} from "./calendar.ts";
import { type Policy } from "./policy.ts";
import { outsideQuietHours } from "./quiet-hours.ts";
import type { BranchStanding } from "./ranking.ts";

export const summaryStates = ["draft", "submitted", "approved", "returned", "published", "archived"] as const;
export type SummaryState = (typeof summaryStates)[number];

export const summaryActs = ["submit", "approve", "return", "publish", "archive"] as const;
export type SummaryAct = (typeof summaryActs)[number];

const steps: Readonly<Record<SummaryAct, { from: readonly SummaryState[]; to: SummaryState }>> = {
  submit: { from: ["draft", "returned"], to: "submitted" },
  approve: { from: ["submitted"], to: "approved" },
  return: { from: ["submitted"], to: "returned" },
  publish: { from: ["approved"], to: "published" },
  archive: { from: ["published"], to: "archived" },
};

/** The state after an act (四（四）), or undefined when the act is not possible in this state. */
export function stateAfter(state: SummaryState, act: SummaryAct): SummaryState | undefined {
  return steps[act].from.includes(state) ? steps[act].to : undefined;
}

/** The states in which an act is possible, for the message that refuses it. */
export function statesBefore(act: SummaryAct): readonly SummaryState[] {
  return steps[act].from;
}

export const summaryStateNames: Readonly<Record<SummaryState, string>> = {
  draft: "草稿",
  submitted: "待审核",
  approved: "已通过",
  returned: "已退回",
  published: "已发布",
  archived: "已归档",
};

/** The last of so many workdays after a day; null when the holidays on the way are not known. */
export function workdaysAfter(calendar: WorkCalendar, day: Day, count: number): Day | null {
  try {
    return addWorkdays(calendar, day, count);
  } catch (error) {
    if (error instanceof UnknownHolidays) return null;
    throw error;
  }
}

/** Where a published summary stands on its way to the archive (四（四）). */
export type Closing =
  /** The 公示 goes on; its last day is null while it cannot be counted. */
  | { readonly kind: "running"; readonly until: Day | null }
  | { readonly kind: "disputed"; readonly open: number }
  /** The closing 通报 may be published. */
  | { readonly kind: "due" }
  /** What was published is a 通报 itself: nothing is left to publish. */
  | { readonly kind: "told" };

/** Objections are taken to the end of the last day, and each is answered before the summary is closed. */
export function closingOf(
  { policy, noticeUntil }: { readonly policy: Policy; readonly noticeUntil: Day | null },
  today: Day,
  openObjections: number,
): Closing {
  const { kind } = policy.parameters.notice;
  if (kind === "公示" && (noticeUntil === null || today <= noticeUntil)) return { kind: "running", until: noticeUntil };
  if (openObjections > 0) return { kind: "disputed", open: openObjections };
  return { kind: kind === "公示" ? "due" : "told" };
}

export interface SummaryBranch extends BranchStanding {
  readonly roundId: number;
  readonly tableVersion: number;
  readonly low: boolean;
  /** Whether everybody may see the average, decided when it is published; null before that. */
  readonly averageShown: boolean | null;
}

/** A branch's figures as somebody may see them. */
export interface SeenBranch extends SummaryBranch {
  /** There is an average, and it is not for everybody; then `average` is null. */
  readonly keptBack: boolean;
}

export interface SeenSummary extends Summary {
  readonly branches: readonly SeenBranch[];
}

export interface Summary {
  readonly quarter: Quarter;
  /** 0: computed for looking at, not stored. */
  readonly version: number;
  readonly state: SummaryState;
  readonly policyId: number;
  readonly policy: Policy;
  readonly madeAt: Instant;
  readonly changedAt: Instant;
  readonly note: string | null;
  readonly publishedOn: Day | null;
  readonly noticeUntil: Day | null;
  readonly branches: readonly SummaryBranch[];
  /** Of a year-end count: what the year came to for each member. */
  readonly year: YearResult | null;
}

/** A policy that ranks nobody in public. */
export const completionOnly = ({ policy }: Summary) => policy.parameters.branchRank.post === "completion";

/** Where there is no ranking, the order must not give one away. */
export function inPublicOrder(summary: Summary): Summary {
  if (!completionOnly(summary)) return summary;
  return { ...summary, branches: summary.branches.toSorted((a, b) => a.branchId - b.branchId) };
}

/** As everybody may see it: without the averages that would tell a person's figure (`disclosure`). */
export function asPublic(summary: Summary): SeenSummary {
  const branches = inPublicOrder(summary).branches.map((branch) => {
    const keptBack = branch.average !== null && branch.averageShown !== true;
    return { ...branch, average: keptBack ? null : branch.average, keptBack };
  });
  return { ...summary, branches };
}

/** As office and committee see it: every branch's figures, and nobody's. */
export function asOfficial(summary: Summary): SeenSummary {
  const branches = inPublicOrder(summary).branches.map((branch) => ({ ...branch, keptBack: false }));
  return { ...summary, branches };
}

/** Whether an average is kept back from everybody; a sum over all branches would give it back. */
export function keepsBack({ branches }: SeenSummary): boolean {
  return branches.some(({ keptBack }) => keptBack);
}

/** The day on which what is said now reaches the groups: nothing does in the quiet hours. */
export function postingDay({ parameters }: Policy, now: Instant): Day {
  return dayOf(outsideQuietHours(parameters.quietHours, now));
}

/** What people do with a summary; the archive follows by itself. */
export type SummaryMove = Exclude<SummaryAct, "archive">;

export const rightTo: Readonly<Record<SummaryMove, Right>> = {
  submit: "submit and publish",
  publish: "submit and publish",
  approve: "approve and return",
  return: "approve and return",
};

/** What may still change a figure, or is still owed to it, when it goes on; counts and branches, and no person. */
export interface OpenMatters {
  readonly spotChecks: readonly BranchCount[];
  readonly objections: number;
  /** Figures that the bot had asked about and that were confirmed. */
  readonly doubtful: readonly BranchCount[];
  /** Branches that have not confirmed their table as it is now. */
  readonly unconfirmed: readonly string[];
  /** Branches whose drawn day is still to come. */
  readonly toCome: readonly string[];
}

export interface BranchCount {
  readonly branch: string;
  readonly count: number;
}

export function isAnythingOpen({ spotChecks, objections, doubtful, unconfirmed, toCome }: OpenMatters): boolean {
  return objections + spotChecks.length + doubtful.length + unconfirmed.length + toCome.length > 0;
}

/** What is open hinders nobody who insists: on what the bot has shown (仍然提交), or on anything at all. */
export type Insisting = "no" | "on what was shown" | "on anything";

/** What came of it. */
export type SummaryMoved =
  | { readonly kind: "forbidden" | "no reason" | "nothing yet" }
  | { readonly kind: "rounds open"; readonly branches: readonly string[] }
  /** Shown, and waiting for 仍然提交 or 仍然发布. */
  | { readonly kind: "open matters"; readonly matters: OpenMatters }
  /** Not from the state in which it is. */
  | { readonly kind: "not now"; readonly summary: Summary }
  | { readonly kind: "too early"; readonly closing: Extract<Closing, { kind: "running" | "disputed" }> }
  | { readonly kind: "done"; readonly summary: Summary };
