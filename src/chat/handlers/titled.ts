import { type Duty, inOrder } from "../../domain/roster.ts";
import type { Titled } from "../../messages/talks.ts";
import type { Database } from "../../store/database.ts";
import { dutiesOf, type Member } from "../../store/members.ts";

/** A member with those of the duties that matter here. */
export function titled(db: Database, { id, name }: Member, among: readonly Duty[]): Titled {
  return { name, duties: inOrder(dutiesOf(db, id)).filter((duty) => among.includes(duty)) };
}
