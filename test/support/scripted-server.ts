import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export type Scripted =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string | Buffer }
  /** The connection breaks in the middle of the body. */
  | "cut off"
  /** The connection breaks before any answer. */
  | "hang up";

/** For what the simulated workspace never does: answers word for word as the test says, and keeps what was asked. */
export async function aScriptedServer(
  answer: (asked: Asked) => Scripted,
): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://server");
      const { headers, method = "" } = request;
      const what = { method, path: url.pathname, query: url.searchParams, headers, body: Buffer.concat(chunks) };
      asked.push(what);
      const scripted = answer(what);
      if (scripted === "hang up") request.socket.destroy();
      else if (scripted === "cut off") {
        response.writeHead(200, { "content-length": 100 });
        response.write('{"errcode":', () => request.socket.destroy());
      } else response.writeHead(scripted.status ?? 200, scripted.headers).end(scripted.body);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** A port on which nobody listens. */
export async function aDeadAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

export const json = (value: unknown): Scripted => ({
  headers: { "content-type": "application/json; charset=UTF-8" },
  body: JSON.stringify(value),
});
