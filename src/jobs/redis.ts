import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A Redis of our own on a unix socket. It holds nothing that SQLite does not: it may be lost at any moment. */
export interface OwnRedis {
  readonly socket: string;
  stop(): Promise<void>;
}

/** A socket's path may have 107 bytes at most. */
const LONGEST_SOCKET = 100;

export function socketIn(folder: string): string {
  const socket = join(resolve(folder), "redis.sock");
  if (Buffer.byteLength(socket) <= LONGEST_SOCKET) return socket;
  const name = createHash("sha256").update(socket).digest("hex").slice(0, 16);
  return join(tmpdir(), `study-points-${name}.sock`);
}

/**
 * Starts `redis-server` as a child that ends with this process, even after `kill -9`. One that answers on the socket
 * already is used as it is. `keep`: with an append-only file, for the service; without it for tests and the demo.
 * Throws when there is no redis-server, or it does not start.
 */
export async function startRedis(folder: string, { keep }: { keep: boolean }): Promise<OwnRedis> {
  const socket = socketIn(folder);
  if (await answers(socket)) return { socket, stop: async () => {} };
  const data = join(folder, "redis");
  mkdirSync(data, { recursive: true });
  const server = [
    "redis-server",
    ...`--port 0 --unixsocketperm 700 --maxmemory-policy noeviction --appendonly ${keep ? "yes" : "no"}`.split(" "),
    "--save",
    "",
    "--dir",
    resolve(data),
    "--unixsocket",
    socket,
  ];
  const [command, ...options] = existsSync("/usr/bin/setpriv") ? ["setpriv", "--pdeathsig", "TERM", ...server] : server;
  const child = spawn(command!, options, { stdio: "ignore" });
  const ended = once(child, "exit").catch(() => {});
  await Promise.race([
    ready(socket),
    once(child, "error").then(([error]) => {
      throw new Error("redis-server cannot be started; install it (apt-get install redis-server)", { cause: error });
    }),
    ended.then(() => {
      throw new Error("redis-server ended at once");
    }),
  ]);
  return { socket, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await ended;
}

const START_MS = 10_000;

async function ready(socket: string): Promise<void> {
  for (let waited = 0; waited < START_MS; waited += 10) {
    if (await answers(socket)) return;
    await wait(10);
  }
  throw new Error("redis-server does not answer on its socket");
}

async function answers(socket: string): Promise<boolean> {
  if (!existsSync(socket)) return false;
  const connection = connect(socket);
  try {
    await once(connection, "connect");
    return true;
  } catch {
    return false;
  } finally {
    connection.destroy();
  }
}
