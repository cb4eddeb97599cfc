import { expect, test } from "vitest";
import { aWorkspace, KEYS, PNG, START } from "./a-workspace.ts";

test("a text reaches each member once, in order, and all share one record of it", async () => {
  const { wecom, bot } = await aWorkspace();

  await bot.text("LiMing|007|liming", "第一");
  const answer = await bot.text("LiMing", "第二");

  expect(answer).toMatchObject({ errcode: 0, errmsg: "ok", msgid: expect.any(String) });
  expect(answer).not.toHaveProperty("invaliduser");
  expect(wecom.record.toMember("limIng")).toEqual([
    { at: START, via: "message", kind: "text", text: "第一" },
    { at: START, via: "message", kind: "text", text: "第二" },
  ]);
  expect(wecom.record.toMember("007")[0]).toBe(wecom.record.toMember("LiMing")[0]);
  expect(wecom.record.calls("message/send")).toMatchObject([{ recipients: 2 }, { recipients: 1 }]);
  expect(wecom.record.violations).toEqual([]);
});

test("bad receivers are named in lower case, the others get the message", async () => {
  const { wecom, bot } = await aWorkspace();

  const answer = await bot.text("Nobody|007|Guest|NOBODY|X", "你好");

  expect(answer).toMatchObject({ errcode: 0, invaliduser: "nobody|x", unlicenseduser: "guest" });
  expect(wecom.record.toMember("007")).toHaveLength(1);
  expect(wecom.record.toMember("guest")).toHaveLength(0);
});

test("when all receivers are bad, the answer is 81013 and still names them", async () => {
  const { bot } = await aWorkspace();

  expect(await bot.text("Nobody|guest", "你好")).toMatchObject({
    errcode: 81013,
    invaliduser: "nobody",
    unlicenseduser: "guest",
  });
});

test("a member who left the workspace is no receiver any more, a new one is", async () => {
  const { wecom, bot } = await aWorkspace();
  wecom.removeMember("007");
  wecom.addMember({ account: "new", name: "新人", department: "机关党支部" });

  expect(await bot.text("007|new", "你好")).toMatchObject({ errcode: 0, invaliduser: "007" });
  expect(wecom.record.toMember("new")).toHaveLength(1);
});

const good = { touser: "LiMing", msgtype: "text", agentid: KEYS.agentId, text: { content: "你好" } };

test.each([
  ["an agentid that is text", 40056, { ...good, agentid: String(KEYS.agentId) }],
  ["somebody else's agentid", 301002, { ...good, agentid: 1 }],
  ["an unknown msgtype", 40008, { ...good, msgtype: "markdown" }],
  ["an empty text", 44004, { ...good, text: { content: "" } }],
  ["a text that is no text", 44004, { ...good, text: { content: 5 } }],
  ["no receiver", 82001, { ...good, touser: "" }],
  ["receivers as a list", 40058, { ...good, touser: ["LiMing"] }],
  ["more than 1000 receivers", 40032, { ...good, touser: Array.from({ length: 1001 }, (_, n) => `a${n}`).join("|") }],
  ["an unknown media_id", 40007, { ...good, msgtype: "file", file: { media_id: "x" } }],
  ["a check of more than 4 h", 40058, { ...good, enable_duplicate_check: 1, duplicate_check_interval: 14_401 }],
  ["a check switched on by a text", 40058, { ...good, enable_duplicate_check: "1" }],
  ["broken JSON", 40035, "{"],
  ["a body that is no object", 40035, "[]"],
  ["\\uXXXX escapes", 40033, '{"touser":"LiMing","text":{"content":"\\u4f60"}}'],
])("%s is refused with %i and reaches nobody", async (_what, errcode, body) => {
  const { wecom, bot } = await aWorkspace();

  expect(await bot.post("message/send", body)).toMatchObject({ errcode });
  expect(wecom.record.count).toBe(0);
});

test("a backslash before a u that is itself escaped is no \\uXXXX escape", async () => {
  const { wecom, bot } = await aWorkspace();

  expect(await bot.text("LiMing", "C:\\u1234")).toMatchObject({ errcode: 0 });
  expect(wecom.record.toMember("LiMing")[0]?.text).toBe("C:\\u1234");
});

test("a text of 2048 bytes arrives whole; a longer one is cut between characters, which is a violation", async () => {
  const { wecom, bot } = await aWorkspace();
  const longest = `${"积".repeat(682)}ab`;

  await bot.text("LiMing", longest);
  expect(wecom.record.violations).toEqual([]);
  await bot.text("LiMing", `a${longest}`);

  expect(wecom.record.toMember("LiMing").map(({ text }) => text)).toEqual([longest, `a${"积".repeat(682)}a`]);
  expect(wecom.record.violations).toEqual([expect.stringContaining("2049 bytes was cut to 2048")]);
});

test("the same body within the interval is answered as before, and not delivered again", async () => {
  const { wecom, bot, clock } = await aWorkspace();
  const check = { enable_duplicate_check: 1, duplicate_check_interval: 600 };

  const first = await bot.text("LiMing|nobody", "你好", check);
  clock.now += 599_999;
  const second = await bot.text("LiMing|nobody", "你好", check);

  expect(second).toEqual(first);
  expect(wecom.record.toMember("LiMing")).toHaveLength(1);
  expect(wecom.record.suppressed).toMatchObject([{ to: ["LiMing"], arrival: { text: "你好" } }]);
});

test("after the interval, with one byte changed, or without the check a message is delivered again", async () => {
  const { wecom, bot, clock } = await aWorkspace();
  const check = { enable_duplicate_check: 1, duplicate_check_interval: 600 };
  await bot.text("LiMing", "你好", check);

  await bot.text("LiMing", "你好", { ...check, safe: 0 });
  await bot.text("LiMing", "你好");
  await bot.text("LiMing", "你好");
  clock.now += 600_000;
  await bot.text("LiMing", "你好", check);

  expect(wecom.record.toMember("LiMing")).toHaveLength(5);
  expect(wecom.record.suppressed).toEqual([]);
});

test("a refused message is not remembered by the duplicate check", async () => {
  const { wecom, bot } = await aWorkspace({ accountLimit: 0 });
  const check = { enable_duplicate_check: 1 };

  expect(await bot.text("LiMing", "你好", check)).toMatchObject({ errcode: 45009 });
  expect(await bot.text("LiMing", "你好", check)).toMatchObject({ errcode: 45009 });
  expect(wecom.record.suppressed).toEqual([]);
});

test("the 31st message of a minute to a member vanishes with errcode 0; others still get it", async () => {
  const { wecom, bot, clock } = await aWorkspace();
  for (let message = 0; message < 30; message += 1) await bot.text("LiMing", `${message}`);

  expect(await bot.text("LiMing|007", "第31条")).toMatchObject({ errcode: 0 });
  expect(wecom.record.toMember("LiMing")).toHaveLength(30);
  expect(wecom.record.toMember("007")).toHaveLength(1);
  expect(wecom.record.dropped).toMatchObject([{ to: "LiMing", arrival: { text: "第31条" } }]);

  clock.now += 60_000;
  await bot.text("LiMing", "一分钟后");
  expect(wecom.record.toMember("LiMing").at(-1)?.text).toBe("一分钟后");
});

test("the 1001st message of an hour to a member vanishes", async () => {
  const { wecom, bot, clock } = await aWorkspace();
  for (let message = 0; message < 1001; message += 1) {
    await bot.text("LiMing", `${message}`);
    clock.now += 2500;
  }

  expect(wecom.record.toMember("LiMing")).toHaveLength(1000);
  expect(wecom.record.dropped).toMatchObject([{ to: "LiMing", arrival: { text: "1000" } }]);
});

test("over 200 person-times a day for each account of the workspace the answer is 45009 until midnight", async () => {
  const { wecom, bot, clock } = await aWorkspace({ accountLimit: 1 });
  for (let message = 0; message < 66; message += 1) {
    await bot.text("LiMing|007|zhangwei", `${message}`);
    clock.now += 3000;
  }

  expect(await bot.text("LiMing|007|zhangwei", "多了")).toMatchObject({ errcode: 45009 });
  expect(await bot.text("LiMing|007", "刚好")).toMatchObject({ errcode: 0 });
  clock.now += 86_400_000;
  await bot.token();
  expect(await bot.text("LiMing|007|zhangwei", "第二天")).toMatchObject({ errcode: 0 });
  expect(wecom.record.count).toBe(66 * 3 + 2 + 3);
});

test("a file arrives with its name and bytes; a media id of another kind is refused", async () => {
  const { wecom, bot } = await aWorkspace();
  const upload = await bot.upload("media/upload", { type: "file" }, "统计表-机关党支部.xlsx", PNG);
  const media_id = upload["media_id"];

  const answer = await bot.post("message/send", { ...good, msgtype: "file", file: { media_id } });

  expect(answer).toMatchObject({ errcode: 0 });
  expect(wecom.record.toMember("LiMing")).toEqual([
    { at: START, via: "message", kind: "file", fileName: "统计表-机关党支部.xlsx", bytes: PNG },
  ]);
  expect(await bot.post("message/send", { ...good, msgtype: "image", image: { media_id } })).toMatchObject({
    errcode: 40004,
  });
});

test("ten calls reach ten thousand members", async () => {
  const members = Array.from({ length: 10_000 }, (_, n) => ({ account: `m${n}`, name: `名${n}`, department: "部" }));
  const { wecom, bot } = await aWorkspace({ members });

  for (let batch = 0; batch < 10; batch += 1) {
    const touser = members.slice(batch * 1000, (batch + 1) * 1000).map(({ account }) => account);
    await bot.text(touser.join("|"), "请报成长总积分");
  }

  expect(wecom.record.count).toBe(10_000);
  expect(members.every(({ account }) => wecom.record.toMember(account).length === 1)).toBe(true);
});
