import { describe, expect, test } from "vitest";
import { defaultPolicy, type Policy } from "../../src/domain/policy.ts";
import { verifyAudit } from "../../src/store/audit.ts";
import { checkSeals } from "../../src/store/seal-check.ts";
import { setSetting } from "../../src/store/settings.ts";
import { aSchool } from "../chat/a-school.ts";
import { adopt, aLife, everythingButSalts, type Life, type Way, ways } from "./a-life.ts";

const GROUP = "appchat:school";

/** Whom a spot check meets is random, which a life that is restarted begins anew. */
const policy: Policy = {
  ...defaultPolicy,
  parameters: { ...defaultPolicy.parameters, spotCheck: { share: 0, atLeast: 0 } },
};

/** A quarter from its first day to its last, with everything that happens to rounds. The day drawn is a Monday. */
async function aQuarter(way: Way): Promise<Life> {
  const life = aLife(way, { time: "2026-10-01 08:00" });
  adopt(life.bot, policy);
  setSetting(life.bot.db, "schoolGroup", GROUP);
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
  await life.onDrawnDay("09:10", 1);
  await life.say("wang", "确认统计表");
  await life.onDrawnDay("10:00", 4);
  await life.onDrawnDay("10:00", 8);
  await life.say("zhang", "已谈 李明 学习安排");
  await life.onDrawnDay("10:00", 9);
  await life.say("he", "发布");
  await life.onDrawnDay("10:00", 15);
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
      { act: "summary.archive", n: 1 },
      { act: "summary.draft", n: 1 },
      { act: "summary.publish", n: 1 },
      { act: "summary.submit", n: 1 },
      { act: "table.confirm", n: 1 },
      { act: "talk.held", n: 1 },
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
    const heard = (to: string) => life.planned(to).map((text) => text.slice(0, 12));
    const drawn = "2026年第四季度考核日";
    const asked = ["【个人信息说明】您好，我", "同志您好！今天进行本季度"];
    const reminded = "温馨提醒：还没有收到您本";
    const excused = "伍建国同志在本次考核中请";

    expect(heard("li")).toEqual([...asked, "【学习建议】8月18日至", "张伟（支部书记）于 20"]);
    expect(heard("chen")).toEqual(asked);
    // 张伟 holds the branch's talks: the own one is for the others.
    expect(heard("wu")).toEqual([...asked, "【谈话教育名单】第一党支", "【谈话提醒】2026年第"]);
    expect(heard("new")).toEqual([...asked, reminded, reminded]);
    expect(heard("wang")).toEqual([
      drawn,
      ...asked,
      excused,
      reminded,
      reminded,
      "【考核结束】第一党支部：",
      "【谈话教育名单】第一党支",
      "【谈话提醒】2026年第",
    ]);
    expect(heard("zhang")).toEqual([
      drawn,
      ...asked,
      excused,
      reminded,
      "【考核结束】第一党支部：",
      "【谈话教育名单】第一党支",
      "【谈话提醒】2026年第",
    ]);
    expect(heard("su")).toEqual([
      drawn,
      ...asked,
      reminded,
      reminded,
      "【考核结束】第二党支部：",
      "【谈话教育名单】第二党支",
      "【请确认统计表】第二党支",
    ]);
    expect(heard("sick")).toEqual([]);
    for (const account of ["he", "lin", "shi"]) {
      expect(heard(account)).toEqual([
        drawn,
        ...asked,
        "11月9日考核已开始：2",
        reminded,
        reminded,
        "2026年第四季度各支部",
        "2026年第四季度汇总已",
        "【统计表确认】已到第三个",
        "【每周简报】11月9日至",
        "2026年第四季度公示期",
        "【谈话进展】2026年第",
        "【每周简报】11月16日",
        "2026年度年终统计未能",
      ]);
    }
    expect(heard("ma")).toEqual([...asked, reminded, reminded, "何翠同志提交了2026年", "[汇总表.xlsx]", "[排名.png]"]);
    expect(heard(GROUP)).toEqual([
      drawn,
      "【公示】测试学校2026",
      "[排名.png]",
      "[公示.docx]",
      "【通报】测试学校2026",
      "[通报.docx]",
    ]);
  });
});

test("whether the jobs run once, twice, restarted or killed, the rows are the same to the last one", async () => {
  const lives = await Promise.all(ways.map(aQuarter));

  const [once, ...others] = lives.map(everythingButSalts);

  expect(once!.deliveries!.length).toBeGreaterThan(40);
  for (const other of others) expect(other).toEqual(once);
  for (const life of lives) {
    expect(verifyAudit(life.bot.db).fault).toBeNull();
    expect(checkSeals(life.bot.db)).toMatchObject({ faults: [], unsealed: { tables: 0, summaries: 0 } });
  }
});
