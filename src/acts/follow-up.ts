import { goOn, type RoundWithBranch } from "../store/rounds.ts";
import type { Act } from "./act.ts";
import { adviseMembers } from "./advise-members.ts";
import { askSpotChecks } from "./ask-spot-checks.ts";

/** What follows the close of a round, in steps; each may be done again. */
export function* followUp(round: RoundWithBranch): Generator<(act: Act) => void> {
  if (round.followUp === "spot checks") yield (act) => askSpotChecks(act, round);
  let after: number | undefined = 0;
  while (after !== undefined) {
    const from: number = after;
    yield (act) => {
      after = adviseMembers(act, round, from);
    };
  }
  yield ({ db }) => void goOn(db, round.id, "advice", null);
}
