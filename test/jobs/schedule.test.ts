import pino from "pino";
import { expect, test } from "vitest";
import { tick } from "../../src/jobs/schedule.ts";
import { aSchool } from "../chat/a-school.ts";
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

  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ level: 50, job: "draw-quarter", msg: expect.stringContaining("tried again") as string }),
  ]);
  expect(life.rows("select distinct state from rounds")).toEqual([{ state: "closed" }]);
  expect(life.rows("select version from summaries")).toEqual([{ version: 1 }]);
  expect(life.rows("select quarter from quarters")).toEqual([{ quarter: "2026Q4" }]);

  await tick(services);
  expect(lines).toHaveLength(1);
  expect(life.rows("select quarter from quarters")).toEqual([{ quarter: "2026Q4" }, { quarter: "2027Q1" }]);
});
