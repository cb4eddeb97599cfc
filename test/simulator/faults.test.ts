import { expect, test } from "vitest";
import { aWorkspace } from "./a-workspace.ts";

test("unavailable: an HTTP error, nothing done, and the next request is well again", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  wecom.faults.unavailable("message/send", { status: 502 });

  const failed = await bot.request("message/send", {}, { method: "POST", body: "{}" });

  expect(failed.status).toBe(502);
  expect(wecom.record.count).toBe(0);
  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 0 });
  expect(wecom.record.calls("message/send")).toMatchObject([{ status: 502, recipients: 0 }, { status: 200 }]);
});

test("a lost answer: the message arrives, the bot never hears of it", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  wecom.faults.loseAnswer("message/send");

  await expect(bot.text("LiMing", "你好")).rejects.toThrow("fetch failed");

  expect(wecom.record.toMember("LiMing")).toHaveLength(1);
  expect(wecom.record.calls("message/send")).toMatchObject([{ status: 0, errcode: 0, recipients: 1 }]);
});

test("an answer lost after delivery is made good by the duplicate check", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  wecom.faults.loseAnswer("message/send");
  const check = { enable_duplicate_check: 1, duplicate_check_interval: 1800 };
  await expect(bot.text("LiMing", "你好", check)).rejects.toThrow("fetch failed");

  expect(await bot.text("LiMing", "你好", check)).toMatchObject({ errcode: 0 });
  expect(wecom.record.toMember("LiMing")).toHaveLength(1);
  expect(wecom.record.suppressed).toHaveLength(1);
});

test("a late answer comes after what it tells of; a slow call is done even if the bot has gone", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  wecom.faults.late("message/send", 40);
  const before = performance.now();
  const arrival = wecom.record.nextArrival(() => true);
  const answer = bot.text("LiMing", "一");
  await arrival;
  await answer;
  expect(performance.now() - before).toBeGreaterThan(30);

  wecom.faults.slow("message/send", 400);
  const slow = wecom.record.nextArrival(() => true);
  const body = JSON.stringify({ touser: "LiMing", msgtype: "text", agentid: 1000002, text: { content: "二" } });
  const gone = bot.request("message/send", {}, { method: "POST", body, signal: AbortSignal.timeout(150) });
  await expect(gone).rejects.toThrow("timeout");
  expect(wecom.record.toMember("LiMing")).toHaveLength(1);
  expect(await slow).toMatchObject({ to: "LiMing", arrival: { text: "二" } });
});

test("an errcode so many times, after so many requests unharmed", async () => {
  const { wecom, bot } = await aWorkspace();
  wecom.faults.errcode("message/send", 45033, { times: 2, skip: 1 });

  const codes: unknown[] = [];
  for (let call = 0; call < 4; call += 1) codes.push((await bot.text("LiMing", "你好")).errcode);

  expect(codes).toEqual([0, 45033, 45033, 0]);
  expect(wecom.record.toMember("LiMing")).toHaveLength(2);
});

test("faults are met in the order they were given, one a request", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  wecom.faults.errcode("*", -1);
  wecom.faults.errcode("message/send", 45009);

  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: -1, errmsg: expect.stringContaining("busy") });
  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 45009 });
  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 0 });
});

test("a held request is neither done nor answered until it is released", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  const hold = wecom.faults.hold("message/send");
  const answer = bot.text("LiMing", "你好");
  await hold.reached;
  expect(wecom.record.count).toBe(0);

  hold.release();

  expect(await answer).toMatchObject({ errcode: 0 });
  expect(await bot.text("LiMing", "再见")).toMatchObject({ errcode: 0 });
  expect(wecom.record.toMember("LiMing")).toHaveLength(2);
});

test("an expired token is refused, a new one works", async () => {
  const { wecom, bot } = await aWorkspace();
  const old = await bot.token();
  wecom.faults.expireTokens();

  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 40014 });
  expect(await bot.token()).not.toBe(old);
  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 0 });
});

test("after a reset of the secret no token is to be had until all is well again", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  wecom.faults.resetSecret();

  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 40014 });
  await bot.token();
  expect(wecom.record.calls("gettoken").at(-1)).toMatchObject({ errcode: 40001 });
  wecom.faults.clear();
  await bot.token();
  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 0 });
});

test("an untrusted address and a suspended app are refused everywhere but at the robots", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  wecom.faults.blockAddress({ times: 2 });
  wecom.faults.suspendApp({ times: 1 });

  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 60020 });
  expect(await bot.get("gettoken")).toMatchObject({ errcode: 60020 });
  const text = { msgtype: "text", text: { content: "你好" } };
  expect(await bot.post("webhook/send", text, { key: "robot-1" })).toMatchObject({ errcode: 0 });
  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 48006 });
  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 0 });
});

test("clear() lets go what is held and forgets what is to come", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  const hold = wecom.faults.hold("message/send");
  wecom.faults.unavailable("message/send", { times: 5 });
  const answer = bot.text("LiMing", "你好");
  await hold.reached;

  wecom.faults.clear();

  expect(await answer).toMatchObject({ errcode: 0 });
  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 0 });
});

test("the workspace closes while requests are held and slow", async () => {
  const { wecom, bot } = await aWorkspace();
  await bot.token();
  const hold = wecom.faults.hold("message/send", { times: 1 });
  wecom.faults.late("department/list", 60_000);
  const held = bot.text("LiMing", "你好");
  const late = bot.get("department/list");
  await hold.reached;

  const ended = Promise.allSettled([held, late]);
  await wecom.close();

  expect((await ended).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(wecom.record.count).toBe(0);
});
