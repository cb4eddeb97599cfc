import type { Queue as BullQueue, Worker as BullWorker, Job } from "bullmq";
import { Redis } from "ioredis";
import type { Logger } from "pino";

/** What a job may hold: ids. The rows they name are the truth, and Redis may forget all of it. */
export type Wake = { readonly name: "deliver"; readonly batchId: number } | { readonly name: "tick" };

/** Wakes workers of this and other processes; alone, with `worker`, in knowing BullMQ. */
export interface Queue {
  /** False when Redis is away: the rows wait, and are looked at again. */
  add(batchIds: readonly number[]): Promise<boolean>;
  /** How the connection is, for readiness. */
  status(): { readonly ok: boolean; readonly detail?: string };
  close(): Promise<void>;
}

const NAME = "study-points";
/** Jobs at a time: each is one call to the platform. */
const CONCURRENCY = 4;

/** `address`: a redis:// URL or the path of a unix socket. Connects in the background and for as long as it takes. */
export function openQueue(
  address: string,
  tickSeconds: number,
  wake: (wake: Wake) => Promise<void>,
  log: Logger,
): Queue {
  // A producer fails at once while Redis is away; a worker waits for it.
  const producer = connect(address, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  const consumer = connect(address, { maxRetriesPerRequest: null });
  let queue: BullQueue | undefined;
  let worker: BullWorker | undefined;
  let closed = false;
  let lastError: string | undefined;

  for (const redis of [producer, consumer]) redis.on("error", (error: Error) => (lastError = error.message));
  producer.once("ready", () => {
    open().catch((error: unknown) => log.error({ err: error }, "the queue could not be opened"));
  });

  async function open(): Promise<void> {
    const bullmq = await import("bullmq");
    if (closed) return;
    queue = new bullmq.Queue(NAME, { connection: producer });
    queue.on("error", (error) => (lastError = error.message));
    worker = new bullmq.Worker(NAME, process, { connection: consumer, concurrency: CONCURRENCY });
    worker.on("error", (error) => (lastError = error.message));
    await schedule();
    producer.on("ready", () => {
      schedule().catch((error: unknown) => log.warn({ err: error }, "the tick could not be scheduled in Redis"));
    });
  }

  /** At every connection, for a wiped Redis has forgotten it. */
  async function schedule(): Promise<void> {
    await queue?.upsertJobScheduler("tick", { every: tickSeconds * 1000 }, { name: "tick", opts: once });
  }

  async function process(job: Job): Promise<void> {
    if (job.name === "tick") await wake({ name: "tick" });
    else await wake({ name: "deliver", batchId: (job.data as { batchId: number }).batchId });
  }

  return {
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
      await worker?.close().catch(() => {});
      await queue?.close().catch(() => {});
      for (const redis of [producer, consumer]) redis.disconnect();
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
