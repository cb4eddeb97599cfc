import { BRANCH_ADMINS, OFFICE } from "../domain/access.ts";
import { type Day, firstDay, type Quarter, UnknownHolidays } from "../domain/calendar.ts";
import { candidateDays, commitmentTo, type Drawing, digestOfDays, drawing, FEWEST_CANDIDATES } from "../domain/draw.ts";
import { drawnPost } from "../messages/draw.ts";
import { drawn, holidaysUnknown, missed, redrawn, revealed, tooFewDays } from "../messages/office.ts";
import type { Database } from "../store/database.ts";
import { allBranches, hasMembers } from "../store/members.ts";
import { policyOn } from "../store/policies.ts";
import { insertQuarter, policyOfQuarter, type QuarterRow, quarterRow, updateQuarter } from "../store/quarters.ts";
import {
  changeRound,
  earliestRedraw,
  lastDrawnDay,
  planRound,
  type Round,
  type RoundWithBranch,
  roundsOf,
} from "../store/rounds.ts";
import { setting } from "../store/settings.ts";
import { type Act, holders, record, tell } from "./act.ts";

/** The quarter's row, made and drawn if need be. What was drawn once stays. */
export function drawQuarter(act: Act, quarter: Quarter): QuarterRow {
  const { db } = act;
  const known = quarterRow(db, quarter);
  // Too few days stay too few; unknown holidays may have become known.
  if (known === undefined || known.undrawnReason === UNKNOWN_HOLIDAYS) drawAnew(act, quarter, known);
  planRounds(act, quarter);
  const row = quarterRow(db, quarter)!;
  postCommitment(act, row);
  return row;
}

/** To the school's group, also to one that is named later, as long as no day has come: what is promised then is no proof. */
function postCommitment(act: Act, { quarter, commitment, candidates }: QuarterRow): void {
  const { db } = act;
  const target = setting(db, "schoolGroup");
  if (commitment === null || candidates === null || target === undefined) return;
  if (roundsOf(db, quarter).some(({ origin, state }) => origin === "drawn" && state !== "planned")) return;
  tell(act, `drawn-${quarter}`, [{ kind: "group", target }], drawnPost(quarter, commitment, candidates));
}

const UNKNOWN_HOLIDAYS = "holidays";
const TOO_FEW_DAYS = "days";

function drawAnew(by: Act, quarter: Quarter, known: QuarterRow | undefined): void {
  const { db, now, today } = by;
  const { id: policyId, policy } = policyOn(db, firstDay(quarter));
  const act = { ...by, policy };
  const save = (columns: Omit<Partial<QuarterRow>, "quarter">) =>
    known === undefined
      ? insertQuarter(db, { quarter, policyId, ...columns })
      : updateQuarter(db, quarter, { policyId, ...columns });

  let candidates: Day[];
  try {
    const before = { after: today, last: lastDrawnDay(db, quarter) };
    candidates = candidateDays(quarter, policy.parameters.draw, act.calendar(), before);
  } catch (error) {
    if (!(error instanceof UnknownHolidays)) throw error;
    save({ undrawnReason: UNKNOWN_HOLIDAYS });
    tell(act, `holidays-${error.year}`, holders(act, OFFICE), holidaysUnknown(error.year));
    return;
  }
  if (candidates.length < FEWEST_CANDIDATES) {
    save({ undrawnReason: TOO_FEW_DAYS });
    tell(act, `undrawn-${quarter}`, holders(act, OFFICE), tooFewDays(quarter, candidates.length));
    return;
  }
  const seed = act.random(32);
  const commitment = commitmentTo(seed, policy.id, quarter);
  save({ seed, commitment, candidates, drawnAt: now, undrawnReason: null });
  const detail = { policy: policyId, commitment, candidates: candidates.length, days: digestOfDays(candidates) };
  record(act, "quarter.draw", `quarter:${quarter}`, detail);
  const told = holders(act, [...OFFICE, ...BRANCH_ADMINS]);
  tell(act, `drawn-${quarter}`, told, drawn(quarter, commitment, candidates));
}

/** A planned round for every branch that has members and whose day is not over; branches may be added later. */
function planRounds({ db, today }: Act, quarter: Quarter): void {
  const row = quarterRow(db, quarter);
  if (row === undefined || row.seed === null) return;
  const planned = new Set(
    roundsOf(db, quarter).flatMap(({ origin, branchId }) => (origin === "drawn" ? branchId : [])),
  );
  // Right after the draw no candidate is over, and no day need be computed.
  const someAreOver = row.candidates!.some((day) => day <= today);
  for (const { id, name } of allBranches(db)) {
    if (planned.has(id) || !hasMembers(db, today, id)) continue;
    if (someAreOver && drawnDay(db, row, { branch: name, redrawnOn: null }) <= today) continue;
    planRound(db, { quarter, branchId: id, origin: "drawn" });
  }
}

type DrawnRound = { readonly branch: string } & Pick<Round, "redrawnOn">;

/** How a round's day came out of the seed, and the days that were left to draw from. */
export function drawingOf(
  db: Database,
  { quarter, seed, candidates }: QuarterRow,
  { branch, redrawnOn }: DrawnRound,
): Drawing & { readonly left: readonly Day[] } {
  if (seed === null || candidates === null) throw new Error(`${quarter} has not been drawn`);
  const scope = policyOfQuarter(db, quarter).parameters.draw.scope === "school" ? "school" : branch;
  const left = redrawnOn === null ? candidates : candidates.filter((day) => day > redrawnOn);
  return { ...drawing(seed, scope, quarter, redrawnOn !== null, left), left };
}

/** The day of a drawn round. Kept nowhere: it is computed from the seed whenever it is asked for. */
export function drawnDay(db: Database, row: QuarterRow, round: DrawnRound): Day {
  return drawingOf(db, row, round).day;
}

/** The machine was off while the round should have been open, or an extra round was: its day is drawn again, once. */
export function drawAgain(act: Act, round: RoundWithBranch, day: Day, candidates: readonly Day[]): void {
  const { db, today, policy } = act;
  const { id, quarter, redrawnOn } = round;
  // The branches of a school-wide draw keep one day, also when a crash over midnight has parted them.
  const shared = policy.parameters.draw.scope === "school" ? earliestRedraw(db, quarter) : null;
  const again = redrawnOn === null && candidates.some((candidate) => candidate > today);
  const reason = `could not be opened on ${day}`;
  const after = shared ?? today;
  const change = again ? { redrawnOn: after } : ({ state: "missed" } as const);
  if (!changeRound(db, id, "planned", { ...change, redrawReason: reason })) return;
  record(act, again ? "round.redraw" : "round.miss", `round:${id}`, { day, reason, ...(again ? { after } : {}) });
  const text = again ? redrawn(quarter, day) : missed(quarter, day);
  tell(act, `${again ? "redrawn" : "missed"}-${quarter}-${day}`, holders(act, OFFICE), text);
}

/** Shows the seed of a quarter that is over, by which everybody can check the draw. */
export function reveal(act: Act, { quarter, seed }: QuarterRow): void {
  updateQuarter(act.db, quarter, { revealedAt: act.now });
  record(act, "quarter.reveal", `quarter:${quarter}`);
  const told = holders(act, [...OFFICE, ...BRANCH_ADMINS]);
  tell(act, `revealed-${quarter}`, told, revealed(quarter, seed!.toString("hex")));
}
