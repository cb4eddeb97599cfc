import { expect, test } from "vitest";
import { aCallback, aWorkspace, KEYS, PNG, type Posted, passiveReply, START } from "./a-workspace.ts";

test("the URL check passes when the bot answers the decrypted echo and nothing else", async () => {
  const { wecom } = await aWorkspace();
  const received = await aCallback(wecom, ({ plain }, attempt) => ({
    status: attempt === 3 ? 401 : 200,
    body: attempt === 2 ? `"${plain["Echo"]}"` : (plain["Echo"] ?? ""),
  }));

  expect(await wecom.verifyUrl()).toMatchObject({ status: 200, ok: true });
  expect(await wecom.verifyUrl()).toMatchObject({ status: 200, ok: false });
  expect(await wecom.verifyUrl()).toMatchObject({ status: 401, ok: false });
  expect([...(received[0]?.url.searchParams.keys() ?? [])].sort()).toEqual([
    "echostr",
    "msg_signature",
    "nonce",
    "timestamp",
  ]);
});

test("a text comes encrypted, signed and with all fields, whatever it holds", async () => {
  const { wecom } = await aWorkspace();
  const received = await aCallback(wecom, () => ({ status: 200 }));

  const outcome = await wecom.say("liming", "12345 ]]> <b>&amp;\n🫡");

  expect(outcome).toMatchObject({ attempts: 1, statuses: [200], answered: true, reply: undefined });
  expect(received[0]?.plain).toEqual({
    ToUserName: KEYS.corpId,
    FromUserName: "LiMing",
    CreateTime: String(START / 1000),
    MsgType: "text",
    Content: "12345 ]]> <b>&amp;\n🫡",
    MsgId: outcome.msgId,
    AgentID: String(KEYS.agentId),
  });
  expect(wecom.record.violations).toEqual([]);
});

test("a right answer reaches the member as a passive reply", async () => {
  const { wecom } = await aWorkspace();
  await aCallback(wecom, (posted) => passiveReply(posted, "已记录 12345"));

  expect(await wecom.say("LiMing", "12345")).toMatchObject({ answered: true, reply: "已记录 12345" });
  expect(wecom.record.toMember("LiMing")).toEqual([{ at: START, via: "passive", kind: "text", text: "已记录 12345" }]);
});

test.each([
  ["a status other than 200", { status: 503 }],
  ["a broken connection", "hang up" as const],
  ["no answer in time", "stay silent" as const],
])("after %s the same message comes again, encrypted anew", async (_what, failure) => {
  const { wecom } = await aWorkspace({ callbackTimeoutMs: 400 });
  const received = await aCallback(wecom, (posted, attempt) =>
    attempt === 1 ? failure : passiveReply(posted, "已记录 12345"),
  );

  const outcome = await wecom.say("LiMing", "12345");

  expect(outcome).toMatchObject({ attempts: 2, answered: true, reply: "已记录 12345" });
  expect(outcome.statuses).toEqual([typeof failure === "string" ? 0 : 503, 200]);
  expect(received[1]?.plain).toEqual(received[0]?.plain);
  expect(received[1]?.body).not.toBe(received[0]?.body);
  expect(wecom.record.toMember("LiMing")).toHaveLength(1);
});

test("after three retries WeCom gives up", async () => {
  const { wecom } = await aWorkspace();
  const received = await aCallback(wecom, () => ({ status: 500 }));

  expect(await wecom.say("LiMing", "12345")).toMatchObject({
    attempts: 4,
    statuses: [500, 500, 500, 500],
    answered: false,
  });
  expect(received).toHaveLength(4);
});

test("retries can be switched off", async () => {
  const { wecom } = await aWorkspace({ callbackRetries: 0 });
  wecom.connectCallback("http://127.0.0.1:1/wecom/callback");

  expect(await wecom.say("LiMing", "12345")).toMatchObject({ attempts: 1, statuses: [0], answered: false });
});

test("message ids differ: numbers too large for a double, and base64 texts", async () => {
  const { wecom } = await aWorkspace();
  wecom.connectCallback("http://127.0.0.1:1/wecom/callback");

  const ids = Array.from({ length: 100 }, () => wecom.prepare("LiMing", "12345").msgId ?? "");

  expect(new Set(ids).size).toBe(100);
  const numbers = ids.filter((id) => /^\d+$/.test(id));
  expect(numbers).toHaveLength(50);
  expect(new Set(numbers.map(Number)).size).toBeLessThan(5);
  expect(ids.filter((id) => /^[\w+/]+=$/.test(id))).toHaveLength(50);
});

test("two workspaces give different message ids", async () => {
  const random = { randomBytes: (count: number) => crypto.getRandomValues(Buffer.alloc(count)) };
  const { wecom } = await aWorkspace(random);
  const { wecom: other } = await aWorkspace(random);
  for (const one of [wecom, other]) one.connectCallback("http://127.0.0.1:1/");

  expect(wecom.prepare("LiMing", "12345").msgId).not.toBe(other.prepare("LiMing", "12345").msgId);
});

test("copies of one message, posted by hand: the first answer is shown, an equal one again is no harm", async () => {
  const { wecom } = await aWorkspace();
  const answers = ["已记录 12345", "已记录 12345", "已更正 12345"];
  await aCallback(wecom, (posted, attempt) => passiveReply(posted, answers[attempt - 1] ?? ""));
  const prepared = wecom.prepare("LiMing", "12345");

  const post = async () => {
    const response = await fetch(prepared.url, { method: "POST", body: prepared.body });
    return wecom.takeAnswer(prepared, await response.text());
  };
  expect([await post(), await post()]).toEqual(["已记录 12345", "已记录 12345"]);
  expect(wecom.record.violations).toEqual([]);
  await wecom.deliver(wecom.again(prepared));

  expect(wecom.record.toMember("LiMing").map(({ text }) => text)).toEqual(["已记录 12345"]);
  expect(wecom.record.violations).toEqual([expect.stringContaining("differs from the one given before")]);
});

test.each([
  ["is not XML", () => ({ status: 200, body: "success" })],
  ["has no <xml>", () => ({ status: 200, body: "<reply/>" })],
  ["has a DOCTYPE", () => ({ status: 200, body: "<!DOCTYPE a><xml><Encrypt>a</Encrypt></xml>" })],
  ["lacks one of", () => ({ status: 200, body: "<xml><Encrypt>a</Encrypt></xml>" })],
  ["is signed wrongly", (posted: Posted) => passiveReply(posted, "好", {}, { MsgSignature: "0".repeat(40) })],
  ["not seconds", (posted: Posted) => passiveReply(posted, "好", {}, { TimeStamp: "now" })],
  ["is to zhangwei", (posted: Posted) => passiveReply(posted, "好", { ToUserName: "zhangwei" })],
  ["is from zhangwei", (posted: Posted) => passiveReply(posted, "好", { FromUserName: "zhangwei" })],
  ["no CreateTime", (posted: Posted) => passiveReply(posted, "好", { CreateTime: "" })],
  ["not text", (posted: Posted) => passiveReply(posted, "好", { MsgType: "markdown" })],
  ["has no Content", (posted: Posted) => passiveReply(posted, "")],
  ["2049 bytes", (posted: Posted) => passiveReply(posted, "a".repeat(2049))],
])("an answer that %s reaches nobody and is a violation", async (what, answer) => {
  const { wecom } = await aWorkspace();
  await aCallback(wecom, answer);

  const outcome = await wecom.say("LiMing", "12345");

  expect(outcome).toMatchObject({ attempts: 1, answered: true, reply: undefined });
  expect(wecom.record.violations).toEqual([expect.stringContaining(what)]);
  expect(wecom.record.violations[0]).toContain(`LiMing's message ${outcome.msgId}`);
  expect(wecom.record.count).toBe(0);
});

test("an answer for another corp, or with a key of another, is a violation", async () => {
  const { wecom } = await aWorkspace({ callbackRetries: 0 });
  const { wecom: other } = await aWorkspace({ corpId: "ww0000000000000000" });
  await aCallback(wecom, (posted) => passiveReply(posted, "好"));
  const { body } = passiveReply({ url: new URL("http://bot/?timestamp=1700000000"), body: "", plain: {} }, "好");
  other.connectCallback("http://127.0.0.1:1/");

  other.takeAnswer(other.prepare("LiMing", "12345"), body);

  expect(other.record.violations).toEqual([expect.stringContaining("receiveid")]);
});

test("a picture that a member sends can be fetched for three days", async () => {
  const { wecom, bot, clock } = await aWorkspace();
  const received = await aCallback(wecom, () => ({ status: 200 }));

  await wecom.sendImage("LiMing", PNG);

  const { MsgType, MediaId = "", PicUrl } = received[0]?.plain ?? {};
  expect({ MsgType, PicUrl }).toEqual({ MsgType: "image", PicUrl: `${wecom.url}/pic/${MediaId}` });
  const response = await bot.request("media/get", { media_id: MediaId });
  expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
  clock.now += 3 * 86_400_000;
  await bot.token();
  expect(await bot.get("media/get", { media_id: MediaId })).toMatchObject({ errcode: 40007 });
});

test("voice, location, link and video come with the elements of their kind", async () => {
  const { wecom } = await aWorkspace();
  const received = await aCallback(wecom, () => ({ status: 200 }));

  await wecom.sendVoice("LiMing");
  for (const kind of ["location", "link", "video"] as const) await wecom.sendOther("LiMing", kind);

  expect(received.map(({ plain }) => plain)).toMatchObject([
    { MsgType: "voice", Format: "amr", MediaId: expect.any(String) },
    { MsgType: "location", Label: "南宁市", Scale: "16" },
    { MsgType: "link", Url: expect.any(String) },
    { MsgType: "video", ThumbMediaId: expect.any(String) },
  ]);
});

test("events carry no MsgId; an answer to them is shown, but not to who has left", async () => {
  const { wecom } = await aWorkspace();
  const received = await aCallback(wecom, (posted) => passiveReply(posted, "您好"));

  const outcomes = [
    await wecom.enter("LiMing"),
    await wecom.subscribe("LiMing"),
    await wecom.click("LiMing", "my_score"),
    await wecom.unsubscribe("LiMing"),
  ];

  expect(outcomes.map(({ msgId }) => msgId)).toEqual([undefined, undefined, undefined, undefined]);
  expect(outcomes.map(({ reply }) => reply)).toEqual(["您好", "您好", "您好", "您好"]);
  expect(received.map(({ plain }) => [plain["MsgType"], plain["Event"], plain["EventKey"], plain["MsgId"]])).toEqual([
    ["event", "enter_agent", "", undefined],
    ["event", "subscribe", "", undefined],
    ["event", "click", "my_score", undefined],
    ["event", "unsubscribe", "", undefined],
  ]);
  expect(wecom.record.toMember("LiMing")).toHaveLength(3);
  expect(wecom.record.violations).toEqual([expect.stringContaining("reaches nobody")]);
});

test("two clicks within a second hold the same text, and yet both are answered", async () => {
  const { wecom } = await aWorkspace();
  const received = await aCallback(wecom, (posted) => passiveReply(posted, "您好"));

  for (const click of [wecom.prepareEvent("LiMing", "click", "help"), wecom.prepareEvent("LiMing", "click", "help")]) {
    await wecom.deliver(click);
  }

  expect(received[1]?.plain).toEqual(received[0]?.plain);
  expect(wecom.record.toMember("LiMing")).toHaveLength(2);
});

test("only people of the workspace speak, and only once the callback is known", async () => {
  const { wecom } = await aWorkspace();

  expect(() => wecom.prepare("nobody", "12345")).toThrow("nobody in the workspace");
  expect(() => wecom.prepare("LiMing", "12345")).toThrow("connectCallback");
});
