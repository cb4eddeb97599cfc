import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait, setImmediate as yieldLoop } from "node:timers/promises";
import pino from "pino";
import { addDays, type Day, dayOf, instantAt, quarterOf, workCalendar } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { talkList } from "../../src/domain/talk.ts";
import { closeRounds } from "../../src/jobs/close-rounds.ts";
import { tick } from "../../src/jobs/schedule.ts";
import { startWeCom, type WeCom } from "../../src/simulator/wecom-server.ts";
import type { Database } from "../../src/store/database.ts";
import { openBatches } from "../../src/store/due-batches.ts";
import { roundsIn } from "../../src/store/rounds.ts";
import { computeSummary } from "../../src/store/summaries.ts";
import { figuresOf } from "../../src/store/tables.ts";
import { fillPast, fillSchool, pastTotal } from "./big-school.ts";
import { type LoadResult, load, rawRequest } from "./load.ts";
import { benchRead } from "./read.ts";
import { freePort, KEYS, type MeasuredProcess, measure, SERVICE, serviceEnvironment } from "./service.ts";

const SECONDS = 6;
const ROUNDS = 3;
const TODAY = dayOf(Date.now());
const CLOSED = "2026-11-18" as Day;
const folder = mkdtempSync(join(tmpdir(), "study-points-bench-"));
const print = (text: string) => console.log(text);

try {
  print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}`);
  await startUp();
  await callbacks();
  await broadcast();
  await closeAndRank();
  await rest();
  reading();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function line(name: string, { perSecond, p50, p99, failures, cpu }: Measured): void {
  const figures = [`${perSecond.toFixed(0)}/s`, `p50 ${p50} ms`, `p99 ${p99} ms`, `${failures} failures`];
  print(`${name}: ${figures.join(", ")}, ${cpu.toFixed(0)} µs CPU each`);
}

interface Measured extends LoadResult {
  /** µs of processor time a request. */
  readonly cpu: number;
}

async function under(
  process: MeasuredProcess,
  port: number,
  next: () => Buffer | undefined,
  options: { seconds: number; perSecond?: number },
): Promise<Measured> {
  const before = process.cpu();
  const result = await load(port, next, options);
  return { ...result, cpu: ((process.cpu() - before) * 1e6) / result.requests };
}

async function workspace(members: number): Promise<WeCom> {
  return await startWeCom({
    ...KEYS,
    now: Date.now,
    members: Array.from({ length: members }, (_, index) => ({
      account: `user${index + 1}`,
      name: `党员${index + 1}`,
      department: "学校",
    })),
    accountLimit: 1_000_000,
  });
}

/** A school of 300 between two rounds. */
async function startUp(): Promise<void> {
  const data = join(folder, "rest");
  const db = fillSchool(join(data, "study-points.sqlite"), { day: TODAY, branches: 10, members: 30, reported: 0 });
  forgetRounds(db);
  db.$client.close();
  const wecom = await workspace(300);
  const port = await freePort();
  const service = await measure(SERVICE, port, "/healthz", { ...serviceEnvironment(data, port, wecom.url) });
  await wait(3000);
  print(`start-up: listening after ${service.startMs.toFixed(0)} ms, ${service.memory().now} MiB at rest`);
  await service.stop();
  await wecom.close();
}

function forgetRounds(db: Database): void {
  for (const table of ["round_members", "rounds", "quarters"]) db.$client.exec(`delete from ${table}`);
}

/**
 * The whole way of a message: verify, decrypt, parse, transaction with synchronous=FULL, encrypted reply. In turn with
 * bare Koa, for the machine's speed drifts.
 */
async function callbacks(): Promise<void> {
  const data = join(folder, "callbacks");
  const size = { day: TODAY, branches: 20, members: 100, reported: 0 };
  fillSchool(join(data, "study-points.sqlite"), size).$client.close();
  const wecom = await workspace(2000);
  const [port, barePort] = [await freePort(), await freePort()];
  const koa = await measure(["test/bench/bare-koa.ts", String(barePort)], barePort, "/");
  const service = await measure(SERVICE, port, "/healthz", { ...serviceEnvironment(data, port, wecom.url) });
  await wait(3000);

  wecom.connectCallback(`${service.url}/wecom/callback`);
  const school = openSchool(wecom);
  const hello = rawRequest("GET", "/");
  await load(barePort, () => hello, { seconds: 2 });
  await load(port, school.said(12_000), { seconds: 2 });
  const calm = { seconds: SECONDS, perSecond: 500 };
  line("callbacks at 500 a second", await under(service, port, school.said(500 * SECONDS + 1000), calm));

  const ratios: { rate: number; cpu: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await under(koa, barePort, () => hello, { seconds: SECONDS });
    line("bare Koa hello", bare);
    const full = await under(service, port, school.said(6000 * SECONDS), { seconds: SECONDS });
    line("callbacks at saturation", full);
    ratios.push({ rate: full.perSecond / bare.perSecond, cpu: full.cpu / bare.cpu });
  }
  const median = (of: "rate" | "cpu") => ratios.map((ratio) => ratio[of]).sort((a, b) => a - b)[1]!;
  print(
    `of bare Koa, median of ${ROUNDS}: ${median("rate").toFixed(3)} of its rate, ${median("cpu").toFixed(1)} × its CPU`,
  );
  const { reply } = await wecom.say("user1", `总积分${pastTotal(1) + 900}分`);
  if (reply?.includes("已更正") !== true) throw new Error(`not the whole way: ${reply}`);
  print(`memory after it: ${service.memory().now} MiB, at most ${service.memory().most} MiB`);
  await koa.stop();
  await service.stop();
  await wecom.close();
}

/** Everybody says a total in turn, and another one at the next turn; each message once. */
function openSchool(wecom: WeCom): { said(count: number): () => Buffer | undefined } {
  let spoken = 0;
  return {
    said(count) {
      const requests = Array.from({ length: count }, () => {
        spoken += 1;
        const member = (spoken % 2000) + 1;
        const total = pastTotal(member) + 100 + Math.floor(spoken / 2000);
        const { url, body } = wecom.prepare(`user${member}`, `总积分${total}分`);
        const { pathname, search } = new URL(url);
        return rawRequest("POST", pathname + search, body);
      });
      let next = 0;
      return () => requests[next++];
    },
  };
}

/** An extra round of 10 000 members, asked by the service as it runs. */
async function broadcast(): Promise<void> {
  const data = join(folder, "broadcast");
  const db = fillSchool(join(data, "study-points.sqlite"), { day: TODAY, branches: 100, members: 100, reported: 0 });
  forgetRounds(db);
  db.$client.close();
  const wecom = await workspace(10_000);
  const port = await freePort();
  const env = serviceEnvironment(data, port, wecom.url);
  const service = await measure(SERVICE, port, "/healthz", env);
  await wait(2000);
  let asked = 0;
  const everybody = Promise.withResolvers<void>();
  wecom.record.onArrival(({ text }) => {
    if (text?.startsWith("同志您好") !== true) return;
    asked += 1;
    if (asked === 10_000) everybody.resolve();
  });
  const started = performance.now();
  const opened = await measureCommand(["dist/cli.js", "round", "open", "--reason", "bench", "--close", "+2h"], env);
  await everybody.promise;
  const seconds = (performance.now() - started) / 1000;
  const calls = wecom.record.calls("message/send").filter(({ recipients }) => recipients > 0).length;
  print(
    `10 000 members asked: ${seconds.toFixed(2)} s from the command (${opened.toFixed(2)} s of it the command), ${calls} calls, service at most ${service.memory().most} MiB`,
  );
  await service.stop();
  await wecom.close();
}

async function measureCommand(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { spawnSync } = await import("node:child_process");
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env: { ...process.env, ...env }, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - started) / 1000;
}

/** 100 000 members in 500 branches: rounds closed, tables frozen, talk lists drawn up, branches ranked. */
async function closeAndRank(): Promise<void> {
  const db = fillSchool(join(folder, "big.sqlite"), { day: CLOSED, branches: 500, members: 200, reported: 92 });
  const now = () => instantAt(addDays(CLOSED, 1), "09:00");
  const log = pino({ level: "silent" });
  const services = {
    db,
    now,
    random: Buffer.alloc,
    calendar: () => workCalendar(),
    log,
    school: "测试学校",
    textBytes: 2048,
  };
  const close = await watched(() => closeRounds(services));
  print(
    `close of 100 000 members in 500 branches: ${close.ms.toFixed(0)} ms, event loop held at most ${close.held.toFixed(0)} ms`,
  );

  const rounds = roundsIn(db, "closed");
  const rank = await watched(async () => {
    for (const { id } of rounds) {
      talkList(figuresOf(db, id), defaultPolicy.parameters.talk, () => true);
      await yieldLoop();
    }
    computeSummary(db, quarterOf(CLOSED), now());
  });
  print(
    `rank of the same, talk lists and standings anew: ${rank.ms.toFixed(0)} ms, event loop held at most ${rank.held.toFixed(0)} ms`,
  );
  db.$client.close();
}

/** The tick of a school that has been at it for five years: 500 branches, 20 quarters, a million messages sent. */
async function rest(): Promise<void> {
  const db = fillPast(join(folder, "past.sqlite"), { branches: 500, quarters: 20, messages: 1_000_000 });
  const now = () => instantAt("2026-12-31" as Day, "10:00");
  const log = pino({ level: "silent" });
  const services = {
    db,
    now,
    random: randomBytes,
    calendar: () => workCalendar(),
    log,
    school: "测试学校",
    textBytes: 2048,
  };
  await tick(services);
  const ticked = await watched(() => tick(services));
  const looked = await watched(async () => void openBatches(db, now()));
  print(
    `tick at rest, 10 000 closed rounds: ${ticked.ms.toFixed(1)} ms, event loop held at most ${ticked.held.toFixed(1)} ms; looking for batches ${looked.ms.toFixed(1)} ms`,
  );
  db.$client.close();
}

async function watched(work: () => Promise<void>): Promise<{ ms: number; held: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await wait(50);
  delay.reset();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  await wait(20);
  delay.disable();
  return { ms, held: delay.max / 1e6 };
}

/** Each of the short messages, and the worst of the 64 KiB ones. */
function reading(): void {
  const { worst, quick } = benchRead();
  for (const { name, ms } of worst.slice(0, 3)) print(`reading ${name}: ${ms.toFixed(2)} ms`);
  for (const { name, ms } of quick) print(`reading ${name}: ${(ms * 1000).toFixed(1)} µs`);
}
