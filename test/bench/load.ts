import autocannon from "autocannon";
import type { PreparedCallback } from "../../src/simulator/wecom-callback.ts";

export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
  readonly requests: number;
}

const CONNECTIONS = 64;

export async function loadHello(url: string, seconds: number): Promise<LoadResult> {
  return resultOf(await autocannon({ url, connections: CONNECTIONS, duration: seconds }));
}

/** Posts each prepared callback once, as fast as they are answered or at a given rate. */
export async function loadCallbacks(
  prepared: readonly PreparedCallback[],
  options: { seconds: number; perSecond?: number },
): Promise<LoadResult> {
  let next = 0;
  const first = new URL(prepared[0]!.url);
  const result = await autocannon({
    url: first.origin,
    connections: CONNECTIONS,
    duration: options.seconds,
    ...(options.perSecond === undefined ? {} : { overallRate: options.perSecond }),
    requests: [
      {
        method: "POST",
        headers: { "content-type": "text/xml" },
        setupRequest(request) {
          const { url, body } = prepared[next++ % prepared.length]!;
          const { pathname, search } = new URL(url);
          return { ...request, path: pathname + search, body };
        },
      },
    ],
  });
  if (next > prepared.length) throw new Error(`only ${prepared.length} callbacks were prepared, ${next} wanted`);
  return resultOf(result);
}

function resultOf(result: autocannon.Result): LoadResult {
  const { latency, requests, non2xx, errors, timeouts, duration } = result;
  return {
    perSecond: requests.total / duration,
    p50: latency.p50,
    p99: latency.p99,
    failures: non2xx + errors + timeouts,
    requests: requests.total,
  };
}
