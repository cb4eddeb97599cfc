import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pino, { type Logger } from "pino";
import type { Config } from "./config.ts";
import type { WorkCalendar } from "./domain/calendar.ts";
import type { Platform, PlatformFacts } from "./platform/platform.ts";
import { wecom, facts as wecomFacts } from "./platform/wecom/adapter.ts";
import { readCalendar } from "./store/calendar.ts";
import { type Database, openDatabase, waitBriefly } from "./store/database.ts";

/** What has side effects. Everything that acts gets the parts it needs of it. */
export interface Services {
  readonly db: Database;
  readonly platform: Platform;
  /** Workdays as of now; read anew because the override file may have been added since. */
  calendar(): WorkCalendar;
  /** Milliseconds since 1970. Nothing else reads the clock. */
  now(): number;
  /** Bytes that nobody can foresee; nothing else makes random ones. */
  random(bytes: number): Buffer;
  readonly log: Logger;
  /** The school's name, as documents have it. */
  readonly school: string;
  /** The most UTF-8 bytes of one message; what is longer goes out in pages. */
  readonly textBytes: number;
  /** Names this process in claims and in the lease of the ticks. */
  readonly process: string;
}

export const DATABASE = "study-points.sqlite";

export const systemClock = Date.now;

const BYTES_AT_ONCE = 4096;
let pool = Buffer.alloc(0);

/** A call of the kernel costs more than the bytes, so many are fetched together; none is given twice. */
export function systemRandom(bytes: number): Buffer {
  if (pool.length < bytes) pool = randomBytes(Math.max(bytes, BYTES_AT_ONCE));
  const given = pool.subarray(0, bytes);
  pool = pool.subarray(bytes);
  return given;
}

/** Which workspace it is, this and `openPlatform` alone know. */
export const workspace: PlatformFacts = wecomFacts;

export function openPlatform(config: Config, clock: () => number, random: (bytes: number) => Buffer): Platform {
  return wecom(config.wecom, clock, random);
}

/** `clock` and `random` are given by rehearsals and tests; the service takes the real ones. */
export function openServices(
  config: Config,
  {
    clock = systemClock,
    random = systemRandom,
    log = openLog(config.logLevel),
  }: {
    clock?: () => number;
    random?: (bytes: number) => Buffer;
    log?: Logger;
  } = {},
): Services {
  const db = openDatabase(join(config.dataDir, DATABASE));
  waitBriefly(db);
  return {
    db,
    platform: openPlatform(config, clock, random),
    calendar: () => readCalendar(config.dataDir),
    now: clock,
    random,
    log,
    school: config.schoolName,
    textBytes: workspace.limits.textBytes,
    process: randomBytes(8).toString("hex"),
  };
}

/** JSON lines on standard error; standard output belongs to results. */
export function openLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
