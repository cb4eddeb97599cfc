import { report as recordTotal } from "../../acts/report.ts";
import { accepted, impossible } from "../../messages/replies.ts";
import type { Turn } from "../turn.ts";
import { remark } from "./remark.ts";

/** A total the sender means; what is not plausible has been asked about and confirmed. */
export function report(turn: Turn, total: number): string {
  const round = turn.round;
  if (round === undefined) return remark(turn, "total");
  const { previous, today } = turn;
  const outcome = recordTotal(turn, round, total, turn);
  return outcome === "impossible" ? impossible(total) : accepted({ total, previous, today, ...outcome });
}
