import { BRANCH_ADMINS, OFFICE } from "../domain/access.ts";
import { type Day, dayOf, firstDay, lastDay, type Quarter, quarterOf, UnknownHolidays } from "../domain/calendar.ts";
import { candidateDays, commitmentTo, drawDay, FEWEST_CANDIDATES } from "../domain/draw.ts";
import { drawn, holidaysUnknown, revealed, tooFewDays } from "../messages/office.ts";
import type { Services } from "../services.ts";
import { record } from "../store/audit.ts";
import { allBranches } from "../store/branches.ts";
import { type Database, transaction } from "../store/database.ts";
import { countMembers, membersOfBranch } from "../store/members.ts";
import { policyOn } from "../store/policies.ts";
import {
  allQuarters,
  insertQuarter,
  policyOfQuarter,
  type QuarterRow,
  quarterRow,
  updateQuarter,
} from "../store/quarters.ts";
import { insertRound, type Round, roundsOf } from "../store/rounds.ts";
import { announce } from "./announce.ts";

export type DrawServices = Pick<Services, "db" | "now" | "random" | "calendar">;

/** Draws the present quarter when it has not been drawn, and shows the seeds of quarters that are over. */
export function drawQuarter(services: DrawServices): void {
  const { db, now } = services;
  const today = dayOf(now());
  transaction(db, () => {
    // Before the first roster there is nobody who could be told what was drawn.
    if (countMembers(db) > 0) draw(services, quarterOf(today));
    for (const row of allQuarters(db)) {
      if (row.seed !== null && row.revealedAt === null && lastDay(row.quarter) < today) reveal(services, row);
    }
  });
}

/** The quarter's row, made and drawn if need be. What was drawn once stays. */
export function draw(services: DrawServices, quarter: Quarter): QuarterRow {
  const { db } = services;
  const known = quarterRow(db, quarter);
  // Too few days stay too few; unknown holidays may have become known.
  if (known === undefined || known.undrawnReason === UNKNOWN_HOLIDAYS) drawAnew(services, quarter, known);
  planRounds(services, quarter);
  return quarterRow(db, quarter)!;
}

const UNKNOWN_HOLIDAYS = "holidays";
const TOO_FEW_DAYS = "days";

function drawAnew(services: DrawServices, quarter: Quarter, known: QuarterRow | undefined): void {
  const { db, random } = services;
  const now = services.now();
  const today = dayOf(now);
  const adopted = policyOn(db, firstDay(quarter));
  const policyId = adopted.id;
  const save = (columns: Omit<Partial<QuarterRow>, "quarter">) =>
    known === undefined
      ? insertQuarter(db, { quarter, policyId, ...columns })
      : updateQuarter(db, quarter, { policyId, ...columns });

  let candidates: Day[];
  try {
    candidates = candidateDays(quarter, adopted.policy.parameters.draw.days, services.calendar(), today);
  } catch (error) {
    if (!(error instanceof UnknownHolidays)) throw error;
    save({ undrawnReason: UNKNOWN_HOLIDAYS });
    announce(services, adopted.policy, `holidays-${error.year}`, [OFFICE], holidaysUnknown(error.year));
    return;
  }
  if (candidates.length < FEWEST_CANDIDATES) {
    save({ undrawnReason: TOO_FEW_DAYS });
    announce(services, adopted.policy, `undrawn-${quarter}`, [OFFICE], tooFewDays(quarter, candidates.length));
    return;
  }
  const seed = random(32);
  const commitment = commitmentTo(seed, adopted.policy.id, quarter);
  save({ seed, commitment, candidates, drawnAt: now, undrawnReason: null });
  record(db, {
    at: now,
    actor: "clock",
    act: "quarter.draw",
    subject: `quarter:${quarter}`,
    detail: { policy: policyId, commitment, candidates: candidates.length },
  });
  const text = drawn(quarter, commitment, candidates);
  announce(services, adopted.policy, `drawn-${quarter}`, [OFFICE, BRANCH_ADMINS], text);
}

/** A planned round for every branch that has members and whose day is not over; branches may be added later. */
function planRounds({ db, now }: DrawServices, quarter: Quarter): void {
  const row = quarterRow(db, quarter);
  if (row === undefined || row.seed === null) return;
  const today = dayOf(now());
  const planned = new Set(
    roundsOf(db, quarter).flatMap(({ origin, branchId }) => (origin === "drawn" ? branchId : [])),
  );
  for (const { id, name } of allBranches(db)) {
    if (planned.has(id) || membersOfBranch(db, id, today).length === 0) continue;
    if (drawnDay(db, row, { branch: name, redrawnOn: null }) <= today) continue;
    insertRound(db, { quarter, branchId: id, origin: "drawn", state: "planned" });
  }
}

/** The day of a drawn round. Kept nowhere: it is computed from the seed whenever it is asked for. */
export function drawnDay(
  db: Database,
  { quarter, seed, candidates }: QuarterRow,
  { branch, redrawnOn }: { branch: string } & Pick<Round, "redrawnOn">,
): Day {
  if (seed === null || candidates === null) throw new Error(`${quarter} has not been drawn`);
  const scope = policyOfQuarter(db, quarter).parameters.draw.scope === "school" ? "school" : branch;
  const left = redrawnOn === null ? candidates : candidates.filter((day) => day > redrawnOn);
  return drawDay(seed, scope, quarter, redrawnOn !== null, left);
}

function reveal(services: DrawServices, row: QuarterRow): void {
  const { db } = services;
  const now = services.now();
  updateQuarter(db, row.quarter, { revealedAt: now });
  record(db, { at: now, actor: "clock", act: "quarter.reveal", subject: `quarter:${row.quarter}` });
  const policy = policyOfQuarter(db, row.quarter);
  const text = revealed(row.quarter, row.seed!.toString("hex"));
  announce(services, policy, `revealed-${row.quarter}`, [OFFICE, BRANCH_ADMINS], text);
}
