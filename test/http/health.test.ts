import { join } from "node:path";
import { expect, test } from "vitest";
import { type Readiness, readiness, type Vitals } from "../../src/http/health.ts";
import { DATABASE } from "../../src/services.ts";
import { openDatabase } from "../../src/store/database.ts";
import { memberByAccount } from "../../src/store/members.ts";
import { outboxLines, plan } from "../../src/store/outbox.ts";
import { clearSetting, setSetting } from "../../src/store/settings.ts";
import { aService, type RunningService } from "../support/a-service.ts";
import { aDeadAddress } from "../support/scripted-server.ts";

const NAMES = ["database", "redis", "platform", "disk", "clock"];

async function ready({ url }: { url: string }): Promise<{ status: number } & Readiness["checks"]> {
  const response = await fetch(`${url}/readyz`);
  const { status, checks } = (await response.json()) as Readiness;
  expect(Object.keys(checks)).toEqual(NAMES);
  const all = Object.values(checks).every(({ ok }) => ok);
  expect({ status, code: response.status }).toEqual(
    all ? { status: "ready", code: 200 } : { status: "not ready", code: 503 },
  );
  return { ...checks, status: response.status };
}

/** Resolves when the service says so; its connection to Redis is made in the background. */
async function becomesReady(service: RunningService): Promise<void> {
  await expect.poll(async () => (await ready(service)).redis.ok, { timeout: 15_000 }).toBe(true);
}

/** What another process plans, such as an operator's command. */
function planned({ services: { db, now } }: RunningService, key: string): void {
  const to = { kind: "member", memberId: memberByAccount(db, "li")!.id } as const;
  plan(db, { key, to, message: { kind: "text", text: key } }, now());
}

test("healthz says ok while the process lives", async () => {
  const service = await aService();

  const response = await fetch(`${service.url}/healthz`);

  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await response.text()).toBe('{"status":"ok"}');
});

test("a process that only serves HTTP is ready without Redis", async () => {
  const service = await aService();

  const checks = await ready(service);

  expect(checks.status).toBe(200);
  expect(checks.redis).toMatchObject({ ok: true });
});

test("the whole service brings its own Redis up, is ready, and sends what others plan", async () => {
  const service = await aService({ role: "all" });
  await becomesReady(service);

  planned(service, "一");
  const { to } = await service.workspace.record.nextArrival(({ text }) => text === "一", 0);

  expect(to).toBe("li");
  await expect.poll(() => outboxLines(service.services.db, "sent").some(({ key }) => key === "一")).toBe(true);
  expect((await ready(service)).status).toBe(200);
  expect(service.workspace.menu).toBeDefined();
  expect(service.workspace.record.violations).toEqual([]);
});

test("while Redis is away, readyz is red, members are answered and deliveries wait", async () => {
  const redisUrl = (await aDeadAddress()).replace("http", "redis");
  const service = await aService({ role: "all", redisUrl });

  const { reply } = await service.post(service.workspace.prepare("li", "12345"));
  planned(service, "一");

  expect(reply).toContain("已记录");
  expect(await ready(service)).toMatchObject({ status: 503, redis: { ok: false, detail: expect.any(String) } });
  expect(outboxLines(service.services.db, "planned").map(({ key }) => key)).toEqual(["一"]);
});

test("while sending is paused, readyz is red and says what to mend, and members are answered", async () => {
  const service = await aService();
  const { db } = service.services;
  setSetting(db, "sendingPaused", {
    reason: "60020 not allow to access from your ip",
    since: 0,
    probeAt: 0,
    waitMs: 1,
  });

  const checks = await ready(service);
  const { reply } = await service.post(service.workspace.prepare("li", "12345"));

  expect(checks).toMatchObject({ status: 503, platform: { ok: false, detail: expect.stringContaining("60020") } });
  expect(reply).toContain("已记录");
  clearSetting(db, "sendingPaused");
  expect((await ready(service)).status).toBe(200);
});

test("a wrong secret makes readyz red by itself, with the reason and without the secret", async () => {
  const service = await aService({ role: "all" });
  service.workspace.faults.resetSecret();
  await becomesReady(service);

  planned(service, "一");

  await expect.poll(async () => (await ready(service)).platform.ok).toBe(false);
  const { platform } = await ready(service);
  expect(platform.detail).toMatch(/paused since .*40001/);
  expect(platform.detail).not.toContain("the-secret");
  expect(outboxLines(service.services.db, "planned").map(({ key }) => key)).toEqual(["一"]);
});

test.each([
  ["eleven minutes behind", -660_000, false],
  ["four minutes ahead", 240_000, true],
])("a machine whose clock the platform finds %s", async (_what, skewMs, ok) => {
  const service = await aService({ skewMs });
  expect((await ready(service)).clock).toMatchObject({ ok: true, detail: "not compared yet" });

  await service.services.platform.check();

  expect((await ready(service)).clock.ok).toBe(ok);
});

const well: Vitals = {
  dataDir: ".",
  database: async () => {},
  redis: undefined,
  sendingPaused: () => undefined,
  clockSkewMs: () => undefined,
};

test.each([
  [
    "database",
    {
      database: async () => {
        throw new Error("disk I/O error");
      },
    },
    "disk I/O error",
  ],
  ["disk", { dataDir: "/proc" }, expect.stringMatching(/0 MiB left|ENOENT/)],
  ["disk", { dataDir: "/no/such/folder" }, expect.stringContaining("ENOENT")],
  ["redis", { redis: () => ({ ok: false, detail: "ECONNREFUSED" }) }, "ECONNREFUSED"],
  ["platform", { sendingPaused: () => "paused" }, "paused"],
  ["clock", { clockSkewMs: () => 301_000 }, expect.stringContaining("301 s")],
] as const)("%s alone is enough not to be ready", async (name, fault, detail) => {
  const { status, checks } = await readiness({ ...well, ...fault });

  expect(status).toBe("not ready");
  expect(checks[name]).toEqual({ ok: false, detail });
  expect(Object.entries(checks).filter(([, { ok }]) => !ok)).toHaveLength(1);
});

test("a database that cannot be used makes readyz red", async () => {
  const service = await aService();
  service.services.db.$client.close();

  expect(await ready(service)).toMatchObject({ status: 503, database: { ok: false } });
});

test("while another process writes, callbacks wait and everything else goes on", async () => {
  const service = await aService();
  const writer = openDatabase(join(service.config.dataDir, DATABASE));
  writer.$client.exec("begin immediate");

  const reply = service.workspace.say("li", "12345");
  const alive = await fetch(`${service.url}/healthz`);
  const settled = await Promise.race([reply.then(() => true), new Promise((resolve) => setImmediate(resolve, false))]);
  writer.$client.exec("rollback");

  expect(alive.status).toBe(200);
  expect(settled).toBe(false);
  expect((await reply).reply).toContain("已记录");
  writer.$client.close();
});

test("another process that writes for a moment leaves the service ready", async () => {
  const service = await aService();
  const writer = openDatabase(join(service.config.dataDir, DATABASE));
  writer.$client.exec("begin immediate");

  const asked = ready(service);
  await fetch(`${service.url}/healthz`);
  writer.$client.exec("rollback");
  writer.$client.close();

  expect((await asked).database).toEqual({ ok: true });
});
