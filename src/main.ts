import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { openInbox, PATIENCE_MS } from "./chat/inbox.ts";
import { menu } from "./chat/menu.ts";
import { type Config, ConfigFaults, environment, readConfig } from "./config.ts";
import { type Documents, openDocuments } from "./documents/documents.ts";
import { minuteOf } from "./domain/calendar.ts";
import { httpApp } from "./http/app.ts";
import { openMetrics } from "./http/metrics.ts";
import { startWorker, type Worker } from "./jobs/worker.ts";
import { renderDocument } from "./papers/papers.ts";
import { openServices, type Services } from "./services.ts";
import { transaction, whenFree } from "./store/database.ts";
import { countByState } from "./store/outbox.ts";
import { type Settings, setting } from "./store/settings.ts";

/** The bot's own name in the workspace, for mentions. */
const BOT = "学习积分助手";

export interface Service {
  readonly url: string;
  /** Undefined in the role `http`. */
  readonly worker: Worker | undefined;
  /** Stops taking messages, finishes what is under way, closes everything, in this order. */
  stop(): Promise<void>;
}

/** Starts HTTP first, so that nobody who writes waits for Redis. `keepRedis` false: a rehearsal. */
export async function startService(
  config: Config,
  services: Services,
  { keepRedis = true }: { keepRedis?: boolean } = {},
): Promise<Service> {
  const { db } = services;
  let worker: Worker | undefined;
  let documents: Documents | undefined;
  const inbox = openInbox({ ...services, bot: BOT }, () => worker?.nudge());
  const app = httpApp({
    services,
    inbox,
    metrics: openMetrics(() => countByState(db)),
    metricsToken: config.metricsToken,
    vitals: {
      dataDir: config.dataDir,
      database: () => whenFree(() => transaction(db, () => undefined), PATIENCE_MS),
      redis: config.role === "http" ? undefined : () => worker?.redis() ?? { ok: false, detail: "starting" },
      sendingPaused: () => pauseText(setting(db, "sendingPaused")),
      clockSkewMs: services.platform.clockSkewMs,
    },
  });
  const { server, close } = httpServer(app.callback());
  if (config.role !== "worker") {
    server.listen(config.port, config.host);
    await once(server, "listening");
  }
  if (config.role !== "http") {
    documents = openDocuments();
    worker = startWorker(services, {
      redisUrl: config.redisUrl,
      dataDir: config.dataDir,
      tickSeconds: config.tickSeconds,
      keepRedis,
      menu,
      render: renderDocument(db, services.platform, documents, services.school, config.officeContact),
    });
  }
  const port = (server.address() as AddressInfo | null)?.port;
  return {
    url: `http://${config.host}:${port}`,
    worker,
    async stop() {
      if (server.listening) await close();
      await inbox.idle();
      await worker?.stop();
      await documents?.close();
      db.$client.close();
    },
  };
}

/** Whoever is still sending a request then is nobody whom the bot knows. */
const LAST_ANSWERS_MS = 2000;

/** `close` takes no more requests and resolves when those under way have been answered. */
function httpServer(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): {
  readonly server: Server;
  close(): Promise<void>;
} {
  let closing = false;
  const server = createServer((request, response) => {
    // Once answered, a connection kept alive would hold up the closing for seconds.
    response.once("close", () => closing && setImmediate(() => server.closeIdleConnections()));
    void handle(request, response);
  });
  return {
    server,
    async close() {
      closing = true;
      const closed = once(server, "close");
      server.close();
      const late = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
      await closed;
      clearTimeout(late);
    },
  };
}

function pauseText(paused: Settings["sendingPaused"] | undefined): string | undefined {
  return paused && `sending has been paused since ${minuteOf(paused.since)}: ${paused.reason}`;
}

async function main(): Promise<void> {
  // What is kept of members is for this user's eyes.
  process.umask(0o077);
  const config = readConfig(environment);
  const services = openServices(config);
  const { log } = services;
  process.on("unhandledRejection", (error) => log.error({ err: error }, "a rejection nobody handled"));
  const service = await startService(config, services);
  log.info({ url: service.url, role: config.role }, "listening");
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

function listenFault(error: unknown): ConfigFaults | undefined {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (syscall !== "listen") return undefined;
  const why = code === "EADDRINUSE" ? "已被别的程序占用" : `无法使用（${String(code)}）`;
  return new ConfigFaults([`HOST、PORT 指定的地址${why}，请改用别的端口或地址`]);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    const faults = error instanceof ConfigFaults ? error : listenFault(error);
    console.error(faults?.message ?? error);
    process.exit(faults === undefined ? 1 : 2);
  });
}
