import { addDays, type Day, type Instant, instantAt, isCount, type Quarter, yearOf } from "../domain/calendar.ts";
import type { Policy } from "../domain/policy.ts";
import { meaningOf } from "../domain/roster.ts";
import { question } from "../messages/ask.ts";
import { countQuestion } from "../messages/year-count.ts";
import { branchById, membersOfBranch, strangersAmong } from "../store/members.ts";
import {
  addRoundMember,
  changeRound,
  hasResult,
  openRoundOf,
  planRound,
  type Round,
  type RoundWithBranch,
  roundById,
} from "../store/rounds.ts";
import { setting } from "../store/settings.ts";
import { type Act, record, tell } from "./act.ts";
import { greet } from "./greet.ts";
import { endTrial } from "./run-trial.ts";

export interface RoundWindow {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly graceUntil: Instant;
}

/** When a day's round asks, closes, and stops taking late answers. */
export function windowOf({ parameters: { round } }: Policy, day: Day): RoundWindow {
  return {
    opensAt: instantAt(day, round.ask),
    closesAt: instantAt(day, round.close),
    graceUntil: instantAt(addDays(day, 1), round.grace),
  };
}

/** Opens one round: its members as the roster has them on its day, and the question to each. */
export function openRound(
  act: Act,
  round: Pick<Round, "id" | "branchId" | "quarter"> & Partial<Pick<Round, "apart">>,
  day: Day,
  window: RoundWindow,
): void {
  const { db, now, policy } = act;
  const rosterVersion = setting(db, "rosterVersion") ?? 0;
  const change = { state: "open", day, ...window, openedAt: now, rosterVersion } as const;
  if (!changeRound(db, round.id, "planned", change)) return;
  // From now on people are asked in earnest.
  endTrial(act);
  record(act, "round.open", `round:${round.id}`, { day, ...(round.apart === true ? { apart: true } : {}) });
  const { kind } = branchById(db, round.branchId);
  const toAsk: number[] = [];
  for (const { id, state } of membersOfBranch(db, round.branchId, day)) {
    const { counted, asked } = meaningOf(state, kind, policy.parameters.members.counted);
    addRoundMember(db, round.id, id, { counted, remindable: asked });
    if (asked) toAsk.push(id);
  }
  askMembers(act, round, toAsk, window.closesAt);
}

/**
 * An extra round of a branch, at once. Where the quarter has a result for the branch it is a table of its own, unless
 * it is meant to replace that result. Undefined: the branch is being asked already, and nothing was done.
 */
export function openExtra(
  act: Act,
  round: { readonly quarter: Quarter; readonly branchId: number; readonly reason: string },
  day: Day,
  window: RoundWindow,
  { replacesQuarter }: { readonly replacesQuarter: boolean },
): RoundWithBranch | undefined {
  if (openRoundOf(act.db, round.branchId) !== undefined) return undefined;
  const apart = !replacesQuarter && hasResult(act.db, round.quarter, round.branchId);
  const id = planRound(act.db, { ...round, origin: "extra", apart });
  openRound(act, { ...round, id, apart }, day, window);
  return roundById(act.db, id);
}

export function askMembers(
  act: Act,
  { id, quarter }: Pick<Round, "id" | "quarter">,
  memberIds: readonly number[],
  closesAt: Instant,
): void {
  if (act.now >= closesAt) return;
  // Whoever has never been told what is kept and why is told before being asked.
  greet(act, strangersAmong(act.db, memberIds));
  const members = memberIds.map((id) => ({ id }));
  const text = isCount(quarter) ? countQuestion(act.policy, yearOf(quarter), closesAt) : question(act.policy, closesAt);
  tell(act, `ask-${id}`, members, text, { atOnce: true, expiresAt: closesAt });
}
