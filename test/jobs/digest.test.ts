import { describe, expect, test } from "vitest";
import { type Day, workCalendar } from "../../src/domain/calendar.ts";
import { digest } from "../../src/jobs/digest.ts";
import { aSchool, aSchoolBeingAsked } from "../chat/a-school.ts";
import type { Bot } from "../support/a-bot.ts";
import { aLife, everything, type Life, ways } from "./a-life.ts";

const digests = (of: Pick<Bot, "planned">, account = "he") =>
  of.planned(account).filter((text) => text.startsWith("【每周简报】"));

/** Wednesday 2026-11-18: people report in all the ways there are; the round closes on Thursday morning. */
async function aBusyWeek(): Promise<Bot> {
  const bot = await aSchoolBeingAsked("2026-11-18 10:00");
  bot.db.$client.exec(
    "update rounds set state = 'missed' where state = 'planned'; delete from deliveries; delete from batches",
  );
  await bot.say("zhang", "15000");
  await bot.say("zhang", "15010");
  await bot.say("li", "大概12000");
  await bot.say("li", "12345");
  await bot.say("wang", "代报 陈静 9000");
  await bot.say("wu", "13000");
  await bot.say("wu", "确认撤回");
  bot.clock.set("2026-11-19 09:00");
  await bot.tick();
  return bot;
}

async function digestOf(bot: Bot, change: string): Promise<string> {
  bot.db.$client.exec(change);
  bot.clock.set("2026-11-23 09:07");
  await bot.tick();
  return digests(bot)[0] ?? "";
}

describe("the weekly digest", () => {
  test("counts what came in, and names nobody", async () => {
    const text = await digestOf(await aBusyWeek(), "select 1");

    expect(text.split("\n").slice(0, 2)).toEqual([
      "【每周简报】11月16日至11月22日",
      "填报：5 次，其中更正 1 次，代报 1 次，撤回 1 次，请填报人确认 1 次",
    ]);
    for (const { name } of Object.values(aSchool)) expect(text).not.toContain(name);
    expect(text).not.toMatch(/15010|12345/);
  });

  const friday = Date.parse("2026-11-20T10:00:00+08:00");
  test.each([
    ["tables confirmed", `update branch_tables set confirmed_at = ${friday}`, "统计表：确认 1 份"],
    [
      "corrected tables",
      `insert into branch_tables (round_id, version, made_at, members, reported) select round_id, 2, ${friday}, 5, 3 from branch_tables`,
      "统计表：更正 1 份",
    ],
    [
      "talks held and owed",
      `update talks set state = 'held', held_at = ${friday} where id = (select min(id) from talks)`,
      "谈话：与党员已谈 1 次，目前待谈 1 次",
    ],
    [
      "talks with branches",
      `insert into branch_talks (quarter, branch_id, state, held_at) values ('2026Q4', 1, 'held', ${friday})`,
      "与支部已谈 1 次",
    ],
    ["spot checks", "select 1", "抽查：发起 1 人，目前未完成 1 人"],
    [
      "settled spot checks",
      `update spot_checks set state = 'confirmed', resolved_at = ${friday}`,
      "发起 1 人，核对 1 人",
    ],
    [
      "objections",
      `insert into objections (member_id, quarter, text, opened_at) values (3, '2026Q4', '有误', ${friday}), (3, '2026Q4', '有误', 1);
       update objections set state = 'answered', answered_at = ${friday} where opened_at = 1`,
      "异议：提出 1 件，答复 1 件，目前待答复 1 件",
    ],
    [
      "messages sent and refused",
      `update deliveries set state = 'sent', sent_at = ${friday}; update deliveries set state = 'refused', sent_at = null, error = '不可见' where id = (select min(id) from deliveries)`,
      "被拒 1 条",
    ],
  ])("counts %s", async (_, change, words) => {
    expect(await digestOf(await aBusyWeek(), change)).toContain(words);
  });

  test("goes to everybody of the office and to nobody else", async () => {
    const bot = await aBusyWeek();
    await digestOf(bot, "select 1");

    for (const account of Object.keys(aSchool)) {
      expect(digests(bot, account)).toHaveLength(["he", "lin", "shi"].includes(account) ? 1 : 0);
    }
  });

  test("comes on the first working day of a week, not before the hour at which rounds open", async () => {
    const bot = await aBusyWeek();
    for (const time of ["2026-11-20 10:00", "2026-11-22 23:00", "2026-11-23 09:06"]) {
      bot.clock.set(time);
      await bot.tick();
    }
    expect(digests(bot)).toEqual([]);

    bot.clock.set("2026-11-23 09:07");
    await bot.tick();
    expect(digests(bot)).toHaveLength(1);
  });

  test("is said once, however often the clock comes by, and not of a week in which nothing happened", async () => {
    const bot = await aBusyWeek();
    await digestOf(bot, "select 1");
    for (const time of ["2026-11-23 09:08", "2026-11-24 10:00", "2026-11-30 10:00", "2026-12-07 10:00"]) {
      bot.clock.set(time);
      await bot.tick();
    }

    expect(digests(bot)).toHaveLength(1);
  });

  test("a machine that was off for three weeks makes one digest of them all", async () => {
    const bot = await aBusyWeek();
    await digestOf(bot, "select 1");
    bot.db.$client.exec(`update branch_tables set confirmed_at = ${friday + 5 * 86_400_000}`);
    bot.clock.set("2026-12-16 15:00");
    await bot.tick();

    expect(digests(bot)).toHaveLength(2);
    expect(digests(bot)[1]).toContain("【每周简报】11月23日至12月13日\n统计表：确认 1 份");
  });

  test("waits for the end of a week of holidays, and then tells of both weeks", async () => {
    const bot = await aSchoolBeingAsked("2026-09-28 10:00");
    const holidays = ["05", "06", "07", "08", "09"].map((day) => `2026-10-${day}` as Day);
    const look = (time: string) => {
      bot.clock.set(time);
      digest({ ...bot.services, calendar: () => workCalendar({ "2026": { holidays, workdays: [] } }) });
    };
    look("2026-09-28 10:00");
    await bot.say("li", "12345");

    for (const day of ["05", "07", "09", "11"]) look(`2026-10-${day} 12:00`);
    expect(digests(bot)).toEqual([]);

    look("2026-10-12 10:00");
    expect(digests(bot)[0]).toContain("【每周简报】9月28日至10月11日\n填报：1 次");
  });
});

test("whether the jobs run once, twice, restarted or killed, the rows are the same to the last one", async () => {
  const lives = await Promise.all(
    ways.map(async (way): Promise<Life> => {
      const life = aLife(way, { time: "2026-12-23 08:00" });
      life.roster(aSchool);
      await life.at("2026-12-23 08:00");
      life.rows(
        "insert into objections (member_id, quarter, text, opened_at) select 3, quarter, '有误', 1797984000000 from quarters returning id",
      );
      for (const time of ["2026-12-28 09:06", "2026-12-28 09:07", "2026-12-29 10:00"]) await life.at(time);
      return life;
    }),
  );

  const [once, ...others] = lives.map(everything);

  expect(digests(lives[0]!)).toEqual(["【每周简报】12月21日至12月27日\n异议：提出 1 件，目前待答复 1 件"]);
  for (const other of others) expect(other).toEqual(once);
});
