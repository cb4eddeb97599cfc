import { largestTotal, plausibility } from "../../domain/score.ts";
import { accepted, impossible, noRound } from "../../messages/replies.ts";
import { dropQuestion } from "../../store/questions.ts";
import { currentReport, saveReport } from "../../store/reports.ts";
import type { Turn } from "../turn.ts";

/** Records a total the sender means (四（二）); what is not plausible has been asked about and confirmed. */
export function report(turn: Turn, total: number): string {
  const { db, sender, now, today } = turn;
  const round = turn.round();
  if (round === undefined) return noRound;
  // Nobody can have more, whatever is confirmed: it would lift the whole branch.
  if (total > largestTotal(undefined, today)) return impossible(total);

  const replaced = currentReport(db, round.id, sender.id);
  const previous = turn.previous();
  const verdict = plausibility(total, previous, today);
  const late = now > round.closesAt;
  saveReport(db, {
    memberId: sender.id,
    roundId: round.id,
    day: today,
    total,
    source: "本人",
    reportedBy: sender.id,
    reportedAt: now,
    late,
    doubt: verdict === "plausible" ? null : verdict,
  });
  dropQuestion(db, sender.id);
  return accepted({ total, replaced: replaced?.total, previous, today, late });
}
