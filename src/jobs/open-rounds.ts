import { setImmediate } from "node:timers/promises";
import { OFFICE } from "../domain/access.ts";
import { addDays, type Day, dayOf, type Instant, instantAt } from "../domain/calendar.ts";
import type { Policy } from "../domain/policy.ts";
import { meaningOf } from "../domain/roster.ts";
import { question } from "../messages/ask.ts";
import { missed, redrawn, roundOpened } from "../messages/office.ts";
import { welcome } from "../messages/welcome.ts";
import type { Services } from "../services.ts";
import { record } from "../store/audit.ts";
import { branchById } from "../store/branches.ts";
import { type Database, transaction } from "../store/database.ts";
import { isGreeted, membersOfBranch, setGreeted } from "../store/members.ts";
import { plan } from "../store/outbox.ts";
import { policyOfQuarter, type QuarterRow, quarterRow } from "../store/quarters.ts";
import { currentReport, takeReportAlong } from "../store/reports.ts";
import {
  addRoundMember,
  changeRound,
  earliestRedraw,
  openingsOf,
  openRoundOf,
  type Round,
  type RoundWithBranch,
  removeRoundMember,
  roundMembersOf,
  roundsIn,
  setRoundMember,
} from "../store/rounds.ts";
import { setting } from "../store/settings.ts";
import { announce } from "./announce.ts";
import { drawnDay } from "./draw-quarter.ts";

type OpenServices = Pick<Services, "db" | "now" | "random" | "calendar">;

/** Opens the planned rounds whose time has come, and asks whoever has come onto the roster of an open one since. */
export async function openRounds(services: OpenServices): Promise<void> {
  const { db, now } = services;
  let quarter: QuarterRow | undefined;
  for (const round of roundsIn(db, "planned")) {
    if (quarter?.quarter !== round.quarter) quarter = quarterRow(db, round.quarter)!;
    const day = drawnDay(db, quarter, round);
    if (dayOf(now()) < day) continue;
    const policy = policyOfQuarter(db, round.quarter);
    const window = windowOf(policy, day);
    if (now() < window.opensAt) continue;
    const { candidates } = quarter;
    // Branch by branch, so that nobody who writes meanwhile waits for the whole school.
    await setImmediate();
    transaction(db, () => {
      if (now() >= window.closesAt) drawAgain(services, policy, round, day, candidates ?? []);
      // An extra round of the branch goes on first; this one opens after it, or is drawn again.
      else if (openRoundOf(db, round.branchId) === undefined) openRound(services, policy, round, day, window);
    });
  }
  const rosterVersion = setting(db, "rosterVersion") ?? 0;
  for (const round of roundsIn(db, "open")) {
    if (round.rosterVersion === rosterVersion) continue;
    await setImmediate();
    transaction(db, () => {
      if (!changeRound(db, round.id, "open", { rosterVersion })) return;
      const policy = policyOfQuarter(db, round.quarter);
      for (const memberId of refreshMembers(db, policy, round))
        ask(db, policy, round.id, memberId, round.closesAt!, now());
    });
  }
  announceOpenings(services);
}

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
  services: Pick<Services, "db" | "now">,
  policy: Policy,
  round: Pick<Round, "id" | "branchId">,
  day: Day,
  window: RoundWindow,
  actor = "clock",
): void {
  const { db } = services;
  const now = services.now();
  const rosterVersion = setting(db, "rosterVersion") ?? 0;
  const change = { state: "open", day, ...window, openedAt: now, rosterVersion } as const;
  if (!changeRound(db, round.id, "planned", change)) return;
  record(db, { at: now, actor, act: "round.open", subject: `round:${round.id}`, detail: { day } });
  const { kind } = branchById(db, round.branchId);
  for (const { id, state } of membersOfBranch(db, round.branchId, day)) {
    const { counted, asked } = meaningOf(state, kind, policy.parameters.members.counted);
    addRoundMember(db, round.id, id, { counted, remindable: asked });
    if (asked) ask(db, policy, round.id, id, window.closesAt, now);
  }
}

function ask(db: Database, policy: Policy, roundId: number, memberId: number, closesAt: Instant, now: Instant): void {
  if (now >= closesAt) return;
  const to = { kind: "member", memberId } as const;
  // Whoever has never been told what is kept and why is told before being asked.
  if (!isGreeted(db, memberId)) {
    setGreeted(db, memberId, now);
    plan(db, { key: `welcome-${memberId}`, to, message: { kind: "text", text: welcome(policy) } }, now);
  }
  plan(
    db,
    {
      key: `ask-${roundId}-${memberId}`,
      to,
      message: { kind: "text", text: question(policy, closesAt) },
      expiresAt: closesAt,
    },
    now,
  );
}

/**
 * An imported roster changes an open round as far as it speaks of the round's day. Returns who counts only now and is
 * still to be asked.
 */
export function refreshMembers(db: Database, policy: Policy, round: Round): number[] {
  const known = new Map(roundMembersOf(db, round.id).map((member) => [member.memberId, member]));
  const { kind } = branchById(db, round.branchId);
  const unasked: number[] = [];
  for (const { id, state } of membersOfBranch(db, round.branchId, round.day!)) {
    const { counted, asked } = meaningOf(state, kind, policy.parameters.members.counted);
    const member = known.get(id);
    known.delete(id);
    if (member?.counted === counted) continue;
    if (member === undefined) addRoundMember(db, round.id, id, { counted, remindable: asked });
    else setRoundMember(db, round.id, id, { counted, remindable: asked });
    // Who moved between branches on the open day has reported already: it counts where the member counts now.
    if (counted) takeReportAlong(db, id, round);
    if (asked && currentReport(db, round.id, id) === undefined) unasked.push(id);
  }
  for (const { memberId } of known.values()) {
    if (currentReport(db, round.id, memberId) === undefined) removeRoundMember(db, round.id, memberId);
    else setRoundMember(db, round.id, memberId, { counted: false, remindable: false });
  }
  return unasked;
}

/** The machine was off while the round should have been open, or an extra round was: its day is drawn again, once. */
function drawAgain(
  services: OpenServices,
  policy: Policy,
  round: RoundWithBranch,
  day: Day,
  candidates: readonly Day[],
): void {
  const { db } = services;
  const now = services.now();
  const today = dayOf(now);
  // The branches of a school-wide draw keep one day, also when a crash over midnight has parted them.
  const shared = policy.parameters.draw.scope === "school" ? earliestRedraw(db, round.quarter) : null;
  const again = round.redrawnOn === null && candidates.some((candidate) => candidate > today);
  const reason = `could not be opened on ${day}`;
  const change = again
    ? ({ redrawnOn: shared ?? today, redrawReason: reason } as const)
    : ({ state: "missed", redrawReason: reason } as const);
  if (!changeRound(db, round.id, "planned", change)) return;
  record(db, {
    at: now,
    actor: "clock",
    act: again ? "round.redraw" : "round.miss",
    subject: `round:${round.id}`,
    detail: { day, reason },
  });
  const text = again ? redrawn(round.quarter, day) : missed(round.quarter, day);
  announce(services, policy, `${again ? "redrawn" : "missed"}-${round.quarter}-${day}`, [OFFICE], text);
}

/** Told once a day and quarter, whatever was opened by then. */
function announceOpenings(services: OpenServices): void {
  const { db } = services;
  for (const { quarter, day, closesAt, branches, members } of openingsOf(db)) {
    const policy = policyOfQuarter(db, quarter);
    transaction(db, () =>
      announce(services, policy, `opened-${quarter}-${day}`, [OFFICE], roundOpened(day, closesAt, branches, members)),
    );
  }
}
