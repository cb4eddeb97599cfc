import pino from "pino";
import { expect, test } from "vitest";
import { tick } from "../../src/jobs/schedule.ts";
import { setting } from "../../src/store/settings.ts";
import { aSchool } from "../chat/a-school.ts";
import { at } from "../support/a-bot.ts";
import { aLife } from "./a-life.ts";

test("a job that fails is logged, hinders no other and is tried again at the next tick", async () => {
  const life = aLife("once");
  life.roster(aSchool);
  await life.at("2026-10-01 08:00");
  await life.onDrawnDay("09:07");
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line) => lines.push(line) });
  const services = { ...life.bot.services, log };
  life.off("2027-01-01 09:00");

  await tick({
    ...services,
    calendar: () => {
      throw new Error("holidays.json is broken");
    },
  });

  // Those that count working days, and no other.
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
    ["draw-quarter", "count-year", "call-office", "digest"].map((job) =>
      expect.objectContaining({ level: 50, job, msg: expect.stringContaining("tried again") as string }),
    ),
  );
  expect(life.rows("select distinct state from rounds")).toEqual([{ state: "closed" }]);
  expect(life.rows("select version from summaries")).toEqual([{ version: 1 }]);
  expect(life.rows("select quarter from quarters")).toEqual([{ quarter: "2026Q4" }]);

  await tick(services);
  expect(lines).toHaveLength(4);
  expect(life.rows("select quarter from quarters")).toEqual([{ quarter: "2026Q4" }, { quarter: "2027Q1" }]);
  expect(setting(life.bot.db, "officeTold")?.lookedAt).toBe(at("2027-01-01 09:00"));
  expect(setting(life.bot.db, "digestedUntil")).toBe("2026-12-28");
});
