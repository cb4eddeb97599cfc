import type { Context } from "koa";
import { getRawBody } from "raw-body";
import type { Inbox } from "../chat/inbox.ts";
import type { CallbackAnswer, Platform } from "../platform/platform.ts";
import type { Services } from "../services.ts";
import type { Metrics } from "./metrics.ts";

/** WeCom's messages are a few KiB; more is not one of them. */
const MOST_BYTES = 64 * 1024;

/**
 * One callback of the platform: checked, decrypted, handed to the inbox, answered within the request. 503, when nothing
 * could be stored, asks the platform to come again.
 */
export function callbackRoute(
  { now, log }: Pick<Services, "now" | "log">,
  platform: Platform,
  inbox: Inbox,
  metrics: Metrics,
): (ctx: Context) => Promise<void> {
  return async (ctx) => {
    const started = performance.now();
    const body = ctx.method === "POST" ? await bodyOf(ctx) : Buffer.alloc(0);
    if (body === undefined) return respond(ctx, metrics, 413);
    const incoming = platform.receive({
      method: ctx.method === "POST" ? "POST" : "GET",
      query: ctx.query,
      headers: ctx.headers,
      body,
      now: now(),
    });
    switch (incoming.kind) {
      case "rejected":
        log.warn({ status: incoming.status, reason: incoming.reason }, "callback rejected");
        return respond(ctx, metrics, incoming.status);
      case "handshake":
        return respond(ctx, metrics, 200, incoming.answer);
      case "ignored":
        return respond(ctx, metrics, 200);
      case "message": {
        let reply: string | undefined;
        try {
          reply = await inbox.submit(incoming.message);
        } catch (error) {
          log.error({ err: error }, "a message could not be stored");
          return respond(ctx, metrics, 503);
        }
        respond(ctx, metrics, 200, platform.reply(incoming.message, reply));
        metrics.answered(performance.now() - started);
        return;
      }
      default:
        return incoming satisfies never;
    }
  };
}

/** Undefined when there is more than the limit. */
async function bodyOf(ctx: Context): Promise<Buffer | undefined> {
  try {
    return await getRawBody(ctx.req, { limit: MOST_BYTES, length: ctx.request.headers["content-length"] ?? null });
  } catch (error) {
    if ((error as { type?: unknown }).type !== "entity.too.large") throw error;
    // The rest is not read: the connection ends with the answer.
    ctx.set("connection", "close");
    return undefined;
  }
}

/** An empty string, set as such: no body at all would be 204 or 404, and both make WeCom come again. */
function respond(ctx: Context, metrics: Metrics, status: number, answer?: CallbackAnswer): void {
  metrics.callback(status);
  ctx.status = status;
  ctx.type = answer?.type ?? "text/plain";
  ctx.body = answer?.body ?? "";
}
