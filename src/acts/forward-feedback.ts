import { OFFICE } from "../domain/access.ts";
import { feedbackFrom } from "../messages/feedback.ts";
import { holders, type MemberAct, record, tell } from "./act.ts";

/** 意见建议 reaches the party office. False when there is nobody. */
export function forwardFeedback(act: MemberAct, branch: string | undefined, text: string): boolean {
  const office = holders(act, OFFICE);
  if (office.length === 0) return false;
  tell(act, `feedback-${act.key}`, office, feedbackFrom(act.actor.member.name, branch, text));
  record(act, "feedback.forward", "office");
  return true;
}
