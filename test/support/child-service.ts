import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Config } from "../../src/config.ts";
import { startService } from "../../src/main.ts";
import { openLog, openServices } from "../../src/services.ts";

/** The service as a process of its own, so that it can be killed; its clock is moved by whoever started it. */
export interface ChildService {
  readonly url: string;
  setClock(instant: number): void;
  /** Everything due at the child's clock is done when this resolves. */
  settle(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

type Order = { config: Config; now: number } | { now: number } | { settle: number } | { stop: true };
type Answer = { url: string } | { settled: number };

export async function startChildService(config: Config, now: number): Promise<ChildService> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const tell = (order: Order) => {
    if (child.connected) child.send(order, () => {});
  };
  const ended = once(child, "exit");
  tell({ config, now });
  const url = await new Promise<string>((resolve, reject) => {
    child.on("message", (answer: Answer) => "url" in answer && resolve(answer.url));
    void ended.then(() => reject(new Error("the service ended before it listened")));
  });
  let settles = 0;
  return {
    url,
    setClock: (instant) => tell({ now: instant }),
    async settle() {
      settles += 1;
      const wanted = settles;
      tell({ settle: wanted });
      const settled = new Promise<void>((resolve) => {
        child.on("message", (answer: Answer) => "settled" in answer && answer.settled === wanted && resolve());
      });
      await Promise.race([settled, ended]);
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async stop() {
      tell({ stop: true });
      await ended;
    },
  };
}

async function beTheService(): Promise<void> {
  let now = 0;
  let settle: () => Promise<void> = async () => {};
  let stop: () => Promise<void> = async () => {};
  const answer = (message: Answer) => process.send?.(message);
  process.on("message", (order: Order) => {
    void (async () => {
      if ("now" in order) now = order.now;
      if ("config" in order) {
        const services = openServices(order.config, { clock: () => now, log: openLog("silent") });
        const service = await startService(order.config, services, { keepRedis: false });
        settle = service.worker!.settle;
        stop = service.stop;
        answer({ url: service.url });
      }
      if ("settle" in order) {
        await settle();
        answer({ settled: order.settle });
      }
      if ("stop" in order) {
        await stop();
        process.exit(0);
      }
    })();
  });
  process.on("disconnect", () => process.exit(1));
}

if (import.meta.main) await beTheService();
