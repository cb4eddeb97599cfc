import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";
import { startRedis } from "../../src/jobs/redis.ts";
import { startService } from "../../src/main.ts";
import { openLog, openServices } from "../../src/services.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import { aSchoolInAWorkspace } from "../support/a-school-in-a-workspace.ts";

/** A running service on a Redis that the test can take away. */
async function aTownWithRedis(seed: number) {
  const folder = mkdtempSync(join(tmpdir(), "sp-redis-"));
  let redis = await startRedis(folder, { keep: false });
  const town = await aSchoolInAWorkspace({ seed, branches: 2, members: 6, redisUrl: `unix://${redis.socket}` });
  const services = openServices(town.config, { clock: town.clock.now, log: openLog("silent") });
  const service = await startService(town.config, services, { keepRedis: false });
  town.workspace.connectCallback(`${service.url}/wecom/callback`);
  const counted = town.school.everybody.filter(({ state }) => state === "在职").length;
  onTestFinished(async () => {
    await service.stop();
    await redis.stop();
    await town.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { record } = town.workspace;
  const questions = () => record.sent().filter(({ arrival }) => arrival.text?.startsWith("同志您好")).length;
  return {
    ...town,
    service,
    services,
    counted,
    questions,
    client: () => new Redis({ path: redis.socket }),
    /** Resolves when everybody counted has been asked. */
    async everybodyAsked() {
      if (questions() >= counted) return;
      await record.nextArrival(() => questions() >= counted);
    },
    takeRedisAway: () => redis.stop(),
    async giveRedisBack() {
      redis = await startRedis(folder, { keep: false });
    },
  };
}

test("while Redis is away replies go on and deliveries wait; they go out when it is back, each once", async () => {
  const town = await aTownWithRedis(1);
  await town.service.worker!.settle();
  await town.takeRedisAway();

  await town.command("round", "open", "--reason", "test");
  const member = town.school.everybody.find(({ state, startKnown }) => state === "在职" && startKnown)!;
  const { reply } = await town.workspace.say(member.account, `${member.startTotal + 100}`);

  expect(reply).toContain("已记录");
  expect(town.questions()).toBe(0);
  expect((await fetch(`${town.service.url}/readyz`)).status).toBe(503);

  const asked = town.everybodyAsked();
  await town.giveRedisBack();
  await asked;
  await town.service.worker!.settle();

  expect(town.questions()).toBe(town.counted);
  expect(outboxLines(town.services.db).filter(({ state }) => state !== "sent")).toEqual([]);
});

test("a wiped Redis loses no delivery", async () => {
  const town = await aTownWithRedis(2);
  const client = town.client();
  const hold = town.workspace.faults.hold("message/send");
  const asked = town.everybodyAsked();

  await town.command("round", "open", "--reason", "test");
  await hold.reached;
  await client.flushall();
  hold.release();
  await asked;
  await client.flushall();
  await town.service.worker!.settle();
  client.disconnect();

  expect(town.questions()).toBe(town.counted);
  expect(outboxLines(town.services.db).filter(({ state }) => state !== "sent")).toEqual([]);
});

test("a full Redis makes deliveries wait, not fail", async () => {
  const town = await aTownWithRedis(3);
  const client = town.client();
  await town.service.worker!.settle();
  await client.config("SET", "maxmemory", "1");

  await town.command("round", "open", "--reason", "test");
  await town.service.worker!.settle();

  expect(town.questions()).toBe(0);
  expect(outboxLines(town.services.db, "refused")).toEqual([]);

  const asked = town.everybodyAsked();
  await client.config("SET", "maxmemory", "0");
  client.disconnect();
  await asked;

  expect(town.questions()).toBe(town.counted);
});

test("the bot's own Redis is started again when it dies", async () => {
  const town = await aSchoolInAWorkspace({ seed: 4, branches: 1, members: 5 });
  const services = openServices(town.config, { clock: town.clock.now, log: openLog("silent") });
  const service = await startService(town.config, services, { keepRedis: false });
  onTestFinished(async () => {
    await service.stop();
    await town.close();
  });
  await vi.waitFor(() => expect(service.worker!.redis().ok).toBe(true), { timeout: 10_000 });
  const path = join(town.config.dataDir, "redis.sock");
  const client = new Redis({ path, retryStrategy: () => null, autoResendUnfulfilledCommands: false });
  client.on("error", () => {});
  const gone = new Promise((resolve) => client.once("end", resolve));
  client.shutdown("NOSAVE").catch(() => {});
  await gone;

  const arrival = town.workspace.record.nextArrival(({ text }) => text?.startsWith("同志您好") === true);
  await town.command("round", "open", "--reason", "test");
  await arrival;

  expect(service.worker!.redis().ok).toBe(true);
});
