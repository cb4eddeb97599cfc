import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OwnRedis, startRedis } from "../../src/jobs/redis.ts";
import { integer, type Random, seeded } from "../../src/simulator/random.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import { aSchoolInAWorkspace, type SchoolInWorkspace } from "../support/a-school-in-a-workspace.ts";
import { type ChildService, startChildService } from "../support/child-service.ts";

/** 5 in `npm test`, 30 in `npm run test:long`. */
const KILLS = Number(process.env.KILLS ?? 5);
const SEED = Number(process.env.SEED ?? 20_261_122);

let redis: OwnRedis;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sp-redis-"));
  redis = await startRedis(folder, { keep: false });
});
afterAll(async () => {
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(`nothing acknowledged is lost and nothing arrives twice through ${KILLS} kills (seed ${SEED})`, {
  timeout: 600_000,
}, async () => {
  for (let killed = 0, round = 0; killed < KILLS; round += 1) {
    const kills = Math.min(KILLS - killed, 5);
    await playRound(SEED + round, kills);
    killed += kills;
  }
});

/** One round from its questions to the groups' posts, with `kills` deaths of the service on the way. */
async function playRound(seed: number, kills: number): Promise<void> {
  const random = seeded(seed, "kills");
  const redisUrl = `unix://${redis.socket}`;
  const town = await aSchoolInAWorkspace({ seed, branches: 3, members: 8, redisUrl, retryPauseMs: 400 });
  const life = await aMortalService(town, random);
  try {
    await town.command("round", "open", "--reason", "test");
    await life.through(share(kills, 0), () => life.settle(), 1200);
    const acknowledged = new Map<string, number>();
    await life.through(share(kills, 1), () => everybodyAnswers(town, acknowledged), 1500);
    await life.settle();

    await town.command("round", "close");
    await summarise(town);
    await life.through(share(kills, 2), () => life.settle(), 2500);
    life.pass(31_000);
    await life.settle();

    checkQuestions(town);
    checkReports(town, acknowledged);
    checkDeliveries(town);
    checkGroups(town);
  } finally {
    await life.end();
    await town.close();
  }
}

/** Spread over the three phases, the later ones last. */
function share(kills: number, phase: number): number {
  return Math.floor((kills + 2 - phase) / 3);
}

interface MortalService {
  settle(): Promise<void>;
  pass(milliseconds: number): void;
  /** Does `work` again and again, killing the service `deaths` times at random moments of it, and once whole. */
  through(deaths: number, work: () => Promise<void>, withinMs: number): Promise<void>;
  end(): Promise<void>;
}

async function aMortalService(town: SchoolInWorkspace, random: Random): Promise<MortalService> {
  const { workspace, clock, config } = town;
  let child: ChildService;
  const client = new Redis({ path: redis.socket });

  async function live(): Promise<void> {
    child = await startChildService(config, clock.now());
    workspace.connectCallback(`${child.url}/wecom/callback`);
  }
  function pass(milliseconds: number): void {
    clock.pass(milliseconds);
    child.setClock(clock.now());
  }
  /** Either when so many messages have arrived, or after a random time. */
  async function death(withinMs: number): Promise<void> {
    const victim = child;
    if (random() < 0.5) {
      const last = workspace.record.count + integer(random, 1, 12);
      await Promise.race([
        workspace.record.nextArrival(() => workspace.record.count >= last).catch(() => {}),
        wait(withinMs),
      ]);
    } else {
      await wait(integer(random, 0, withinMs));
    }
    await victim.kill();
  }

  await live();
  return {
    settle: () => child.settle(),
    pass,
    async through(deaths, work, withinMs) {
      for (let died = 0; died < deaths; died += 1) {
        await Promise.all([work(), death(withinMs)]);
        if (random() < 0.3) await client.flushall();
        clock.pass(31_000);
        await live();
      }
      await work();
    },
    async end() {
      client.disconnect();
      await child.stop();
    },
  };
}

/** Everybody who has no answer yet says a total; what the bot acknowledges counts. */
async function everybodyAnswers(
  { school, workspace }: SchoolInWorkspace,
  acknowledged: Map<string, number>,
): Promise<void> {
  await Promise.all(
    school.everybody.map(async ({ account, startTotal, state }) => {
      if (state !== "在职" || acknowledged.has(account)) return;
      const { reply } = await workspace.say(account, `${startTotal + 300}`);
      if (reply?.includes("已记录") || reply?.includes("已更正")) acknowledged.set(account, startTotal + 300);
    }),
  );
}

async function summarise({ school, command }: SchoolInWorkspace): Promise<void> {
  const holder = (duty: string) => school.everybody.find(({ duties }) => duties.includes(duty))!.account;
  await command("summary", "submit", "2026Q4", "--by", holder("总管理"));
  await command("summary", "approve", "2026Q4", "--by", holder("党委书记"));
  await command("summary", "publish", "2026Q4", "--by", holder("总管理"));
}

function checkQuestions({ school, workspace }: SchoolInWorkspace): void {
  const asked = school.everybody.map(({ account, state }) => {
    const times = workspace.record.toMember(account).filter(({ text }) => text?.startsWith("同志您好")).length;
    return { account, times, wanted: state === "在职" ? 1 : 0 };
  });
  expect(asked.filter(({ times, wanted }) => times !== wanted)).toEqual([]);
}

function checkReports({ look, school }: SchoolInWorkspace, acknowledged: ReadonlyMap<string, number>): void {
  expect(acknowledged.size).toBe(school.everybody.filter(({ state }) => state === "在职").length);
  const stored = look((db) =>
    db.$client
      .prepare(
        `select m.account_shown as account, r.total from reports r join members m on m.id = r.member_id
         where r.current = 1 and r.round_id is not null`,
      )
      .all(),
  ) as { account: string; total: number }[];
  expect(new Map(stored.map(({ account, total }) => [account, total]))).toEqual(acknowledged);
  expect(stored.length).toBe(acknowledged.size);
}

/** What SQLite calls sent has arrived, once; what has arrived is sent. */
function checkDeliveries({ look, workspace, school }: SchoolInWorkspace): void {
  const lines = look((db) => outboxLines(db));
  expect(lines.filter(({ state }) => state === "sending" || state === "planned")).toEqual([]);
  const disagreeing = school.everybody.flatMap(({ account }) => {
    const own = lines.filter(({ to }) => to === account);
    const sent = own.filter(({ state }) => state === "sent").length;
    const arrived = workspace.record.toMember(account).filter(({ via }) => via === "message").length;
    // The platform recognises a repeated request to members, so nothing of theirs stays unknown.
    return arrived === sent && sent === own.length ? [] : [{ account, planned: own.length, sent, arrived }];
  });
  expect(disagreeing).toEqual([]);
  expect(workspace.record.violations).toEqual([]);
  expect(workspace.record.dropped).toEqual([]);
}

/** A group recognises no repetition: once, or left for a person to decide, never twice. */
function checkGroups({ look, workspace, groups }: SchoolInWorkspace): void {
  const lines = look((db) => outboxLines(db));
  for (const group of groups) {
    const own = lines.filter(({ to }) => to === group);
    for (const kind of ["post-", "chart-"]) expect(own.some(({ key }) => key.startsWith(kind))).toBe(true);
    expect(own.filter(({ state }) => state !== "sent" && state !== "unknown")).toEqual([]);
    const arrived = workspace.record
      .toGroup(group)
      .map(({ kind, text, fileName, bytes }) => [kind, text, fileName, bytes?.toString("base64")].join());
    // No two of a group's messages are the same.
    expect(new Set(arrived).size).toBe(arrived.length);
    expect(arrived.length).toBeGreaterThanOrEqual(own.filter(({ state }) => state === "sent").length);
    expect(arrived.length).toBeLessThanOrEqual(own.length);
  }
}
