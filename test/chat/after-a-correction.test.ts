import { expect, test } from "vitest";
import { anOpenRound } from "../support/open-round.ts";
import { aClosedRound, tableVersions } from "./a-checked-school.ts";
import { aSchool, rows } from "./a-school.ts";

test("a held talk shows the corrected figure, to the member and on the list", async () => {
  const bot = await aClosedRound({ share: 0 });
  await bot.say("zhang", "已谈 伍建国 内容：好");
  await bot.say("wu", "异议 应为14500");
  await bot.say("he", "答复 1 更正 14500 核实");

  expect(await bot.say("wu", "为什么我在谈话名单")).not.toContain("11000");
  const list = (await bot.say("zhang", "谈话名单"))!;
  expect(list).toContain("伍建国：支部委员，请其他委员谈话（已谈）");
  expect(list.match(/第 5 名/g)).toHaveLength(1);
  expect(rows(bot, "select total, rank from talks where state = 'held'")).toEqual([{ total: 14_500, rank: 2 }]);
});

test("a correction of an earlier quarter's table is shown and confirmed, also when a later one is confirmed", async () => {
  const bot = await aClosedRound({ share: 0 });
  await bot.say("zhang", "确认统计表");
  await bot.say("chen", "异议 应为12345");
  bot.clock.set("2027-01-20 10:00");
  anOpenRound(bot);
  for (const account of ["zhang", "wang", "li", "chen", "wu"]) await bot.say(account, "16000");
  bot.clock.set("2027-01-21 09:01");
  await bot.tick();
  await bot.say("zhang", "确认统计表");
  await bot.say("he", "答复 1 更正 12345 核实");

  expect(tableVersions(bot, "chen").map(({ total }) => total)).toContain(12_345);
  expect(await bot.say("zhang", "统计表")).toContain("2026年第四季度");
  expect(await bot.say("zhang", "确认统计表")).toContain("已确认：第一党支部2026年第四季度");
  expect(await bot.say("zhang", "统计表")).toContain("2027年第一季度");
});

test("with one person in the office, the committee secretary answers that person's objection", async () => {
  const bot = await aClosedRound({
    share: 0,
    people: { ...aSchool, lin: { ...aSchool.lin!, duties: [] }, shi: { ...aSchool.shi!, duties: [] } },
  });
  await bot.say("he", "异议 我的有误");

  expect(bot.planned("ma").some((text) => text.includes("【异议】编号 1"))).toBe(true);
  expect(await bot.say("he", "答复 1 无误")).toContain("须由他人答复");
  expect(await bot.say("su", "答复 1 无误")).toContain("无权");
  expect(await bot.say("ma", "答复 1 经核对无误")).toContain("已办结：编号 1");
});

test("a change of the roster makes files that name members anew", async () => {
  const bot = await aClosedRound({ share: 0 });
  bot.db.$client.prepare("insert into uploads (key, handle, uploaded_at) values ('a', 'b', 0)").run();

  await bot.say("chen", "删除我的数据");
  await bot.say("chen", "确认删除我的数据");

  expect(rows(bot, "select * from uploads")).toEqual([]);
});

test("in January 四季度 is the quarter that is over", async () => {
  const bot = await aClosedRound({ share: 0 });
  bot.clock.set("2027-01-04 10:00");

  expect(await bot.say("he", "汇总 四季度")).toContain("2026年第四季度");
});
