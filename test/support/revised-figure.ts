import { actInName } from "../../src/acts/act.ts";
import { type Revised, reviseFigure } from "../../src/acts/revise-figure.ts";
import { roundById } from "../../src/store/rounds.ts";
import type { RowCorrection } from "../../src/store/tables.ts";
import type { Bot } from "./a-bot.ts";

/** Corrects a figure of a closed round in a member's name, as a spot check or the answer to an objection does. */
export function revisedFigure(
  { db, services }: Pick<Bot, "db" | "services">,
  roundId: number,
  { correctedBy, ...correction }: RowCorrection & { readonly correctedBy: number },
  reason: string,
): Revised {
  const member = { id: correctedBy, account: "", name: "" };
  return reviseFigure(actInName(services, member), roundById(db, roundId), correction, reason);
}
