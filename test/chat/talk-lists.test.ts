import { describe, expect, test } from "vitest";
import type { APerson, Bot } from "../support/a-bot.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aClosedRound } from "./a-checked-school.ts";
import { aSchool, rows } from "./a-school.ts";

const without = (account: string, ...duties: readonly string[]): Readonly<Record<string, APerson>> => {
  const person = aSchool[account]!;
  return {
    ...aSchool,
    [account]: { ...person, duties: (person.duties ?? []).filter((duty) => !duties.includes(duty)) },
  };
};
const list = (bot: Bot, account: string) => bot.planned(account).findLast((text) => text.includes("【谈话教育名单】"));
const states = (bot: Bot) =>
  rows<{ account: string; state: string }>(
    bot,
    "select m.account, t.state from talks t join members m on m.id = t.member_id order by t.id",
  ).map(({ account, state }) => `${account} ${state}`);

/** The next quarter's round of the first branch. */
async function theNextQuarter(bot: Bot, totals: Readonly<Record<string, number>>): Promise<void> {
  bot.clock.set("2027-01-04 09:00");
  await bot.tick();
  bot.clock.set("2027-02-24 10:00");
  anOpenRound(bot);
  for (const [account, total] of Object.entries(totals)) await bot.say(account, String(total));
  bot.clock.set("2027-02-25 09:01");
  await bot.tick();
}

describe("a talk list", () => {
  test("lists nobody to himself, and shows of those who hold talks no figure", async () => {
    const bot = await aClosedRound({ share: 0 });

    expect(list(bot, "wu")).not.toContain("伍建国");
    for (const account of ["zhang", "wang"]) {
      expect(list(bot, account)).toContain("伍建国：支部委员，请其他委员谈话");
      expect(list(bot, account)).not.toContain("11000");
    }
    expect(await bot.say("wu", "谈话名单")).not.toContain("伍建国");
    expect(await bot.say("wu", "已谈")).not.toContain("伍建国");
    expect(await bot.say("wang", "谈话名单")).toContain("伍建国：支部委员");
    expect(await bot.say("wu", "已谈 伍建国")).toContain("与您本人的谈话");
  });

  test("the publicity commissioner may register a talk", async () => {
    const bot = await aClosedRound({ share: 0 });

    expect(await bot.say("wang", "已谈 伍建国 内容：学习安排")).toContain("已登记：与伍建国同志的谈话");
  });

  test("where the branch has nobody else the talk is the committee secretary's: name and branch, no figure", async () => {
    const alone = { ...without("wang", "宣传委员"), wu: { ...aSchool.wu!, duties: [] } };
    const bot = await aClosedRound({
      share: 0,
      people: alone,
      totals: { zhang: 10_000, wang: 14_000, li: 13_000, chen: 12_000, wu: 15_000 },
    });

    const told = bot.planned("ma").findLast((text) => text.includes("【谈话提示】"))!;
    expect(told).toContain("第一党支部 张伟同志列入2026年第四季度谈话名单");
    expect(told).not.toContain("10000");
    const shown = await bot.say("ma", "谈话名单");
    expect(shown).toContain("第一党支部 张伟");
    expect(shown).not.toContain("10000");
    expect(list(bot, "zhang")).not.toContain("张伟");
    expect(await bot.say("fang", "已谈 张伟")).toContain("无权");
    expect(await bot.say("ma", "已谈 张伟 内容：学习安排")).toContain("已登记：与张伟同志的谈话");
    expect(await bot.say("ma", "已谈 张伟")).not.toContain("已登记");
    expect(states(bot)).toContain("zhang held");
    expect(bot.planned("zhang").at(-1)).toContain("马宁（党委书记）");
  });

  test("of what is not held by the next quarter's close nothing piles up: it ends as 未谈", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("zhang", "已谈 李明 内容：学习");
    await theNextQuarter(bot, { zhang: 16_000, wang: 15_000, li: 14_000, chen: 13_000, wu: 12_000 });

    expect(states(bot)).toEqual(["wu unheld", "chen unheld", "li held", "wu owed", "chen owed", "li owed"]);
    await bot.tick();
    expect(await bot.say("he", "汇总 2027Q1")).toContain("上季度未谈 2");
    expect(await bot.say("ma", "汇总 2027Q1")).not.toMatch(/陈静|伍建国/);
    expect(await bot.say("he", "汇总 2026Q4")).not.toContain("上季度未谈");
  });

  test("shows the secretary who has not reported for two quarters running", async () => {
    const bot = await aClosedRound({ share: 0, totals: { zhang: 15_000, wang: 14_000, li: 13_000 } });
    await theNextQuarter(bot, { zhang: 16_000, wang: 15_000, chen: 13_000 });

    expect(list(bot, "zhang")).toContain("未填报（不计入名次）：李明、伍建国（连续两个季度）");
    expect(bot.planned("zhang").findLast((text) => text.includes("【考核结束】"))).toContain("伍建国（连续两个季度）");
    expect(await bot.say("zhang", "谈话名单")).toContain("李明、伍建国（连续两个季度）");
  });

  test("spares the retired and keeps their places", async () => {
    const bot = await aClosedRound({ share: 0, people: { ...aSchool, chen: { ...aSchool.chen!, state: "借调" } } });

    expect(states(bot)).not.toContain("chen owed");
  });
});
