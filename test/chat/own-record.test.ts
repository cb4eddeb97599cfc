import { describe, expect, test } from "vitest";
import { builtInPolicies, defaultPolicy } from "../../src/domain/policy.ts";
import { duties } from "../../src/domain/roster.ts";
import { tick } from "../../src/jobs/schedule.ts";
import { adopt } from "../jobs/a-life.ts";
import { aBot, type Bot } from "../support/a-bot.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aSchool, aSchoolBeingAsked, rows } from "./a-school.ts";

/** After the school's document, which has been in force since 2021. */
const IN_FORCE = "2026-01-01";

describe("我的积分", () => {
  test("without a record it says so", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("chen", "我的积分")).toBe("您还没有填报记录。");
  });

  test("shows the own totals, the newest first, with source, lateness, growth and what the year still takes", async () => {
    const bot = await aSchoolBeingAsked();
    bot.clock.set("2026-11-18 21:30");
    await bot.say("li", "12400");

    expect(await bot.say("li", "我的积分")).toBe(
      [
        "您的成长总积分：",
        "2026-11-18 12400 分，增长 1380 分（迟报）",
        "2026-08-18 11020 分（导入）",
        "最近一次较上次增长 1380 分，92 天，日均 15 分。",
        "自8月18日以来已增长 1380 分。",
      ].join("\n"),
    );
  });

  test("counts the year from the last report before it, and says the pace it takes", async () => {
    const bot = await aSchoolBeingAsked();
    bot.past("chen", 10_000, "2025-12-30");
    bot.past("chen", 13_500, "2026-08-18");
    await bot.say("chen", "14800");

    expect(await bot.say("chen", "我的积分")).toContain(
      "2026年度已增长 4800 分，距年度 6000 分还差 1200 分；距年终统计还有 42 天，每天 29 分即可达到。依据四（五）。",
    );
  });

  test("says that the year's growth is reached", async () => {
    const bot = await aSchoolBeingAsked();
    bot.past("chen", 10_000, "2026-01-05");
    await bot.say("chen", "16000");

    expect(await bot.say("chen", "我的积分")).toContain("2026年度已增长 6000 分，已达到年度 6000 分。");
  });

  test("the year's growth is the policy's, and nothing is said of it where there is none", async () => {
    const { parameters } = defaultPolicy;
    const [other, none] = [await aSchoolBeingAsked(), await aSchoolBeingAsked()];
    adopt(
      other,
      {
        ...defaultPolicy,
        parameters: { ...parameters, eligibility: { ...parameters.eligibility, yearlyGrowth: 3000 } },
      },
      IN_FORCE,
    );
    adopt(
      none,
      { ...defaultPolicy, parameters: { ...parameters, eligibility: { ...parameters.eligibility, yearlyGrowth: 0 } } },
      IN_FORCE,
    );

    for (const bot of [other, none]) bot.past("li", 11_020, "2026-01-03");
    expect(await other.say("li", "我的积分")).toContain("距年度 3000 分还差 3000 分");
    expect(await none.say("li", "我的积分")).not.toContain("年度");
  });

  test("somebody who has left sees the own totals, and owes nothing to the year", async () => {
    const bot = await aSchoolBeingAsked();
    bot.roster({ li: { ...aSchool.li!, state: "转出" } });

    const reply = await bot.say("li", "我的积分");

    expect(reply).toContain("2026-08-18 11020 分");
    expect(reply).not.toContain("年度");
  });

  test("is one message, however long the history", async () => {
    const bot = await aSchoolBeingAsked();
    for (let year = 2019; year < 2026; year += 1) {
      for (const month of ["02", "05", "08", "11"]) {
        bot.past("chen", 100_000 + (year - 2019) * 8000 + Number(month) * 500, `${year}-${month}-18`);
      }
    }

    const reply = (await bot.say("chen", "我的积分"))!;

    expect(reply).toContain("您最近 8 次的成长总积分：");
    expect(reply.split("\n").filter((line) => line.includes("，增长 "))).toHaveLength(8);
    expect(Buffer.byteLength(reply)).toBeLessThanOrEqual(2048);
    expect(bot.planned("chen").join()).not.toContain("成长总积分：");
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

    const reply = await bot.say("li", "我的积分");

    expect(reply).not.toContain("日均");
    expect(reply).toContain("2026-11-18 9000 分，重新起算");
    expect(reply).toContain("自8月18日以来已增长 0 分（其间积分重新起算；含存疑的积分）。");
    expect(reply).not.toMatch(/减少|-\d{3}/);
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

describe("办法 adds what concerns the sender's duties", () => {
  const branch = ["二（三）：宣传委员协助支部书记", "四（三）：支部书记组织支委与每季度积分排名后 3 名的党员谈话教育"];
  const office = ["二（二）：学校党办负责", "四（四）：每季度汇总各党支部积分，报学校党委审核后公示 5 个工作日。"];
  const committee = [
    "四（四）：季度汇总由党委书记审核。",
    "四（四）：党委书记组织党委委员与每季度积分较低的党支部委员谈话",
  ];

  test.each([
    ["li", []],
    ["zhang", branch],
    ["wang", branch],
    ["wu", branch],
    ["he", office],
    ["shi", office],
    ["fang", committee],
    ["ma", committee],
  ])("%s", async (account, expected) => {
    const bot = await aSchoolBeingAsked();

    const reply = (await bot.say(account, "办法"))!;

    for (const clause of [...branch, ...office, ...committee]) {
      expect(reply.includes(clause), clause).toBe(expected.includes(clause));
    }
    expect(Buffer.byteLength(reply)).toBeLessThanOrEqual(2048);
  });

  test("all of them together are one message", async () => {
    const bot = await aSchoolBeingAsked();
    bot.roster({ zhang: { ...aSchool.zhang!, duties: [...duties] } });

    expect(Buffer.byteLength((await bot.say("zhang", "办法"))!)).toBeLessThanOrEqual(2048);
    expect(bot.planned("zhang").join()).not.toContain("中与您有关的规定");
  });

  test("but not what the policy in force has switched off", async () => {
    const bot = await aSchoolBeingAsked();
    bot.roster({ zhang: { ...aSchool.zhang!, duties: [...duties] } });
    adopt(bot, builtInPolicies.find(({ id }) => id === "low-burden")!, IN_FORCE);

    const reply = await bot.say("zhang", "办法");

    expect(reply).not.toMatch(/谈话|抽查/);
    expect(reply).toContain("确认统计表");
  });
});

describe("为什么我在谈话名单", () => {
  /** 李明 10980 (40 below the last), 伍建国 13000, 王芳 14000, 张伟 15000; 陈静 says nothing. */
  async function aClosedRound(): Promise<Bot> {
    const bot = await aSchoolBeingAsked();
    for (const [account, total] of Object.entries({ zhang: "15000", wang: "14000", wu: "13000", li: "10980" })) {
      await bot.say(account, total);
    }
    await bot.say("li", "是");
    bot.clock.set("2026-11-19 09:00");
    await bot.tick();
    return bot;
  }

  test("before a round has closed there is no list", async () => {
    expect(await (await aSchoolBeingAsked()).say("li", "为什么我在谈话名单")).toContain("暂无谈话名单");
  });

  test("is answered with the own figures, the rule, the state, what it is for and how to object", async () => {
    const bot = await aClosedRound();

    const reply = await bot.say("wang", "为什么找我谈话");

    expect(reply).toContain("2026年第四季度的谈话名单中（依据四（三）：与本支部积分排名后 3 名的党员谈话");
    expect(reply).toContain("考核日 11月18日，您的成长总积分 14000 分，按成长总积分在本支部已填报的 4 人中列第 2 名。");
    expect(reply).toContain("状态：待谈。");
    expect(reply).toContain("帮助");
    expect(reply).toContain("异议 内容");
    expect(Buffer.byteLength(reply!)).toBeLessThanOrEqual(2048);
  });

  test("holds nobody else's name or figure", async () => {
    const bot = await aClosedRound();

    for (const account of ["li", "wang", "wu"]) {
      const reply = (await bot.say(account, "为什么我在谈话名单"))!;
      for (const [other, { name }] of Object.entries(aSchool)) {
        if (other !== account) expect(reply).not.toContain(name);
      }
      const own = { li: "10980", wang: "14000", wu: "13000" }[account]!;
      expect(reply.match(/\d{5}/g)).toEqual([own]);
    }
  });

  test("a total below the last is no reproach, and how to explain it is said", async () => {
    const reply = await (await aClosedRound()).say("li", "为什么我在谈话名单");

    expect(reply).toContain("10980 分，低于上次 40 分（如因换账号等重新起算，请用“异议”说明）");
  });

  test.each(["zhang", "chen"])("%s is not on the list, and is told so", async (account) => {
    const bot = await aClosedRound();

    expect(await bot.say(account, "为什么我在谈话名单")).toBe("您不在2026年第四季度的谈话名单中。");
  });

  test("a talk that was held is said to be held", async () => {
    const bot = await aClosedRound();
    bot.db.$client.exec("update talks set state = 'held' where total = 14000");

    expect(await bot.say("wang", "为什么我在谈话名单")).toContain("状态：已谈。");
  });

  test("who was taken off the list by a correction is told so", async () => {
    const bot = await aClosedRound();
    bot.db.$client.exec("update talks set state = 'lifted' where total = 14000");

    expect(await bot.say("wang", "为什么我在谈话名单")).toContain("数据更正后，已不需要与您谈话");
  });

  test("a talk of an earlier quarter has ended when a later round does not list the sender any more", async () => {
    const bot = await aClosedRound();
    bot.clock.set("2027-01-25 10:00");
    const later = anOpenRound(bot);
    await bot.say("wang", "20000");
    bot.clock.set("2027-01-26 09:00");
    await bot.tick();
    expect(rows(bot, "select * from talks where round_id = ? and member_id = 2", later)).toEqual([]);

    expect(await bot.say("wang", "为什么我在谈话名单")).toContain("您不在");
  });

  test("under a policy without talks nobody is on a list", async () => {
    const bot = aBot({ time: "2026-11-18 10:00" });
    adopt(bot, builtInPolicies.find(({ id }) => id === "low-burden")!);
    bot.roster(aSchool);
    anOpenRound(bot);
    await bot.say("li", "12345");
    bot.clock.set("2026-11-19 09:00");
    await bot.tick();

    expect(await bot.say("li", "为什么我在谈话名单")).toBe("您不在2026年第四季度的谈话名单中。");
  });
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

  expect(await bot.say("zhang", "请假")).toContain("好的，本次考核不再提醒您。方便时仍可随时填报");
});
