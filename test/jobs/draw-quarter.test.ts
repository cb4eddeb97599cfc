import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { addDays, type Day, type Quarter, workCalendar } from "../../src/domain/calendar.ts";
import { builtInPolicies, defaultPolicy } from "../../src/domain/policy.ts";
import { tick } from "../../src/jobs/schedule.ts";
import { shortDay } from "../../src/messages/format.ts";
import { quarterRow } from "../../src/store/quarters.ts";
import { aSchool } from "../chat/a-school.ts";
import { at } from "../support/a-bot.ts";
import { drawnDayOf } from "../support/drawn-day.ts";
import { adopt, aLife, everything, type Life, ways } from "./a-life.ts";

const Q4 = "2026Q4" as Quarter;
const drawing = (life: Life, account: string) => life.planned(account).filter((text) => text.includes("已随机抽取"));

describe.each(ways)("jobs run %s", (way) => {
  test("the quarter is drawn on its first day, from its workdays, and the day is written nowhere", async () => {
    const life = aLife(way);
    life.roster(aSchool);

    await life.at("2026-10-01 00:00");

    const { seed, commitment, candidates, undrawnReason } = quarterRow(life.bot.db, Q4)!;
    expect(undrawnReason).toBeNull();
    expect(commitment).toBe(
      createHash("sha256").update(seed!).update("guifang-2020-58").update("2026Q4").digest("hex"),
    );
    const calendar = workCalendar();
    expect(candidates).toContain("2026-10-10"); // a Saturday that is worked
    expect(candidates!.at(0)).toBe("2026-10-10");
    expect(candidates!.at(-1)).toBe("2026-12-21");
    expect(candidates!.every((day) => calendar.isWorkday(day))).toBe(true);
    expect(life.rows("select origin, state, day, opens_at from rounds")).toEqual([
      { origin: "drawn", state: "planned", day: null, opens_at: null },
      { origin: "drawn", state: "planned", day: null, opens_at: null },
    ]);
    const written = JSON.stringify({ ...everything(life), quarters: [] });
    expect(written).not.toContain(drawnDayOf(life.bot));
    expect(written).not.toContain(shortDay(drawnDayOf(life.bot)));
  });

  test("the commitment is told to the office and the branches' admins, once, and after the quiet hours", async () => {
    const life = aLife(way);
    life.roster(aSchool);

    await life.at("2026-10-01 00:00");
    await life.at("2026-10-02 12:00");

    const { commitment } = quarterRow(life.bot.db, Q4)!;
    for (const account of ["he", "lin", "shi", "zhang", "wang", "su"]) {
      expect(drawing(life, account), account).toHaveLength(1);
      expect(drawing(life, account)[0]).toContain(commitment);
    }
    for (const account of ["li", "wu", "fang", "ma"]) expect(life.planned(account), account).toEqual([]);
    expect(life.rows("select distinct not_before as notBefore from deliveries")).toEqual([
      { notBefore: at("2026-10-01 07:30") },
    ]);
  });

  test("a start in the middle of a quarter draws from the days that are left", async () => {
    const life = aLife(way, { time: "2026-12-07 10:00" });
    life.roster(aSchool);

    await life.at("2026-12-07 10:00");

    const { candidates } = quarterRow(life.bot.db, Q4)!;
    expect(candidates!.at(0)).toBe("2026-12-08");
    expect(candidates).toHaveLength(10);
  });

  test("with fewer than three days left nothing is drawn, and the office is told once", async () => {
    const life = aLife(way, { time: "2026-12-17 10:00" });
    life.roster(aSchool);

    await life.at("2026-12-17 10:00");
    await life.at("2026-12-18 10:00");

    expect(quarterRow(life.bot.db, Q4)).toMatchObject({ seed: null, undrawnReason: "days" });
    expect(life.rows("select * from rounds")).toEqual([]);
    for (const account of ["he", "lin", "shi"]) {
      expect(life.planned(account)).toEqual([
        expect.stringContaining("2026年第四季度只剩 2 个可抽取的日子，未抽取"),
        // In December next year's holidays are wanted too.
        expect.stringMatching(/^【待处理】.*\n· 2027年的节假日安排尚未收录[^\n]*$/),
      ]);
    }
    expect(life.planned("zhang")).toEqual([]);
  });

  test("with three days left one of them is drawn", async () => {
    const life = aLife(way, { time: "2026-12-16 10:00" });
    life.roster(aSchool);

    await life.at("2026-12-16 10:00");

    expect(quarterRow(life.bot.db, Q4)!.candidates).toEqual(["2026-12-17", "2026-12-18", "2026-12-21"]);
    expect(life.rows("select state from rounds")).toHaveLength(2);
  });

  test("nothing is drawn before there is a roster, whose office could be told", async () => {
    const life = aLife(way);
    await life.at("2026-10-01 08:00");
    expect(quarterRow(life.bot.db, Q4)).toBeUndefined();

    life.roster(aSchool);
    await life.at("2026-10-01 08:30");

    expect(quarterRow(life.bot.db, Q4)!.seed).not.toBeNull();
    expect(drawing(life, "he")).toHaveLength(1);
  });

  test("the seed is shown when the quarter is over, once, and not before", async () => {
    const life = aLife(way);
    life.roster(aSchool);
    await life.at("2026-10-01 08:00");
    const seed = quarterRow(life.bot.db, Q4)!.seed!.toString("hex");
    const said = () => life.planned("he").filter((text) => text.includes(seed));

    await life.at("2026-12-31 23:59");
    expect(said()).toEqual([]);
    await life.at("2027-01-01 00:00");
    await life.at("2027-01-02 00:00");

    expect(said()).toHaveLength(1);
    expect(life.planned("su").filter((text) => text.includes(seed))).toHaveLength(1);
    expect(life.rows("select act from audit where act = 'quarter.reveal'")).toHaveLength(1);
  });

  // A clock that falls back lets it come before the day.
  test.skipIf(way === "jumping")(
    "a branch that comes before the day is asked; one that comes on it is not",
    async () => {
      const life = aLife(way);
      life.roster(aSchool);
      await life.at("2026-10-01 08:00");
      const day = drawnDayOf(life.bot);

      life.roster({ early: { branch: "第三党支部" } });
      await life.at(`${addDays(day, -1)} 12:00`);
      life.roster({ late: { branch: "第四党支部" } });
      await life.at(`${day} 12:00`);

      const branches = life.rows(
        "select b.name from rounds r join branches b on b.id = r.branch_id where origin = 'drawn'",
      );
      expect(branches).toEqual([{ name: "第一党支部" }, { name: "第二党支部" }, { name: "第三党支部" }]);
      expect(drawnDayOf(life.bot, "第三党支部")).toBe(day);
    },
  );

  test("what was drawn once stays, and the policy with it, whatever is adopted in the middle of the quarter", async () => {
    const life = aLife(way);
    life.roster(aSchool);
    await life.at("2026-10-01 08:00");
    const before = quarterRow(life.bot.db, Q4);

    adopt(life.bot, builtInPolicies.find(({ id }) => id === "low-burden")!, "2026-10-05");
    await life.at("2026-10-06 08:00");

    expect(quarterRow(life.bot.db, Q4)).toEqual(before);
  });
});

describe("holidays that are not known", () => {
  async function aYearWithoutHolidays() {
    const life = aLife("once", { time: "2027-01-01 08:00" });
    life.roster(aSchool);
    for (const moment of ["2027-01-01 08:00", "2027-01-01 08:01", "2027-01-02 08:00"]) await life.at(moment);
    return life;
  }

  test("nothing is drawn, and the office is told once what to do", async () => {
    const life = await aYearWithoutHolidays();

    expect(quarterRow(life.bot.db, "2027Q1" as Quarter)).toMatchObject({ seed: null, undrawnReason: "holidays" });
    expect(life.rows("select * from rounds")).toEqual([]);
    for (const account of ["he", "lin", "shi"]) {
      expect(life.planned(account)).toEqual([expect.stringContaining("2027年的节假日安排尚未收录")]);
      expect(life.planned(account)[0]).toContain("holidays.json");
    }
  });

  test("it goes on as soon as they are written down, with the days that are left", async () => {
    const life = await aYearWithoutHolidays();
    const known = workCalendar({ "2027": { holidays: ["2027-02-08" as Day], workdays: ["2027-01-16" as Day] } });
    life.off("2027-01-20 08:00");

    for (let turn = 0; turn < 2; turn += 1) await tick({ ...life.bot.services, calendar: () => known });

    const { candidates, undrawnReason } = quarterRow(life.bot.db, "2027Q1" as Quarter)!;
    expect(undrawnReason).toBeNull();
    expect(candidates!.at(0)).toBe("2027-01-21");
    expect(candidates).not.toContain("2027-02-08");
    expect(life.rows("select state from rounds")).toEqual([{ state: "planned" }, { state: "planned" }]);
    expect(drawing(life, "he")).toHaveLength(1);
  });

  test("of a policy that draws from all days nothing is needed of the holidays", async () => {
    const { parameters } = defaultPolicy;
    const days = { ...parameters.draw.days, workdaysOnly: false };
    const life = aLife("once", { time: "2027-01-01 08:00" });
    life.roster(aSchool);
    adopt(life.bot, { ...defaultPolicy, parameters: { ...parameters, draw: { ...parameters.draw, days } } });

    await life.at("2027-01-01 08:00");

    expect(quarterRow(life.bot.db, "2027Q1" as Quarter)!.candidates).toHaveLength(71);
  });
});
