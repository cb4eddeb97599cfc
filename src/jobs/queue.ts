import type { Queue as BullQueue, Worker as BullWorker, Job } from "bullmq";
import { Redis } from "ioredis";
import type { Logger } from "pino";

/** What a job may hold: ids. The rows they name are the truth, and Redis may forget all of it. */
export type Wake = { readonly name: "deliver"; readonly batchId: number } | { readonly name: "tick" };

/** Wakes workers of this and other processes; alone, with `worker`, in knowing BullMQ. */
export interface Queue {
  /** Resolves when the first jobs can be taken. */
  readonly opened: Promise<void>;
  /** False when Redis is away: the rows wait, and are looked at again. */
  add(batchIds: readonly number[]): Promise<boolean>;
  /** How the connection is, for readiness. */
  status(): { readonly ok: boolean; readonly detail?: string };
  close(): Promise<void>;
}

const NAME = "study-points";
/** Jobs at a time: each is one call to the platform. */
const CONCURRENCY = 4;
const RETRY_MS = 1000;

/** `address`: a redis:// URL or the path of a unix socket. Connects in the background and for as long as it takes. */
export function openQueue(
  address: string,
  tickSeconds: number,
  wake: (wake: Wake) => Promise<void>,
  log: Logger,
): Queue {
  // A producer fails at once while Redis is away; a worker waits for it.
  const connections: Redis[] = [];
  const producer = keep(connect(address, { enableOfflineQueue: false, maxRetriesPerRequest: 1 }));
  const consumer = keep(connect(address, { maxRetriesPerRequest: null }));
  let queue: BullQueue | undefined;
  let worker: BullWorker | undefined;
  const opened = Promise.withResolvers<void>();
  let opening: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;
  let lastError: string | undefined;

  /** Said once an outage, however often it is tried. */
  function note(error: Error): void {
    if (lastError === undefined && !closed) log.warn({ err: error }, "redis is away; deliveries wait in the database");
    lastError = error.message;
  }

  /** BullMQ makes copies for its blocking calls: what befalls those is heard too, and they end with the others. */
  function keep(redis: Redis): Redis {
    connections.push(redis);
    redis.on("error", note);
    const duplicate = redis.duplicate.bind(redis);
    redis.duplicate = (options) => keep(duplicate(options));
    return redis;
  }

  producer.on("ready", () => {
    if (lastError !== undefined) log.info("redis is back");
    lastError = undefined;
    void begin();
  });

  /** At every connection: a wiped Redis has forgotten the tick, and one that broke off may have left nothing open. */
  async function begin(): Promise<void> {
    try {
      opening ??= open().finally(() => {
        opening = undefined;
      });
      await opening;
      await queue?.upsertJobScheduler("tick", { every: tickSeconds * 1000 }, { name: "tick", opts: once });
    } catch (error) {
      lastError = (error as Error).message;
      log.warn({ err: error }, "the queue could not be opened; tried again");
      retry = setTimeout(() => {
        if (!closed && producer.status === "ready") void begin();
      }, RETRY_MS);
    }
  }

  /** A queue whose first words to Redis failed stays broken, so only a whole one is kept. */
  async function open(): Promise<void> {
    if (queue !== undefined || closed) return;
    const bullmq = await import("bullmq");
    const newQueue = new bullmq.Queue(NAME, { connection: producer });
    const newWorker = new bullmq.Worker(NAME, process, { connection: consumer, concurrency: CONCURRENCY });
    newQueue.on("error", note);
    newWorker.on("error", note);
    try {
      await Promise.all([newQueue.waitUntilReady(), newWorker.waitUntilReady()]);
    } catch (error) {
      await Promise.allSettled([newWorker.close(true), newQueue.close()]);
      throw error;
    }
    [queue, worker] = [newQueue, newWorker];
    opened.resolve();
  }

  async function process(job: Job): Promise<void> {
    if (job.name === "tick") await wake({ name: "tick" });
    else await wake({ name: "deliver", batchId: (job.data as { batchId: number }).batchId });
  }

  return {
    opened: opened.promise,
    async add(batchIds) {
      if (queue === undefined || producer.status !== "ready") return false;
      try {
        await queue.addBulk(
          batchIds.map((batchId) => ({
            name: "deliver",
            data: { batchId },
            opts: { ...once, jobId: `batch-${batchId}` },
          })),
        );
        return true;
      } catch (error) {
        lastError = (error as Error).message;
        return false;
      }
    },
    status() {
      if (queue !== undefined && producer.status === "ready") return { ok: true };
      return { ok: false, detail: lastError ?? `redis is ${producer.status}` };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await opening?.catch(() => {});
      // Without Redis there is nobody to take leave of.
      const reachable = producer.status === "ready";
      await worker?.close(!reachable).catch(() => {});
      if (reachable) await queue?.close().catch(() => {});
      for (const redis of connections) redis.disconnect();
    },
  };
}

const once = { removeOnComplete: true, removeOnFail: true } as const;

function connect(
  address: string,
  options: { enableOfflineQueue?: boolean; maxRetriesPerRequest: number | null },
): Redis {
  const again = { ...options, retryStrategy: (times: number) => Math.min(2000, times * 100) };
  return address.startsWith("/")
    ? new Redis({ ...again, path: address })
    : new Redis(address.replace(/^unix:\/\//, ""), again);
}
