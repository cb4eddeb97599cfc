import { drawingOf } from "../../acts/draw-quarter.ts";
import { addDays, firstDay, lastDay, type Quarter, quarterOf } from "../../domain/calendar.ts";
import { drawPromise, drawProof, earlierDraw, notDrawn, type RoundProof } from "../../messages/draw.ts";
import { policyOfQuarter, type QuarterRow, quarterRow } from "../../store/quarters.ts";
import { roundsOf } from "../../store/rounds.ts";
import type { Turn } from "../turn.ts";

/** 验证抽取 [季度]: what was promised; once the quarter is over, everything that is needed to check it. */
export function proveDraw(turn: Turn, asked: Quarter | undefined): string {
  const { db, today } = turn;
  const present = quarterOf(today);
  const quarter = asked ?? present;
  const row = quarterRow(db, quarter);
  const said = row === undefined ? notDrawn(quarter) : proofOf(turn, row);
  const before = quarterOf(addDays(firstDay(present), -1));
  return asked === undefined && isDrawn(quarterRow(db, before)) ? `${said}\n${earlierDraw(before)}` : said;
}

const isDrawn = (row: QuarterRow | undefined) => row !== undefined && row.seed !== null;

function proofOf(turn: Turn, row: QuarterRow): string {
  const { quarter, seed, commitment, candidates } = row;
  if (seed === null || commitment === null || candidates === null) return notDrawn(quarter);
  // With the seed one could compute the days still to come.
  if (lastDay(quarter) >= turn.today) return drawPromise(quarter, commitment, candidates);
  const policy = policyOfQuarter(turn.db, quarter);
  const proof = { quarter, policy: policy.id, seed: seed.toString("hex"), commitment, candidates };
  return drawProof({ ...proof, round: ownRound(turn, row, policy.parameters.draw.scope) });
}

function ownRound({ db, branch }: Turn, row: QuarterRow, scope: "school" | "branch"): RoundProof | undefined {
  const drawn = roundsOf(db, row.quarter).filter(({ origin }) => origin === "drawn");
  const own = drawn.find(({ branchId }) => branchId === branch()?.branchId);
  // One day for the school is everybody's.
  const round = own ?? (scope === "school" ? drawn[0] : undefined);
  if (round === undefined) return undefined;
  const { redrawnOn } = round;
  const first = drawingOf(db, row, { ...round, redrawnOn: null });
  const again = redrawnOn === null ? undefined : { ...drawingOf(db, row, round), after: redrawnOn };
  return { first, again, missed: round.state === "missed" };
}
