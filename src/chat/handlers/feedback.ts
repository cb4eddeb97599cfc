import { OFFICE } from "../../domain/access.ts";
import { feedbackForwarded, feedbackFrom, feedbackUsage, nobodyToForwardTo } from "../../messages/feedback.ts";
import { record } from "../../store/audit.ts";
import { holdersOf } from "../../store/members.ts";
import { tell } from "../tell.ts";
import type { Turn } from "../turn.ts";

/** 意见建议 内容: reaches the party office (domain.md §9.8). */
export function feedback(turn: Turn, text: string): string {
  const { db, sender, now, today } = turn;
  if (text.trim() === "") return feedbackUsage;
  const office = holdersOf(db, OFFICE, today);
  if (office.length === 0) return nobodyToForwardTo;
  tell(turn, "feedback", office, feedbackFrom(sender.name, turn.branch()?.branch, text.trim()));
  record(db, { at: now, actor: `member:${sender.id}`, act: "feedback.forward", subject: "office" });
  return feedbackForwarded;
}
