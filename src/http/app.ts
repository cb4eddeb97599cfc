import { timingSafeEqual } from "node:crypto";
import { Router } from "@koa/router";
import Koa, { type Context } from "koa";
import type { Inbox } from "../chat/inbox.ts";
import type { Services } from "../services.ts";
import { callbackRoute } from "./callback.ts";
import { readiness, type Vitals } from "./health.ts";
import type { Metrics } from "./metrics.ts";

export interface HttpParts {
  readonly services: Services;
  readonly inbox: Inbox;
  readonly metrics: Metrics;
  readonly vitals: Vitals;
  /** Undefined: metrics answer loopback only. */
  readonly metricsToken: string | undefined;
}

/** All routes. Only the callback need be reachable from outside. */
export function httpApp({ services, inbox, metrics, vitals, metricsToken }: HttpParts): Koa {
  const app = new Koa();
  // Koa would print to the console; what goes wrong belongs in the log, and the caller learns nothing of it.
  app.silent = true;
  app.on("error", (error) => services.log.error({ err: error }, "request failed"));

  const router = new Router();
  const callback = callbackRoute(services, services.platform, inbox, metrics);
  router.get(`/${services.platform.name}/callback`, callback);
  router.post(`/${services.platform.name}/callback`, callback);
  router.get("/healthz", (ctx) => {
    ctx.body = { status: "ok" };
  });
  router.get("/readyz", async (ctx) => {
    const ready = await readiness(vitals);
    ctx.status = ready.status === "ready" ? 200 : 503;
    ctx.body = ready;
  });
  router.get("/metrics", async (ctx) => {
    if (!mayReadMetrics(ctx, metricsToken)) {
      ctx.status = 403;
      return;
    }
    ctx.type = "text/plain; version=0.0.4; charset=utf-8";
    ctx.body = await metrics.text();
  });
  app.use(router.routes()).use(router.allowedMethods());
  return app;
}

function mayReadMetrics(ctx: Context, token: string | undefined): boolean {
  if (token === undefined) return ["127.0.0.1", "::1", "::ffff:127.0.0.1"].includes(ctx.req.socket.remoteAddress ?? "");
  const given = Buffer.from(ctx.get("authorization"));
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
