import type { Day } from "../../domain/calendar.ts";
import type { AskReason, PastTotal } from "../../domain/score.ts";
import type { RosterNames } from "./names.ts";

export type { AskReason };

/** What the reader must know to tell a total from the other numbers people write. */
export interface ReadContext {
  /** The sender's name on the roster. */
  readonly me: string;
  /** All names on the roster. */
  readonly names: RosterNames;
  /** The names of all branches. */
  readonly branches: ReadonlySet<string>;
  /** The bot's name in the workspace, for leading mentions. */
  readonly bot: string;
  readonly today: Day;
  readonly previous: PastTotal | undefined;
}

export type Answer = "confirm" | "deny";

/** A row of the table of commands, by its name, and what it has read behind its words. */
export interface SpokenCommand {
  readonly name: string;
  readonly args: unknown;
}

/**
 * - `score`: accept this total.
 * - `ask`: needs a question; `candidates` are the values to echo (0–2), the likeliest first.
 * - `none`: no report in it.
 * - `answer`: to a question that may be waiting.
 * - `command`: the whole message is a command.
 */
export type Reading =
  | { readonly kind: "score"; readonly total: number }
  | { readonly kind: "ask"; readonly reason: AskReason; readonly candidates: readonly number[] }
  | { readonly kind: "none" }
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "command"; readonly command: SpokenCommand };
