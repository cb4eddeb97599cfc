import { expect, test } from "vitest";
import { tryAgainNow } from "../../src/jobs/deliver.ts";
import { PlatformError } from "../../src/platform/platform.ts";
import { outboxLines, resolveDelivery } from "../../src/store/outbox.ts";
import { setting } from "../../src/store/settings.ts";
import { aSender, members } from "../support/a-sender.ts";

const texts = (arrivals: readonly { readonly text?: string }[]) => arrivals.map(({ text }) => text);

test("an equal text to 2500 members goes out in three calls of 1000, 1000 and 500", async () => {
  const sender = await aSender(members(2500));
  for (const member of members(2500)) sender.plan(`ask-${member}`, member, "今天是考核日");

  await sender.drain();

  const calls = sender.wecom.record.calls("message/send");
  expect(calls.map(({ recipients }) => recipients)).toEqual([1000, 1000, 500]);
  expect(new Set(sender.wecom.record.sent().map(({ to }) => to)).size).toBe(2500);
  expect(sender.wecom.record.count).toBe(2500);
  expect(outboxLines(sender.bot.db, "sent")).toHaveLength(2500);
});

test("different texts are different calls, and each member's come in the order in which they were planned", async () => {
  const sender = await aSender(members(3));
  for (const [index, text] of ["甲", "乙", "甲", "丙"].entries()) {
    for (const member of members(3)) sender.plan(`${index}-${member}`, member, text);
  }

  await sender.drain();

  for (const member of members(3)) {
    expect(texts(sender.wecom.record.toMember(member))).toEqual(["甲", "乙", "甲", "丙"]);
  }
  expect(sender.wecom.record.calls("message/send")).toHaveLength(4);
});

test("a delivery planned twice with the same key goes out once, whoever looks how often", async () => {
  const sender = await aSender(members(1));
  const other = sender.another("second");

  for (let time = 0; time < 3; time += 1) {
    sender.plan("once", "m0", "一");
    await sender.drain();
    await sender.drain(other);
  }

  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["一"]);
  expect(sender.wecom.record.calls("message/send")).toHaveLength(1);
});

test("one batch handed to two processes at once is sent by one of them", async () => {
  const sender = await aSender(members(5));
  const other = sender.another("second");
  for (const member of members(5)) sender.plan(member, member, `给${member}`);
  const due = await sender.deliverer.due();

  await Promise.all(due.flatMap((batch) => [sender.deliverer.deliver(batch), other.deliver(batch)]));

  expect(due).toHaveLength(5);
  expect(sender.wecom.record.calls("message/send")).toHaveLength(5);
  expect(sender.wecom.record.count).toBe(5);
});

test("an equal text planned later under another key arrives as well", async () => {
  const sender = await aSender(members(2));
  for (let time = 0; time < 5; time += 1) {
    for (const member of members(2)) sender.plan(`round-${time}-${member}`, member, "收到，谢谢。");
    await sender.drain();
    sender.bot.clock.pass(60_000);
  }

  expect(sender.wecom.record.toMember("m0")).toHaveLength(5);
  expect(sender.wecom.record.suppressed).toEqual([]);
});

test("a member who cannot be reached is refused with the reason, once, and holds up nobody", async () => {
  const sender = await aSender(["m0", "Ghost", "Guest", "m3"], {
    members: [
      { account: "m0", name: "甲", department: "学校" },
      { account: "guest", name: "乙", department: "学校", licensed: false },
      { account: "m3", name: "丙", department: "学校" },
    ],
  });
  for (const account of ["m0", "Ghost", "Guest", "m3"]) sender.plan(account, account, "一");

  await sender.drainAll();
  await sender.drainAll();

  expect(sender.lines()).toMatchObject({
    m0: { state: "sent" },
    Ghost: { state: "refused", attempts: 1, error: expect.stringContaining("可见范围") },
    Guest: { state: "refused", attempts: 1, error: expect.stringContaining("许可") },
    m3: { state: "sent" },
  });
  expect(sender.wecom.record.calls("message/send")).toHaveLength(1);
  sender.plan("next", "Ghost", "二");
  await sender.drain();
  expect(sender.lines()["next"]).toMatchObject({ state: "refused" });
});

test("81013: when nobody of a call can be reached, each is refused and none is tried again", async () => {
  const sender = await aSender(["ghost1", "ghost2", "m0"], {
    members: [{ account: "m0", name: "甲", department: "学校" }],
  });
  for (const account of ["ghost1", "ghost2"]) sender.plan(account, account, "一");

  await sender.drainAll();

  expect(sender.lines()).toMatchObject({
    ghost1: { state: "refused", attempts: 1, error: expect.stringContaining("81013") },
    ghost2: { state: "refused", attempts: 1, error: expect.stringContaining("81013") },
  });
  expect(sender.wecom.record.calls("message/send")).toHaveLength(1);
});

test("who was refused and is in the workspace since gets it when the operator says resend", async () => {
  const sender = await aSender(["m0", "late"], { members: [{ account: "m0", name: "甲", department: "学校" }] });
  sender.plan("ask", "late", "一", { expiresAt: sender.bot.clock.now() + 1000 });
  await sender.drain();
  sender.wecom.addMember({ account: "late", name: "迟", department: "学校" });
  sender.bot.clock.pass(3_600_000);

  resolveDelivery(sender.bot.db, sender.lines()["ask"]!.id, "resend", sender.bot.clock.now());
  await sender.drain();

  expect(texts(sender.wecom.record.toMember("late"))).toEqual(["一"]);
});

test("a content that the platform will never take is refused and not repeated", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.errcode("message/send", 85002);
  sender.plan("bad", "m0", "一");
  sender.plan("good", "m0", "二");

  await sender.drainAll();

  expect(sender.lines()).toMatchObject({
    bad: { state: "refused", error: expect.stringContaining("85002") },
    good: { state: "sent" },
  });
});

test("what has expired is not sent", async () => {
  const sender = await aSender(members(2));
  const noon = sender.bot.clock.now() + 3_600_000;
  sender.plan("question", "m0", "今天的积分？", { expiresAt: noon });
  sender.plan("later", "m0", "通知");
  sender.bot.clock.pass(3_600_000);

  await sender.drainAll();

  expect(sender.lines()["question"]).toMatchObject({ state: "refused", attempts: 0 });
  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["通知"]);
});

test("what waits for the morning is not sent before, and holds up nothing", async () => {
  const sender = await aSender(members(1), { time: "2026-11-18 22:00" });
  const morning = sender.bot.clock.now() + 9.5 * 3_600_000;
  sender.plan("morning", "m0", "早", { notBefore: morning });
  sender.plan("reply", "m0", "答");
  await sender.drain();
  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["答"]);

  await sender.drainAll();

  expect(sender.wecom.record.toMember("m0").at(-1)).toMatchObject({ text: "早", at: morning });
});

test("a long text goes out in pages, in order, each within the limit", async () => {
  const sender = await aSender(members(1));
  const lines = Array.from({ length: 300 }, (_, index) => `第${index}行：成长总积分一万两千三百四十五`);
  sender.plan("list", "m0", lines.join("\n"));

  await sender.drainAll();

  expect(texts(sender.wecom.record.toMember("m0")).join("\n")).toBe(lines.join("\n"));
  expect(sender.wecom.record.violations).toEqual([]);
});

test("60 texts to one member arrive in order and none is dropped by the workspace", async () => {
  const sender = await aSender(members(2));
  const all = Array.from({ length: 60 }, (_, index) => `第${index}条`);
  for (const text of all) sender.plan(text, "m0", text);
  sender.plan("other", "m1", "别人的");

  await sender.drain();
  expect(sender.wecom.record.toMember("m1")).toHaveLength(1);
  await sender.drainAll();

  expect(sender.wecom.record.dropped).toEqual([]);
  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(all);
  expect(sender.bot.clock.now() - sender.wecom.record.toMember("m0")[0]!.at).toBeLessThan(5 * 60_000);
});

test("each robot gets 20 a minute, in order, and the platform never has to say no", async () => {
  const sender = await aSender(members(1));
  const all = Array.from({ length: 50 }, (_, index) => `第${index}条`);
  for (const text of all) {
    for (const robot of ["webhook:robot-1", "webhook:robot-2"]) sender.plan(`${robot}-${text}`, robot, text);
  }

  await sender.drainAll();

  expect(texts(sender.wecom.record.toGroup("webhook:robot-1"))).toEqual(all);
  expect(texts(sender.wecom.record.toGroup("webhook:robot-2"))).toEqual(all);
  expect(sender.wecom.record.calls("webhook/send").filter(({ errcode }) => errcode !== 0)).toEqual([]);
});

test("a robot that was told to wait waits for a minute, and its order stays", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.errcode("webhook/send", 45009, { skip: 1 });
  for (const text of ["一", "二", "三"]) sender.plan(text, "webhook:robot-1", text);
  const start = sender.bot.clock.now();

  await sender.drainAll();

  const arrivals = sender.wecom.record.toGroup("webhook:robot-1");
  expect(texts(arrivals)).toEqual(["一", "二", "三"]);
  expect(arrivals[1]!.at - start).toBeGreaterThanOrEqual(60_000);
});

test("what exceeds the workspace's day goes out after midnight, and the platform never has to say no", async () => {
  const sender = await aSender(members(1), { accountLimit: 1 });
  const all = Array.from({ length: 205 }, (_, index) => `第${index}条`);
  for (const text of all) sender.plan(text, "m0", text);

  await sender.drainAll();

  const arrivals = sender.wecom.record.toMember("m0");
  expect(texts(arrivals)).toEqual(all);
  expect(arrivals[199]!.at).toBeLessThan(Date.UTC(2026, 10, 18, 16));
  expect(arrivals[200]!.at).toBeGreaterThanOrEqual(Date.UTC(2026, 10, 18, 16));
  expect(sender.wecom.record.calls("message/send").filter(({ errcode }) => errcode !== 0)).toEqual([]);
});

test("a failed text is not overtaken by the next one to the same member", async () => {
  const sender = await aSender(members(2));
  sender.wecom.faults.errcode("message/send", -1, { times: 3 });
  for (const text of ["一", "二", "三"]) sender.plan(text, "m0", text);

  await sender.drainAll();

  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["一", "二", "三"]);
  expect(sender.lines()["一"]).toMatchObject({ state: "sent", attempts: 4, error: null });
});

test("a busy platform is asked again at growing distances", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.errcode("message/send", -1, { times: 12 });
  sender.plan("一", "m0", "一");

  await sender.drainAll();

  const times = sender.wecom.record.calls("message/send").map(({ at }) => at);
  const distances = times.slice(1).map((at, index) => (at - times[index]!) / 1000);
  expect(distances).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  expect(sender.wecom.record.toMember("m0")).toHaveLength(1);
});

test("a token that dies in the middle of a broadcast: nobody gets it twice, nobody misses it", async () => {
  const sender = await aSender(members(2500));
  for (const member of members(2500)) sender.plan(member, member, "今天是考核日");
  for (const batch of await sender.deliverer.due()) {
    await sender.deliverer.deliver(batch);
    sender.wecom.faults.expireTokens();
  }

  await sender.drainAll();

  const receivers = sender.wecom.record.sent().map(({ to }) => to);
  expect(receivers).toHaveLength(2500);
  expect(new Set(receivers).size).toBe(2500);
  expect(sender.wecom.record.suppressed).toEqual([]);
});

test.each([
  ["HTTP 503", "unavailable"],
  ["a lost answer", "loseAnswer"],
] as const)("%s: the identical request is repeated and everybody gets it once", async (_what, fault) => {
  const sender = await aSender(members(1500));
  sender.wecom.faults[fault]("message/send", { times: 2, skip: 1 });
  for (const member of members(1500)) sender.plan(member, member, "今天是考核日");
  sender.plan("next", "m0", "之后");

  await sender.drainAll();

  expect(sender.wecom.record.count).toBe(1501);
  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["今天是考核日", "之后"]);
  expect(outboxLines(sender.bot.db, "sent")).toHaveLength(1501);
  expect(sender.wecom.record.suppressed).toHaveLength(fault === "loseAnswer" ? 2 : 0);
});

test("while one outcome is uncertain, others go on", async () => {
  const sender = await aSender(members(2));
  sender.wecom.faults.loseAnswer("message/send");
  sender.plan("uncertain", "m0", "一");
  sender.plan("other", "m1", "二");

  await sender.drain();

  expect(sender.lines()).toMatchObject({ uncertain: { state: "planned" }, other: { state: "sent" } });
});

test("an uncertain text is repeated as it was, even if the repetition is refused for a while", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.loseAnswer("message/send");
  sender.wecom.faults.errcode("message/send", -1);
  sender.wecom.faults.errcode("message/send", 45009);
  sender.plan("一", "m0", "一");

  await sender.drainAll();

  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["一"]);
  expect(sender.wecom.record.suppressed).toHaveLength(1);
  expect(sender.lines()["一"]).toMatchObject({ state: "sent", attempts: 4 });
});

test("when nobody knows for longer than the platform remembers, a person decides", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.unavailable("message/send", { times: Number.POSITIVE_INFINITY });
  sender.plan("一", "m0", "一");

  await sender.drainAll();
  sender.wecom.faults.clear();
  await sender.drainAll();

  expect(sender.lines()["一"]).toMatchObject({ state: "unknown", error: expect.stringContaining("503") });
  expect(sender.wecom.record.count).toBe(0);
  sender.plan("二", "m0", "二");
  await sender.drainAll();
  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["二"]);
});

test("an uncertain text that was not looked at while the platform remembered is not sent again", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.loseAnswer("message/send");
  sender.plan("一", "m0", "一");
  await sender.drain();

  sender.bot.clock.pass(5 * 3_600_000);
  await sender.drainAll();

  expect(sender.wecom.record.toMember("m0")).toHaveLength(1);
  expect(sender.lines()["一"]).toMatchObject({ state: "unknown" });
});

test.each([
  "appchat:school",
  "webhook:robot-1",
])("an answer lost on the way from %s leaves the post unknown, and the operator's word settles it", async (target) => {
  const sender = await aSender(members(1));
  const path = target.startsWith("appchat") ? "appchat/send" : "webhook/send";
  sender.wecom.faults.loseAnswer(path, { times: 2 });
  sender.plan("arrived", target, "通报一");
  sender.plan("again", target, "通报二");
  sender.plan("next", target, "通报三");

  await sender.drainAll();

  expect(sender.lines()).toMatchObject({
    arrived: { state: "unknown", attempts: 1 },
    again: { state: "unknown", attempts: 1 },
    next: { state: "sent" },
  });
  const { bot, wecom } = sender;
  const unknown = outboxLines(bot.db, "unknown");
  expect(unknown.map(({ to, error }) => ({ to, told: error !== null }))).toEqual([
    { to: target, told: true },
    { to: target, told: true },
  ]);

  expect(resolveDelivery(bot.db, unknown[0]!.id, "sent", bot.clock.now())).toBe(true);
  expect(resolveDelivery(bot.db, unknown[1]!.id, "resend", bot.clock.now())).toBe(true);
  expect(resolveDelivery(bot.db, unknown[0]!.id, "resend", bot.clock.now())).toBe(false);
  await sender.drainAll();

  expect(texts(wecom.record.toGroup(target))).toEqual(["通报一", "通报二", "通报三", "通报二"]);
  expect(sender.lines()).toMatchObject({ arrived: { state: "sent" }, again: { state: "sent" } });
});

test("gettoken that fails in whatever way makes no group's post uncertain", async () => {
  const sender = await aSender(members(1));
  const { faults } = sender.wecom;
  faults.unavailable("gettoken");
  faults.loseAnswer("gettoken");
  faults.errcode("gettoken", -1);
  faults.errcode("gettoken", 45009);
  sender.plan("post", "appchat:school", "通报");

  await sender.drainAll();

  expect(sender.lines()["post"]).toMatchObject({ state: "sent", attempts: 5 });
  expect(sender.wecom.record.toGroup("appchat:school")).toHaveLength(1);
});

test("a platform that cannot be reached at all is no uncertainty: a group's post waits and arrives once", async () => {
  const sender = await aSender(members(1));
  const cut = sender.another("cut off", {
    send: () => Promise.reject(new PlatformError("retry", "ECONNREFUSED")),
  });
  sender.plan("post", "appchat:school", "通报");
  await sender.drain(cut);
  expect(sender.lines()["post"]).toMatchObject({ state: "planned", attempts: 1 });

  await sender.drainAll();

  expect(texts(sender.wecom.record.toGroup("appchat:school"))).toEqual(["通报"]);
});

/** A platform that sends and then never comes back, as when the process dies before it can write that down. */
function dying(sender: Awaited<ReturnType<typeof aSender>>) {
  const sent = Promise.withResolvers<void>();
  const deliverer = sender.another("dying", {
    async send(...what) {
      await sender.platform.send(...what);
      sent.resolve();
      return new Promise(() => {});
    },
  });
  return { deliverer, sent: sent.promise };
}

test("a process that dies between sending and writing it down: members get it once", async () => {
  const sender = await aSender(members(3));
  for (const member of members(3)) sender.plan(member, member, "一");
  const { deliverer, sent } = dying(sender);
  for (const batch of await deliverer.due()) void deliverer.deliver(batch);
  await sent;
  sender.plan("next", "m0", "二");

  await sender.drain();
  expect(sender.wecom.record.calls("message/send")).toHaveLength(1);
  sender.bot.clock.pass(31_000);
  await sender.drainAll();

  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["一", "二"]);
  expect(sender.wecom.record.suppressed).toHaveLength(1);
  expect(outboxLines(sender.bot.db, "sent")).toHaveLength(4);
});

test("a process that dies between sending and writing it down: a group's post is for a person to look at", async () => {
  const sender = await aSender(members(1));
  sender.plan("post", "appchat:school", "通报");
  const { deliverer, sent } = dying(sender);
  for (const batch of await deliverer.due()) void deliverer.deliver(batch);
  await sent;

  sender.bot.clock.pass(31_000);
  await sender.drainAll();

  expect(sender.wecom.record.toGroup("appchat:school")).toHaveLength(1);
  expect(sender.lines()["post"]).toMatchObject({ state: "unknown" });
});

test("a process that dies after claiming and before sending: members get it, once", async () => {
  const sender = await aSender(members(1));
  sender.plan("一", "m0", "一");
  const deliverer = sender.another("dying", { send: () => new Promise(() => {}) });
  for (const batch of await deliverer.due()) void deliverer.deliver(batch);

  sender.bot.clock.pass(31_000);
  await sender.drainAll();

  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["一"]);
  expect(sender.lines()["一"]).toMatchObject({ state: "sent" });
});

test.each([
  ["it was sent after all", undefined],
  ["it was not accepted", new PlatformError("retry", "busy")],
  ["nobody knows", new PlatformError("unknown", "HTTP 503")],
  ["the member is unknown", new PlatformError("recipient", "81013")],
])("a process that stood still and comes back to find its batch taken over changes nothing: %s", async (_what, end) => {
  const sender = await aSender(members(1));
  sender.plan("一", "m0", "一");
  const claimed = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const slow = sender.another("slow", {
    async send(...what) {
      claimed.resolve();
      await goOn.promise;
      if (end !== undefined) throw end;
      return sender.platform.send(...what);
    },
  });
  const [batch] = await slow.due();
  const standing = slow.deliver(batch!);
  await claimed.promise;
  sender.bot.clock.pass(31_000);
  const hold = sender.wecom.faults.hold("message/send", { times: 1 });
  const takenOver = sender.drain();
  await hold.reached;

  goOn.resolve();
  await standing;
  sender.bot.clock.pass(10_000);
  await sender.drain(sender.another("third"));
  hold.release();
  await takenOver;
  await sender.drainAll();

  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["一"]);
  expect(sender.lines()["一"]).toMatchObject({ state: "sent" });
});

test("a fault of our own while sending is treated as an answer that nobody knows", async () => {
  const sender = await aSender(members(1));
  let failures = 0;
  const faulty = sender.another("first", {
    async send(...what) {
      const result = await sender.platform.send(...what);
      failures += 1;
      if (failures <= 2) throw new TypeError("x is undefined");
      return result;
    },
  });
  sender.plan("一", "m0", "一");

  await sender.drain(faulty);
  expect(failures).toBe(1);
  for (let time = 0; time < 3; time += 1) {
    sender.bot.clock.pass(60_000);
    await sender.drain(faulty);
  }

  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["一"]);
  expect(sender.lines()["一"]).toMatchObject({ state: "sent" });
});

const OFFICE = { office: { name: "何翠", duties: ["总管理"] } } as const;

test.each([
  ["a secret that was reset", "resetSecret", "40001"],
  ["an address that is not trusted", "blockAddress", "60020"],
  ["an app that was suspended", "suspendApp", "48006"],
] as const)("%s stops all sending, drops nothing, and the office hears of it afterwards", async (_what, fault, code) => {
  const sender = await aSender({ m0: {}, m1: {}, ...OFFICE });
  const { bot, wecom } = sender;
  sender.plan("before", "m0", "先");
  await sender.drain();
  wecom.faults[fault]();
  for (let index = 0; index < 10; index += 1) {
    sender.plan(`m0-${index}`, "m0", `第${index}条`);
    sender.plan(`m1-${index}`, "m1", `第${index}条，给另一位`);
  }
  sender.plan("post", "appchat:school", "通报");

  for (let minute = 0; minute < 30; minute += 1) {
    await sender.drain();
    bot.clock.pass(60_000);
  }

  expect(setting(bot.db, "sendingPaused")?.reason).toContain(code);
  expect(outboxLines(bot.db, "planned")).toHaveLength(21);
  expect(wecom.record.count).toBe(1);
  wecom.faults.clear();
  bot.clock.pass(3_600_000);
  await sender.drainAll(3_600_000);

  expect(setting(bot.db, "sendingPaused")).toBeUndefined();
  expect(texts(wecom.record.toMember("m0"))).toEqual(["先", ...Array.from({ length: 10 }, (_, n) => `第${n}条`)]);
  expect(wecom.record.toMember("m1")).toHaveLength(10);
  expect(wecom.record.toGroup("appchat:school")).toHaveLength(1);
  expect(texts(wecom.record.toMember("office"))).toEqual([expect.stringMatching(new RegExp(`${code}.*现已恢复`))]);
  expect(outboxLines(bot.db).filter(({ state }) => state !== "sent")).toEqual([]);
});

test("a wrong secret is tried once, however much there is to send, and then seldom: else the address is blocked", async () => {
  const sender = await aSender(members(50));
  for (const member of members(50)) sender.plan(member, member, `给${member}`);
  sender.wecom.faults.resetSecret();
  const due = await sender.deliverer.due();
  expect(due).toHaveLength(50);

  for (let at = 0; at < due.length; at += 4) {
    await Promise.all(due.slice(at, at + 4).map((batch) => sender.deliverer.deliver(batch)));
  }
  expect(sender.wecom.record.calls("gettoken")).toHaveLength(1);

  for (let minute = 0; minute < 24 * 60; minute += 1) {
    await sender.drain();
    sender.bot.clock.pass(60_000);
  }
  expect(sender.wecom.record.calls("gettoken").length).toBeLessThan(32);
  expect(sender.wecom.record.calls("message/send")).toHaveLength(0);
  expect(outboxLines(sender.bot.db, "planned")).toHaveLength(50);
});

test("what a pause has made senseless is not sent afterwards", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.resetSecret();
  sender.plan("question", "m0", "今天的积分？", { expiresAt: sender.bot.clock.now() + 3_600_000 });
  await sender.drain();
  sender.wecom.faults.clear();
  sender.bot.clock.pass(2 * 3_600_000);

  await sender.drainAll();

  expect(sender.lines()["question"]).toMatchObject({ state: "refused" });
  expect(sender.wecom.record.toMember("m0")).toEqual([]);
});

test("an uncertain text whose repetition meets a configuration error is not doubled after the mending", async () => {
  const sender = await aSender(members(2));
  sender.wecom.faults.loseAnswer("message/send");
  sender.plan("short", "m0", "一");
  await sender.drain();
  sender.wecom.faults.resetSecret();
  sender.bot.clock.pass(10_000);
  await sender.drain();
  expect(setting(sender.bot.db, "sendingPaused")).toBeDefined();
  sender.wecom.faults.clear();

  sender.bot.clock.pass(24 * 3_600_000);
  await sender.drainAll();

  expect(sender.wecom.record.toMember("m0")).toHaveLength(1);
  expect(sender.lines()["short"]).toMatchObject({ state: "unknown" });
});

test("a new start tries at once whether it has been mended", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.resetSecret();
  sender.plan("一", "m0", "一");
  await sender.drain();
  sender.wecom.faults.clear();
  await sender.drain();
  expect(sender.wecom.record.count).toBe(0);

  tryAgainNow(sender.services);
  await sender.drain();

  expect(texts(sender.wecom.record.toMember("m0"))).toEqual(["一"]);
});

test("a chat that the app may not use stops nobody else", async () => {
  const sender = await aSender(members(1));
  sender.wecom.faults.errcode("appchat/send", 48002, { times: 10 });
  sender.plan("post", "appchat:school", "通报");
  sender.plan("一", "m0", "一");

  await sender.drainAll();

  expect(sender.lines()).toMatchObject({
    post: { state: "refused", error: expect.stringContaining("48002") },
    一: { state: "sent" },
  });
});

test("no line of the log holds a secret, a token, a robot's key, a text or a person", async () => {
  const sender = await aSender(["m0", "Ghost-Account"], {
    members: [{ account: "m0", name: "甲", department: "学校" }],
  });
  const { faults } = sender.wecom;
  faults.loseAnswer("message/send");
  faults.unavailable("message/send");
  faults.errcode("message/send", 40014, { times: 3 });
  faults.errcode("message/send", 40058);
  faults.errcode("webhook/send", 45009);
  faults.loseAnswer("webhook/send");
  for (let index = 0; index < 6; index += 1) {
    sender.plan(`m0-${index}`, "m0", `私密的话${index}`);
    sender.plan(`robot-${index}`, "webhook:robot-1", `私密的话${index}`);
  }
  sender.plan("ghost", "Ghost-Account", "私密的话");
  sender.plan("nowhere", "webhook:robot-secret-key", "私密的话");
  await sender.drainAll();
  faults.resetSecret();
  sender.plan("late", "m0", "私密的话");
  for (let hour = 0; hour < 3; hour += 1) {
    await sender.drain();
    sender.bot.clock.pass(3_600_000);
  }
  faults.clear();
  sender.bot.clock.pass(3_600_000);
  await sender.drainAll();

  const log = sender.log.join("");
  expect(sender.log.length).toBeGreaterThan(15);
  for (const secret of ["the-secret", "access_token=", "corpsecret=", "robot-1", "robot-secret-key", "私密", "Ghost"]) {
    expect(log).not.toContain(secret);
  }
  const token = new URLSearchParams({ corpid: "wx5823bf96d3bd56c7", corpsecret: "the-secret" });
  const { access_token } = (await (await fetch(`${sender.wecom.url}/cgi-bin/gettoken?${token.toString()}`)).json()) as {
    access_token: string;
  };
  expect(log).not.toContain(access_token);
});
