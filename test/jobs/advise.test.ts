import { describe, expect, test } from "vitest";
import { type Day, instantAt } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { roundById } from "../../src/store/rounds.ts";
import { aSchool } from "../chat/a-school.ts";
import { aBot, type Bot } from "../support/a-bot.ts";
import { closeRound } from "../support/close-round.ts";
import { anOpenRound } from "../support/open-round.ts";
import { adopt, aLife, type Life, type Way, ways } from "./a-life.ts";

const words = (of: { planned(to: string): string[] }, account: string) =>
  of.planned(account).filter((text) => text.startsWith("【学习建议】"));

/** 李明 gains 15 a day, 陈静 30; 王芳 has begun anew; 张伟 reports for the first time; 伍建国 says nothing. */
async function aClosedDay(way: Way): Promise<Life> {
  const life = aLife(way, { time: "2026-10-01 08:00" });
  life.roster({ ...aSchool, sick: { name: "病号", state: "长期病假" } });
  await life.at("2026-10-01 08:00");
  await life.onDrawnDay("09:07");
  const day = life.rows<{ day: Day }>("select day from rounds limit 1")[0]!.day;
  const before = (days: number) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
  for (const account of ["li", "chen", "wang", "wu", "sick"]) life.bot.past(account, 10_000, before(40));
  life.bot.past("li", 9900, "2026-01-04");
  await life.say("li", "10600");
  await life.say("chen", "11200");
  await life.say("wang", "300");
  await life.say("wang", "是");
  await life.say("zhang", "15000");
  await life.say("sick", "10010");
  await life.onDrawnDay("09:00", 1);
  return life;
}

describe.each(ways)("jobs run %s", (way) => {
  test("after a round a private word goes once to whoever reported and has a low pace, and to nobody else", async () => {
    const life = await aClosedDay(way);
    await life.onDrawnDay("10:00", 1);
    await life.onDrawnDay("12:00", 9);

    for (const account of [...Object.keys(aSchool), "sick"]) {
      expect(words(life, account), account).toHaveLength(account === "li" ? 1 : 0);
    }
    expect(words(life, "li")[0]).toContain("40 天里您的积分增长了 600 分，日均 15 分，每周约 105 分。");
    expect(life.rows("select key from deliveries where key like 'advice-%'")).toEqual([{ key: "advice-1-3" }]);
  });
});

test("the word is encouraging and factual: clause, advice, what is missing and the pace needed; no total, no failure", async () => {
  const [word] = words(await aClosedDay("once"), "li");

  expect(word).toContain("四（五）建议每天不少于 20 分、每周不少于 150 分");
  expect(word).toMatch(/距年度 6000 分还差 \d+ 分；距年终统计还有 \d+ 天/);
  expect(word).toContain("只发给您本人");
  expect(word).not.toMatch(/10600|10000|不合格|落后|批评|不达标|未完成|最后|名次|评优/);
});

test("nothing of it goes to a group", async () => {
  const life = await aClosedDay("once");

  expect(life.rows("select * from deliveries where group_target is not null and key like 'advice%'")).toEqual([]);
});

/** A branch of one round in which 李明 has gained 600 in 40 days, 700 in the year. */
async function aRound(
  prepare: (bot: Bot) => void = () => {},
  { newYear = 9900, total = "10600" }: { newYear?: number | null; total?: string } = {},
): Promise<{ bot: Bot; close: () => void }> {
  const bot = aBot({ time: "2026-11-18 10:00" });
  prepare(bot);
  bot.roster(aSchool);
  if (newYear !== null) bot.past("li", newYear, "2026-01-01");
  bot.past("li", 10_000, "2026-10-09");
  const id = anOpenRound(bot);
  await bot.say("li", total);
  return { bot, close: () => void closeRound(bot.services, roundById(bot.db, id)) };
}

test("in the quiet hours it waits for the morning", async () => {
  const { bot, close } = await aRound();
  bot.clock.set("2026-11-18 23:00");
  close();

  const planned = bot.db.$client.prepare("select not_before as notBefore from deliveries where key like 'advice-%'");
  expect(planned.all()).toEqual([{ notBefore: instantAt("2026-11-19" as Day, "07:30") }]);
});

test.each(["请假", "停止提醒"])("who has said %s is left alone", async (text) => {
  const { bot, close } = await aRound();
  await bot.say("li", text);
  close();

  expect(words(bot, "li")).toEqual([]);
});

test("who has withdrawn the report is not advised", async () => {
  const { bot, close } = await aRound();
  await bot.say("li", "确认撤回");
  close();

  expect(words(bot, "li")).toEqual([]);
});

test("a member on leave whom a policy counts is not advised", async () => {
  const { parameters } = defaultPolicy;
  const { bot, close } = await aRound((bot) =>
    adopt(bot, { ...defaultPolicy, parameters: { ...parameters, members: { counted: ["在职", "产假"] } } }),
  );
  bot.roster({ li: { ...aSchool.li!, state: "产假" } });
  close();

  expect(bot.db.$client.prepare("select counted from table_rows where member_id = 3").get()).toEqual({ counted: 1 });
  expect(words(bot, "li")).toEqual([]);
});

test("a policy without advice gives none", async () => {
  const { parameters } = defaultPolicy;
  const advice = { daily: 0, weekly: 0, yearly: 0 };
  const { bot, close } = await aRound((bot) => adopt(bot, { ...defaultPolicy, parameters: { ...parameters, advice } }));
  close();

  expect(words(bot, "li")).toEqual([]);
});

test("the figures are the policy's", async () => {
  const { parameters } = defaultPolicy;
  const advice = { daily: 30, weekly: 0, yearly: 7000 };
  const { bot, close } = await aRound((bot) => adopt(bot, { ...defaultPolicy, parameters: { ...parameters, advice } }));
  close();

  const [word] = words(bot, "li");
  expect(word).toContain("四（五）建议每天不少于 30 分。");
  expect(word).toContain("距年度 7000 分还差 6300 分");
});

test("who came during the year with a total near the first day is told of the own share of it", async () => {
  const bot = aBot({ time: "2026-07-02 10:00" });
  bot.roster(aSchool);
  bot.roster({ new: { name: "新来", from: "2026-07-01" } });
  bot.past("new", 1000, "2026-07-01");
  bot.clock.set("2026-11-18 10:00");
  const id = anOpenRound(bot);
  await bot.say("new", "2500");
  closeRound(bot.services, roundById(bot.db, id));

  expect(words(bot, "new")[0]).toContain("7月1日至11月18日，140 天里您的积分增长了 1500 分");
  expect(words(bot, "new")[0]).toContain("2026年度已增长 1500 分，距按在册时间折算的年度 3025 分还差 1525 分");
});

test("who was away is on the roster again from the day of coming back", async () => {
  const bot = aBot({ time: "2026-01-05 10:00" });
  bot.roster(aSchool);
  bot.roster({ li: { ...aSchool.li!, state: "转出", from: "2026-02-01", until: "2026-06-30" } });
  bot.past("li", 9000, "2026-01-06");
  bot.past("li", 10_000, "2026-07-09");
  bot.clock.set("2026-11-18 10:00");
  const id = anOpenRound(bot);
  await bot.say("li", "10600");
  closeRound(bot.services, roundById(bot.db, id));

  expect(words(bot, "li")[0]).toContain("按在册时间折算的年度 3025 分");
});

test.each([
  [null, "自10月9日以来", false],
  [9000, "2026年度已增长 1600 分，距年度 6000 分还差 4400 分；距年终统计还有 42 天。", true],
  [5900, "2026年度已增长 4700 分，距年度 6000 分还差 1300 分；距年终统计还有 42 天，每天 31 分即可达到。", true],
  [5500, "2026年度已增长 5100 分，距年度 6000 分还差 900 分；距年终统计还有 42 天，每天 22 分即可达到。", true],
  [5000, "2026年度已增长 5600 分，距年度 6000 分还差 400 分；距年终统计还有 42 天，照这个节奏即可达到。", true],
  [4000, "2026年度已增长 6600 分，已达到年度 6000 分。", true],
])("with a total of %j at New Year the word says %s: %j; never a pace below the one that it advises", async (newYear, text, said) => {
  const { bot, close } = await aRound(undefined, { newYear });
  close();

  const [word] = words(bot, "li");
  expect(word!.includes(text)).toBe(said);
  expect(word).not.toMatch(/每天 (?:\d|1\d|2[01]) 分即可/);
});

test.each([
  ["10798", "日均 19.9 分，每周约 139 分"],
  ["10799", "日均 19.9 分，每周约 139 分"],
  ["10800", "日均 20 分，每周约 140 分"],
  ["10854", "日均 21.3 分，每周约 149 分"],
  ["10857", "日均 21.4 分，每周约 149 分"],
])("of %s the mean is rounded down, so that none looks like the one advised: %s", async (total, text) => {
  const { bot, close } = await aRound(undefined, { total });
  close();

  expect(words(bot, "li")[0]).toContain(text);
});

test("since a report of before the last one is said apart, with its year", async () => {
  const { bot, close } = await aRound((of) => void of, { newYear: null });
  bot.past("li", 8000, "2025-11-12");
  close();

  expect(words(bot, "li")[0]).toContain("自2025年11月12日以来已增长 2600 分。");
});

test("a pace that nobody can keep is not asked for", async () => {
  const { bot, close } = await aRound();
  close();

  expect(words(bot, "li")[0]).toContain("还差 5300 分；距年终统计还有 42 天。");
});
