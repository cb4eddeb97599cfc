import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Faults } from "./faults.ts";
import { SlidingLimit } from "./limits.ts";
import type { WorkspaceRecord } from "./record.ts";
import type { Endpoint, Endpoints, Reply, WireRequest } from "./wecom-endpoint.ts";
import { errmsg, Refusal } from "./wecom-errors.ts";
import type { Tokens } from "./wecom-token.ts";

const PREFIX = "/cgi-bin/";
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** More than the largest upload with its envelope. */
const LARGEST_BODY = 24 * 1024 * 1024;

export interface HttpOptions {
  readonly now: () => number;
  readonly endpoints: Endpoints;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly record: WorkspaceRecord;
}

/** The HTTP side: finds the endpoint, lets it meet its fault, keeps the limits of every call, writes the answer. */
export function createHttpServer({ now, endpoints, tokens, faults, record }: HttpOptions): Server {
  const perMinute = new SlidingLimit(10_000, MINUTE_MS, MINUTE_MS);
  const perHour = new SlidingLimit(150_000, HOUR_MS, HOUR_MS);
  const closing = new AbortController();
  let serial = 0;

  /** Whatever the outcome, HTTP 200: WeCom tells of failure in the body. */
  function perform(endpoint: Endpoint, request: WireRequest, errcode: number | undefined): Reply {
    try {
      if (errcode !== undefined) throw new Refusal(errcode);
      if (endpoint.credential === "token") tokens.check(request.query.get("access_token"));
      if (endpoint.credential !== "key") {
        const free = perMinute.take(request.path, request.at) && perHour.take(request.path, request.at);
        if (!free) throw new Refusal(45009);
      }
      return endpoint.answer(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      serial += 1;
      return { json: { errcode: error.errcode, errmsg: errmsg(error, request.at, serial), ...error.extra } };
    }
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming).catch(() => undefined);
    if (body === undefined) return void incoming.socket.destroy();
    const url = new URL(incoming.url ?? "/", "http://workspace");
    const path = url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : url.pathname;
    const endpoint = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
    if (endpoint === undefined || endpoint.method !== incoming.method) {
      record.violations.push(`${incoming.method} ${url.pathname} is not a call that the bot may make`);
      record.called({ path, at: now(), status: 404, errcode: 0, recipients: 0 });
      return void outgoing.writeHead(404).end();
    }

    const fault = faults.meet(path, endpoint.credential);
    if (fault?.kind === "unavailable") {
      record.called({ path, at: now(), status: fault.status, errcode: 0, recipients: 0 });
      return void outgoing.writeHead(fault.status).end();
    }
    if (fault?.kind === "held") {
      fault.reached();
      await fault.released;
      closing.signal.throwIfAborted();
    }
    if (fault?.kind === "slow") await delay(fault.ms, undefined, { signal: closing.signal });

    const contentType = incoming.headers["content-type"] ?? "";
    const request = { path, query: url.searchParams, contentType, body, at: now() };
    const reply = perform(endpoint, request, fault?.kind === "errcode" ? fault.errcode : undefined);
    record.called({ path, at: request.at, status: fault?.kind === "lost" ? 0 : 200, ...outcome(reply) });

    if (fault?.kind === "lost") return void incoming.socket.destroy();
    if (fault?.kind === "late") await delay(fault.ms, undefined, { signal: closing.signal });
    write(outgoing, reply);
  }

  const server = createServer((incoming, outgoing) => {
    // By this workspace's clock, for the bot compares it with its own.
    outgoing.setHeader("date", new Date(now()).toUTCString());
    serve(incoming, outgoing).catch((error: unknown) => {
      if (!closing.signal.aborted) {
        record.violations.push(`the workspace itself failed at ${incoming.url?.split("?")[0]}: ${String(error)}`);
      }
      incoming.socket.destroy();
    });
  });
  server.once("close", () => closing.abort());
  return server;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new RangeError("body too large");
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function outcome(reply: Reply): { errcode: number; recipients: number } {
  if ("file" in reply) return { errcode: 0, recipients: 0 };
  return { errcode: reply.json.errcode ?? 0, recipients: reply.recipients ?? 0 };
}

function write(outgoing: ServerResponse, reply: Reply): void {
  if ("json" in reply) {
    const body = Buffer.from(JSON.stringify(reply.json));
    outgoing.writeHead(200, { "content-type": "application/json; charset=UTF-8", "content-length": body.length });
    outgoing.end(body);
    return;
  }
  const { name, bytes } = reply.file;
  outgoing.writeHead(200, {
    "content-type": "application/octet-stream",
    // The bytes on the wire are the name's UTF-8, which Node takes as latin1, and only before a content-length.
    "content-disposition": `attachment; filename="${Buffer.from(name).toString("latin1")}"`,
    "content-length": bytes.length,
  });
  outgoing.end(bytes);
}
