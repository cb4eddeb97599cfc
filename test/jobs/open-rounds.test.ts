import { describe, expect, test } from "vitest";
import { addDays, instantAt } from "../../src/domain/calendar.ts";
import { openRounds } from "../../src/jobs/open-rounds.ts";
import { roundsIn } from "../../src/store/rounds.ts";
import { aSchool } from "../chat/a-school.ts";
import { closeRound } from "../support/close-round.ts";
import { drawnDayOf } from "../support/drawn-day.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aLife, type Life, type Way, ways } from "./a-life.ts";

const BRANCH_1 = ["zhang", "wang", "li", "chen", "wu"];
const questions = (life: Life, account: string) =>
  life.planned(account).filter((text) => text.startsWith("同志您好！"));
const states = (life: Life) =>
  life
    .rows<{ state: string }>("select state from rounds where origin <> 'count' order by id")
    .map(({ state }) => state);

async function aDrawnQuarter(way: Way, time = "2026-10-01 08:00"): Promise<Life> {
  const life = aLife(way, { time });
  life.roster({
    ...aSchool,
    sick: { name: "病号", state: "长期病假" },
    unregistered: { name: "未注", state: "未注册" },
  });
  await life.at(time);
  return life;
}

describe.each(ways)("jobs run %s", (way) => {
  test("a round opens at its time on the drawn day, not a minute earlier", async () => {
    const life = await aDrawnQuarter(way);

    await life.onDrawnDay("09:06");
    expect(states(life)).toEqual(["planned", "planned"]);
    await life.onDrawnDay("09:07");

    const day = drawnDayOf(life.bot);
    expect(life.rows("select state, day, opens_at, opened_at, closes_at, grace_until from rounds limit 1")).toEqual([
      {
        state: "open",
        day,
        opens_at: instantAt(day, "09:07"),
        opened_at: instantAt(day, "09:07"),
        closes_at: instantAt(day, "21:00"),
        grace_until: instantAt(addDays(day, 1), "09:00"),
      },
    ]);
  });

  test("each counted member is asked once, with the closing time; who does not count is not asked", async () => {
    const life = await aDrawnQuarter(way);

    await life.onDrawnDay("09:07");
    await life.onDrawnDay("12:00");

    for (const account of Object.keys(aSchool)) {
      expect(questions(life, account), account).toHaveLength(1);
      expect(questions(life, account)[0]).toContain("21:00 前有效");
    }
    for (const account of ["sick", "unregistered"]) expect(life.planned(account)).toEqual([]);
  });

  test("whoever was never told what is kept and why is told once, right before being asked", async () => {
    const life = await aDrawnQuarter(way);
    await life.say("li", "隐私");
    await life.onDrawnDay("09:07");
    life.roster({ new: { name: "新来" } });
    await life.onDrawnDay("12:00");
    await life.say("new", "12345");

    const openings = (account: string) =>
      life
        .planned(account)
        .map((text) => text.slice(0, 5))
        .filter((opening) => ["【个人信息", "同志您好！"].includes(opening));
    for (const account of ["zhang", "chen", "tang", "new"]) {
      expect(openings(account)).toEqual(["【个人信息", "同志您好！"]);
    }
    expect(openings("li")).toEqual(["同志您好！"]);
    for (const account of ["sick", "unregistered"]) expect(life.planned(account)).toEqual([]);
    // One text for everybody goes out in few calls.
    expect(life.rows("select distinct message_id from deliveries where key like 'welcome-%'")).toHaveLength(1);
  });

  test("the office is told once how many are asked", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");
    await life.onDrawnDay("10:00");

    const told = life.planned("he").filter((text) => text.includes("考核已开始"));

    expect(told).toHaveLength(1);
    expect(told[0]).toContain("2 个支部，13 人");
  });

  test("a machine that comes back before closing opens the round late, on its day", async () => {
    const life = await aDrawnQuarter(way);

    await life.onDrawnDay("20:59");

    const day = drawnDayOf(life.bot);
    expect(life.rows("select state, day, opened_at as openedAt, redrawn_on as redrawnOn from rounds")[0]).toEqual({
      state: "open",
      day,
      openedAt: instantAt(day, "20:59"),
      redrawnOn: null,
    });
    for (const account of BRANCH_1) expect(questions(life, account)).toHaveLength(1);
  });

  test("a machine that was off on the day draws the day again, once, with the reason, and tells the office", async () => {
    const life = await aDrawnQuarter(way);
    const first = drawnDayOf(life.bot);

    await life.onDrawnDay("21:00");
    const second = drawnDayOf(life.bot);

    expect(second > first).toBe(true);
    expect(life.rows("select state, redrawn_on as redrawnOn, redraw_reason as reason from rounds limit 1")).toEqual([
      { state: "planned", redrawnOn: first, reason: `could not be opened on ${first}` },
    ]);
    expect(drawnDayOf(life.bot, "第二党支部")).toBe(second);
    expect(life.planned("he").filter((text) => text.includes("已重新抽取一次"))).toHaveLength(1);
    for (const account of BRANCH_1) expect(questions(life, account)).toEqual([]);

    await life.at(`${second} 09:07`);
    expect(states(life)).toEqual(["open", "open"]);
    for (const account of BRANCH_1) expect(questions(life, account)).toHaveLength(1);
  });

  test("a second day that is missed is not drawn again: the round is missed and the office is told", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("21:00");

    await life.onDrawnDay("23:00");
    await life.at("2026-12-31 12:00");

    expect(states(life)).toEqual(["missed", "missed"]);
    const told = life.planned("he").filter((text) => text.includes("不再重新抽取"));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("bot round open");
    expect(life.rows("select act, count(*) as n from audit where act like 'round%' group by act order by act")).toEqual(
      [
        { act: "round.miss", n: 2 },
        { act: "round.redraw", n: 2 },
      ],
    );
  });

  test("a day that is missed when no candidate is left is missed at once", async () => {
    const life = await aDrawnQuarter(way);

    await life.at("2026-12-22 10:00");

    expect(states(life)).toEqual(["missed", "missed"]);
    expect(life.planned("he").filter((text) => text.includes("已重新抽取"))).toEqual([]);
    expect(life.planned("he").filter((text) => text.includes("不再重新抽取"))).toHaveLength(1);
  });

  test("a machine that was off for the whole quarter misses its rounds and goes on with the next one", async () => {
    const life = aLife(way, { time: "2026-07-01 08:00" });
    life.roster(aSchool);
    await life.at("2026-07-01 08:00");

    await life.at("2026-10-20 08:00");

    expect(life.rows("select quarter, state from rounds order by id")).toEqual([
      { quarter: "2026Q3", state: "missed" },
      { quarter: "2026Q3", state: "missed" },
      { quarter: "2026Q4", state: "planned" },
      { quarter: "2026Q4", state: "planned" },
    ]);
    expect(drawnDayOf(life.bot) > "2026-10-20").toBe(true);
  });

  test("a member who comes onto the roster of an open round is asked once", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");

    life.roster({ new: { name: "新来" } });
    await life.onDrawnDay("10:00");
    await life.onDrawnDay("10:01");

    expect(questions(life, "new")).toHaveLength(1);
    expect(await life.say("zhang", "进度")).toContain("应报 6 人");
    expect(await life.say("new", "12345")).toContain("已记录");
  });

  test("a member who counts only since an import is asked and may be reminded", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");

    life.roster({ sick: { name: "病号", state: "在职" } });
    await life.onDrawnDay("10:00");
    await life.onDrawnDay("14:10");

    expect(questions(life, "sick")).toHaveLength(1);
    expect(life.planned("sick").filter((text) => text.startsWith("温馨提醒"))).toHaveLength(1);
    expect(await life.say("zhang", "进度")).toContain("病号");
  });

  test("a member who has reported before counting is not asked any more", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");
    await life.say("sick", "12345");

    life.roster({ sick: { name: "病号", state: "在职" } });
    await life.onDrawnDay("10:00");

    expect(questions(life, "sick")).toEqual([]);
    expect(await life.say("zhang", "进度")).toContain("应报 6 人，已报 1 人");
  });

  test("a member who leaves during the round leaves the count, and is neither reminded nor able to report", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");

    life.roster({ li: { ...aSchool.li!, state: "转出" } });
    await life.onDrawnDay("14:10");

    expect(await life.say("zhang", "进度")).toContain("应报 4 人");
    expect(life.planned("li").filter((text) => text.startsWith("温馨提醒"))).toEqual([]);
    expect(await life.say("li", "12345")).toContain("没有进行中的填报");
  });

  test("a member who leaves after having reported stays on the table and leaves the count", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");
    await life.say("li", "12345");

    life.roster({ li: { ...aSchool.li!, state: "转出" } });
    await life.onDrawnDay("10:00");
    expect(await life.say("zhang", "进度")).toContain("应报 4 人，已报 0 人");
    await life.onDrawnDay("09:00", 1);

    expect(
      life.rows(
        "select t.counted, t.total from table_rows t join members m on m.id = t.member_id where m.account = 'li'",
      ),
    ).toEqual([{ counted: 0, total: 12_345 }]);
  });

  test("a member who leaves and comes back the same day is asked once all the same", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");
    life.roster({ li: { ...aSchool.li!, state: "转出" } });
    await life.onDrawnDay("10:00");
    life.roster({ li: { ...aSchool.li!, state: "在职" } });
    await life.onDrawnDay("11:00");

    expect(questions(life, "li")).toHaveLength(1);
    expect(await life.say("li", "12345")).toContain("已记录");
    expect(await life.say("zhang", "进度")).toContain("应报 5 人，已报 1 人");
  });

  test("a member who moves after having reported is not asked again: the report counts in the new branch", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");
    await life.say("tang", "12345");

    life.roster({ tang: { ...aSchool.tang!, branch: "第一党支部" } });
    await life.onDrawnDay("10:00");
    await life.onDrawnDay("14:10");

    expect(questions(life, "tang")).toHaveLength(1);
    expect(life.planned("tang").some((text) => text.startsWith("温馨提醒"))).toBe(false);
    expect(await life.say("zhang", "进度")).toContain("应报 6 人，已报 1 人");
    expect(await life.say("su", "进度")).toContain("应报 7 人，已报 0 人");
  });

  test.each([
    ["tang", "第一党支部"],
    ["li", "第二党支部"],
  ])("%s, who moves to %s after having reported, is on the table of that branch alone", async (account, branch) => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");
    await life.say(account, "12345");
    life.roster({ [account]: { ...aSchool[account]!, branch } });
    await life.onDrawnDay("10:00");
    await life.onDrawnDay("09:00", 1);

    expect(
      life.rows(
        `select b.name as branch, t.total from table_rows t join members m on m.id = t.member_id
         join rounds r on r.id = t.round_id join branches b on b.id = r.branch_id where m.account = ?`,
        account,
      ),
    ).toEqual([{ branch, total: 12_345 }]);
  });

  test("an import after closing asks nobody any more", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");
    await life.onDrawnDay("21:00");

    life.roster({ new: { name: "新来" } });
    await life.onDrawnDay("21:01");
    await life.onDrawnDay("09:00", 1);

    expect(life.planned("new")).toEqual([]);
    expect(states(life)).toEqual(["closed", "closed"]);
  });

  test("an import of the day after says nothing of the round's day", async () => {
    const life = await aDrawnQuarter(way);
    await life.onDrawnDay("09:07");
    await life.onDrawnDay("08:00", 1);

    life.roster({ li: { ...aSchool.li!, state: "转出" }, new: { name: "新来" } });
    await life.onDrawnDay("08:01", 1);

    expect(await life.say("zhang", "进度")).toContain("应报 5 人");
  });

  test("an extra round goes on first and the drawn one opens when it has been closed", async () => {
    const life = await aDrawnQuarter(way);
    const day = drawnDayOf(life.bot);
    life.off(`${day} 08:00`);
    const extra = anOpenRound(life.bot);

    await life.at(`${day} 09:07`);
    expect(states(life)).toEqual(["planned", "open", "open"]);
    closeRound(life.bot.services, roundsIn(life.bot.db, "open").find(({ id }) => id === extra)!);
    await life.at(`${day} 12:00`);

    expect(states(life)).toEqual(["open", "open", "closed"]);
    expect(questions(life, "li")).toHaveLength(2);
    expect(life.rows("select redrawn_on from rounds where origin = 'drawn'")).toEqual([
      { redrawn_on: null },
      { redrawn_on: null },
    ]);
  });

  test("an extra round that lasts over the drawn day makes its branch be drawn again, and the office is told", async () => {
    const life = await aDrawnQuarter(way);
    const day = drawnDayOf(life.bot);
    life.off(`${day} 08:00`);
    anOpenRound(life.bot);

    await life.at(`${day} 09:07`);
    await life.at(`${day} 21:00`);

    expect(states(life)).toEqual(["planned", "open", "open"]);
    expect(drawnDayOf(life.bot) > day).toBe(true);
    expect(life.planned("he").filter((text) => text.includes("另有加开的考核"))).toHaveLength(1);
  });
});

test.each(
  Array.from({ length: 25 }, (_, seed) => seed),
)("a day drawn again lies ahead, whatever the seed is (seed %i)", async (seed) => {
  const life = aLife("once", { seed });
  life.roster(aSchool);
  await life.at("2026-10-01 08:00");
  const first = drawnDayOf(life.bot);

  await life.at(`${first} 22:00`);

  const [round] = life.rows<{ state: string }>("select state from rounds");
  // The last candidate leaves none behind it.
  expect(round!.state).toBe(first === "2026-12-21" ? "missed" : "planned");
  if (round!.state === "planned") expect(drawnDayOf(life.bot) > first).toBe(true);
});

test("a round that is closed by hand while the jobs run takes in and asks nobody any more", async () => {
  const life = await aDrawnQuarter("once");
  await life.onDrawnDay("09:07");
  life.roster({ early: { name: "早来" } });

  const running = openRounds(life.bot.services);
  for (const round of roundsIn(life.bot.db, "open")) closeRound(life.bot.services, round);
  life.roster({ late: { name: "迟来" } });
  await running;

  expect(life.planned("late")).toEqual([]);
  expect(life.rows("select * from round_members rm join members m on m.id = rm.member_id where name = '迟来'")).toEqual(
    [],
  );
});
