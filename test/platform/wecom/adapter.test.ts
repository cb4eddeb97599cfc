import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { menu } from "../../../src/chat/menu.ts";
import type { OutboundFile, Platform, PlatformError, Recipients } from "../../../src/platform/platform.ts";
import { wecom as openWeCom } from "../../../src/platform/wecom/adapter.ts";
import type { WeComOptions } from "../../../src/simulator/wecom-server.ts";
import { aCallback, aWorkspace, type Clock, KEYS, PNG, START } from "../../simulator/a-workspace.ts";
import { aScriptedServer, json } from "../../support/scripted-server.ts";

function aPlatform(base: string, clock: Clock = { now: START }): Platform {
  return openWeCom({ base, ...KEYS }, () => clock.now, Buffer.alloc);
}

async function connected(options: Partial<WeComOptions> = {}) {
  const { wecom, clock } = await aWorkspace(options);
  return { wecom, clock, platform: aPlatform(wecom.url, clock) };
}

/** Answers every call with success and keeps it. */
async function anAttentiveServer() {
  const { url, asked } = await aScriptedServer(({ path }) =>
    json(path === "/cgi-bin/gettoken" ? { access_token: "the-token", expires_in: 7200 } : { errcode: 0, errmsg: "ok" }),
  );
  return { asked, platform: aPlatform(url) };
}

const HOUR = 3_600_000;
const members = (...accounts: string[]): Recipients => ({ kind: "members", accounts });
const group = (target: string): Recipients => ({ kind: "group", target });
const text = (words: string) => ({ kind: "text", text: words }) as const;
const chart: OutboundFile = { kind: "image", name: "排名.png", bytes: PNG };
const table: OutboundFile = { kind: "file", name: "统计表 第一党支部（终）.xlsx", bytes: Buffer.from("PK-a table") };

/** Uploaded where it must be, then sent. */
async function sendFile(platform: Platform, to: Recipients, file: OutboundFile): Promise<void> {
  const handle = platform.needsUpload(to, file) ? await platform.upload(to, file) : undefined;
  await platform.send(to, { kind: "file", file, handle }, HOUR);
}

test("a text to a thousand members is one call with exactly this body", async () => {
  const { asked, platform } = await anAttentiveServer();
  const accounts = Array.from({ length: 1000 }, (_, index) => `Member-${index}`);

  const result = await platform.send(members(...accounts), text("今天是考核日\n“总积分”是多少？"), 5_000_999);

  expect(result).toEqual({ refused: [] });
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /cgi-bin/gettoken",
    "POST /cgi-bin/message/send",
  ]);
  expect([...asked[1]!.query]).toEqual([["access_token", "the-token"]]);
  expect(asked[1]!.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(asked[1]!.body.toString()).toBe(
    `{"touser":"${accounts.join("|")}","agentid":1000002,"msgtype":"text","text":{"content":"今天是考核日\\n“总积分”是多少？"},"enable_duplicate_check":1,"duplicate_check_interval":5000}`,
  );
});

test("the same arguments make the same request, byte for byte", async () => {
  const { asked, platform } = await anAttentiveServer();
  const message = { kind: "file", file: chart, handle: "media-1" } as const;

  for (let time = 0; time < 2; time += 1) await platform.send(members("LiMing", "007"), message, HOUR);
  const [first, second] = asked.filter(({ path }) => path === "/cgi-bin/message/send").map(({ body }) => body);

  expect(first!.equals(second!)).toBe(true);
});

test("an equal text with another window is another request to the workspace", async () => {
  const { wecom, platform } = await connected();

  await platform.send(members("LiMing"), text("一"), HOUR);
  await platform.send(members("LiMing"), text("一"), HOUR);
  await platform.send(members("LiMing"), text("一"), HOUR + 1000);

  expect(wecom.record.toMember("LiMing")).toHaveLength(2);
  expect(wecom.record.suppressed).toHaveLength(1);
});

test("who is refused is told by the account as it was given, and the others get it", async () => {
  const { wecom, platform } = await connected();

  const { refused } = await platform.send(members("LIMING", "GHOST", "Guest", "007"), text("一"), HOUR);

  expect(refused).toEqual([
    { account: "GHOST", reason: expect.stringContaining("可见范围") },
    { account: "Guest", reason: expect.stringContaining("许可") },
  ]);
  expect(wecom.record.sent().map(({ to }) => to)).toEqual(["LiMing", "007"]);
});

test("@all is everybody to the platform, so nothing goes to an account that begins like it", async () => {
  const { asked, platform } = await anAttentiveServer();

  expect(await platform.send(members("@all"), text("x"), HOUR)).toEqual({
    refused: [{ account: "@all", reason: "不是账号" }],
  });
  expect(asked).toEqual([]);
  expect(await platform.send(members("LiMing", "@ALL"), text("x"), HOUR)).toEqual({
    refused: [{ account: "@ALL", reason: "不是账号" }],
  });
  expect(asked.at(-1)!.body.toString()).toContain('"touser":"LiMing"');
});

test("a name in the answer that was not asked for is nobody's refusal", async () => {
  const { url } = await aScriptedServer(() =>
    json({ errcode: 0, access_token: "t", invaliduser: "liming|stranger||", unlicenseduser: "" }),
  );

  const { refused } = await aPlatform(url).send(members("LiMing", "007"), text("一"), HOUR);

  expect(refused.map(({ account }) => account)).toEqual(["LiMing"]);
});

test("when everybody is refused, the call is", async () => {
  const { platform } = await connected();

  await expect(platform.send(members("ghost", "guest"), text("一"), HOUR)).rejects.toMatchObject({
    class: "recipient",
    code: 81013,
  });
});

test.each([
  ["a member", members("LiMing"), "LiMing"],
  ["a chat of the app", group("appchat:school"), "appchat:school"],
])("text, picture and file with a Chinese name arrive at %s as they were", async (_what, to, receiver) => {
  const { wecom, platform } = await connected();

  await platform.send(to, text("第一行\n第二行 \\u4e2d"), HOUR);
  await sendFile(platform, to, chart);
  await sendFile(platform, to, table);

  expect(wecom.record.sent().map(({ to, arrival }) => ({ to, ...arrival }))).toMatchObject([
    { to: receiver, kind: "text", text: "第一行\n第二行 \\u4e2d" },
    { to: receiver, kind: "image", fileName: "排名.png", bytes: PNG },
    { to: receiver, kind: "file", fileName: table.name, bytes: table.bytes },
  ]);
  expect(wecom.record.violations).toEqual([]);
});

test.each([
  members("LiMing"),
  group("appchat:school"),
  group("webhook:robot-1"),
])("control characters and broken letters do not keep a text from %o", async (to) => {
  const { wecom, platform } = await connected();

  await platform.send(to, text("异议：\u000B积分\u0000不对\uD800\u{1F600}"), HOUR);

  expect(wecom.record.sent()[0]?.arrival.text).toBe("异议： 积分 不对\uFFFD😀");
});

test("a robot gets text and picture in the request and a file by its own upload", async () => {
  const { wecom, platform } = await connected();
  const robot = group("webhook:robot-1");

  await platform.send(robot, text("通报"), HOUR);
  await sendFile(platform, robot, chart);
  await sendFile(platform, robot, table);

  expect(wecom.record.toGroup("webhook:robot-1")).toMatchObject([
    { kind: "text", text: "通报" },
    { kind: "image", bytes: PNG },
    { kind: "file", fileName: table.name, bytes: table.bytes },
  ]);
  expect(wecom.record.calls().map(({ path }) => path)).toEqual([
    "webhook/send",
    "webhook/send",
    "webhook/upload_media",
    "webhook/send",
  ]);
  expect(wecom.record.violations).toEqual([]);
});

test("a robot's picture goes with the md5 of its bytes", async () => {
  const { asked, platform } = await anAttentiveServer();

  await sendFile(platform, group("webhook:robot-1"), chart);

  expect(JSON.parse(asked[0]!.body.toString())).toEqual({
    msgtype: "image",
    image: { base64: PNG.toString("base64"), md5: createHash("md5").update(PNG).digest("hex") },
  });
});

test("what was uploaded for a robot or the app is of use to that one only", async () => {
  const { platform } = await connected();
  const everywhere = [members("LiMing"), group("appchat:school"), group("webhook:robot-1"), group("webhook:robot-2")];
  expect(everywhere.map(platform.uploadScope)).toEqual(["", "", "webhook:robot-1", "webhook:robot-2"]);
  const ofRobot = await platform.upload(group("webhook:robot-1"), table);
  const ofApp = await platform.upload(members("LiMing"), table);

  const wrong = [
    platform.send(members("LiMing"), { kind: "file", file: table, handle: ofRobot }, HOUR),
    platform.send(group("webhook:robot-1"), { kind: "file", file: table, handle: ofApp }, HOUR),
    platform.send(group("webhook:robot-2"), { kind: "file", file: table, handle: ofRobot }, HOUR),
  ];

  for (const result of await Promise.allSettled(wrong)) {
    expect(result).toMatchObject({ status: "rejected", reason: { class: "stale-upload" } });
  }
  await platform.send(group("appchat:school"), { kind: "file", file: table, handle: ofApp }, HOUR);
});

test("the life of an upload that we count on ends before the platform's", async () => {
  const { clock, platform } = await connected();
  const handle = await platform.upload(members("LiMing"), chart);

  clock.now += platform.limits.uploadLifeMs;

  await platform.send(members("LiMing"), { kind: "file", file: chart, handle }, HOUR);
});

test.each([
  "school",
  "appchat:",
  "appchat:a b",
  "robot:1",
  "",
  "webhook",
])("the target %o is no group and is not tried", async (target) => {
  const { wecom, platform } = await connected();

  expect(platform.groups.fits(target)).toBe(false);
  await expect(platform.send(group(target), text("一"), HOUR)).rejects.toMatchObject({ class: "recipient" });
  expect(wecom.record.calls()).toHaveLength(0);
});

test("the directory is everybody in the app's sight, each once, with a department", async () => {
  const { wecom, platform } = await connected();

  const directory = await platform.directory();

  expect(directory).toHaveLength(4);
  expect(directory).toContainEqual({ account: "LiMing", name: "李明", department: "机关党支部" });
  expect(directory).toContainEqual({ account: "007", name: "王芳", department: "机关党支部" });
  expect(wecom.record.calls("user/list")).toHaveLength(3);
});

test("the directory leaves out who has left the workspace and names a member of two departments once", async () => {
  const lists: Readonly<Record<string, unknown>> = {
    "1": [{ userid: "boss", name: "校长", department: [1], status: 1 }],
    "2": [
      { userid: "LiMing", name: "李明", department: [2, 3], status: 1 },
      { userid: "gone", name: "离职", department: [2], status: 5 },
      { userid: "new", name: "未激活", department: [2], status: 4 },
    ],
    "3": [{ userid: "liming", name: "李明", department: [2, 3], status: 1 }],
  };
  const { url } = await aScriptedServer(({ path, query }) => {
    if (path === "/cgi-bin/gettoken") return json({ access_token: "t", expires_in: 7200 });
    if (path === "/cgi-bin/user/list") return json({ errcode: 0, userlist: lists[query.get("department_id") ?? ""] });
    const department = [1, 2, 3].map((id) => ({ id, name: `部门${id}`, parentid: id === 1 ? 0 : 1 }));
    return json({ errcode: 0, department });
  });

  const directory = await aPlatform(url).directory();

  expect(directory.map(({ account }) => account.toLowerCase())).toEqual(["boss", "liming", "new"]);
});

test("the menu is accepted by the workspace as it is", async () => {
  const { wecom, platform } = await connected();

  for (let time = 0; time < 2; time += 1) await platform.setMenu(menu);

  expect(wecom.menu?.button.map(({ name }) => name)).toEqual(menu.map(({ name }) => name));
  expect(wecom.menu?.button[0]?.sub_button[0]).toEqual({ type: "click", name: "我的积分", key: "我的积分" });
});

test("check passes for good credentials and says what is wrong with bad ones", async () => {
  const { wecom, platform } = await connected();
  await platform.check();
  const wrongAgent = openWeCom({ base: wecom.url, ...KEYS, agentId: 7 }, () => START, Buffer.alloc);
  const wrongCorp = openWeCom({ base: wecom.url, ...KEYS, corpId: "wx0" }, () => START, Buffer.alloc);
  const wrongSecret = openWeCom({ base: wecom.url, ...KEYS, secret: "no" }, () => START, Buffer.alloc);

  await expect(wrongAgent.check()).rejects.toMatchObject({ class: "configuration", code: 301002 });
  await expect(wrongCorp.check()).rejects.toMatchObject({ class: "configuration", code: 40013 });
  await expect(wrongSecret.check()).rejects.toMatchObject({ class: "configuration", code: 40001 });
});

test("an app that was switched off in the console does not pass the check", async () => {
  const { url } = await aScriptedServer(() => json({ errcode: 0, access_token: "t", close: 1 }));

  await expect(aPlatform(url).check()).rejects.toMatchObject({ class: "configuration" });
});

test("the clocks are compared by each answer of the platform, a refusal too", async () => {
  let ahead = 90_000;
  const { url } = await aScriptedServer(() => ({
    headers: { date: new Date(START + ahead).toUTCString() },
    body: JSON.stringify({ errcode: 0, access_token: "t" }),
  }));
  const platform = aPlatform(url);
  expect(platform.clockSkewMs()).toBeUndefined();

  await platform.check();
  expect(platform.clockSkewMs()).toBe(90_000);
  ahead = -600_000;
  await platform.send(members("LiMing"), text("一"), HOUR);
  expect(platform.clockSkewMs()).toBe(-600_000);
});

test("an answer without a date leaves the comparison as it was", async () => {
  const { url } = await aScriptedServer(() => ({ headers: { date: "today" }, body: '{"access_token":"t"}' }));
  const platform = aPlatform(url);

  await platform.check();

  expect(platform.clockSkewMs()).toBeUndefined();
});

test("a picture that a member sent can be fetched while it lives", async () => {
  const { wecom, clock, platform } = await connected();
  const received = await aCallback(wecom, () => ({ status: 200 }));
  await wecom.sendImage("LiMing", PNG);
  const mediaId = received[0]!.plain["MediaId"]!;

  expect(Buffer.from(await platform.download(mediaId)).equals(PNG)).toBe(true);

  clock.now += 3 * 86_400_000;
  const error = (await platform.download(mediaId).catch((reason: unknown) => reason)) as PlatformError;
  expect(error).toMatchObject({ class: "stale-upload", code: 40007 });
});
