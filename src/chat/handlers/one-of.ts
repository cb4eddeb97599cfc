import { meantBy } from "../../domain/names.ts";
import { whichOne } from "../../messages/branch.ts";
import type { Turn } from "../turn.ts";

/**
 * The one person of a list whom a name or an account means. Of several, and of one whose name was said in part, the
 * sender is asked, and answers with the number: that settles it (`Turn.choice`). Undefined: nobody.
 */
export function oneOf<P extends { readonly name: string; readonly account: string }>(
  turn: Turn,
  people: readonly P[],
  words: string,
): P | string | undefined {
  const { found, unsure } = meantBy(words, people);
  if (found.length === 0) return undefined;
  if (found.length === 1 && !unsure) return found[0];
  const chosen = turn.choice === undefined ? undefined : found[turn.choice - 1];
  if (chosen !== undefined) return chosen;
  turn.asked = true;
  return whichOne(words, found);
}
