import { describe, expect, test } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import { aSchool } from "../chat/a-school.ts";
import { drawnDayOf } from "../support/drawn-day.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aLife, type Life, type Way, ways } from "./a-life.ts";

const first = { zhang: 15_000, wang: 14_000, li: 13_000, chen: 12_000, wu: 11_000 };
const second = {
  su: 21_001,
  tang: 21_002,
  gao: 21_003,
  he: 21_004,
  lin: 21_005,
  shi: 21_006,
  fang: 21_007,
  ma: 21_009,
};

/** A school whose round closed at nine this morning. In the first branch 李明, 陈静 and 伍建国 are owed a talk. */
async function aClosedRound(way: Way = "once", people = aSchool): Promise<Life> {
  const life = aLife(way);
  life.roster(people);
  await life.at("2026-10-01 08:00");
  await life.onDrawnDay("09:07");
  for (const [account, total] of Object.entries({ ...first, ...second })) await life.say(account, String(total));
  await life.onDrawnDay("09:00", 1);
  return life;
}

const reminders = (life: Life, account: string) =>
  life.planned(account).filter((text) => text.startsWith("【谈话提醒】"));
const ofBranches = (life: Life, account: string) =>
  reminders(life, account).filter((text) => text.includes("支部谈话名单"));
const officeTexts = (life: Life, account = "he") =>
  life.planned(account).filter((text) => text.startsWith("【谈话进展】"));
/** So many days after the close. */
const after = (life: Life, days: number, time = "09:00") => life.onDrawnDay(time, 1 + days);

describe.each(ways)("jobs run %s", (way) => {
  test("a week after the close the branch's secretary is reminded once of who is still owed a talk", async () => {
    const life = await aClosedRound(way);
    await life.say("zhang", "已谈 陈静 很好");

    await after(life, 6);
    expect(reminders(life, "zhang")).toEqual([]);
    await after(life, 7);
    await after(life, 8);

    expect(reminders(life, "zhang")).toEqual([
      "【谈话提醒】2026年第四季度谈话名单中待谈的同志（四（三））：伍建国、李明。谈话后请回复“已谈 姓名 备注”；名单请勿转发。",
    ]);
    // The branch has nobody else to talk with its secretary.
    expect(reminders(life, "su")).toHaveLength(1);
    expect(reminders(life, "su")[0]).not.toContain("苏敏");
    expect(reminders(life, "ma")).toEqual([
      "【谈话提醒】2026年第四季度谈话名单中待谈的同志（四（三））：第二党支部 苏敏。谈话后请回复“已谈 姓名 备注”；名单请勿转发。",
    ]);
    for (const account of ["wang", "li", "wu", "he"]) expect(reminders(life, account)).toEqual([]);
  });

  test("two weeks after it the office is told how many each branch owes, in one text and without a name", async () => {
    const life = await aClosedRound(way);
    await life.say("zhang", "已谈 陈静 很好");

    await after(life, 13);
    expect(officeTexts(life)).toEqual([]);
    await after(life, 14);
    await after(life, 15);
    await after(life, 30);

    for (const account of ["he", "lin", "shi"]) {
      expect(officeTexts(life, account)).toEqual([
        [
          "【谈话进展】2026年第四季度考核结束已满两周，待登记的谈话（四（三））：",
          "第一党支部：2 人",
          "第二党支部：3 人",
          "请了解情况，协助支部完成。",
        ].join("\n"),
      ]);
    }
    for (const account of ["zhang", "su", "li", "ma"]) expect(officeTexts(life, account)).toEqual([]);
  });

  test("a machine that was off for two months chases once, and the same day again not", async () => {
    const life = await aClosedRound(way);
    life.off(`${addDays(drawnDayOf(life.bot), 60)} 12:00`);

    await after(life, 60, "12:00");
    await after(life, 60, "12:01");
    await after(life, 61);

    expect(reminders(life, "zhang")).toHaveLength(1);
    expect(officeTexts(life)).toHaveLength(1);
  });
});

test("nobody is chased when every talk was held in time", async () => {
  const life = await aClosedRound();
  for (const name of ["李明", "陈静", "伍建国"]) await life.say("zhang", `已谈 ${name}`);

  await after(life, 7);
  await after(life, 14);

  expect(reminders(life, "zhang")).toEqual([]);
  expect(officeTexts(life)).toEqual([expect.not.stringContaining("第一党支部")]);
});

test("a secretary who comes into the duty later is not reminded a second time", async () => {
  const life = await aClosedRound();
  await after(life, 7);
  life.roster({ zhang: { ...aSchool.zhang!, duties: [] }, wang: { ...aSchool.wang!, duties: ["支部书记"] } });
  life.roster({ tang: { ...aSchool.tang!, duties: ["总管理"] } });

  await after(life, 8);
  await after(life, 14);
  life.roster({ gao: { ...aSchool.gao!, duties: ["总管理"] } });
  await after(life, 15);

  expect(reminders(life, "wang")).toEqual([]);
  expect(officeTexts(life, "tang")).toHaveLength(1);
  expect(officeTexts(life, "gao")).toEqual([]);
});

test("what a later round of the quarter has replaced is not chased", async () => {
  const life = await aClosedRound();
  await after(life, 1);

  anOpenRound(life.bot);
  for (const [account, total] of Object.entries({ zhang: 15_001, wang: 14_001, li: 14_500, chen: 12_001, wu: 11_001 }))
    await life.say(account, String(total));
  await after(life, 2);
  for (const name of ["伍建国", "陈静", "王芳"]) expect(await life.say("zhang", `已谈 ${name}`)).toContain("已登记");

  await after(life, 20);

  expect(life.rows("select state from talks t join members m on m.id = t.member_id where m.account = 'li'")).toEqual([
    { state: "lifted" },
  ]);
  expect(reminders(life, "zhang")).toEqual([]);
  expect(officeTexts(life)).toEqual([expect.not.stringContaining("第一党支部")]);
});

test("what is found in the night is said in the morning", async () => {
  const life = await aClosedRound();

  await after(life, 7, "00:00");

  const morning = `${addDays(drawnDayOf(life.bot), 8)} 07:30`;
  const planned = outboxLines(life.bot.db).filter(({ key }) => key.startsWith("talks-7d-"));
  expect(planned).toHaveLength(3);
  life.off(morning);
  for (const { notBefore } of planned) expect(notBefore).toBe(life.bot.clock.now());
});

test("when nothing is due, nothing is asked of the database but what is owed", async () => {
  const life = await aClosedRound();
  await after(life, 14);
  const before = life.rows("select * from deliveries");

  await after(life, 14, "09:01");

  expect(life.rows("select * from deliveries")).toEqual(before);
});

describe("the committee's talks with low branches", () => {
  const people = {
    ...aSchool,
    lu: { name: "陆平", branch: "第三党支部" },
    ye: { name: "叶青", branch: "第三党支部" },
    an: { name: "安宁", branch: "第三党支部" },
  };

  async function anApprovedSummary(way: Way): Promise<Life> {
    const life = await aClosedRound(way, people);
    await life.say("he", "提交");
    await life.say("ma", "通过");
    return life;
  }

  test.each(
    ways,
  )("two weeks after the approval the committee's secretary is reminded once (jobs run %s)", async (way) => {
    const life = await anApprovedSummary(way);

    await after(life, 13);
    expect(ofBranches(life, "ma")).toEqual([]);
    await after(life, 14);
    await after(life, 15);
    await after(life, 40);

    expect(ofBranches(life, "ma")).toEqual([
      "【谈话提醒】2026年第四季度支部谈话名单中待谈的党支部（四（四））：第三党支部。谈话后请回复“已谈 党支部 [备注]”。",
    ]);
    expect(reminders(life, "he")).toEqual([]);
  });

  test("but not when it was held", async () => {
    const life = await anApprovedSummary("once");
    await life.say("ma", "已谈 第三党支部");

    await after(life, 20);

    expect(ofBranches(life, "ma")).toEqual([]);
  });
});
