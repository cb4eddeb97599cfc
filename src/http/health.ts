import { statfsSync } from "node:fs";

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

/** What readiness is asked of. */
export interface Vitals {
  readonly dataDir: string;
  /** Rejects when the database cannot be written, or another process has been writing for as long as a message waits. */
  database(): Promise<void>;
  /** How the queue is; undefined where this process has none. */
  readonly redis: (() => Check) | undefined;
  /** What stops the sending, if anything does. */
  sendingPaused(): string | undefined;
  clockSkewMs(): number | undefined;
}

export async function readiness(vitals: Vitals): Promise<Readiness> {
  const { dataDir, database, redis, sendingPaused, clockSkewMs } = vitals;
  const checks = {
    database: await attempt(async () => {
      await database();
      return { ok: true };
    }),
    redis: redis?.() ?? { ok: true, detail: "not used by this process" },
    platform: await attempt(() => {
      const detail = sendingPaused();
      return detail === undefined ? { ok: true } : { ok: false, detail };
    }),
    disk: await attempt(() => {
      const { bavail, bsize } = statfsSync(dataDir);
      const free = bavail * bsize;
      return free >= LEAST_FREE_BYTES
        ? { ok: true }
        : { ok: false, detail: `${Math.floor(free / 1024 / 1024)} MiB left; free some space` };
    }),
    clock: clockCheck(clockSkewMs()),
  };
  return { status: Object.values(checks).every(({ ok }) => ok) ? "ready" : "not ready", checks };
}

function clockCheck(skew: number | undefined): Check {
  if (skew === undefined) return { ok: true, detail: "not compared yet" };
  if (Math.abs(skew) <= MOST_SKEW_MS) return { ok: true };
  return { ok: false, detail: `${Math.round(skew / 1000)} s apart from the platform; set the machine's clock` };
}

async function attempt(check: () => Check | Promise<Check>): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    return { ok: false, detail: (error as Error).message };
  }
}
