import { describe, expect, test } from "vitest";
import { addDays, type Day } from "../../src/domain/calendar.ts";
import { builtInPolicies } from "../../src/domain/policy.ts";
import { endNotices } from "../../src/jobs/end-notices.ts";
import { verifyAudit } from "../../src/store/audit.ts";
import { checkSeals } from "../../src/store/seal-check.ts";
import { setSetting } from "../../src/store/settings.ts";
import { aSchool } from "../chat/a-school.ts";
import { adopt, aLife, everythingButSalts, type Life, type Way, ways } from "./a-life.ts";

const GROUP = "appchat:school";
const HEADS =
  "select version, state, published_on as publishedOn, notice_until as noticeUntil from summaries order by version";
const heads = (life: Life) =>
  life.rows<{ version: number; state: string; publishedOn: Day | null; noticeUntil: Day | null }>(HEADS);
const told = (life: Life, words: string, account = "he") =>
  life.planned(account).filter((text) => text.includes(words)).length;

/** A school whose summary was published two days after its round, by the policy's kind of notice. */
async function aPublishedQuarter(way: Way, kind: "公示" | "通报" = "公示", spotChecks = 1): Promise<Life> {
  const life = aLife(way);
  life.roster(aSchool);
  const [guifang] = builtInPolicies;
  const spotCheck = { share: 0, atLeast: spotChecks };
  adopt(life.bot, { ...guifang!, parameters: { ...guifang!.parameters, spotCheck, notice: { kind, days: 5 } } });
  setSetting(life.bot.db, "schoolGroup", GROUP);
  await life.at("2026-10-01 08:00");
  await life.onDrawnDay("09:07");
  for (const account of ["zhang", "wang", "li"]) await life.say(account, "10000");
  await life.onDrawnDay("09:00", 1);
  await life.onDrawnDay("10:00", 2);
  for (const [account, text] of [
    ["he", "提交"],
    ["ma", "通过"],
    ["he", "发布"],
  ] as const) {
    await life.say(account, text);
  }
  return life;
}

/** What the school's group got, but for the draw. */
const publications = (life: Life) => life.planned(GROUP).filter((text) => !text.includes("已随机抽取"));

const windowOf = (life: Life) => heads(life).at(-1)!.noticeUntil!;

function object(life: Life, state = "open"): void {
  life.rows(
    `insert into objections (member_id, quarter, round_id, text, opened_at, state)
     select id, '2026Q4', 1, '有误', 1, '${state}' from members where account = 'li' returning id`,
  );
}

describe.each(ways)("jobs run %s", (way) => {
  test("when a 公示 is over the office is asked, once, to publish the 通报; the clock publishes nothing", async () => {
    const life = await aPublishedQuarter(way);
    const until = windowOf(life);
    await life.at(`${until} 23:50`);
    expect(told(life, "公示期已满")).toBe(0);

    for (const days of [1, 2, 3]) await life.at(`${addDays(until, days)} 10:00`);

    for (const account of ["he", "lin", "shi"]) expect(told(life, "回复“发布 2026Q4”", account)).toBe(1);
    expect(told(life, "公示期已满", "ma")).toBe(0);
    expect(heads(life)).toMatchObject([{ state: "published" }]);
    expect(publications(life)).toHaveLength(3);
  });

  test("with objections open the office is told that they wait, and asked when they are answered", async () => {
    const life = await aPublishedQuarter(way);
    object(life);
    const until = windowOf(life);

    for (const days of [1, 2]) await life.at(`${addDays(until, days)} 10:00`);
    expect(told(life, "还有 1 件异议待答复")).toBe(1);
    expect(told(life, "即发布通报并归档")).toBe(0);

    life.rows("update objections set state = 'answered' returning id");
    for (const days of [3, 4]) await life.at(`${addDays(until, days)} 10:00`);
    expect(told(life, "没有待答复的异议")).toBe(1);
  });

  test("a published 通报 is archived at once, its pictures with it, and nothing goes out", async () => {
    const life = await aPublishedQuarter(way, "通报");
    life.rows(
      "insert into spot_pictures (media_id, spot_check_id, bytes) select id, id, x'00' from spot_checks returning media_id",
    );
    const before = life.planned(GROUP);

    await life.onDrawnDay("10:01", 2);
    await life.onDrawnDay("10:02", 2);

    expect(heads(life)).toMatchObject([{ state: "archived", noticeUntil: null }]);
    expect(life.rows("select * from spot_pictures")).toEqual([]);
    expect(life.planned(GROUP)).toEqual(before);
    expect(told(life, "公示期已满")).toBe(0);
    expect(life.rows("select actor, act from audit where act = 'summary.archive'")).toEqual([
      { actor: "clock", act: "summary.archive" },
    ]);
  });

  test("a 通报 with an objection open waits for the answer", async () => {
    const life = await aPublishedQuarter(way, "通报");
    object(life);
    await life.onDrawnDay("10:01", 2);
    expect(heads(life)).toMatchObject([{ state: "published" }]);

    life.rows("update objections set state = 'corrected' returning id");
    await life.onDrawnDay("10:02", 2);
    expect(heads(life)).toMatchObject([{ state: "archived" }]);
  });

  test("a correction after publishing makes a draft that goes the whole way again; the overtaken version is left", async () => {
    const life = await aPublishedQuarter(way);
    const until = windowOf(life);
    life.rows(`insert into table_rows (round_id, version, member_id, counted, total, previous_total, previous_day, late, source, doubt)
      select round_id, 2, member_id, counted, total, previous_total, previous_day, late, source, doubt from table_rows where round_id = 1 returning round_id`);
    life.rows(`insert into branch_tables (round_id, version, made_at, members, reported, sum, denominator, reason)
      select round_id, 2, made_at, members, reported, sum + 100, denominator, '异议' from branch_tables where round_id = 1
      returning version`);

    await life.at(`${addDays(until, 1)} 10:00`);
    expect(heads(life)).toMatchObject([{ state: "published" }, { state: "draft", publishedOn: null }]);
    expect(told(life, "公示期已满")).toBe(0);
    expect(await life.say("he", "发布")).toContain("才能执行此操作");

    for (const [account, text] of [
      ["he", "提交"],
      ["ma", "通过"],
      ["he", "发布"],
    ] as const) {
      await life.say(account, text);
    }
    expect(publications(life)).toHaveLength(6);
    await life.at(`${addDays(windowOf(life), 1)} 10:00`);
    expect(told(life, "公示期已满")).toBe(1);
    await life.say("he", "发布");

    expect(heads(life)).toMatchObject([
      { state: "published", noticeUntil: until },
      { state: "archived", publishedOn: addDays(until, 1) },
    ]);
    expect(publications(life)).toHaveLength(8);
  });
});

test("a 公示 whose last day could not be counted is counted when the holidays become known", async () => {
  const life = await aPublishedQuarter("once");
  life.rows("update summaries set published_on = '2026-12-30', notice_until = null returning version");
  life.off("2027-01-04 10:00");
  const services = life.bot.services;
  endNotices(services);
  expect(heads(life)).toMatchObject([{ noticeUntil: null }]);

  const calendar = () => ({ knows: () => true, isWorkday: (day: Day) => !day.endsWith("-01-01") });
  endNotices({ ...services, calendar });
  endNotices(services);

  // 31 December, then 2 to 5 January.
  expect(heads(life)).toMatchObject([{ noticeUntil: "2027-01-05" }]);
});

test("whether the jobs run once, twice, restarted or killed, the rows are the same to the last one", async () => {
  const lives = await Promise.all(
    ways.map(async (way) => {
      // Another life draws another sample.
      const life = await aPublishedQuarter(way, "公示", 0);
      const until = windowOf(life);
      object(life, "answered");
      for (const days of [0, 1, 8, 20]) await life.at(`${addDays(until, days)} 10:00`);
      await life.say("he", "发布");
      await life.at(`${addDays(until, 21)} 10:00`);
      return life;
    }),
  );

  const [once, ...others] = lives.map(everythingButSalts);

  expect(once!.summaries).toMatchObject([{ state: "archived" }]);
  for (const other of others) expect(other).toEqual(once);
  for (const life of lives) {
    expect(verifyAudit(life.bot.db).fault).toBeNull();
    expect(checkSeals(life.bot.db)).toMatchObject({ faults: [], unsealed: { tables: 0, summaries: 0 } });
  }
});
