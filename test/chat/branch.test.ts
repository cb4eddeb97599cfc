import { describe, expect, test } from "vitest";
import { anOpenRound } from "../support/open-round.ts";
import { aSchool, aSchoolBeingAsked } from "./a-school.ts";

describe("进度", () => {
  test("tells the secretary how many have reported and who has not, without a figure of anybody", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    bot.clock.set("2026-11-18 21:10");
    await bot.say("chen", "23456");

    const reply = await bot.say("zhang", "进度");

    expect(reply).toBe("第一党支部：应报 5 人，已报 2 人（迟报 1 人）。\n未填报：张伟、王芳、伍建国");
  });

  test("says so when everybody has reported", async () => {
    const bot = await aSchoolBeingAsked();
    for (const account of ["zhang", "wang", "li", "chen", "wu"]) await bot.say(account, "12345");

    expect(await bot.say("zhang", "进度")).toBe("第一党支部：应报 5 人，已报 5 人。全部填报完成。");
  });

  test("shows a secretary the own branch only", async () => {
    const bot = await aSchoolBeingAsked();
    anOpenRound(bot, "第二党支部");

    expect(await bot.say("zhang", "进度")).not.toContain("第二党支部");
    expect(await bot.say("su", "进度")).not.toContain("第一党支部");
  });

  test("shows the office every branch that is being asked", async () => {
    const bot = await aSchoolBeingAsked();
    const one = await bot.say("he", "进度");
    anOpenRound(bot, "第二党支部");
    const both = await bot.say("he", "进度");

    expect(one).toContain("第一党支部：应报 5 人");
    expect(one).not.toContain("第二党支部");
    expect(both).toContain("第一党支部：应报 5 人");
    expect(both).toContain("第二党支部：应报 8 人");
  });

  test.each([
    "进度 第一",
    "进度 一支部",
    "进度 第1支部",
    "进度：第一党支部",
  ])("%s: the office names a branch by a part of its name", async (text) => {
    const bot = await aSchoolBeingAsked();
    anOpenRound(bot, "第二党支部");

    const reply = await bot.say("he", text);

    expect(reply).toContain("第一党支部：应报 5 人");
    expect(reply).not.toContain("第二党支部");
  });

  test("a name that no branch or that several have is answered with the names", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("he", "进度 机关")).toBe("没有找到“机关”。党支部有：第一党支部、第二党支部。");
    bot.roster({ new: { branch: "第十一党支部" }, newer: { branch: "第二十一党支部" } });
    expect(await bot.say("he", "进度 十一")).toContain("第十一党支部");
    expect(await bot.say("he", "进度 十")).toBe("“十”可能是：第十一党支部、第二十一党支部。请写全名称。");
    expect(await bot.say("he", "进度 第二")).toBe("第二党支部目前没有进行中的填报。");
    expect(await bot.say("he", "统计表 第二")).toContain("第二党支部还没有已结束的考核");
  });

  test("a branch's admin names the own branch, and no other", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("zhang", "进度 第一")).toBe(await bot.say("zhang", "进度"));
    expect(await bot.say("zhang", "进度 第二")).toContain("无权");
    expect(await bot.say("li", "进度 机关")).toContain("无权");
  });

  test("without an open round there is none", async () => {
    const bot = await aSchoolBeingAsked();
    bot.clock.set("2026-11-19 09:00");
    await bot.tick();

    expect(await bot.say("zhang", "进度")).toBe("本支部目前没有进行中的填报。");
    expect(await bot.say("he", "进度")).toContain("目前没有进行中的填报");
  });

  test("leaves out who does not count", async () => {
    const bot = await aSchoolBeingAsked();
    bot.roster({ chen: { ...aSchool.chen!, state: "产假" } });
    await bot.tick();

    const reply = await bot.say("zhang", "进度");

    expect(reply).toContain("应报 4 人");
    expect(reply).not.toContain("陈静");
  });
});

describe("谈话名单", () => {
  async function aClosedRound() {
    const bot = await aSchoolBeingAsked();
    const totals = { zhang: 15_000, wang: 14_000, li: 12_345, wu: 13_000 };
    for (const [account, total] of Object.entries(totals)) await bot.say(account, String(total));
    bot.clock.set("2026-11-19 09:00");
    await bot.tick();
    return bot;
  }

  test("lists the three lowest, the lowest first, colleagues without a figure, and apart from them who did not report", async () => {
    const bot = await aClosedRound();

    expect(await bot.say("zhang", "谈话名单")).toBe(
      [
        "【谈话教育名单】第一党支部 2026年第四季度（依据四（三））",
        "李明：第 4 名，12345 分，较上次增长 1325 分",
        "伍建国：支部委员，请其他委员谈话",
        "王芳：支部委员，请其他委员谈话",
        "未填报（不计入名次）：陈静",
        "名单仅供本支部委员使用，请勿转发。",
      ].join("\n"),
    );
  });

  test.each(["wang", "wu"])("is the same for %s of the branch committee, but for the own line", async (account) => {
    const bot = await aClosedRound();
    const own = { wang: "王芳：支部委员，请其他委员谈话\n", wu: "伍建国：支部委员，请其他委员谈话\n" }[account]!;
    const secretarys = (await bot.say("zhang", "谈话名单"))!;

    expect(secretarys).toContain(own);
    expect(await bot.say(account, "谈话名单")).toBe(secretarys.replace(own, ""));
    expect(await bot.say(account, "谈话名单 第一党支部")).toBe(secretarys.replace(own, ""));
  });

  test.each(["he", "ma", "li", "su"])("of the first branch is refused to %s", async (account) => {
    const bot = await aClosedRound();

    const reply = await bot.say(account, "谈话名单 第一党支部");

    expect(reply).toContain("无权");
    expect(reply).not.toContain("李明");
  });

  test("of a branch that does not exist is a mistake in writing, to whom has the right", async () => {
    const bot = await aClosedRound();

    expect(await bot.say("zhang", "谈话名单 第九党支部")).toBe(
      "没有找到“第九党支部”。党支部有：第一党支部、第二党支部。",
    );
    expect(await bot.say("li", "谈话名单 第九党支部")).toContain("无权");
  });

  test("does not exist before a round has closed", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("zhang", "谈话名单")).toContain("暂无谈话名单");
  });

  test("does not change when totals are imported, corrected or members move afterwards", async () => {
    const bot = await aClosedRound();
    const before = await bot.say("zhang", "谈话名单");

    bot.past("li", 30_000, "2026-11-01");
    bot.past("wu", 500, "2026-10-01");
    bot.roster({ li: { ...aSchool.li!, branch: "第二党支部" }, chen: { ...aSchool.chen!, state: "转出" } });
    await bot.tick();

    expect(await bot.say("zhang", "谈话名单")).toBe(before);
  });
});
