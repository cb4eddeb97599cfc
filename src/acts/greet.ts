import { welcome } from "../messages/welcome.ts";
import { setGreeted } from "../store/members.ts";
import { type Act, tell } from "./act.ts";

/** Tells members once what is kept and why, unless that is what is being said anyway. */
export function greet(act: Act, memberIds: readonly number[], said?: string): void {
  for (const id of memberIds) setGreeted(act.db, id, act.now);
  const notice = welcome(act.policy);
  const members = memberIds.map((id) => ({ id }));
  if (said !== notice) tell(act, "welcome", members, notice, { atOnce: true });
}
