import type { ActServices } from "../acts/act.ts";
import { isImporting } from "../acts/import-roster.ts";
import type { Services } from "../services.ts";
import { whenFree } from "../store/database.ts";
import { callOffice } from "./call-office.ts";
import { chaseTables } from "./chase-tables.ts";
import { chaseTalks } from "./chase-talks.ts";
import { closeRounds } from "./close-rounds.ts";
import { countYear } from "./count-year.ts";
import { digest } from "./digest.ts";
import { drawQuarter } from "./draw-quarter.ts";
import { endNotices } from "./end-notices.ts";
import { endTrials } from "./end-trials.ts";
import { followUp } from "./follow-up.ts";
import { openRounds } from "./open-rounds.ts";
import { purge } from "./purge.ts";
import { remind } from "./remind.ts";
import { summariseQuarter } from "./summarise-quarter.ts";

export type JobServices = ActServices & Pick<Services, "log">;

/** In the order in which one's work makes the next one's. Each asks its question of the rows and may run twice. */
const jobs: readonly (readonly [name: string, run: (services: JobServices) => void | Promise<void>])[] = [
  ["draw-quarter", drawQuarter],
  ["count-year", countYear],
  ["end-trials", endTrials],
  ["open-rounds", openRounds],
  ["remind", remind],
  ["close-rounds", closeRounds],
  ["follow-up", followUp],
  ["summarise-quarter", summariseQuarter],
  ["end-notices", endNotices],
  ["chase-talks", chaseTalks],
  ["chase-tables", chaseTables],
  ["call-office", callOffice],
  ["digest", digest],
  ["purge", purge],
];

/** Does everything that is due now. A job that fails is logged and hinders no other. */
export async function tick(services: JobServices): Promise<void> {
  if (isImporting(services)) return;
  for (const [job, run] of jobs) {
    try {
      await whenFree(() => run(services));
    } catch (error) {
      services.log.error({ err: error, job }, "a job failed; it is tried again at the next tick");
    }
  }
}
