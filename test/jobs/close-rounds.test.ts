import { describe, expect, test } from "vitest";
import { addDays, type Day, instantAt } from "../../src/domain/calendar.ts";
import { roundById, roundsIn } from "../../src/store/rounds.ts";
import { aSchool } from "../chat/a-school.ts";
import { aBot } from "../support/a-bot.ts";
import { closeRound } from "../support/close-round.ts";
import { drawnDayOf } from "../support/drawn-day.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aLife, type Life, type Way, ways } from "./a-life.ts";

const TABLE = `select m.account, t.counted, t.total, t.previous_total as previous, t.late, t.source, t.doubt
  from table_rows t join members m on m.id = t.member_id where t.round_id = 1 order by m.id`;
const FIGURES = "select round_id, version, members, reported, sum, denominator from branch_tables order by round_id";
const TALKS = `select m.account, t.total, t.growth, t.rank, t.state from talks t join members m on m.id = t.member_id
  where t.round_id = 1 order by t.id`;

async function aFullDay(way: Way): Promise<Life> {
  const life = aLife(way);
  life.roster({ ...aSchool, sick: { name: "病号", state: "长期病假" } });
  life.bot.past("li", 11_020, "2026-08-18");
  life.bot.past("chen", 9_000, "2026-08-18");
  await life.at("2026-10-01 08:00");
  await life.onDrawnDay("09:07");
  await life.say("zhang", "15000");
  await life.say("wang", "14000");
  await life.say("li", "10980");
  await life.say("li", "是");
  await life.say("sick", "500");
  await life.onDrawnDay("21:30");
  await life.say("zhang", "代报 伍建国 13000");
  return life;
}

describe.each(ways)("jobs run %s", (way) => {
  test("a round closes when grace is over, not a minute earlier", async () => {
    const life = await aFullDay(way);

    await life.onDrawnDay("08:59", 1);
    expect(life.rows("select distinct state from rounds")).toEqual([{ state: "open" }]);
    await life.onDrawnDay("09:00", 1);

    const closedAt = instantAt(addDays(drawnDayOf(life.bot), 1), "09:00");
    expect(life.rows("select distinct state, closed_at as closedAt from rounds")).toEqual([
      { state: "closed", closedAt },
    ]);
  });

  test("its table is frozen with what counts, what was known before, and how it came", async () => {
    const life = await aFullDay(way);
    await life.onDrawnDay("09:00", 1);

    expect(life.rows(TABLE)).toEqual([
      { account: "zhang", counted: 1, total: 15_000, previous: null, late: 0, source: "本人", doubt: null },
      { account: "wang", counted: 1, total: 14_000, previous: null, late: 0, source: "本人", doubt: null },
      { account: "li", counted: 1, total: 10_980, previous: 11_020, late: 0, source: "本人", doubt: "below-last" },
      { account: "chen", counted: 1, total: null, previous: 9_000, late: 0, source: null, doubt: null },
      { account: "wu", counted: 1, total: 13_000, previous: null, late: 1, source: "代报", doubt: null },
      { account: "sick", counted: 0, total: 500, previous: null, late: 0, source: "本人", doubt: null },
    ]);
    // 陈静 counts with the last known total, 病号 not at all.
    const sum = 15_000 + 14_000 + 10_980 + 9_000 + 13_000;
    expect(life.rows(FIGURES)[0]).toEqual({ round_id: 1, version: 1, members: 5, reported: 4, sum, denominator: 5 });
  });

  test("the talks owed are to the three lowest of those who count and have reported", async () => {
    const life = await aFullDay(way);
    await life.onDrawnDay("09:00", 1);

    expect(life.rows(TALKS)).toEqual([
      { account: "li", total: 10_980, growth: -40, rank: 4, state: "owed" },
      { account: "wu", total: 13_000, growth: null, rank: 3, state: "owed" },
      { account: "wang", total: 14_000, growth: null, rank: 2, state: "owed" },
    ]);
  });

  test("the talk list is sent to the secretary and the branch committee, and to nobody else", async () => {
    const life = await aFullDay(way);
    await life.onDrawnDay("09:00", 1);
    await life.onDrawnDay("12:00", 1);

    const everybody = Object.keys(aSchool);
    const withList = everybody.filter((account) =>
      life.planned(account).some((text) => text.includes("李明：第 4 名")),
    );
    expect(withList).toEqual(["zhang", "wang", "wu"]);
    for (const account of withList) {
      // Nobody is listed to himself, and colleagues who hold talks are listed without a figure.
      expect(life.planned(account).filter((text) => text.includes("谈话教育名单"))).toEqual([
        [
          "【谈话教育名单】第一党支部 2026年第四季度（依据四（三））",
          "李明：第 4 名，10980 分，较上次减少 40 分",
          ...(account === "wu" ? [] : ["伍建国：支部委员，请其他委员谈话"]),
          ...(account === "wang" ? [] : ["王芳：支部委员，请其他委员谈话"]),
          "未填报（不计入名次）：陈静",
          "名单仅供本支部委员使用，请勿转发。",
        ].join("\n"),
      ]);
    }
  });

  test("the branch's admins are told once how it ended and who is missing, without a figure", async () => {
    const life = await aFullDay(way);
    await life.onDrawnDay("09:00", 1);
    await life.onDrawnDay("12:00", 1);

    for (const account of ["zhang", "wang"]) {
      expect(life.planned(account).filter((text) => text.startsWith("【考核结束】"))).toEqual([
        "【考核结束】第一党支部：应报 5 人，已报 4 人（迟报 1 人）。\n未填报：陈静",
      ]);
    }
    for (const account of ["li", "chen", "wu", "he", "ma"]) {
      expect(life.planned(account).filter((text) => text.startsWith("【考核结束】"))).toEqual([]);
    }
  });

  test("a closed round's table, figures and talks never change again", async () => {
    const life = await aFullDay(way);
    await life.onDrawnDay("09:00", 1);
    const before = [TABLE, FIGURES, TALKS].map((sql) => life.rows(sql));

    life.bot.past("chen", 30_000, "2026-09-01");
    life.bot.past("li", 1, "2026-10-02");
    life.roster({ li: { ...aSchool.li!, branch: "第二党支部" }, wang: { ...aSchool.wang!, state: "转出" } });
    await life.onDrawnDay("10:00", 1);
    await life.say("li", "20000");
    await life.say("chen", "确认撤回");
    await life.onDrawnDay("11:00", 2);

    expect([TABLE, FIGURES, TALKS].map((sql) => life.rows(sql))).toEqual(before);
  });

  test("the last correction before the end of grace is the one that is frozen", async () => {
    const life = await aFullDay(way);
    await life.say("zhang", "15100");
    await life.onDrawnDay("08:59", 1);
    await life.say("zhang", "15200");
    await life.onDrawnDay("09:00", 1);

    expect(life.rows(TABLE)[0]).toMatchObject({ account: "zhang", total: 15_200, late: 1 });
    expect(
      life.rows("select count(*) as n from reports r join members m on m.id = r.member_id where m.account = 'zhang'"),
    ).toEqual([{ n: 3 }]);
  });

  test("a machine that was off closes the round when it is back, with what was there in time", async () => {
    const life = await aFullDay(way);
    life.off(`${addDays(drawnDayOf(life.bot), 30)} 12:00`);
    expect(await life.say("chen", "16000")).toContain("没有进行中的填报");

    await life.onDrawnDay("12:00", 30);

    expect(life.rows(TABLE).find((row) => (row as { account: string }).account === "chen")).toMatchObject({
      total: null,
    });
    expect(life.rows(FIGURES)[0]).toMatchObject({ members: 5, reported: 4 });
  });

  test("a round that nobody answers closes with last known totals and no talk", async () => {
    const life = aLife(way);
    life.roster(aSchool);
    for (const account of ["zhang", "wang", "li", "chen", "wu"]) life.bot.past(account, 10_000, "2026-08-18");
    await life.at("2026-10-01 08:00");
    await life.onDrawnDay("09:07");
    await life.onDrawnDay("09:00", 1);

    expect(life.rows(FIGURES)[0]).toEqual({
      round_id: 1,
      version: 1,
      members: 5,
      reported: 0,
      sum: 50_000,
      denominator: 5,
    });
    expect(life.rows(TALKS)).toEqual([]);
    expect(life.planned("zhang").at(-1)).toContain("没有需要谈话教育的党员");
  });
});

describe("closing by hand", () => {
  function aRound() {
    const bot = aBot({ time: "2026-11-18 10:00" });
    bot.roster(aSchool);
    return { bot, id: anOpenRound(bot) };
  }

  test("closes once: the second time changes nothing and says so", async () => {
    const { bot, id } = aRound();
    await bot.say("li", "12345");
    const round = roundById(bot.db, id);

    expect(closeRound(bot.services, round)).toBe(true);
    const planned = bot.planned("zhang");
    expect(closeRound(bot.services, round)).toBe(false);

    expect(roundsIn(bot.db, "open")).toEqual([]);
    expect(bot.planned("zhang")).toEqual(planned);
  });

  test("before the time asks nobody who has just come onto the roster", () => {
    const { bot, id } = aRound();
    bot.roster({ new: { name: "新来" } });

    closeRound(bot.services, roundById(bot.db, id));

    expect(bot.planned("new")).toEqual([]);
    const members = bot.db.$client.prepare("select members from branch_tables").get();
    expect(members).toEqual({ members: 6 });
  });

  test("in the quiet hours is told in the morning", async () => {
    const { bot, id } = aRound();
    bot.clock.set("2026-11-18 23:00");

    closeRound(bot.services, roundById(bot.db, id));

    expect(
      bot.db.$client.prepare("select distinct not_before as notBefore from deliveries where key like 'closed-%'").all(),
    ).toEqual([{ notBefore: instantAt("2026-11-19" as Day, "07:30") }]);
  });
});
