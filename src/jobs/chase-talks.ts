import { setImmediate } from "node:timers/promises";
import { type ActServices, actOf, holders, tell } from "../acts/act.ts";
import { COMMITTEE_SECRETARY, OFFICE, SECRETARY } from "../domain/access.ts";
import { addDays, DAY_MS, dayOf, instantAt, type Quarter } from "../domain/calendar.ts";
import { clauseOf } from "../domain/policy.ts";
import { branchTalksStillOwed, talksOwedBy, talksStillOwed } from "../messages/talks.ts";
import { type Database, transaction } from "../store/database.ts";
import { isAnnounced } from "../store/outbox.ts";
import { policyOfQuarter } from "../store/quarters.ts";
import { decisiveRounds } from "../store/rounds.ts";
import {
  approvedAt,
  type BranchTalk,
  type OwedTalks,
  owedBranchTalks,
  roundsOwingTalks,
  talkHolders,
  talksOf,
} from "../store/talks.ts";

const SECRETARY_AFTER_DAYS = 7;
const OFFICE_AFTER_DAYS = 14;
/** A talk's record is kept for a year; nobody is reminded of what is older. */
const LONGEST_MS = 366 * DAY_MS;

/** Reminds of talks not held: the secretary after 7 days, the office after 14; of the committee's own its secretary. */
export async function chaseTalks(services: ActServices): Promise<void> {
  const { db } = services;
  const decides = decisiveIn(db);
  for (const round of owing(services, SECRETARY_AFTER_DAYS)) {
    if (isAnnounced(db, secretaryKey(round)) || !decides(round)) continue;
    await setImmediate();
    remindSecretary(services, round);
  }
  const byDay = Map.groupBy(owing(services, OFFICE_AFTER_DAYS), officeKey);
  for (const [key, rounds] of byDay) if (!isAnnounced(db, key)) tellOffice(services, key, rounds.filter(decides));
  const byQuarter = Map.groupBy(owedBranchTalks(db), ({ quarter }) => quarter);
  for (const [quarter, talks] of byQuarter) remindCommittee(services, quarter, talks);
}

/** Rounds that owe talks so many days after the one they closed on, or later. */
function owing({ db, now }: ActServices, days: number): OwedTalks[] {
  return roundsOwingTalks(db, now() - LONGEST_MS, instantAt(addDays(dayOf(now()), 1 - days)));
}

/** What a later round of the same quarter has replaced is owed no more. */
function decisiveIn(db: Database): (round: OwedTalks) => boolean {
  const known = new Map<Quarter, ReadonlySet<number>>();
  return ({ quarter, roundId }) => {
    const ids = known.get(quarter) ?? new Set(decisiveRounds(db, quarter).map(({ id }) => id));
    known.set(quarter, ids);
    return ids.has(roundId);
  };
}

const secretaryKey = ({ roundId }: OwedTalks) => `talks-7d-${roundId}`;
/** One text for all that closed on one day. */
const officeKey = ({ quarter, closedAt }: OwedTalks) =>
  `talks-14d-${quarter}-${addDays(dayOf(closedAt), OFFICE_AFTER_DAYS)}`;

function remindSecretary(services: ActServices, round: OwedTalks): void {
  const { db } = services;
  const { roundId, quarter, branchId } = round;
  transaction(db, () => {
    const owed = talksOf(db, roundId).filter(({ state }) => state === "owed");
    if (owed.length === 0) return;
    const policy = policyOfQuarter(db, quarter);
    const clause = clauseOf(policy, "talk.lowest");
    const act = actOf(services, policy);
    const secretaries = holders(act, SECRETARY, branchId);
    // Nobody is reminded of the own talk: another one is, or the committee's secretary.
    const whose = Map.groupBy(
      owed.flatMap((talk) => {
        const others = secretaries.filter(({ id }) => id !== talk.memberId);
        if (secretaries.length === 0) return [];
        if (others.length > 0) return others.map(({ id }) => ({ id, name: talk.name }));
        const { members, committee } = talkHolders(db, branchId, talk.memberId, act.today);
        return members.map(({ id }) => ({ id, name: committee ? `${round.branch} ${talk.name}` : talk.name }));
      }),
      ({ id }) => id,
    );
    for (const [id, talks] of whose) {
      const names = talks.map(({ name }) => name);
      tell(act, secretaryKey(round), [{ id }], talksStillOwed(quarter, names, clause));
    }
  });
}

/** Numbers, and nobody's name. */
function tellOffice(services: ActServices, key: string, rounds: readonly OwedTalks[]): void {
  const { db } = services;
  const [first] = rounds;
  if (first === undefined) return;
  transaction(db, () => {
    const policy = policyOfQuarter(db, first.quarter);
    const act = actOf(services, policy);
    tell(act, key, holders(act, OFFICE), talksOwedBy(first.quarter, rounds, clauseOf(policy, "talk.lowest")));
  });
}

function remindCommittee(services: ActServices, quarter: Quarter, talks: readonly BranchTalk[]): void {
  const { db, now } = services;
  const key = `branch-talks-14d-${quarter}`;
  const approved = approvedAt(db, quarter);
  if (approved === undefined || dayOf(now()) < addDays(dayOf(approved), OFFICE_AFTER_DAYS)) return;
  if (isAnnounced(db, key)) return;
  transaction(db, () => {
    const policy = policyOfQuarter(db, quarter);
    const branches = talks.map(({ branch }) => branch);
    const text = branchTalksStillOwed(quarter, branches, clauseOf(policy, "lowBranches"));
    const act = actOf(services, policy);
    tell(act, key, holders(act, COMMITTEE_SECRETARY), text);
  });
}
