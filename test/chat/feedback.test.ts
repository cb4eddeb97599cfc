import { expect, test } from "vitest";
import { type Day, instantAt } from "../../src/domain/calendar.ts";
import { aSchool, aSchoolBeingAsked, rows } from "./a-school.ts";

const OFFICE = ["he", "lin", "shi"];

test("意见建议 reaches everybody of the office with the member's name and words, once, and nobody else", async () => {
  const bot = await aSchoolBeingAsked();

  const reply = await bot.say("li", "意见建议 希望下午再提醒", "one message");
  await bot.say("li", "意见建议 希望下午再提醒", "one message");

  expect(reply).toContain("已转达学校党办");
  for (const account of Object.keys(aSchool)) {
    const told = bot.planned(account).filter((text) => text.includes("希望下午再提醒"));
    expect(told, account).toEqual(
      OFFICE.includes(account) ? ["【意见建议】李明同志（第一党支部）：希望下午再提醒"] : [],
    );
  }
});

test("the same words on another day are another message", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("li", "意见建议 希望下午再提醒");
  await bot.say("li", "意见建议 希望下午再提醒");

  expect(bot.planned("he").filter((text) => text.includes("希望下午再提醒"))).toHaveLength(2);
});

test("without words it is explained, and nobody is told", async () => {
  const bot = await aSchoolBeingAsked();

  expect(await bot.say("li", "意见建议")).toContain("请按“意见建议 内容”发送");
  expect(rows(bot, "select * from deliveries where key like 'feedback-%'")).toEqual([]);
});

test("at night it waits for the morning", async () => {
  const bot = await aSchoolBeingAsked();
  bot.clock.set("2026-11-18 23:00");
  await bot.say("li", "意见建议 夜里写的");

  expect(rows(bot, "select distinct not_before as at from deliveries where key like 'feedback-%'")).toEqual([
    { at: instantAt("2026-11-19" as Day, "07:30") },
  ]);
});

test("a school without an office on the roster promises nothing", async () => {
  const bot = await aSchoolBeingAsked();
  bot.roster(Object.fromEntries(OFFICE.map((account) => [account, { ...aSchool[account]!, duties: [] }])));

  expect(await bot.say("li", "意见建议 有人吗")).toContain("暂时无法转达");
});

test("the audit log knows that it was forwarded, and not what was said", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("li", "意见建议 希望下午再提醒");

  const acts = rows<{ act: string }>(bot, "select * from audit where actor = 'member:3'");
  expect(acts.map(({ act }) => act)).toEqual(["feedback.forward"]);
  expect(JSON.stringify(acts)).not.toContain("下午");
});
