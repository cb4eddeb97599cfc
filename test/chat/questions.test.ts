import { describe, expect, test } from "vitest";
import type { Bot } from "../support/a-bot.ts";
import { aSchoolBeingAsked, counting, rows, versions } from "./a-school.ts";

const waiting = (bot: Bot) => rows<{ failures: number }>(bot, "select failures from questions");

describe("one candidate", () => {
  test.each([
    ["below the last one", "10980", "低于上次（8月18日 11020 分）"],
    ["above what the time can have given", "99999", "超过了这段时间可能的增幅"],
    ["about", "大概12000吧", "准确的数字"],
    ["elided", "一万二", "12000"],
    ["of today", "今天学了 35", "今日"],
  ])("a total %s is asked about and not stored", async (_, text, why) => {
    const bot = await aSchoolBeingAsked();

    const question = await bot.say("li", text);

    expect(question).toContain("请确认");
    expect(question).toContain(why);
    expect(versions(bot, "li")).toEqual([]);
  });

  test.each(["是", "对", "确认", "OK"])("%s records the candidate", async (yes) => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "大概12000");

    expect(await bot.say("li", yes)).toContain("已记录：成长总积分 12000 分");
    expect(waiting(bot)).toEqual([]);
  });

  test.each(["否", "不是", "取消"])("%s records nothing and asks for the number", async (no) => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "大概12000");

    expect(await bot.say("li", no)).toContain("请重新发送");
    expect(versions(bot, "li")).toEqual([]);
  });

  test("after 否 the denied total cannot be confirmed by 是 any more", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "10980");
    await bot.say("li", "否");

    expect(await bot.say("li", "是")).toContain("请重新发送");
    expect(versions(bot, "li")).toEqual([]);
  });

  test("after 否 the denied total is asked about again", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "10980");
    await bot.say("li", "否");

    expect(await bot.say("li", "10980")).toContain("请确认");
    expect(versions(bot, "li")).toEqual([]);
  });

  test("the questioned number said again is believed", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "10980");

    expect(await bot.say("li", "10980")).toContain("已记录：成长总积分 10980 分");
  });

  test("another number that is plausible is recorded instead", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "10980");

    expect(await bot.say("li", "12345")).toContain("已记录：成长总积分 12345 分");
    expect(await bot.say("li", "是")).toContain("目前没有需要确认的内容。");
    expect(versions(bot, "li")).toHaveLength(1);
  });

  test("another number that is doubtful as well is asked about in its turn", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "10980");

    expect(await bot.say("li", "10970")).toContain("请确认：您的成长总积分是 10970 吗");
    expect(await bot.say("li", "是")).toContain("已记录：成长总积分 10970 分");
  });

  test("silence leaves the member unreported and nothing is said of it", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "10980");

    bot.clock.set("2026-11-19 09:01");
    await bot.tick();

    expect(versions(bot, "li")).toEqual([]);
    expect(waiting(bot)).toEqual([]);
    expect(await bot.say("li", "是")).toContain("目前没有进行中的填报");
  });

  test("是 to a question of which the round has closed meanwhile records nothing", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "10980");
    bot.clock.set("2026-11-19 09:00");

    expect(await bot.say("li", "是")).toContain("目前没有进行中的填报");
    expect(versions(bot, "li")).toEqual([]);
  });

  test("commands between the question and its answer do not lose it", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "大概12000");
    await bot.say("li", "我的积分");
    await bot.say("li", "帮助");

    expect(await bot.say("li", "是")).toContain("已记录：成长总积分 12000 分");
  });

  test("撤回 takes the question with it: 是 answers what was asked last", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    await bot.say("li", "大概12400");
    await bot.say("li", "撤回");

    expect(await bot.say("li", "是")).toContain("已撤回 12345 分");
    expect(counting(bot, "li")).toBeUndefined();
    expect(await bot.say("li", "是")).toContain("目前没有需要确认的内容。");
  });

  test("a confirmed correction is 已更正", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    await bot.say("li", "打错了，是大概12400");

    expect(await bot.say("li", "是")).toContain("已更正：成长总积分 12400 分（原 12345 分）");
  });
});

describe("why a confirmed total was doubted is stored with it", () => {
  test.each([
    ["10980", "是", "below-last"],
    ["10980", "10980", "below-last"],
    ["99999", "是", "above-possible"],
    ["大概10900", "是", "below-last"],
    ["一万零九百左右", "是", "below-last"],
  ])("%s, %s → %s", async (text, answer, doubt) => {
    const bot = await aSchoolBeingAsked();

    await bot.say("li", text);
    const reply = await bot.say("li", answer);

    expect(reply).toContain("已记录");
    expect(counting(bot, "li")).toMatchObject({ doubt });
  });

  test("a first total that may be today's is stored with that doubt", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("chen", "35")).toContain("看起来像今日积分");
    expect(await bot.say("chen", "是")).toContain("已记录：成长总积分 35 分");
    expect(counting(bot, "chen")).toMatchObject({ doubt: "maybe-today" });
  });

  test("a total that was only written unclearly is stored without a doubt", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "一万二");
    await bot.say("li", "是");

    expect(counting(bot, "li")).toMatchObject({ total: 12_000, doubt: null });
  });

  test("a questionable value is questioned for what it is before how it was written", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("li", "大概 100")).toContain("低于上次（8月18日 11020 分）");
  });
});

describe("two candidates", () => {
  test("both are offered", async () => {
    const bot = await aSchoolBeingAsked();

    const question = await bot.say("li", "总积分12345，总积分12354");

    expect(question).toContain("请确认");
    expect(question).toContain("12345");
    expect(question).toContain("12354");
  });

  test("one of the two is recorded", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "总积分12345，总积分12354");

    expect(await bot.say("li", "12354")).toContain("已记录：成长总积分 12354 分");
  });

  test("one of two doubtful ones is believed when it is chosen", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "总积分10345，总积分10354");

    expect(await bot.say("li", "10354")).toContain("已记录：成长总积分 10354 分");
    expect(counting(bot, "li")).toMatchObject({ doubt: "below-last" });
  });

  test("是 chooses neither and both are offered again", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "总积分12345，总积分12354");

    const again = await bot.say("li", "是");

    expect(again).toContain("请确认");
    expect(again).toContain("12345");
    expect(again).toContain("12354");
    expect(versions(bot, "li")).toEqual([]);
  });

  test("否 asks for the number", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "总积分12345，总积分12354");

    expect(await bot.say("li", "否")).toContain("请重新发送");
  });
});

describe("after two failed questions the branch's admins help", () => {
  const unclear = ["大概12000", "12300左右", "12400上下", "12500多"];

  test("they are told once, and the sender is told who", async () => {
    const bot = await aSchoolBeingAsked();

    const replies: (string | undefined)[] = [];
    for (const text of unclear) replies.push(await bot.say("li", text));

    for (const reply of replies.slice(0, 2)) expect(reply).not.toContain("协助");
    for (const reply of replies.slice(2)) expect(reply).toContain("已请张伟、王芳同志协助您");
    for (const admin of ["zhang", "wang"]) {
      const calls = bot.planned(admin).filter((text) => text.includes("请协助"));
      expect(calls).toHaveLength(1);
      expect(calls[0]).toContain("李明");
      expect(calls[0]).not.toMatch(/\d/);
    }
    expect(bot.planned("wu").filter((text) => text.includes("请协助"))).toEqual([]);
  });

  test("questions answered with 否 count as failed", async () => {
    const bot = await aSchoolBeingAsked();
    for (const text of unclear.slice(0, 2)) {
      await bot.say("li", text);
      await bot.say("li", "否");
    }

    expect(await bot.say("li", unclear[2]!)).toContain("已请张伟、王芳同志协助您");
  });

  test("an accepted total begins the count anew", async () => {
    const bot = await aSchoolBeingAsked();
    for (const text of unclear.slice(0, 2)) await bot.say("li", text);
    await bot.say("li", "12345");

    for (const text of unclear.slice(0, 2)) expect(await bot.say("li", text)).not.toContain("协助");
  });

  test("an admin is not sent for to help himself", async () => {
    const bot = await aSchoolBeingAsked();

    let reply: string | undefined;
    for (const text of unclear) reply = await bot.say("zhang", text);

    expect(reply).toContain("已请王芳同志协助您");
    expect(bot.planned("zhang").filter((text) => text.includes("请协助"))).toEqual([]);
  });

  test("where nobody of the branch can help the sender is pointed to the office", async () => {
    const bot = await aSchoolBeingAsked();
    bot.roster({
      zhang: { name: "张伟", duties: ["支部书记"], state: "转出" },
      wang: { name: "王芳", duties: [] },
    });

    let reply: string | undefined;
    for (const text of unclear) reply = await bot.say("li", text);

    expect(reply).toContain("请联系学校党办");
  });

  test("the same message again is no further question", async () => {
    const bot = await aSchoolBeingAsked();
    for (let copy = 0; copy < 4; copy += 1) await bot.say("li", "大概12000", "one message");

    expect(waiting(bot)).toEqual([{ failures: 1 }]);
  });
});
