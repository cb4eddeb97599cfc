import { describe, expect, test } from "vitest";
import type { Day } from "../../src/domain/calendar.ts";
import { largestTotal } from "../../src/domain/score.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aSchool, aSchoolBeingAsked, counting, rows, versions } from "./a-school.ts";

test("a total is recorded and echoed with its growth", async () => {
  const bot = await aSchoolBeingAsked();

  const reply = await bot.say("li", "总积分 12,345 分");

  expect(reply).toContain("已记录");
  expect(reply).toContain("12345");
  expect(reply).toContain("增长 1325 分，92 天，日均 14.4 分");
});

test("a second total in the same round replaces the first", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("li", "12345");

  const reply = await bot.say("li", "不对，是12354");

  expect(reply).toContain("已更正：成长总积分 12354 分（原 12345 分）");
});

test("every version of a total is kept and the last one counts", async () => {
  const bot = await aSchoolBeingAsked();

  for (const text of ["12345", "12354", "更正 12350"]) await bot.say("li", text);

  expect(versions(bot, "li").map(({ total, current }) => [total, current])).toEqual([
    [12_345, 0],
    [12_354, 0],
    [12_350, 1],
  ]);
});

test("the same total as last time is accepted as 零增长", async () => {
  const bot = await aSchoolBeingAsked();

  const reply = await bot.say("li", "11020");

  expect(reply).toContain("已记录：成长总积分 11020 分");
  expect(reply).toContain("零增长");
  expect(counting(bot, "li")).toMatchObject({ total: 11_020, doubt: null });
});

test("a first total has nothing to be compared with", async () => {
  const bot = await aSchoolBeingAsked();

  const reply = await bot.say("chen", "12345");

  expect(reply).toContain("已记录：成长总积分 12345 分");
  expect(reply).toContain("首次填报");
  expect(reply).not.toContain("日均");
});

test("a member is asked about the total only once: what was accepted waits for no answer", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("li", "12345");

  expect(await bot.say("li", "是")).toContain("目前没有需要确认的内容。");
  expect(versions(bot, "li")).toHaveLength(1);
});

test.each([
  ["at the closing time", "2026-11-18 21:00", 0],
  ["between closing and grace", "2026-11-18 21:01", 1],
  ["in the last minute of grace", "2026-11-19 08:59", 1],
])("a total %s is recorded, and as late only after closing", async (_, time, late) => {
  const bot = await aSchoolBeingAsked();
  bot.clock.set(time);

  const reply = await bot.say("li", "12345");

  expect(reply).toContain("已记录");
  expect(reply!.includes("迟报")).toBe(late === 1);
  expect(counting(bot, "li")).toMatchObject({ total: 12_345, late });
});

test.each([
  "2026-11-19 09:00",
  "2026-12-20 10:00",
])("after grace (%s) nothing is recorded, whether or not the clock's job has closed the round", async (time) => {
  const bot = await aSchoolBeingAsked();
  bot.clock.set(time);

  const before = await bot.say("li", "12345");
  await bot.tick();
  const after = await bot.say("li", "12345");

  expect(before).toContain("目前没有进行中的填报");
  expect(after).toContain("目前没有进行中的填报");
  expect(versions(bot, "li")).toEqual([]);
});

test.each([
  "12345",
  "100",
  "是",
  "否",
  "大概 12000",
  "撤回",
  "请假",
  "停止提醒",
  "今天天气不错",
])("%s without an open round is answered with 目前没有进行中的填报", async (text) => {
  const bot = await aSchoolBeingAsked();

  // The second branch is not asked.
  expect(await bot.say("tang", text)).toContain("目前没有进行中的填报");
  expect(rows(bot, "select * from reports where round_id is not null")).toEqual([]);
  expect(rows(bot, "select * from questions")).toEqual([]);
});

describe("撤回", () => {
  test("asks first: a tap on the menu deletes nothing", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");

    for (const tap of ["first", "second"]) {
      expect(await bot.send("li", { kind: "menu", key: "撤回" }), tap).toContain("要撤回您本次填报的 12345 分吗");
      expect(counting(bot, "li")).toMatchObject({ total: 12_345 });
    }
    expect(await bot.say("li", "否")).toBe("好的，没有撤回，您本次的记录仍是 12345 分。");
    expect(await bot.say("li", "是")).toContain("目前没有需要确认的内容");
    expect(counting(bot, "li")).toMatchObject({ total: 12_345 });
  });

  test.each([
    ["撤回", "是"],
    ["确认撤回"],
    ["撤回", "确认撤回"],
  ])("%s %s: no longer counts and the next one is recorded anew", async (...words) => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");

    let reply: string | undefined;
    for (const word of words) reply = await bot.say("li", word);

    expect(reply).toContain("已撤回 12345 分");
    expect(counting(bot, "li")).toBeUndefined();
    expect(await bot.say("li", "撤回")).toContain("没有可以撤回的填报");
    expect(await bot.say("li", "12300")).toContain("已记录：成长总积分 12300 分");
    expect(versions(bot, "li").map(({ total, current }) => [total, current])).toEqual([
      [12_345, 0],
      [12_300, 1],
    ]);
  });

  test("a 是 of much later asks once more", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    await bot.say("li", "撤回");
    bot.clock.pass(31 * 60_000);

    expect(await bot.say("li", "是")).toContain("要撤回您本次填报的 12345 分吗");
    expect(counting(bot, "li")).toMatchObject({ total: 12_345 });
    expect(await bot.say("li", "是")).toContain("已撤回");
  });

  test("a number instead of the answer corrects, and a 是 behind it takes nothing back", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    await bot.say("li", "撤回");

    expect(await bot.say("li", "12400")).toContain("已更正：成长总积分 12400 分");
    await bot.say("li", "是");
    expect(counting(bot, "li")).toMatchObject({ total: 12_400 });
  });
});

test("a withdrawal is in the audit log with who did it and without the figure", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("li", "12345");
  await bot.say("li", "撤回");
  await bot.say("li", "是");

  const [entry] = rows<{ actor: string; detail: string }>(bot, "select * from audit where act = 'report.withdraw'");

  const [{ id } = { id: 0 }] = rows<{ id: number }>(bot, "select id from members where account = 'li'");
  expect(entry?.actor).toBe(`member:${id}`);
  expect(JSON.stringify(entry)).not.toContain("12345");
});

test("a total that nobody can have is never stored, not even when it is confirmed", async () => {
  const bot = await aSchoolBeingAsked();
  const impossible = largestTotal(undefined, "2026-11-18" as Day) + 1;

  const answered = await bot.say("li", String(impossible));
  const confirmed = await bot.say("li", "是");
  const repeated = await bot.say("li", String(impossible));

  for (const answer of [answered, repeated]) {
    expect(answer).toContain("请确认");
    expect(answer).toContain(`${impossible} 超过了平台开通以来可能的最高分，无法登记`);
  }
  expect(confirmed).toContain("请重新发送");
  expect(versions(bot, "li")).toEqual([]);
  expect(await bot.say("li", "12345")).toContain("已记录");
});

test("a total that nobody can have takes the question before it along: 是 confirms nothing that was asked earlier", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("li", "大概12000");
  await bot.say("li", "9999999");

  expect(await bot.say("li", "是")).toContain("请重新发送");
  expect(versions(bot, "li")).toEqual([]);
});

test("one chosen of several that nobody can have is not stored either", async () => {
  const bot = await aSchoolBeingAsked();
  expect(await bot.say("li", "总积分12345，总积分9999999")).toContain("12345 还是 9999999");

  expect(await bot.say("li", "9999999")).toContain("无法登记");
  expect(versions(bot, "li")).toEqual([]);
});

test("the largest total that somebody can have is stored when it is confirmed, with the doubt", async () => {
  const bot = await aSchoolBeingAsked();
  const largest = largestTotal(undefined, "2026-11-18" as Day);

  await bot.say("li", String(largest));

  expect(await bot.say("li", "是")).toContain(`已记录：成长总积分 ${largest} 分`);
  expect(counting(bot, "li")).toMatchObject({ total: largest, doubt: "above-possible" });
});

test.each([
  ["长期病假", "2026-11-01"],
  ["未注册", "2026-11-01"],
  ["离退休", "2026-11-01"],
] as const)("a member who is %s may report, is not asked and does not count", async (state, from) => {
  const bot = await aSchoolBeingAsked("2026-11-18 09:00");
  bot.roster({ tang: { ...aSchool.tang!, state, from } });
  const round = anOpenRound(bot, "第二党支部");

  const reply = await bot.say("tang", "12345");

  expect(reply).toContain("已记录：成长总积分 12345 分");
  const questions = (account: string) => bot.planned(account).filter((text) => text.startsWith("同志您好"));
  expect(questions("tang")).toEqual([]);
  expect(questions("gao")).toHaveLength(1);
  const [{ counted } = { counted: 1 }] = rows<{ counted: number }>(
    bot,
    "select counted from round_members rm join members m on m.id = rm.member_id where m.account = 'tang' and round_id = ?",
    round,
  );
  expect(counted).toBe(0);
});

test("somebody who has left may look at the own record and do nothing else", async () => {
  const bot = await aSchoolBeingAsked("2026-11-17 09:00");
  bot.past("su", 20_000, "2026-08-18");
  bot.roster({ su: { ...aSchool.su!, state: "转出", from: "2026-11-18" } });
  bot.clock.set("2026-11-18 10:00");
  anOpenRound(bot, "第二党支部");

  expect(await bot.say("su", "21000")).toContain("目前没有进行中的填报");
  expect(await bot.say("su", "我的积分")).toContain("20000");
  for (const command of ["进度", "谈话名单", "代报 唐洁 12345"]) {
    expect(await bot.say("su", command), command).toContain("无权");
  }
  expect(await bot.say("su", "帮助")).not.toContain("进度");
  expect(bot.planned("su").filter((text) => text.includes("填报今天进行"))).toEqual([]);
  expect(counting(bot, "tang")).toBeUndefined();
});

test("an office member who has left can no longer act for the school", async () => {
  const bot = await aSchoolBeingAsked();
  bot.roster({ he: { ...aSchool.he!, state: "转出" } });

  for (const command of ["汇总", "提交", "发布", "进度"]) expect(await bot.say("he", command)).toContain("无权");
});

test.each(["zhang", "ZHANG", "Zhang"])("the account %s is known in any case of letters", async (account) => {
  const bot = await aSchoolBeingAsked();

  expect(await bot.say(account, "12345")).toContain("已记录");
  expect(counting(bot, "zhang")).toMatchObject({ total: 12_345 });
});
