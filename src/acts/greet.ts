import { welcome } from "../messages/welcome.ts";
import { setGreeted } from "../store/members.ts";
import { type Act, tell } from "./act.ts";

/** Tells a member once what is kept and why, unless that is what is being said anyway. */
export function greet(act: Act, memberId: number, said?: string): void {
  setGreeted(act.db, memberId, act.now);
  const notice = welcome(act.policy);
  if (said !== notice) tell(act, "welcome", [{ id: memberId }], notice, { atOnce: true });
}
