import { describe, expect, test } from "vitest";
import { tick } from "../../src/jobs/schedule.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aSchool, aSchoolBeingAsked, rows } from "./a-school.ts";

describe("我的积分", () => {
  test("without a record it says so", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("chen", "我的积分")).toBe("您还没有填报记录。");
  });

  test("shows the own totals, the newest first, with source, lateness and growth", async () => {
    const bot = await aSchoolBeingAsked();
    bot.clock.set("2026-11-18 21:30");
    await bot.say("li", "12400");

    expect(await bot.say("li", "我的积分")).toBe(
      [
        "您的成长总积分：",
        "2026-11-18 12400 分（迟报）",
        "2026-08-18 11020 分（导入）",
        "最近一次较上次增长 1380 分，92 天，日均 15 分。",
      ].join("\n"),
    );
  });

  test("shows what counts, not what was corrected", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    await bot.say("li", "12400");

    const reply = await bot.say("li", "我的积分");

    expect(reply).toContain("12400");
    expect(reply).not.toContain("12345");
  });

  test("a total that has fallen is not shown as a pace", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "9000");
    await bot.say("li", "是");

    expect(await bot.say("li", "我的积分")).not.toContain("日均");
  });

  test("a confirmed total below the last one is echoed as a decrease, without a mean", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "9000");

    const reply = await bot.say("li", "是");

    expect(reply).toContain("较上次（8月18日 11020 分）减少 2020 分。");
    expect(reply).not.toContain("日均");
  });

  test("never shows another member's total", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    await bot.say("chen", "23456");

    expect(await bot.say("chen", "我的积分")).not.toContain("12345");
    expect(await bot.say("zhang", "我的积分")).not.toContain("12345");
  });
});

test("办法 cites the policy in force with its clauses", async () => {
  const bot = await aSchoolBeingAsked();

  const reply = await bot.say("li", "办法");

  expect(reply).toContain("桂纺校党字〔2020〕58号");
  expect(reply).toContain("四（二）：每季度随机抽取一天");
  expect(reply).toContain("四（五）：年度增长达不到 6000 分的");
});

test("隐私 says what is kept and who sees it, as often as one asks", async () => {
  const bot = await aSchoolBeingAsked();

  const first = await bot.say("li", "隐私");

  expect(first).toContain("个人信息说明");
  expect(first).toContain("不在群里公布个人积分");
  expect(await bot.say("li", "隐私")).toBe(first);
});

describe.each([
  ["请假", "已告知本支部管理员"],
  ["请假 出差在外", "已告知本支部管理员"],
  ["停止提醒", "本次考核不再提醒您"],
])("%s", (text, answer) => {
  test("is confirmed, and no reminder follows in this round", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("li", text)).toContain(answer);
    bot.clock.set("2026-11-18 19:45");
    await tick(bot.services);

    expect(bot.planned("li").filter((planned) => planned.includes("温馨提醒"))).toEqual([]);
    expect(bot.planned("chen").filter((planned) => planned.includes("温馨提醒"))).toHaveLength(1);
  });

  test("leaves the member in the count and free to report", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", text);

    expect(await bot.say("zhang", "进度")).toContain("李明");
    expect(await bot.say("li", "12345")).toContain("已记录");
  });

  test("holds for this round only", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", text);
    bot.clock.set("2026-11-19 09:00");
    await bot.tick();
    bot.clock.set("2026-11-20 10:00");
    anOpenRound(bot);
    bot.clock.set("2026-11-20 14:20");
    await bot.tick();

    expect(bot.planned("li").filter((planned) => planned.includes("温馨提醒"))).toHaveLength(1);
  });
});

test("请假 tells the branch's admins once and keeps no reason", async () => {
  const bot = await aSchoolBeingAsked();

  await bot.say("li", "请假 家里有事");
  await bot.say("li", "请假");

  for (const admin of ["zhang", "wang"]) {
    const told = bot.planned(admin).filter((text) => text.includes("请假") && text.includes("李明"));
    expect(told).toEqual(["李明同志在本次考核中请假，系统不再提醒。"]);
  }
  expect(rows(bot, "select * from messages where message like '%家里有事%'")).toEqual([]);
});

test("请假 of the only admin of a branch claims to have told nobody", async () => {
  const bot = await aSchoolBeingAsked();
  bot.roster({ wang: { ...aSchool.wang!, duties: [] } });

  expect(await bot.say("zhang", "请假")).toBe("好的，本次考核不再提醒您。方便时仍可随时填报。");
});
