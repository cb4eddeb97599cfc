import { describe, expect, test } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import { builtInPolicies, defaultPolicy, type Parameters, type Policy } from "../../src/domain/policy.ts";
import { aSchool } from "../chat/a-school.ts";
import type { APerson } from "../support/a-bot.ts";
import { drawnDayOf } from "../support/drawn-day.ts";
import { adopt, aLife, type Life, type Way, ways } from "./a-life.ts";

function policyWith(change: Partial<Parameters>): Policy {
  return { ...defaultPolicy, parameters: { ...defaultPolicy.parameters, ...change } };
}

async function aQuarterUnder(
  policy: Policy,
  way: Way,
  people: Readonly<Record<string, APerson>> = aSchool,
): Promise<Life> {
  const life = aLife(way);
  life.roster(people);
  adopt(life.bot, policy);
  await life.at("2026-10-01 08:00");
  return life;
}

const reminders = (life: Life, account: string) => life.planned(account).filter((text) => text.startsWith("温馨提醒"));

describe.each(ways)("draw.scope: branch, jobs run %s", (way) => {
  const branches = ["一支部", "二支部", "三支部", "四支部"];
  const people = Object.fromEntries(branches.map((branch, index): [string, APerson] => [`m${index}`, { branch }]));
  const draw = { ...defaultPolicy.parameters.draw, scope: "branch" } as const;

  test("each branch has a day of its own, and opens and closes by it", async () => {
    const life = await aQuarterUnder(policyWith({ draw }), way, people);
    const drawn = branches.map((branch) => drawnDayOf(life.bot, branch));
    expect(new Set(drawn).size).toBe(branches.length);

    const [first, ...later] = drawn.toSorted();
    await life.at(`${first} 09:07`);
    expect(
      life.rows("select b.name from rounds r join branches b on b.id = r.branch_id where r.state = 'open'"),
    ).toEqual([{ name: branches[drawn.indexOf(first!)] }]);
    for (const day of [first!, ...later]) {
      await life.at(`${day} 09:07`);
      await life.at(`${addDays(day, 1)} 09:00`);
    }

    expect(life.rows("select day, state from rounds order by id")).toEqual(
      drawn.map((day) => ({ day, state: "closed" })),
    );
    expect(life.rows("select version from summaries")).toEqual([{ version: 1 }]);
  });

  test("a branch whose day was missed is drawn again alone", async () => {
    const life = await aQuarterUnder(policyWith({ draw }), way, people);
    const drawn = branches.map((branch) => drawnDayOf(life.bot, branch));
    const [first] = drawn.toSorted();

    await life.at(`${first} 22:00`);

    const again = branches.map((branch) => drawnDayOf(life.bot, branch));
    for (const [index, day] of drawn.entries()) {
      if (day === first) expect(again[index]! > first).toBe(true);
      else expect(again[index]).toBe(day);
    }
  });
});

describe.each(ways)("low-burden, jobs run %s", (way) => {
  const lowBurden = builtInPolicies.find(({ id }) => id === "low-burden")!;

  async function aClosedRound(): Promise<Life> {
    const life = await aQuarterUnder(lowBurden, way);
    await life.onDrawnDay("09:07");
    for (const account of ["zhang", "wang", "li", "wu"]) await life.say(account, "12345");
    for (const time of ["14:10", "19:40", "20:50"]) await life.onDrawnDay(time);
    await life.onDrawnDay("09:00", 1);
    return life;
  }

  test("reminds the silent once, in the evening", async () => {
    const life = await aQuarterUnder(lowBurden, way);
    await life.onDrawnDay("09:07");
    await life.onDrawnDay("14:10");
    expect(reminders(life, "li")).toEqual([]);

    for (const time of ["19:40", "20:50"]) await life.onDrawnDay(time);

    expect(reminders(life, "li")).toHaveLength(1);
  });

  test("lists nobody for a talk and sends no such list", async () => {
    const life = await aClosedRound();

    expect(life.rows("select * from talks")).toEqual([]);
    for (const account of Object.keys(aSchool)) {
      expect(life.planned(account).filter((text) => text.includes("谈话"))).toEqual([]);
    }
  });

  test("still tells the branch's admins who has not reported", async () => {
    const life = await aClosedRound();

    expect(life.planned("wang").at(-1)).toBe("【考核结束】第一党支部：应报 5 人，已报 4 人。\n未填报：陈静");
  });

  test("has no low branches", async () => {
    const life = await aClosedRound();

    expect(life.rows("select distinct low from summary_branches")).toEqual([{ low: 0 }]);
  });
});

describe("times of a policy", () => {
  test("its own are kept: asking, reminding, closing, grace", async () => {
    const round = { ask: "10:00", close: "18:00", grace: "07:45", reminders: ["16:00"] };
    const life = await aQuarterUnder(policyWith({ round }), "once");

    await life.onDrawnDay("09:59");
    expect(life.rows("select distinct state from rounds")).toEqual([{ state: "planned" }]);
    await life.onDrawnDay("10:00");
    expect(life.planned("li").at(-1)).toContain("18:00 前有效");
    await life.onDrawnDay("16:00");
    expect(reminders(life, "li")).toHaveLength(1);
    await life.onDrawnDay("18:01");
    expect(await life.say("li", "12345")).toContain("迟报");
    await life.onDrawnDay("07:45", 1);
    expect(life.rows("select distinct state from rounds")).toEqual([{ state: "closed" }]);
  });

  test("who counts is the policy's word: one that counts 未注册 does not ask or remind them either", async () => {
    const members = { counted: ["在职", "未注册"] } as Parameters["members"];
    const life = await aQuarterUnder(policyWith({ members }), "once", {
      ...aSchool,
      unregistered: { name: "未注", state: "未注册" },
    });
    await life.onDrawnDay("09:07");
    await life.onDrawnDay("19:40");

    expect(await life.say("zhang", "进度")).toContain("应报 6 人");
    expect(life.planned("unregistered")).toEqual([]);
  });
});
