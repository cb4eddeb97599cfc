import { statfsSync } from "node:fs";
import { minuteOf } from "../domain/calendar.ts";
import type { Services } from "../services.ts";
import { prepared } from "../store/database.ts";
import { setting } from "../store/settings.ts";

export interface Check {
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  readonly status: "ready" | "not ready";
  readonly checks: Readonly<Record<"database" | "redis" | "platform" | "disk" | "clock", Check>>;
}

const LEAST_FREE_BYTES = 100 * 1024 * 1024;
/** Beyond ten minutes callbacks would be refused as replays. */
const MOST_SKEW_MS = 5 * 60_000;

/** `redis` says how the queue is; undefined where this process has none. */
export function readiness(
  { db, platform }: Pick<Services, "db" | "platform">,
  dataDir: string,
  redis: (() => Check) | undefined,
): Readiness {
  const checks = {
    database: attempt(() => {
      prepared(db, "begin immediate").run();
      prepared(db, "rollback").run();
      return { ok: true };
    }),
    redis: redis?.() ?? { ok: true, detail: "not used by this process" },
    platform: attempt(() => {
      const paused = setting(db, "sendingPaused");
      if (paused === undefined) return { ok: true };
      return { ok: false, detail: `sending paused since ${minuteOf(paused.since)}: ${paused.reason}` };
    }),
    disk: attempt(() => {
      const { bavail, bsize } = statfsSync(dataDir);
      const free = bavail * bsize;
      return free >= LEAST_FREE_BYTES
        ? { ok: true }
        : { ok: false, detail: `${Math.floor(free / 1024 / 1024)} MiB left; free some space` };
    }),
    clock: clockCheck(platform.clockSkewMs()),
  };
  return { status: Object.values(checks).every(({ ok }) => ok) ? "ready" : "not ready", checks };
}

function clockCheck(skew: number | undefined): Check {
  if (skew === undefined) return { ok: true, detail: "not compared yet" };
  if (Math.abs(skew) <= MOST_SKEW_MS) return { ok: true };
  return { ok: false, detail: `${Math.round(skew / 1000)} s apart from the platform; set the machine's clock` };
}

function attempt(check: () => Check): Check {
  try {
    return check();
  } catch (error) {
    return { ok: false, detail: (error as Error).message };
  }
}
