import { describe, expect, test } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import { aSchool } from "../chat/a-school.ts";
import { drawnDayOf } from "../support/drawn-day.ts";
import { aLife, type Life } from "./a-life.ts";

const states = (life: Life) =>
  life.rows<{ state: string }>("select state from rounds order by id").map(({ state }) => state);
const heard = (life: Life, begin: string) => life.planned("li").filter((text) => text.startsWith(begin)).length;

async function aDrawnQuarter(): Promise<Life> {
  const life = aLife("once");
  life.roster(aSchool);
  await life.at("2026-10-01 08:00");
  return life;
}

describe("a clock that falls back", () => {
  test("an hour, right after the round has opened: nobody is asked again, and the day goes on", async () => {
    const life = await aDrawnQuarter();
    await life.onDrawnDay("09:07");

    for (const time of ["08:07", "08:30", "09:07", "09:08"]) await life.onDrawnDay(time);
    expect(states(life)).toEqual(["open", "open"]);
    expect(heard(life, "同志您好")).toBe(1);

    for (const time of ["14:10", "19:40"]) await life.onDrawnDay(time);
    expect(heard(life, "温馨提醒")).toBe(2);
  });

  test("an hour, right after a reminder: it is not sent again", async () => {
    const life = await aDrawnQuarter();
    await life.onDrawnDay("09:07");
    for (const time of ["14:10", "13:10", "14:10", "14:20"]) await life.onDrawnDay(time);

    expect(heard(life, "温馨提醒")).toBe(1);
  });

  test("a day, while the round is open: answers are taken, and it closes when its time comes", async () => {
    const life = await aDrawnQuarter();
    await life.onDrawnDay("09:07");
    await life.onDrawnDay("09:07", -1);

    expect(await life.say("li", "12345")).toContain("已记录");
    await life.onDrawnDay("09:00", 1);

    expect(states(life)).toEqual(["closed", "closed"]);
    expect(life.rows("select sum(reported) as n from branch_tables")).toEqual([{ n: 1 }]);
  });

  test("a day, after the round has closed: it stays closed and its day is not drawn again", async () => {
    const life = await aDrawnQuarter();
    await life.onDrawnDay("09:07");
    await life.onDrawnDay("09:00", 1);
    const before = life.rows("select * from deliveries");

    for (const [time, days] of [
      ["09:00", 0],
      ["21:00", 0],
      ["08:59", 1],
      ["09:01", 1],
    ] as const)
      await life.onDrawnDay(time, days);

    expect(states(life)).toEqual(["closed", "closed"]);
    expect(life.rows("select * from deliveries")).toEqual(before);
    expect(life.rows("select version from summaries")).toEqual([{ version: 1 }]);
  });

  test("into the quarter before: what was drawn stays, and that quarter is not drawn any more", async () => {
    const life = await aDrawnQuarter();
    const day = drawnDayOf(life.bot);

    await life.at("2026-09-30 23:00");
    await life.at("2026-10-01 09:00");

    expect(drawnDayOf(life.bot)).toBe(day);
    expect(life.rows("select quarter, seed is null as undrawn from quarters order by quarter")).toEqual([
      { quarter: "2026Q3", undrawn: 1 },
      { quarter: "2026Q4", undrawn: 0 },
    ]);
    expect(states(life)).toEqual(["planned", "planned"]);
  });
});

describe("a clock that leaps forward and comes back", () => {
  test("a month, before the drawn day: the round is held all the same, on the day that was drawn then", async () => {
    const life = await aDrawnQuarter();
    const first = drawnDayOf(life.bot);
    await life.at(`${addDays(first, 3)} 12:00`);
    const second = drawnDayOf(life.bot);
    expect(second > first).toBe(true);

    await life.at("2026-10-02 08:00");
    await life.at(`${first} 12:00`);
    expect(states(life)).toEqual(["planned", "planned"]);
    await life.at(`${second} 09:07`);

    expect(states(life)).toEqual(["open", "open"]);
    expect(heard(life, "同志您好")).toBe(1);
  });

  test("a month, while the round is open: it is closed with what had been reported, and not opened again", async () => {
    const life = await aDrawnQuarter();
    await life.onDrawnDay("09:07");
    await life.say("li", "12345");
    await life.onDrawnDay("10:00", 31);
    await life.onDrawnDay("10:01");

    expect(states(life)).toEqual(["closed", "closed"]);
    expect(await life.say("chen", "12345")).toContain("没有进行中的填报");
    expect(life.rows("select reported from branch_tables order by round_id")).toEqual([
      { reported: 1 },
      { reported: 0 },
    ]);
    expect(heard(life, "同志您好")).toBe(1);
  });

  test("an hour, over a reminder: it is not sent a second time when that hour really comes", async () => {
    const life = await aDrawnQuarter();
    await life.onDrawnDay("09:07");
    for (const time of ["14:10", "13:20", "14:10", "15:00"]) await life.onDrawnDay(time);

    expect(heard(life, "温馨提醒")).toBe(1);
  });
});

test("a machine that was off for a month does what is left to do, and each thing once", async () => {
  const life = await aDrawnQuarter();
  await life.onDrawnDay("09:07");
  await life.say("li", "12345");

  await life.onDrawnDay("23:30", 31);
  await life.onDrawnDay("23:31", 31);

  expect(states(life)).toEqual(["closed", "closed"]);
  expect(heard(life, "温馨提醒")).toBe(0);
  expect(life.rows("select version, state from summaries")).toEqual([{ version: 1, state: "draft" }]);
  for (const account of ["zhang", "wu"]) {
    expect(life.planned(account).filter((text) => text.includes("谈话教育名单"))).toHaveLength(1);
  }
});
