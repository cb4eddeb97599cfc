import { describe, expect, test } from "vitest";
import { aSchool } from "../chat/a-school.ts";
import { aLife, type Life, ways } from "./a-life.ts";

/** The school from December on; 26 December 2026 is a Saturday, so the count is from Friday to Tuesday. */
async function aDecember(way: Parameters<typeof aLife>[0]): Promise<Life> {
  const life = aLife(way, { time: "2026-12-23 08:00" });
  life.roster(aSchool);
  await life.at("2026-12-24 23:00");
  return life;
}

const rounds = (life: Life) =>
  life.rows<{ state: string; n: number }>(
    "select state, count(*) as n from rounds where origin = 'count' group by state order by state",
  );
const asked = (life: Life, who: string) => life.planned(who).filter((text) => text.includes("年终统计"));

describe.each(ways)("jobs run %s", (way) => {
  test("the count asks on the workday before 26 December, reminds on its last day, and closes with the second workday after", async () => {
    const life = await aDecember(way);
    expect(rounds(life)).toEqual([]);

    await life.at("2026-12-25 09:06");
    expect(rounds(life)).toEqual([]);
    await life.at("2026-12-25 09:07");
    expect(rounds(life)).toMatchObject([{ state: "open" }]);
    expect(asked(life, "li")).toHaveLength(1);
    expect(asked(life, "li")[0]).toContain("12月29日 21:00");

    expect(await life.say("zhang", "20000")).toContain("已记录");
    await life.at("2026-12-25 19:41");
    expect(asked(life, "li")).toHaveLength(1);
    await life.at("2026-12-29 14:10");
    await life.at("2026-12-29 19:40");
    expect(asked(life, "li")).toHaveLength(3);
    expect(asked(life, "zhang")).toHaveLength(1);

    await life.at("2026-12-30 09:00");
    await life.at("2026-12-30 12:00");
    expect(rounds(life)).toMatchObject([{ state: "closed" }]);
  });

  test("it touches no quarter: no talk list, no spot check, no summary of the quarter, no word on pace", async () => {
    const life = await aDecember(way);
    await life.at("2026-12-25 09:07");
    for (const who of ["zhang", "wang", "li", "wu"]) await life.say(who, "12000");
    await life.at("2026-12-30 09:00");
    await life.at("2026-12-30 12:00");

    expect(life.rows("select * from talks")).toEqual([]);
    expect(life.rows("select * from spot_checks")).toEqual([]);
    expect(life.rows("select quarter from summaries")).toEqual([{ quarter: "2026Y" }]);
    const said = life.planned("zhang").filter((text) => !text.startsWith("【个人信息说明】"));
    expect(said.filter((text) => /谈话|抽查|建议/.test(text))).toEqual([]);
  });

  test("a machine that was off on the first day counts when it is back", async () => {
    const late = await aDecember(way);
    late.off("2026-12-29 20:00");
    await late.at("2026-12-29 20:00");
    expect(rounds(late)).toMatchObject([{ state: "open" }]);
    expect(asked(late, "li")[0]).toContain("12月29日 21:00");
  });

  test("one that was off for all of it counts nothing, and the office of a school with rounds in the year is told once", async () => {
    const life = aLife(way, { time: "2026-10-01 08:00" });
    life.roster(aSchool);
    await life.at("2026-10-01 08:00");
    await life.onDrawnDay("09:07");
    await life.onDrawnDay("09:00", 1);
    life.off("2027-01-04 10:00");
    await life.at("2027-01-04 10:00");
    await life.at("2027-01-05 10:00");

    expect(rounds(life)).toEqual([]);
    expect(life.planned("he").filter((text) => text.includes("bot year count 2026"))).toHaveLength(1);
  });
});
