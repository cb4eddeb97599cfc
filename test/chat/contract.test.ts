import { describe, expect, test } from "vitest";
import { aSchoolBeingAsked } from "./a-school.ts";

describe("the words that the bot promises", () => {
  test("a total accepted: 已记录 and the total in plain digits", async () => {
    const bot = await aSchoolBeingAsked();

    const reply = await bot.say("li", "我的成长总积分是１２，３４５分");

    expect(reply).toContain("已记录");
    expect(reply).toContain("12345");
  });

  test("a later total in the same round: 已更正 and the total", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");

    const reply = await bot.say("li", "12400");

    expect(reply).toContain("已更正");
    expect(reply).toContain("12400");
  });

  test.each([
    ["10980", ["10980"]],
    ["一万二", ["12000"]],
    ["总积分12345，总积分12354", ["12345", "12354"]],
  ])("%s needs a question: 请确认 and each candidate in plain digits", async (text, candidates) => {
    const bot = await aSchoolBeingAsked();

    const reply = await bot.say("li", text);

    expect(reply).toContain("请确认");
    for (const candidate of candidates) expect(reply).toContain(candidate);
  });

  test.each([
    ["10980", "是", "10980"],
    ["10980", "10980", "10980"],
    ["总积分12345，总积分12354", "12345", "12345"],
  ])("%s, then %s: 已记录, and 已更正 when something was recorded before", async (text, answer, total) => {
    const bot = await aSchoolBeingAsked();

    await bot.say("li", text);
    const first = await bot.say("li", answer);
    await bot.say("li", "12222");
    await bot.say("li", text);
    const second = await bot.say("li", answer);

    expect(first).toContain("已记录");
    expect(first).toContain(total);
    expect(second).toContain("已更正");
    expect(second).toContain(total);
  });

  test.each(["你好", "今天天气不错", "收到", "🙂"])("nothing readable in %s: 没有读到积分", async (text) => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("li", text)).toContain("没有读到积分");
  });

  test("no open round for the sender: 目前没有进行中的填报", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("tang", "12345")).toContain("目前没有进行中的填报");
  });

  test.each([
    "12345",
    "帮助",
    "我的积分",
    "进度",
    "你好",
  ])("%s of somebody who is not on the roster: 不在名单", async (text) => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("nobody", text)).toContain("不在名单");
  });

  test("a right the sender lacks: 无权", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("li", "进度")).toContain("无权");
  });

  test("the question of a round: 成长总积分 and the closing time", async () => {
    const bot = await aSchoolBeingAsked();

    const [notice, question, ...more] = bot.planned("li");

    expect(notice).toContain("【个人信息说明】");
    expect(more).toEqual([]);
    expect(question).toContain("成长总积分");
    expect(question).toContain("11月18日 21:00");
  });
});

test("every text of a round is one message: 2048 bytes at most", async () => {
  const bot = await aSchoolBeingAsked();
  const replies = await Promise.all(
    ["帮助", "办法", "隐私", "我的积分", "12345", "10980", "你好"].map((text) => bot.say("zhang", text)),
  );

  for (const text of [...replies, ...bot.planned("zhang")]) {
    expect(Buffer.byteLength(text!)).toBeGreaterThan(0);
    expect(Buffer.byteLength(text!)).toBeLessThanOrEqual(2048);
  }
});
