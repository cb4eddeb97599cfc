import { inspect } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { type Platform, PlatformError } from "../../../src/platform/platform.ts";
import { wecom as openWeCom } from "../../../src/platform/wecom/adapter.ts";
import type { Faults } from "../../../src/simulator/faults.ts";
import type { WeComOptions } from "../../../src/simulator/wecom-server.ts";
import { aWorkspace, type Clock, KEYS, START } from "../../simulator/a-workspace.ts";
import { aDeadAddress, aScriptedServer, json, type Scripted } from "../../support/scripted-server.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

function aPlatform(base: string, clock: Clock = { now: START }): Platform {
  return openWeCom({ base, ...KEYS }, () => clock.now, Buffer.alloc);
}

async function connected(options: Partial<WeComOptions> = {}) {
  const { wecom, clock } = await aWorkspace(options);
  return { wecom, clock, platform: aPlatform(wecom.url, clock) };
}

const HOUR = 3_600_000;

function say(platform: Platform, text: string, account = "LiMing") {
  return platform.send({ kind: "members", accounts: [account] }, { kind: "text", text }, HOUR);
}

function toGroup(platform: Platform, target: string, text = "通报") {
  return platform.send({ kind: "group", target }, { kind: "text", text }, HOUR);
}

async function failureOf(call: Promise<unknown>): Promise<PlatformError> {
  const error = await call.then(
    () => "it succeeded",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PlatformError);
  return error as PlatformError;
}

test("a hundred calls at once fetch one token", async () => {
  const { wecom, platform } = await connected();

  await Promise.all(Array.from({ length: 100 }, (_, index) => toGroup(platform, "appchat:school", `第${index}条`)));

  expect(wecom.record.calls("gettoken")).toHaveLength(1);
  expect(wecom.record.toGroup("appchat:school")).toHaveLength(100);
});

test("a token is used until shortly before its end and then renewed, unasked", async () => {
  const { wecom, clock, platform } = await connected();
  await say(platform, "一");
  clock.now += 6800_000;
  await say(platform, "二");
  expect(wecom.record.calls("gettoken")).toHaveLength(1);

  clock.now += 390_000;
  await say(platform, "三");

  expect(wecom.record.calls("gettoken")).toHaveLength(2);
  expect(wecom.record.calls("message/send").map(({ errcode }) => errcode)).toEqual([0, 0, 0]);
});

test("40014, a token that was revoked: one renewal, one repeat, one arrival", async () => {
  const { wecom, platform } = await connected();
  await say(platform, "一");
  wecom.faults.expireTokens();

  await say(platform, "二");

  expect(wecom.record.calls().map(({ path, errcode }) => `${path} ${errcode}`)).toEqual([
    "gettoken 0",
    "message/send 0",
    "message/send 40014",
    "gettoken 0",
    "message/send 0",
  ]);
  expect(wecom.record.toMember("LiMing").map(({ text }) => text)).toEqual(["一", "二"]);
});

test("42001, a token that ended earlier than it said: one renewal, one repeat, one arrival", async () => {
  const { wecom, clock } = await aWorkspace({ expiredTokenCode: 42001 });
  const platform = aPlatform(wecom.url);
  await say(platform, "一");
  clock.now += 7_200_000;

  await say(platform, "二");

  expect(wecom.record.calls("message/send").map(({ errcode }) => errcode)).toEqual([0, 42001, 0]);
  expect(wecom.record.calls("gettoken")).toHaveLength(2);
});

test("a token that is refused twice is not tried a third time", async () => {
  const { wecom, platform } = await connected();
  wecom.faults.errcode("message/send", 40014, { times: 10 });

  const error = await failureOf(say(platform, "一"));

  expect(error).toMatchObject({ class: "retry", code: 40014 });
  expect(wecom.record.calls("message/send")).toHaveLength(2);
  expect(wecom.record.calls("gettoken")).toHaveLength(2);
});

test("a hundred calls whose token dies under them fetch one new token and arrive once each", async () => {
  const { wecom, platform } = await connected();
  await toGroup(platform, "appchat:school", "先");
  const hold = wecom.faults.hold("appchat/send");
  const calls = Array.from({ length: 100 }, (_, index) => toGroup(platform, "appchat:school", `第${index}条`));
  await hold.reached;
  wecom.faults.expireTokens();
  hold.release();

  await Promise.all(calls);

  expect(wecom.record.calls("gettoken")).toHaveLength(2);
  expect(new Set(wecom.record.toGroup("appchat:school").map(({ text }) => text)).size).toBe(101);
  expect(wecom.record.count).toBe(101);
});

test("a call that fails late with the old token takes the new one that is there by then", async () => {
  const { wecom, platform } = await connected();
  await say(platform, "先");
  const hold = wecom.faults.hold("message/send", { times: 1 });
  const late = say(platform, "迟", "007");
  await hold.reached;
  wecom.faults.expireTokens();
  await say(platform, "早");
  hold.release();

  await late;

  expect(wecom.record.calls("gettoken")).toHaveLength(2);
  expect(wecom.record.toMember("007").map(({ text }) => text)).toEqual(["迟"]);
});

test("a secret that was reset is a matter of configuration and asked for no second time", async () => {
  const { wecom, platform } = await connected();
  await say(platform, "一");
  wecom.faults.resetSecret();

  const error = await failureOf(say(platform, "二"));

  expect(error).toMatchObject({ class: "configuration", code: 40001 });
  expect(wecom.record.calls("gettoken")).toHaveLength(2);
});

test("40001 of a call is taken for a stale token once, then for a wrong secret", async () => {
  const { wecom, platform } = await connected();
  wecom.faults.errcode("message/send", 40001, { times: 10 });

  const error = await failureOf(say(platform, "一"));

  expect(error).toMatchObject({ class: "configuration", code: 40001 });
  expect(wecom.record.calls("message/send")).toHaveLength(2);
  expect(wecom.record.calls("gettoken")).toHaveLength(2);
});

const TROUBLES: readonly (readonly [string, (faults: Faults, path: string) => void, string, string])[] = [
  ["40013", (faults, path) => faults.errcode(path, 40013), "configuration", "configuration"],
  ["60020", (faults) => faults.blockAddress(), "configuration", "configuration"],
  ["48006", (faults) => faults.suspendApp(), "configuration", "configuration"],
  ["50003", (faults, path) => faults.errcode(path, 50003), "configuration", "configuration"],
  ["301007", (faults, path) => faults.errcode(path, 301007), "configuration", "configuration"],
  ["45009", (faults, path) => faults.errcode(path, 45009), "retry", "retry"],
  ["-1", (faults, path) => faults.errcode(path, -1), "retry", "retry"],
  ["45033", (faults, path) => faults.errcode(path, 45033), "retry", "retry"],
  ["HTTP 503", (faults, path) => faults.unavailable(path), "retry", "unknown"],
  ["HTTP 502", (faults, path) => faults.unavailable(path, { status: 502 }), "retry", "unknown"],
  ["a lost answer", (faults, path) => faults.loseAnswer(path), "retry", "unknown"],
];

test.each(TROUBLES)("%s at gettoken: nothing was sent, and the class says so", async (_what, order, cls) => {
  const { wecom, platform } = await connected();
  order(wecom.faults, "gettoken");

  const error = await failureOf(say(platform, "一"));

  expect(error.class).toBe(cls);
  expect(wecom.record.calls("message/send")).toHaveLength(0);
});

test.each(TROUBLES)("%s at message/send has its class", async (_what, order, _atToken, cls) => {
  const { wecom, platform } = await connected();
  await platform.check();
  order(wecom.faults, "message/send");

  expect((await failureOf(say(platform, "一"))).class).toBe(cls);
  expect(wecom.record.calls("message/send")).toHaveLength(1);
});

test.each([
  [40007, "stale-upload"],
  [40145, "stale-upload"],
  [81013, "recipient"],
  [60111, "recipient"],
  [40003, "recipient"],
  [40058, "content"],
  [45002, "content"],
  [85002, "content"],
  [999999, "content"],
  [48002, "configuration"],
  [40056, "configuration"],
  [301002, "configuration"],
])("the code %d has the class %s", async (errcode, cls) => {
  const { wecom, platform } = await connected();
  wecom.faults.errcode("message/send", errcode);

  expect(await failureOf(say(platform, "一"))).toMatchObject({ class: cls, code: errcode });
});

test("a frequency limit says how long it lasts", async () => {
  const { wecom, platform } = await connected();
  for (const [errcode, least] of [
    [45009, 60_000],
    [130101, 600_000],
  ] as const) {
    wecom.faults.errcode("webhook/send", errcode);

    const { retryAfterMs } = await failureOf(toGroup(platform, "webhook:robot-1"));

    expect(retryAfterMs).toBeGreaterThanOrEqual(least);
  }
});

test("while gettoken is shut for asking too often, it is not asked again by whoever waits", async () => {
  const { wecom, clock, platform } = await connected();
  wecom.faults.errcode("gettoken", 45009);

  for (let second = 0; second < 60; second += 1) {
    expect(await failureOf(say(platform, "一"))).toMatchObject({ class: "retry", code: 45009 });
    clock.now += 1000;
  }
  expect(wecom.record.calls("gettoken")).toHaveLength(1);
  clock.now += 1000;
  await say(platform, "一");

  expect(wecom.record.calls("gettoken")).toHaveLength(2);
  expect(wecom.record.toMember("LiMing")).toHaveLength(1);
});

test("48002 of a chat is about the app's scope and stops that chat alone", async () => {
  const { wecom, platform } = await connected();
  wecom.faults.errcode("appchat/send", 48002);

  expect(await failureOf(toGroup(platform, "appchat:school"))).toMatchObject({ class: "recipient", code: 48002 });
});

test("a chat and a robot that do not exist are recipients that will never get it", async () => {
  const { platform } = await connected();

  expect((await failureOf(toGroup(platform, "appchat:nobody"))).class).toBe("recipient");
  expect((await failureOf(toGroup(platform, "webhook:nobody"))).class).toBe("recipient");
});

test("a robot needs no token and is heard when the app is not", async () => {
  const { wecom, platform } = await connected();
  wecom.faults.blockAddress();

  await toGroup(platform, "webhook:robot-1");

  expect(wecom.record.toGroup("webhook:robot-1")).toHaveLength(1);
  expect(wecom.record.calls("gettoken")).toHaveLength(0);
});

test("nobody listening: certainly not sent", async () => {
  const dead = await aDeadAddress();

  expect((await failureOf(say(aPlatform(dead), "一"))).class).toBe("retry");
  expect((await failureOf(toGroup(aPlatform(dead), "webhook:robot-1"))).class).toBe("retry");
});

test("no answer in time: nobody knows", async () => {
  const { wecom, platform } = await connected();
  await platform.check();
  const patience = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(patience.signal);
  const hold = wecom.faults.hold("message/send");
  const call = say(platform, "一");
  await hold.reached;

  patience.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));

  expect(await failureOf(call)).toMatchObject({ class: "unknown", code: "TimeoutError" });
});

test("every call has a limit of ten seconds", async () => {
  const { platform } = await connected();
  const timeout = vi.spyOn(AbortSignal, "timeout");

  await say(platform, "一");
  await toGroup(platform, "webhook:robot-1");

  expect(timeout.mock.calls).toEqual([[10_000], [10_000], [10_000]]);
});

const ODD: readonly (readonly [string, Scripted, string])[] = [
  ["a page in the place of the answer", { body: "<html>login</html>" }, "unknown"],
  ["no body", { body: "" }, "unknown"],
  ["null", { body: "null" }, "unknown"],
  ["a text", { body: '"ok"' }, "unknown"],
  ["a list", { body: "[]" }, "unknown"],
  ["half an answer", "cut off", "unknown"],
  ["a broken connection", "hang up", "unknown"],
  ["HTTP 404", { status: 404, body: "not here" }, "configuration"],
  ["HTTP 403", { status: 403, body: "" }, "configuration"],
  ["HTTP 429", { status: 429, body: "slower" }, "retry"],
  ["HTTP 500 with success in it", { status: 500, body: '{"errcode":0}' }, "unknown"],
  ["a redirection", { status: 302, headers: { location: "/login" }, body: "" }, "unknown"],
  ["an error that names itself", { status: 400, body: '{"errcode":81013}' }, "recipient"],
];

test.each(ODD)("an answer nobody expects: %s", async (_what, scripted, cls) => {
  const { url, asked } = await aScriptedServer(() => scripted);

  expect((await failureOf(toGroup(aPlatform(url), "webhook:robot-1"))).class).toBe(cls);
  expect(asked).toHaveLength(1);
});

test.each(ODD)("an answer nobody expects at gettoken is never an unknown send: %s", async (_what, scripted) => {
  const { url, asked } = await aScriptedServer(() => scripted);

  expect((await failureOf(say(aPlatform(url), "一"))).class).not.toBe("unknown");
  expect(asked.map(({ path }) => path)).toEqual(["/cgi-bin/gettoken"]);
});

test.each(
  ODD,
)("an answer nobody expects when only reading changes nothing, so it may be tried again: %s", async (_what, scripted) => {
  const { url } = await aScriptedServer(({ path }) =>
    path === "/cgi-bin/gettoken" ? json({ access_token: "t" }) : scripted,
  );
  const platform = aPlatform(url);

  const calls = [platform.check(), platform.directory(), platform.download("m")];
  for (const error of await Promise.all(calls.map(failureOf))) expect(error.class).not.toBe("unknown");
});

test("gettoken that gives no token is tried again later", async () => {
  const { url } = await aScriptedServer(() => json({ errcode: 0, errmsg: "ok" }));

  expect((await failureOf(say(aPlatform(url), "一"))).class).toBe("retry");
});

test("no error holds a secret, a token or a robot's key, whatever the platform says", async () => {
  const talkative = (query: URLSearchParams) => `bad request GET /x?${query.toString()} ${"x".repeat(1000)}`;
  const { url } = await aScriptedServer(({ path, query }) =>
    path === "/cgi-bin/gettoken" && query.get("corpsecret") === KEYS.secret
      ? json({ access_token: "the-token" })
      : json({ errcode: 40058, errmsg: talkative(query) }),
  );
  const dead = await aDeadAddress();
  const platform = aPlatform(url);
  const wrong = openWeCom({ ...KEYS, base: url, secret: "another-secret" }, () => START, Buffer.alloc);

  const errors = await Promise.all(
    [
      say(platform, "一"),
      toGroup(platform, "webhook:robot-key"),
      platform.download("m"),
      say(wrong, "一"),
      say(aPlatform(dead), "一"),
      toGroup(aPlatform(dead), "webhook:robot-key"),
      toGroup(platform, "webhok:robot-key"),
    ].map(failureOf),
  );

  for (const error of errors) {
    const everything = `${inspect(error, { depth: 10, showHidden: true })} ${JSON.stringify(error)}`;
    expect(everything).not.toMatch(/the-token|the-secret|another-secret|robot-key/);
    expect(error.message.length).toBeLessThan(500);
  }
});
