import { forwardFeedback } from "../../acts/forward-feedback.ts";
import { feedbackForwarded, feedbackUsage, nobodyToForwardTo } from "../../messages/feedback.ts";
import type { Turn } from "../turn.ts";

/** 意见建议 内容 */
export function feedback(turn: Turn, text: string): string {
  if (text.trim() === "") return feedbackUsage;
  return forwardFeedback(turn, turn.branch()?.branch, text.trim()) ? feedbackForwarded : nobodyToForwardTo;
}
