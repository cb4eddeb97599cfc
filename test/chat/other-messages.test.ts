import { describe, expect, test } from "vitest";
import type { InboundContent } from "../../src/platform/platform.ts";
import { aSchoolBeingAsked, counting, rows, versions } from "./a-school.ts";

const picture: InboundContent = { kind: "image", mediaId: "m" };
const voice: InboundContent = { kind: "voice", what: "voice" };
const place: InboundContent = { kind: "other", what: "location" };

describe("what is no text", () => {
  test("a picture is asked about: the number is wanted", async () => {
    const bot = await aSchoolBeingAsked();

    const reply = await bot.send("li", picture);

    expect(reply).toContain("请确认您的成长总积分");
    expect(reply).toContain("看不到图片里的数字");
    expect(versions(bot, "li")).toEqual([]);
  });

  test("the number after a picture is recorded", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.send("li", picture);

    expect(await bot.say("li", "12345")).toContain("已记录");
  });

  test("是 after a picture confirms nothing", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.send("li", picture);

    expect(await bot.say("li", "是")).toContain("请重新发送");
    expect(versions(bot, "li")).toEqual([]);
  });

  test.each([
    ["voice", voice],
    ["a place", place],
  ])("%s is answered with 没有读到积分", async (_, content) => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.send("li", content)).toContain("没有读到积分");
  });

  test.each([
    picture,
    voice,
    place,
  ])("without an open round $kind is answered with 目前没有进行中的填报", async (content) => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.send("tang", content)).toContain("目前没有进行中的填报");
  });

  test.each([picture, voice, place])("$kind of somebody who is not on the roster: 不在名单", async (content) => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.send("nobody", content)).toContain("不在名单");
  });
});

describe("coming in", () => {
  test.each(["entered", "joined"] as const)("%s greets once, with what is kept and why", async (kind) => {
    const bot = await aSchoolBeingAsked();

    const welcome = await bot.send("tang", { kind });

    expect(welcome).toContain("个人信息说明");
    expect(welcome).toContain("帮助");
    expect(await bot.send("tang", { kind: "entered" })).toBeUndefined();
    expect(await bot.send("tang", { kind: "joined" })).toBeUndefined();
    expect(bot.planned("tang")).toEqual([]);
  });

  test("nothing more is said to somebody who was told with the question of a round", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.send("li", { kind: "entered" })).toBeUndefined();
    expect(bot.planned("li").filter((text) => text.includes("个人信息说明"))).toHaveLength(1);
  });

  test("the greeting again, when the platform repeats the event", async () => {
    const bot = await aSchoolBeingAsked();
    const welcome = await bot.send("tang", { kind: "entered" }, "one event");

    expect(welcome).toContain("个人信息说明");
    expect(await bot.send("tang", { kind: "entered" }, "one event")).toBe(welcome);
  });

  test("each member is greeted for oneself", async () => {
    const bot = await aSchoolBeingAsked();
    const welcome = await bot.send("tang", { kind: "entered" });

    expect(await bot.send("gao", { kind: "entered" })).toBe(welcome);
  });

  test.each([
    { kind: "text", text: "12345" },
    { kind: "text", text: "我的积分" },
    { kind: "menu", key: "帮助" },
    picture,
    voice,
    place,
  ] as const)("whoever begins with $kind is answered, and told once besides", async (content) => {
    const bot = await aSchoolBeingAsked();

    const reply = await bot.send("tang", content, "first");
    await bot.send("tang", content, "first");
    await bot.say("tang", "办法");

    expect(reply).not.toContain("个人信息说明");
    expect(bot.planned("tang")).toEqual([expect.stringContaining("【个人信息说明】")]);
    expect(
      rows(
        bot,
        "select key from deliveries where key like 'welcome-%' and member_id = (select id from members where account = 'tang')",
      ),
    ).toHaveLength(1);
    expect(await bot.send("tang", { kind: "entered" })).toBeUndefined();
  });

  test("whoever begins by asking for the notice is not told twice", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("tang", "隐私")).toContain("个人信息说明");
    await bot.say("tang", "我的积分");

    expect(bot.planned("tang")).toEqual([]);
  });

  test("a message that fails tells nothing; the next one does", async () => {
    const bot = await aSchoolBeingAsked();
    bot.db.$client.exec("create trigger fault before insert on audit begin select raise(abort, 'boom'); end");
    expect(await bot.say("tang", "导出我的数据")).toContain("抱歉");
    expect(bot.planned("tang")).toEqual([]);
    bot.db.$client.exec("drop trigger fault");

    await bot.say("tang", "我的积分");

    expect(bot.planned("tang")).toEqual([expect.stringContaining("【个人信息说明】")]);
  });

  test("nothing is said to somebody who leaves, and nothing to a stranger who looks in", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.send("li", { kind: "left" })).toBeUndefined();
    expect(await bot.send("nobody", { kind: "entered" })).toBeUndefined();
    expect(await bot.send("nobody", { kind: "left" })).toBeUndefined();
  });
});

describe("a click on the menu is the same as writing the words", () => {
  test.each([
    "我的积分",
    "撤回",
    "停止提醒",
    "排名",
    "进度",
    "谈话名单",
    "办法",
    "汇总",
    "帮助",
  ])("%s", async (words) => {
    const [clicked, written] = [await aSchoolBeingAsked(), await aSchoolBeingAsked()];
    for (const bot of [clicked, written]) await bot.say("zhang", "12345");

    const afterClick = await clicked.send("zhang", { kind: "menu", key: words });
    const afterWords = await written.say("zhang", words);

    expect(afterClick).toBe(afterWords);
    expect(counting(clicked, "zhang")).toEqual(counting(written, "zhang"));
    const members = "select * from round_members order by member_id";
    expect(rows(clicked, members)).toEqual(rows(written, members));
  });
});

test.each([
  "",
  " ",
  "\n",
  "\u200b",
  "0",
  "-5",
  "１２３４５６７８９０１２３４５６７８９０",
  "9".repeat(5000),
  "'; drop table reports; --",
])("%j does not upset the bot", async (text) => {
  const bot = await aSchoolBeingAsked();

  const reply = await bot.say("li", text);

  expect(reply).toBeTruthy();
  expect(reply).not.toContain("没有处理成功");
  expect(versions(bot, "li")).toEqual([]);
  expect(await bot.say("li", "12345")).toContain("已记录");
});
