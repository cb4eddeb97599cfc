import { describe, expect, test } from "vitest";
import { aSchool } from "../chat/a-school.ts";
import { aLife, everything, type Life, type Way, ways } from "./a-life.ts";

/** A quarter from its first day to its last, with everything that happens to rounds. */
async function aQuarter(way: Way): Promise<Life> {
  const life = aLife(way, { time: "2026-10-01 08:00" });
  life.roster({ ...aSchool, sick: { name: "病号", state: "长期病假" } });
  life.bot.past("li", 11_020, "2026-08-18");
  await life.at("2026-10-01 08:00");
  await life.at("2026-10-09 12:00");
  await life.onDrawnDay("09:06");
  await life.onDrawnDay("09:07");
  await life.say("li", "12345");
  await life.say("chen", "大概23456");
  await life.say("wu", "请假");
  await life.onDrawnDay("11:00");
  life.roster({ new: { name: "新来" }, gao: { ...aSchool.gao!, state: "转出" } });
  await life.onDrawnDay("11:01");
  await life.say("chen", "是");
  await life.say("tang", "20002");
  await life.onDrawnDay("14:10");
  await life.say("zhang", "15000");
  await life.onDrawnDay("19:40");
  await life.onDrawnDay("21:00");
  await life.onDrawnDay("21:01");
  await life.say("wang", "14000");
  await life.onDrawnDay("08:59", 1);
  await life.onDrawnDay("09:00", 1);
  await life.say("he", "提交");
  await life.say("ma", "通过");
  await life.say("he", "发布");
  await life.at("2026-12-31 23:59");
  return life;
}

describe.each(ways)("a quarter whose jobs are run %s", (way) => {
  test("goes its way: each step happens, and happens once", async () => {
    const life = await aQuarter(way);

    expect(life.rows("select act, count(*) as n from audit group by act order by act")).toEqual([
      { act: "quarter.draw", n: 1 },
      { act: "round.close", n: 2 },
      { act: "round.open", n: 2 },
      { act: "summary.approve", n: 1 },
      { act: "summary.draft", n: 1 },
      { act: "summary.publish", n: 1 },
      { act: "summary.submit", n: 1 },
    ]);
    expect(
      life.rows(
        `select b.name as branch, r.state, t.members, t.reported from rounds r join branches b on b.id = r.branch_id
         join branch_tables t on t.round_id = r.id order by b.id`,
      ),
    ).toEqual([
      { branch: "第一党支部", state: "closed", members: 6, reported: 4 },
      { branch: "第二党支部", state: "closed", members: 7, reported: 1 },
    ]);
  });

  test("everybody hears what concerns him, once and in order", async () => {
    const life = await aQuarter(way);
    const heard = (account: string) => life.planned(account).map((text) => text.slice(0, 8));

    expect(heard("li")).toEqual(["同志您好！本季度"]);
    expect(heard("chen")).toEqual(["同志您好！本季度"]);
    expect(heard("wu")).toEqual(["同志您好！本季度", "【谈话教育名单】"]);
    expect(heard("new")).toEqual(["同志您好！本季度", "温馨提醒：还没有", "温馨提醒：还没有"]);
    expect(heard("wang")).toEqual([
      "2026年第四季",
      "同志您好！本季度",
      "伍建国同志在本次",
      "温馨提醒：还没有",
      "温馨提醒：还没有",
      "【考核结束】第一",
    ]);
    expect(heard("sick")).toEqual([]);
    expect(heard("he")).toEqual([
      "2026年第四季",
      "同志您好！本季度",
      expect.stringMatching(/^\d+月\d+日考核/),
      "温馨提醒：还没有",
      "温馨提醒：还没有",
      "2026年第四季",
      "2026年第四季",
    ]);
  });
});

test("whether the jobs run once, twice, restarted or killed, the rows are the same to the last one", async () => {
  const lives = await Promise.all(ways.map(aQuarter));

  const [once, ...others] = lives.map(everything);

  expect(once!.deliveries!.length).toBeGreaterThan(40);
  for (const other of others) expect(other).toEqual(once);
});
