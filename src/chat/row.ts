import type { Right } from "../domain/access.ts";
import type { HelpLine } from "../messages/help.ts";
import type { Wording } from "./read/commands.ts";
import type { Turn } from "./turn.ts";

/** A chat command: how it is said, who is shown it, and what it does. */
export interface Row<A> extends Wording<A> {
  /** Who sees the help line; in which branch and case it holds, the handler asks. */
  readonly right: Right;
  readonly help: HelpLine | "in another line" | "none";
  /** The office may as well, for branches without a second admin. */
  readonly standIn?: true;
  run(turn: Turn, args: A): string;
}

export const row = <A>(of: Row<A>): Row<A> => of;

/** A row whose words are the whole message. */
export const whole = (of: Omit<Row<unknown>, "takes" | "run"> & { run(turn: Turn): string }): Row<unknown> => ({
  ...of,
  takes: "nothing",
});
