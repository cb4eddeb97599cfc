import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { setSetting } from "../../src/store/settings.ts";
import { aService } from "../support/a-service.ts";

const TOKEN = "a-token-of-more-than-16-letters";
const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address !== undefined && !address.internal && address.family === "IPv4")?.address;

test("without a token, metrics answer the own machine", async () => {
  const { url } = await aService();

  const response = await fetch(`${url}/metrics`);

  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toMatch(/^# HELP /);
});

test.skipIf(outside === undefined)("without a token, metrics answer nobody else, whoever he says he is", async () => {
  const service = await aService({ host: "0.0.0.0" });
  const url = service.url.replace("0.0.0.0", outside!);

  for (const headers of [{}, { "x-forwarded-for": "127.0.0.1" }, { host: "127.0.0.1" }, { authorization: "Bearer " }]) {
    const response = await fetch(`${url}/metrics`, { headers });

    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain("study_points");
  }
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test("with a token, metrics answer who has it and nobody else", async () => {
  const { url } = await aService({ metricsToken: TOKEN });

  const status = async (authorization?: string) =>
    (await fetch(`${url}/metrics`, { headers: authorization === undefined ? {} : { authorization } })).status;

  expect(await status(`Bearer ${TOKEN}`)).toBe(200);
  expect(await status()).toBe(403);
  expect(await status(TOKEN)).toBe(403);
  expect(await status(`Bearer ${TOKEN}x`)).toBe(403);
  expect(await status(`Bearer ${TOKEN.toUpperCase()}`)).toBe(403);
});

test("callbacks are counted by their status, replies are timed, deliveries are counted by state", async () => {
  const service = await aService();
  const { workspace, url } = service;
  await service.post(workspace.prepare("li", "12345"));
  await service.post(workspace.prepare("wang", "12345"));
  await service.post(workspace.prepareEvent("li", "unsubscribe"));
  await service.post({ ...workspace.prepare("li", "1"), body: "" });
  await fetch(`${url}/wecom/callback`);
  await fetch(`${url}/wecom/callback`, { method: "POST", body: Buffer.alloc(70_000) });

  const text = await (await fetch(`${url}/metrics`)).text();

  expect(text).toContain('study_points_callbacks_total{status="200"} 3');
  expect(text).toContain('study_points_callbacks_total{status="400"} 1');
  expect(text).toContain('study_points_callbacks_total{status="401"} 1');
  expect(text).toContain('study_points_callbacks_total{status="413"} 1');
  expect(text).toContain("study_points_reply_seconds_count 3");
  expect(text).toMatch(/study_points_deliveries\{state="sent"\} [1-9]/);
  expect(text).toContain('study_points_deliveries{state="unknown"} 0');
});

test("no metric and no line of the log holds a person, a text or a secret", async () => {
  const service = await aService({ people: { WangXiaoMing: { name: "王晓明" }, zhang: { duties: ["支部书记"] } } });
  const { workspace, url, services } = service;
  for (const text of ["总积分 23456", "私密的话", "帮助", "异议 私密的话"]) {
    await service.post(workspace.prepare("WangXiaoMing", text));
  }
  await service.post(workspace.prepareEvent("WangXiaoMing", "enter_agent"));
  await service.post({ ...workspace.prepare("WangXiaoMing", "23456"), body: "x" });
  setSetting(services.db, "sendingPaused", { reason: "x", since: 0, probeAt: 0, waitMs: 1 });

  const seen = `${await (await fetch(`${url}/metrics`)).text()}${service.log.join("")}`;

  expect(seen).not.toMatch(/WangXiaoMing|王晓明|23456|私密|the-secret|QDG6eK|jWmYm7qr/i);
});
