import { describe, expect, test } from "vitest";
import { minuteOf } from "../../src/domain/calendar.ts";
import { remind } from "../../src/jobs/remind.ts";
import { roundsIn } from "../../src/store/rounds.ts";
import { aSchool } from "../chat/a-school.ts";
import { closeRound } from "../support/close-round.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aLife, type Life, type Way, ways } from "./a-life.ts";

const reminders = (life: Life, account: string) =>
  life.planned(account).filter((text) => text.startsWith("温馨提醒")).length;

async function anOpenDay(way: Way, time = "09:07"): Promise<Life> {
  const life = aLife(way);
  life.roster({ ...aSchool, sick: { name: "病号", state: "长期病假" } });
  await life.at("2026-10-01 08:00");
  await life.onDrawnDay(time);
  return life;
}

describe.each(ways)("jobs run %s", (way) => {
  test("the silent are reminded at the policy's times and at no other", async () => {
    const life = await anOpenDay(way);

    const counts: Record<string, number> = {};
    for (const time of ["14:09", "14:10", "14:11", "19:39", "19:40", "20:59", "21:00", "23:00"]) {
      await life.onDrawnDay(time);
      counts[time] = reminders(life, "li");
    }

    expect(counts).toEqual({
      "14:09": 0,
      "14:10": 1,
      "14:11": 1,
      "19:39": 1,
      "19:40": 2,
      "20:59": 2,
      "21:00": 2,
      "23:00": 2,
    });
  });

  test("who has reported is not reminded; who has withdrawn it is silent again", async () => {
    const life = await anOpenDay(way);
    await life.say("li", "12345");
    await life.say("chen", "12345");
    await life.onDrawnDay("14:10");
    await life.say("chen", "确认撤回");
    await life.onDrawnDay("19:40");

    expect(reminders(life, "li")).toBe(0);
    expect(reminders(life, "chen")).toBe(1);
    expect(reminders(life, "wang")).toBe(2);
  });

  test("who has been reported by the secretary is not reminded", async () => {
    const life = await anOpenDay(way);
    await life.say("zhang", "代报 李明 12345");
    await life.onDrawnDay("19:40");

    expect(reminders(life, "li")).toBe(0);
  });

  test.each(["停止提醒", "请假"])("恢复提醒 takes %s back", async (words) => {
    const life = await anOpenDay(way);
    await life.say("li", words);
    await life.onDrawnDay("14:10");
    await life.say("li", "恢复提醒");
    await life.onDrawnDay("19:40");

    expect(reminders(life, "li")).toBe(1);
  });

  test("who does not count is not reminded", async () => {
    const life = await anOpenDay(way);
    await life.onDrawnDay("19:40");

    expect(reminders(life, "sick")).toBe(0);
  });

  test("of several missed times one is made up for", async () => {
    const life = await anOpenDay(way);

    await life.onDrawnDay("20:30");
    await life.onDrawnDay("20:40");

    expect(reminders(life, "li")).toBe(1);
  });

  test("nobody is reminded right after having been asked", async () => {
    const life = await anOpenDay(way, "14:00");
    await life.onDrawnDay("14:10");
    await life.onDrawnDay("15:00");
    expect(reminders(life, "li")).toBe(0);

    await life.onDrawnDay("19:40");
    expect(reminders(life, "li")).toBe(1);
  });

  // A clock that falls back gives the time before closing again.
  test.skipIf(way === "jumping")("nobody is reminded after closing, even if nobody has been reminded yet", async () => {
    const life = await anOpenDay(way);

    await life.onDrawnDay("21:00");
    await life.onDrawnDay("08:00", 1);

    expect(reminders(life, "li")).toBe(0);
  });

  test("a reminder says until when, offers a way out, and is of no use after closing", async () => {
    const life = await anOpenDay(way);
    await life.onDrawnDay("14:10");

    const text = life.planned("li").at(-1);

    expect(text).toContain("21:00 前回复数字");
    expect(text).toContain("请假");
    expect(
      life.rows(
        `select count(*) as n from deliveries d join rounds r on d.expires_at = r.closes_at
         where d.key like 'remind-1-1-%' and r.id = 1`,
      ),
    ).toEqual([{ n: 5 }]);
  });

  test("each of two rounds of a member reminds for itself", async () => {
    const life = await anOpenDay(way);
    await life.onDrawnDay("19:40");
    await life.onDrawnDay("09:00", 1);
    await life.onDrawnDay("10:00", 1);
    anOpenRound(life.bot);
    await life.onDrawnDay("14:10", 1);

    expect(reminders(life, "li")).toBe(2);
    expect(reminders(life, "tang")).toBe(1);
  });
});

test("a round that is closed by hand while the jobs run reminds nobody any more", async () => {
  const life = await anOpenDay("once");
  life.off(minuteOf(life.bot.clock.now()).replace("09:07", "14:10"));

  const running = remind(life.bot.services);
  for (const round of roundsIn(life.bot.db, "open")) closeRound(life.bot.services, round);
  await running;

  expect(Object.keys(aSchool).map((account) => reminders(life, account))).toEqual(Object.keys(aSchool).map(() => 0));
});
