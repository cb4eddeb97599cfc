import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { onTestFinished } from "vitest";
import type { Config } from "../../src/config.ts";
import { type Service, startService } from "../../src/main.ts";
import { DATABASE, openServices, type Services } from "../../src/services.ts";
import { seededBytes } from "../../src/simulator/random.ts";
import type { PreparedCallback } from "../../src/simulator/wecom-callback.ts";
import { startWeCom, type WeCom } from "../../src/simulator/wecom-server.ts";
import { KEYS } from "../simulator/a-workspace.ts";
import { type APerson, aBot, aBranch, type Clock } from "./a-bot.ts";
import { anOpenRound } from "./open-round.ts";

/** The service as `npm start` runs it, in a folder of its own, connected with a simulated workspace. */
export interface RunningService {
  readonly url: string;
  readonly workspace: WeCom;
  readonly clock: Clock;
  readonly config: Config;
  readonly services: Services;
  readonly service: Service;
  /** Every line that was logged, of all starts. */
  readonly log: readonly string[];
  /** Posts a callback and hands the answer to the workspace, which checks it and shows it to the member. */
  post(prepared: PreparedCallback): Promise<{ status: number; body: string; reply: string | undefined }>;
  /** Stops the service and starts it again on the same folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** With one branch (`aBranch`) that is being asked today, unless other people are given. */
export async function aService({
  people = aBranch,
  time = "2026-11-18 10:00",
  skewMs = 0,
  ...changes
}: Partial<Config> & {
  people?: Readonly<Record<string, APerson>>;
  time?: string;
  /** How far the workspace's clock is ahead. */
  skewMs?: number;
} = {}): Promise<RunningService> {
  const dataDir = mkdtempSync(join(tmpdir(), "study-points-http-"));
  const bot = aBot({ time, file: join(dataDir, DATABASE) });
  bot.roster(people);
  anOpenRound(bot);
  // Only what is said in the test is to be seen in it.
  bot.db.$client.exec("update deliveries set state = 'sent', sent_at = 0");
  bot.db.$client.close();
  const { clock } = bot;
  const workspace = await startWeCom({
    ...KEYS,
    now: () => clock.now() + skewMs,
    members: Object.entries(people).map(([account, { name = account }]) => ({ account, name, department: "学校" })),
    appchats: ["school"],
    robots: ["robot-1"],
    randomBytes: seededBytes("workspace"),
  });
  const config: Config = {
    platform: "wecom",
    schoolName: "测试学校",
    host: "127.0.0.1",
    port: 0,
    dataDir,
    redisUrl: undefined,
    role: "http",
    tickSeconds: 3600,
    logLevel: "info",
    wecom: { base: workspace.url, ...KEYS },
    metricsToken: undefined,
    ...changes,
  };
  const log: string[] = [];
  const logger = pino({ level: "trace" }, { write: (line: string) => void log.push(line) });
  let services: Services;
  let service: Service | undefined;
  let last: Service;

  async function start(): Promise<void> {
    services = openServices(config, { clock: clock.now, random: seededBytes("bot", String(log.length)), log: logger });
    service = last = await startService(config, services, { keepRedis: false });
    workspace.connectCallback(`${service.url}/wecom/callback`);
  }

  async function stop(): Promise<void> {
    const stopping = service;
    service = undefined;
    await stopping?.stop();
  }

  onTestFinished(async () => {
    await stop();
    await workspace.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  await start();

  return {
    get url() {
      return last.url;
    },
    workspace,
    clock,
    config,
    get services() {
      return services;
    },
    get service() {
      return last;
    },
    log,
    async post(prepared) {
      const response = await fetch(prepared.url, { method: "POST", body: prepared.body });
      const body = await response.text();
      const { status } = response;
      return { status, body, reply: status === 200 ? workspace.takeAnswer(prepared, body) : undefined };
    },
    async restart() {
      await stop();
      await start();
    },
    stop,
  };
}
