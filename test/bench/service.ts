import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const ROOT = join(import.meta.dirname, "..", "..");

export const KEYS = {
  corpId: "wx5823bf96d3bd56c7",
  agentId: 1_000_002,
  secret: "bench-secret",
  token: "QDG6eK",
  encodingAesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
};

export interface MeasuredProcess {
  readonly url: string;
  readonly startMs: number;
  /** Seconds of processor time so far. */
  cpu(): number;
  /** MiB now and at most. */
  memory(): { now: number; most: number };
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** Starts a Node program that answers on `port` and measures it from outside. */
export async function measure(
  args: string[],
  port: number,
  path: string,
  env: NodeJS.ProcessEnv = {},
): Promise<MeasuredProcess> {
  const started = performance.now();
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${args.join(" ")} ended with ${child.exitCode}`);
    const answered = await fetch(url + path).then(
      () => true,
      () => false,
    );
    if (answered) break;
    await wait(5);
  }
  const startMs = performance.now() - started;
  return {
    url,
    startMs,
    cpu() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      const mib = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)![1]) / 1024);
      return { now: mib("VmRSS"), most: mib("VmHWM") };
    },
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

export function serviceEnvironment(dataDir: string, port: number, apiBase: string): NodeJS.ProcessEnv {
  return {
    SCHOOL_NAME: "测速学校",
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: "error",
    WECOM_API_BASE: apiBase,
    WECOM_CORP_ID: KEYS.corpId,
    WECOM_AGENT_ID: String(KEYS.agentId),
    WECOM_SECRET: KEYS.secret,
    WECOM_TOKEN: KEYS.token,
    WECOM_ENCODING_AES_KEY: KEYS.encodingAesKey,
  };
}

/** As `npm start` runs it. */
export const SERVICE = ["--max-semi-space-size=4", "dist/main.js"];
