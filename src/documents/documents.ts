import { Worker } from "node:worker_threads";
import type { DocumentRequest, Made } from "./kinds.ts";

export interface Documents {
  /** The same request makes the same bytes. Rejects with the reason when the document cannot be made. */
  make(request: DocumentRequest): Promise<Uint8Array>;
  /** Ends the thread; what is still being made is rejected. */
  close(): Promise<void>;
}

const IDLE_MS = 3 * 60_000;
const LONGEST_MS = 60_000;
const MEMORY_MB = 512;

/**
 * The thread is `worker.ts` beside this file while this file runs as TypeScript, and `documents-worker.js` beside
 * the bundle when it was built into one.
 */
const WORKER = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./documents-worker.js", import.meta.url);

/**
 * Makes documents in a thread of its own, one after the other: the libraries are slow and large, and must never hold
 * up the event loop. The thread starts with the first request, ends after some idle minutes to free its memory, and
 * keeps the process alive only while it works. If it dies, the one document in hand is lost and the next request
 * starts another.
 */
export function openDocuments(): Documents {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: MEMORY_MB };
    // Flags of the process, such as --eval, are not for the thread.
    const started = new Worker(WORKER, { name: "documents", execArgv: [], resourceLimits });
    // A thread that has failed lives until its exit; and an error that nobody listens to would end the process.
    return started.on("error", () => leave(started)).on("exit", () => leave(started));
  }

  function leave(left: Worker): void {
    if (worker === left) worker = undefined;
  }

  function end(ended: Worker): void {
    leave(ended);
    void ended.terminate();
  }

  async function makeNext(request: DocumentRequest): Promise<Uint8Array> {
    if (closed) throw new Error("documents are closed");
    clearTimeout(idle);
    worker ??= start();
    const working = worker;
    working.ref();
    const overdue = setTimeout(() => end(working), LONGEST_MS);
    try {
      const made = await answerOf(working, request);
      if ("error" in made) throw new Error(`${request.kind}: ${made.error}`);
      return made.bytes;
    } finally {
      clearTimeout(overdue);
      working.unref();
      idle = setTimeout(() => end(working), IDLE_MS).unref();
    }
  }

  return {
    make(request) {
      const made = last.then(() => makeNext(request));
      last = made.catch(() => undefined);
      return made;
    },
    async close() {
      closed = true;
      clearTimeout(idle);
      await worker?.terminate();
    },
  };
}

function answerOf(worker: Worker, request: DocumentRequest): Promise<Made> {
  const { promise, resolve, reject } = Promise.withResolvers<Made>();
  const onExit = (code: number) => reject(new Error(`${request.kind}: the documents thread ended (${code})`));
  worker.postMessage(request, []);
  worker.once("message", resolve).once("error", reject).once("exit", onExit);
  return promise.finally(() => worker.off("message", resolve).off("error", reject).off("exit", onExit));
}
