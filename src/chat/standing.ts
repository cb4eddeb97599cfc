import type { PastTotal } from "../domain/score.ts";
import type { Standing } from "../messages/remarks.ts";
import { question as questionText } from "../messages/replies.ts";
import type { Question } from "../store/inbox.ts";
import { disputedRound } from "../store/objections.ts";
import { currentReport } from "../store/reports.ts";
import { participation } from "../store/rounds.ts";
import { figureIn } from "../store/tables.ts";
import type { Turn } from "./turn.ts";
import { waitsFor } from "./waits.ts";

/** Where the sender stands: what is reported, what is asked, what waits. */
export function standingOf(turn: Turn): Standing {
  return { open: openRound(turn), last: lastFigure(turn), gone: turn.branch() === undefined, waits: waitsFor(turn) };
}

function openRound({ db, now, sender, round, question, previous }: Turn): Standing["open"] {
  if (round === undefined) return undefined;
  const report = currentReport(db, round.id, sender.id);
  return {
    closesAt: round.closesAt,
    late: now > round.closesAt,
    counted: participation(db, round.id, sender.id)?.counted ?? true,
    total: report?.total,
    proxy: report?.source === "代报",
    question: question?.roundId === round.id ? pending(question, previous) : undefined,
  };
}

function pending({ reason, candidates }: Question, previous: PastTotal | undefined): string | undefined {
  return reason === "withdraw" || candidates.length === 0 ? undefined : questionText(reason, candidates, previous);
}

function lastFigure({ db, sender, round }: Turn): Standing["last"] {
  if (round !== undefined) return undefined;
  const closed = disputedRound(db, sender.id, undefined);
  const figure = closed && figureIn(db, closed.id, sender.id);
  return closed && figure && { quarter: closed.quarter, total: figure.total };
}
