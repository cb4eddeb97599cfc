import { expect, test } from "vitest";
import { aWorkspace, KEYS } from "./a-workspace.ts";

const right = { corpid: KEYS.corpId, corpsecret: KEYS.secret };

test("within its life a token is given again, with the time that is left", async () => {
  const { bot, clock } = await aWorkspace();

  const first = await bot.get("gettoken", right);
  clock.now += 100_000;
  const second = await bot.get("gettoken", right);

  expect(first).toMatchObject({ errcode: 0, expires_in: 7200 });
  expect(second).toMatchObject({ access_token: first["access_token"], expires_in: 7100 });
});

test("an expired token is refused with 40014, and another one can be had", async () => {
  const { bot, clock } = await aWorkspace({ tokenLifeSeconds: 60 });
  const first = await bot.token();
  clock.now += 60_000;

  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 40014 });
  expect(await bot.token()).not.toBe(first);
  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 0 });
});

test("a workspace may say 42001 for an expired token", async () => {
  const { bot, clock } = await aWorkspace({ tokenLifeSeconds: 60, expiredTokenCode: 42001 });
  await bot.token();
  clock.now += 60_000;

  expect(await bot.text("LiMing", "你好")).toMatchObject({ errcode: 42001 });
});

test.each([
  [40001, { ...right, corpsecret: "wrong" }],
  [40013, { ...right, corpid: "wrong" }],
  [41002, { corpsecret: KEYS.secret }],
  [41004, { corpid: KEYS.corpId }],
])("gettoken gives %i for wrong or missing credentials, with a hint", async (errcode, query) => {
  const { bot, wecom } = await aWorkspace();

  const answer = await bot.get("gettoken", query);

  expect(answer).toMatchObject({ errcode, errmsg: expect.stringContaining("hint: [") });
  expect(answer).not.toHaveProperty("access_token");
  expect(wecom.record.calls("gettoken")).toMatchObject([{ errcode, status: 200 }]);
});

test("a call without a token gets 41001, with an unknown one 40014", async () => {
  const { bot } = await aWorkspace();

  expect(await bot.get("department/list", { access_token: "" })).toMatchObject({ errcode: 41001 });
  expect(await bot.get("department/list", { access_token: "x" })).toMatchObject({ errcode: 40014 });
});

test("more than 60 fetches a minute are shut out for a minute", async () => {
  const { bot, clock } = await aWorkspace();
  for (let fetch = 0; fetch < 60; fetch += 1) await bot.get("gettoken", right);

  expect(await bot.get("gettoken", right)).toMatchObject({ errcode: 45009 });
  clock.now += 60_000;
  expect(await bot.get("gettoken", right)).toMatchObject({ errcode: 0 });
});
