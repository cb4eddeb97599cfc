import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
  readonly requests: number;
}

const CONNECTIONS = 64;
const END_OF_HEAD = Buffer.from("\r\n\r\n");

/** A request as it goes over the wire. */
export function rawRequest(method: "GET" | "POST", path: string, body = ""): Buffer {
  const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}

/**
 * Sends what `next` gives over keep-alive connections, as fast as it is answered or at `perSecond`. Bytes made
 * beforehand, and no more of the answers read than status and length: autocannon spends more on a prepared body than
 * the service on answering it, and would measure itself.
 */
export async function load(
  port: number,
  next: () => Buffer | undefined,
  { seconds, perSecond }: { seconds: number; perSecond?: number },
): Promise<LoadResult> {
  const times: number[] = [];
  let failures = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  let due = started;

  async function converse(): Promise<void> {
    const socket = connect(port, "127.0.0.1").setNoDelay(true);
    await once(socket, "connect");
    while (performance.now() < until) {
      if (perSecond !== undefined) {
        const turn = due;
        due += 1000 / perSecond;
        const early = turn - performance.now();
        if (early > 0) await wait(early);
      }
      const request = next();
      if (request === undefined) break;
      const sent = performance.now();
      const status = await ask(socket, request);
      times.push(performance.now() - sent);
      if (status !== 200) failures += 1;
    }
    socket.destroy();
  }

  await Promise.all(Array.from({ length: CONNECTIONS }, converse));
  const elapsed = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const percentile = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
  return {
    perSecond: times.length / elapsed,
    p50: percentile(0.5),
    p99: percentile(0.99),
    failures,
    requests: times.length,
  };
}

/** Resolves with the status when the whole answer has come. */
function ask(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let received: Buffer | undefined;
    let whole = Number.POSITIVE_INFINITY;
    const onData = (chunk: Buffer) => {
      received = received === undefined ? chunk : Buffer.concat([received, chunk]);
      if (whole === Number.POSITIVE_INFINITY) {
        const end = received.indexOf(END_OF_HEAD);
        if (end < 0) return;
        const length = /content-length: (\d+)/i.exec(received.toString("latin1", 0, end));
        whole = end + END_OF_HEAD.length + Number(length?.[1] ?? 0);
      }
      if (received.length < whole) return;
      socket.off("data", onData).off("error", reject);
      resolve(Number(received.toString("latin1", 9, 12)));
    };
    socket.on("data", onData).on("error", reject);
    socket.write(request);
  });
}
