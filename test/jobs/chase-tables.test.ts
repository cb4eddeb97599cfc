import { describe, expect, test } from "vitest";
import { type Day, workCalendar } from "../../src/domain/calendar.ts";
import { chaseTables } from "../../src/jobs/chase-tables.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import { latestClosedRound } from "../../src/store/rounds.ts";
import { aSchool } from "../chat/a-school.ts";
import { anOpenRound } from "../support/open-round.ts";
import { revisedFigure } from "../support/revised-figure.ts";
import { aLife, type Life, type Way, ways } from "./a-life.ts";

/** Thursday, 19 November 2026: the rounds of both branches close at nine. The third working day is the Tuesday after. */
async function closedOnThursday(way: Way = "once"): Promise<Life> {
  const life = aLife(way, { time: "2026-11-18 10:00" });
  life.roster(aSchool);
  for (const branch of ["第一党支部", "第二党支部"]) anOpenRound(life.bot, branch);
  await life.say("li", "12345");
  await life.at("2026-11-19 09:00");
  return life;
}

const officeTexts = (life: Life, account = "he") =>
  life.planned(account).filter((text) => text.startsWith("【统计表确认】"));
const reminders = (life: Life, account: string) =>
  life.planned(account).filter((text) => text.startsWith("【请确认统计表】"));

describe.each(ways)("jobs run %s", (way) => {
  test("on the third working day the office is shown who has not confirmed, in one text", async () => {
    const life = await closedOnThursday(way);

    await life.at("2026-11-23 23:59");
    expect(officeTexts(life)).toEqual([]);
    await life.at("2026-11-24 08:00");
    await life.at("2026-11-24 09:00");
    await life.at("2026-11-26 09:00");

    for (const account of ["he", "lin", "shi"]) {
      expect(officeTexts(life, account)).toEqual([
        "【统计表确认】已到第三个工作日，2026年第四季度统计表尚未确认的党支部（四（三））：第一党支部、第二党支部。已请各支部核对确认。",
      ]);
    }
    for (const account of ["zhang", "wang", "su"]) expect(reminders(life, account)).toHaveLength(1);
    expect(reminders(life, "zhang")).toEqual([
      "【请确认统计表】第一党支部2026年第四季度统计表（第 1 版）还没有确认（四（三））。请回复“统计表”核对，无误后回复“确认统计表”。",
    ]);
    for (const account of ["li", "wu", "ma", "fang"]) {
      expect([...officeTexts(life, account), ...reminders(life, account)]).toEqual([]);
    }
  });

  test("a machine that was off tells once what is late", async () => {
    const life = await closedOnThursday(way);
    life.off("2026-12-20 12:00");

    await life.at("2026-12-20 12:00");
    await life.at("2026-12-20 12:01");

    expect(officeTexts(life)).toHaveLength(1);
    expect(reminders(life, "zhang")).toHaveLength(1);
  });
});

test("who has confirmed is not shown and not reminded", async () => {
  const life = await closedOnThursday();
  await life.say("wang", "确认统计表");

  await life.at("2026-11-24 09:00");

  expect(officeTexts(life)).toEqual([expect.stringContaining("：第二党支部。")]);
  expect(officeTexts(life)[0]).not.toContain("第一党支部");
  expect(reminders(life, "zhang")).toEqual([]);
});

test("when everybody has confirmed, nobody hears anything", async () => {
  const life = await closedOnThursday();
  for (const account of ["zhang", "su"]) await life.say(account, "确认统计表");

  await life.at("2026-11-24 09:00");

  expect([...officeTexts(life), ...reminders(life, "zhang"), ...reminders(life, "su")]).toEqual([]);
});

test("a corrected version begins anew with the day it was made", async () => {
  const life = await closedOnThursday();
  await life.say("su", "确认统计表");
  await life.say("zhang", "确认统计表");
  await life.at("2026-11-23 15:00");
  correct(life);

  await life.at("2026-11-25 15:00");
  expect(officeTexts(life)).toEqual([]);
  await life.at("2026-11-26 08:00");

  expect(officeTexts(life)).toEqual([expect.stringContaining("：第一党支部。")]);
  expect(reminders(life, "zhang")).toEqual([expect.stringContaining("（第 2 版）")]);
});

test("of a version that a correction has replaced nobody is reminded", async () => {
  const life = await closedOnThursday();
  await life.at("2026-11-23 15:00");
  correct(life);

  await life.at("2026-11-24 09:00");
  expect(officeTexts(life)).toEqual([expect.stringContaining("：第二党支部。")]);
  expect(reminders(life, "zhang")).toEqual([]);
  await life.at("2026-11-26 09:00");

  expect(officeTexts(life)).toHaveLength(2);
  expect(reminders(life, "zhang")).toEqual([expect.stringContaining("（第 2 版）")]);
});

test("only the table of the branch's newest round is chased", async () => {
  const life = await closedOnThursday();
  await life.at("2026-11-20 10:00");
  anOpenRound(life.bot);
  await life.at("2026-11-21 09:00");
  await life.say("zhang", "确认统计表");

  await life.at("2026-11-30 09:00");

  expect(officeTexts(life)).toEqual([expect.stringContaining("：第二党支部。")]);
  expect(reminders(life, "zhang")).toEqual([]);
});

test("tables of an archived quarter are left alone", async () => {
  const life = await closedOnThursday();
  life.bot.db.$client.exec(
    "insert into summaries (quarter, version, state, policy_id, made_at, changed_at) values ('2026Q4', 1, 'archived', 1, 0, 0)",
  );

  await life.at("2026-11-24 09:00");

  expect([...officeTexts(life), ...reminders(life, "zhang")]).toEqual([]);
});

test("a retired branch confirms its table like every other", async () => {
  const life = await closedOnThursday();
  life.bot.db.$client.exec("update branches set kind = 'retired' where name = '第二党支部'");

  await life.at("2026-11-24 09:00");

  expect(officeTexts(life)[0]).toContain("第二党支部");
});

test("while the holidays on the way are not known nobody is chased, and then everybody is", async () => {
  const life = aLife("once", { time: "2027-12-29 10:00" });
  life.roster(aSchool);
  anOpenRound(life.bot);
  await life.at("2027-12-30 09:00");
  await life.at("2028-01-06 09:00");
  expect([...officeTexts(life), ...reminders(life, "zhang")]).toEqual([]);

  const known = { holidays: ["2028-01-01" as Day], workdays: [] };
  const calendar = workCalendar({ 2027: { holidays: [], workdays: [] }, 2028: known });
  await chaseTables({ ...life.bot.services, calendar: () => calendar });

  expect(officeTexts(life)).toHaveLength(1);
  expect(reminders(life, "zhang")).toHaveLength(1);
});

test("what is found in the night is said in the morning", async () => {
  const life = await closedOnThursday();

  await life.at("2026-11-24 00:00");

  const planned = outboxLines(life.bot.db).filter(({ key }) => /^tables?-unconfirmed-/.test(key));
  expect(planned).toHaveLength(6);
  life.off("2026-11-24 07:30");
  for (const { notBefore } of planned) expect(notBefore).toBe(life.bot.clock.now());
});

function correct(life: Life): void {
  const { db } = life.bot;
  const [member] = life.rows<{ id: number }>("select id from members where account = 'li'");
  const correction = { memberId: member!.id, total: 12_400, source: "抽查", correctedBy: 1 } as const;
  revisedFigure(life.bot, latestClosedRound(db, 1)!.id, correction, "抽查更正");
}
