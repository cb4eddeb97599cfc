import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { aWorkspace, PNG, START } from "./a-workspace.ts";

const text = (content: string) => ({ msgtype: "text", text: { content } });

test("a post reaches the chat, and no member's own list", async () => {
  const { wecom, bot } = await aWorkspace();

  expect(await bot.post("appchat/send", { chatid: "school", ...text("通报") })).toMatchObject({ errcode: 0 });
  expect(wecom.record.toGroup("appchat:school")).toEqual([{ at: START, via: "message", kind: "text", text: "通报" }]);
  expect(wecom.record.toMember("LiMing")).toEqual([]);
});

test.each([
  ["no chatid", 86001, text("通报")],
  ["an unknown chat", 86003, { chatid: "other", ...text("通报") }],
  ["an unknown type", 40008, { chatid: "school", msgtype: "template_card" }],
  ["an unknown file", 40007, { chatid: "school", msgtype: "file", file: { media_id: "x" } }],
])("appchat/send with %s is refused with %i", async (_what, errcode, body) => {
  const { bot } = await aWorkspace();

  expect(await bot.post("appchat/send", body)).toMatchObject({ errcode });
});

test("markdown over 2048 bytes is cut, which is a violation", async () => {
  const { wecom, bot } = await aWorkspace();

  await bot.post("appchat/send", { chatid: "school", msgtype: "markdown", markdown: { content: "a".repeat(2049) } });

  expect(wecom.record.toGroup("appchat:school")).toMatchObject([{ kind: "markdown", text: "a".repeat(2048) }]);
  expect(wecom.record.violations).toHaveLength(1);
});

test("the 201st message of a minute to a chat vanishes with errcode 0", async () => {
  const { wecom, bot } = await aWorkspace();
  for (let post = 0; post < 200; post += 1) await bot.post("appchat/send", { chatid: "school", ...text(`${post}`) });

  expect(await bot.post("appchat/send", { chatid: "school", ...text("多了") })).toMatchObject({ errcode: 0 });
  expect(wecom.record.toGroup("appchat:school")).toHaveLength(200);
  expect(wecom.record.dropped).toMatchObject([{ to: "appchat:school", arrival: { text: "多了" } }]);
});

test("over 20 000 person-times a minute the corp's chats are shut for a minute", async () => {
  const members = Array.from({ length: 11_000 }, (_, n) => ({ account: `m${n}`, name: `名${n}`, department: "部" }));
  const { bot, clock } = await aWorkspace({ members });
  await bot.post("appchat/send", { chatid: "school", ...text("一") });

  expect(await bot.post("appchat/send", { chatid: "school", ...text("二") })).toMatchObject({ errcode: 45009 });
  clock.now += 60_000;
  expect(await bot.post("appchat/send", { chatid: "school", ...text("三") })).toMatchObject({ errcode: 0 });
});

test("a chat that the app creates can be written to", async () => {
  const { wecom, bot } = await aWorkspace();

  const created = await bot.post("appchat/create", { name: "机关党支部", userlist: ["LiMing", "007"] });
  const chatid = String(created["chatid"]);
  await bot.post("appchat/send", { chatid, ...text("你好") });

  expect(created).toMatchObject({ errcode: 0 });
  expect(wecom.record.toGroup(`appchat:${chatid}`)).toHaveLength(1);
});

const pair = ["LiMing", "007"];

test.each([
  ["one member", 86006, { userlist: ["LiMing"] }],
  ["no list", 86006, {}],
  ["an unknown member", 86216, { userlist: ["LiMing", "nobody"] }],
  ["an owner who is no member", 86207, { userlist: pair, owner: "zhangwei" }],
  ["a bad chat id", 86003, { userlist: pair, chatid: "a-b" }],
  ["an id that exists", 86215, { userlist: pair, chatid: "school" }],
])("appchat/create with %s is refused with %i", async (_what, errcode, body) => {
  const { bot } = await aWorkspace();

  expect(await bot.post("appchat/create", body)).toMatchObject({ errcode });
});

test("a robot posts to its own group, without a token", async () => {
  const { wecom, bot } = await aWorkspace();

  expect(await bot.post("webhook/send", text("进度"), { key: "robot-1" })).toMatchObject({ errcode: 0 });
  expect(wecom.record.toGroup("webhook:robot-1")).toMatchObject([{ text: "进度" }]);
  expect(wecom.record.toGroup("webhook:robot-2")).toEqual([]);
  expect(wecom.record.calls("gettoken")).toEqual([]);
});

test("the 21st message of a minute is refused, and the robot is shut for a minute", async () => {
  const { wecom, bot, clock } = await aWorkspace();
  for (let post = 0; post < 20; post += 1) await bot.post("webhook/send", text(`${post}`), { key: "robot-1" });
  clock.now += 59_000;

  expect(await bot.post("webhook/send", text("多了"), { key: "robot-1" })).toMatchObject({ errcode: 45009 });
  expect(await bot.post("webhook/send", text("别人"), { key: "robot-2" })).toMatchObject({ errcode: 0 });
  clock.now += 59_000;
  expect(await bot.post("webhook/send", text("还早"), { key: "robot-1" })).toMatchObject({ errcode: 45009 });
  clock.now += 1000;
  expect(await bot.post("webhook/send", text("好了"), { key: "robot-1" })).toMatchObject({ errcode: 0 });
  expect(wecom.record.toGroup("webhook:robot-1")).toHaveLength(21);
});

const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest("hex");
const image = (bytes: Buffer, sum = md5(bytes)) => ({
  msgtype: "image",
  image: { base64: bytes.toString("base64"), md5: sum },
});
const large = Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]);

test.each([
  ["a wrong md5", 301019, image(PNG, md5(large))],
  ["more than 2 MB", 93018, image(large)],
  ["nothing", 93017, image(Buffer.alloc(0))],
  ["no picture", 40123, image(Buffer.from("hello, world"))],
  ["no base64", 40058, { msgtype: "image", image: { base64: "%%%%", md5: "" } }],
])("a robot's image with %s is refused with %i", async (_what, errcode, body) => {
  const { wecom, bot } = await aWorkspace();

  expect(await bot.post("webhook/send", body, { key: "robot-1" })).toMatchObject({ errcode });
  expect(wecom.record.count).toBe(0);
});

test("a robot's image arrives as its bytes", async () => {
  const { wecom, bot } = await aWorkspace();

  expect(await bot.post("webhook/send", image(PNG), { key: "robot-1" })).toMatchObject({ errcode: 0 });
  expect(wecom.record.toGroup("webhook:robot-1")).toMatchObject([{ kind: "image", bytes: PNG }]);
});

test.each([
  ["an unknown key", 93000, "robot-9", text("进度")],
  ["a text over 2048 bytes", 40058, "robot-1", text("a".repeat(2049))],
  ["markdown over 4096 bytes", 40058, "robot-1", { msgtype: "markdown", markdown: { content: "a".repeat(4097) } }],
  ["an empty text", 44004, "robot-1", text("")],
  ["an unknown type", 40008, "robot-1", { msgtype: "voice" }],
])("webhook/send with %s is refused with %i", async (_what, errcode, key, body) => {
  const { bot } = await aWorkspace();

  expect(await bot.post("webhook/send", body, { key })).toMatchObject({ errcode });
});

test("the files of the app, of one robot and of another are not interchangeable", async () => {
  const { wecom, bot } = await aWorkspace();
  const app = await bot.upload("media/upload", { type: "file" }, "汇总表.xlsx", PNG);
  const robot = await bot.upload("webhook/upload_media", { key: "robot-1", type: "file" }, "汇总表.xlsx", PNG);
  const file = ({ media_id }: Record<string, unknown>) => ({ msgtype: "file", file: { media_id } });

  expect(await bot.post("webhook/send", file(robot), { key: "robot-1" })).toMatchObject({ errcode: 0 });
  expect(await bot.post("webhook/send", file(robot), { key: "robot-2" })).toMatchObject({ errcode: 40007 });
  expect(await bot.post("webhook/send", file(app), { key: "robot-1" })).toMatchObject({ errcode: 40007 });
  expect(await bot.post("appchat/send", { chatid: "school", ...file(robot) })).toMatchObject({ errcode: 40007 });
  expect(await bot.post("appchat/send", { chatid: "school", ...file(app) })).toMatchObject({ errcode: 0 });
  expect(wecom.record.toGroup("webhook:robot-1")).toMatchObject([{ fileName: "汇总表.xlsx", bytes: PNG }]);
});
