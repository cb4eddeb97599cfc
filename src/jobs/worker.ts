import { join } from "node:path";
import type { RenderDocument } from "../papers/papers.ts";
import type { MenuGroup } from "../platform/platform.ts";
import type { Services } from "../services.ts";
import { LEADER_LOCK, type Lock, takeLock, whenFree } from "../store/database.ts";
import { openDeliverer, tryAgainNow } from "./deliver.ts";
import { openQueue, type Queue } from "./queue.ts";
import { startRedis } from "./redis.ts";
import { tick } from "./schedule.ts";
import { setMenu } from "./set-menu.ts";

export interface WorkerOptions {
  /** A redis:// URL; undefined: a Redis of our own in `dataDir`. */
  readonly redisUrl: string | undefined;
  readonly dataDir: string;
  readonly tickSeconds: number;
  /** Whether the own Redis keeps a file: the service's does, a rehearsal's does not. */
  readonly keepRedis: boolean;
  readonly render: RenderDocument;
  readonly menu: readonly MenuGroup[];
}

export interface Worker {
  /** Something was planned: look soon. */
  nudge(): void;
  /** Does what is due now, once Redis has been reached, and resolves when nothing of it is left. For rehearsals. */
  settle(): Promise<void>;
  redis(): { readonly ok: boolean; readonly detail?: string };
  stop(): Promise<void>;
}

/** What another process plans goes out within this time and a call's. */
const LOOK_MS = 1000;
/** Everything planned in between goes out with one look. */
const NUDGE_MS = 50;
const REDIS_RETRY_MS = 5000;
const STOP_MS = 25_000;

/** Ticks, looks for deliveries and sends them. Timers stand in for a Redis that is away. */
export function startWorker(services: Services, options: WorkerOptions): Worker {
  const { log } = services;
  const deliverer = openDeliverer(services, options.render);
  let queue: Queue | undefined;
  /** One process leads the ticks; when it ends, in whatever way, another takes over. */
  let leadership: Lock | undefined;
  let ownRedis: { stop(): Promise<void> } | undefined;
  let stopping = false;
  let lastTick = Number.NEGATIVE_INFINITY;
  let ticking: Promise<void> | undefined;
  let looking: Promise<boolean> | undefined;
  let nudged: NodeJS.Timeout | undefined;
  let startingRedis: Promise<void> | undefined;
  let menuSet: Promise<void> | undefined;
  let underWay = 0;
  let onIdle: (() => void)[] = [];

  void whenFree(() => tryAgainNow(services));
  void keepRedis();

  async function keepRedis(): Promise<void> {
    startingRedis ??= connectRedis().finally(() => {
      startingRedis = undefined;
    });
    await startingRedis;
  }

  async function connectRedis(): Promise<void> {
    try {
      let address = options.redisUrl;
      if (address === undefined) {
        const redis = await startRedis(options.dataDir, { keep: options.keepRedis });
        ownRedis = redis;
        address = redis.socket;
      }
      queue ??= openQueue(address, options.tickSeconds, wake, log);
    } catch (error) {
      log.error({ err: error }, "redis is away; deliveries wait for it");
    }
  }

  async function wake(what: { name: "tick" } | { name: "deliver"; batchId: number }): Promise<void> {
    if (what.name === "tick") return await runTick();
    underWay += 1;
    try {
      await deliverer.deliver(what.batchId);
    } catch (error) {
      log.error({ err: error, batch: what.batchId }, "a batch could not be delivered");
    } finally {
      underWay -= 1;
      for (const done of onIdle.splice(0)) done();
      // What waited behind this batch for the same recipients may go now.
      nudge();
    }
  }

  function runTick(): Promise<void> {
    ticking ??= doTick().finally(() => {
      ticking = undefined;
    });
    return ticking;
  }

  async function doTick(): Promise<void> {
    lastTick = performance.now();
    leadership ??= takeLock(join(options.dataDir, LEADER_LOCK), 0);
    if (stopping || leadership === undefined) return;
    menuSet ??= setMenu(services, options.menu);
    await tick(services);
    nudge();
  }

  /** True when something is on its way to being sent. */
  function look(): Promise<boolean> {
    looking ??= doLook().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function doLook(): Promise<boolean> {
    if (stopping) return false;
    try {
      const due = await whenFree(() => deliverer.due());
      return due.length > 0 && (await queue?.add(due)) === true;
    } catch (error) {
      log.error({ err: error }, "looking for deliveries failed; it is tried again");
      return false;
    }
  }

  /** Resolves when a batch has been dealt with, or soon: it may have been somebody else's. */
  function oneBatch(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const soon = setTimeout(resolve, 50);
    onIdle.push(resolve);
    return promise.finally(() => clearTimeout(soon));
  }

  async function allBatches(): Promise<void> {
    while (underWay > 0) await oneBatch();
  }

  function nudge(): void {
    if (stopping || nudged !== undefined) return;
    nudged = setTimeout(() => {
      nudged = undefined;
      void look();
    }, NUDGE_MS);
  }

  const lookTimer = setInterval(() => {
    void look();
    if (performance.now() - lastTick >= options.tickSeconds * 1000) void runTick();
  }, LOOK_MS);
  const redisTimer = setInterval(() => {
    if (options.redisUrl === undefined && queue?.status().ok !== true) void keepRedis();
  }, REDIS_RETRY_MS);

  return {
    nudge,
    async settle() {
      await startingRedis;
      await queue?.opened;
      await runTick();
      while (!stopping && ((await look()) || underWay > 0)) await oneBatch();
    },
    redis: () => queue?.status() ?? { ok: false, detail: "redis has not been reached yet" },
    async stop() {
      stopping = true;
      clearInterval(lookTimer);
      clearInterval(redisTimer);
      clearTimeout(nudged);
      await startingRedis;
      const ended = Promise.all([ticking, looking, menuSet, queue?.close(), allBatches()]);
      await Promise.race([ended, new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref())]);
      leadership?.release();
      await ownRedis?.stop();
    },
  };
}
