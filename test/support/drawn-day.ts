import { drawnDay } from "../../src/acts/draw-quarter.ts";
import { addDays, type Day, type Quarter } from "../../src/domain/calendar.ts";
import { quarterRow } from "../../src/store/quarters.ts";
import { roundsOf } from "../../src/store/rounds.ts";
import type { Bot } from "./a-bot.ts";

/** The day that nobody can know: of a branch's drawn round, as it stands now. */
export function drawnDayOf({ db }: Pick<Bot, "db">, branch = "第一党支部", quarter = "2026Q4" as Quarter): Day {
  const round = roundsOf(db, quarter).find((each) => each.branch === branch && each.origin === "drawn");
  if (round === undefined) throw new Error(`${branch} has no drawn round in ${quarter}`);
  return drawnDay(db, quarterRow(db, quarter)!, round);
}

/** Passes to the moment of a branch's drawn day, `days` later, and lets the clock's jobs do what is due. */
export async function passToDrawnDay(bot: Bot, time: string, days = 0, branch?: string): Promise<void> {
  bot.clock.set(`${addDays(drawnDayOf(bot, branch), days)} ${time}`);
  await bot.tick();
}
