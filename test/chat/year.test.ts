import { describe, expect, test } from "vitest";
import { aClosedQuarter } from "../cli/a-cli.ts";
import { aSchoolBeingAsked } from "./a-school.ts";

describe("年度预览", () => {
  test("gives the office names and growth, what can still be reached, and why somebody cannot be judged", async () => {
    const cli = await aClosedQuarter();

    const reply = await cli.say("he", "年度预览");

    expect(reply).toContain("【2026年度评选】预览。年终统计12月29日结束，在此之前只是进度，不作结论。");
    expect(reply).toContain("最佳组织奖（五（三）2）：第二党支部（人均 10000.33 分）");
    // From 18 August: 136 of 365 days, 2235.7.
    expect(reply).toContain("・第一党支部 李明：增长 1000 分，要求 2236 分（估算");
    expect(reply).toContain("・第一党支部 陈静：没有填报记录：请本人填报，或由支部代报");
    expect(await cli.say("he", "年度预览 2026")).toBe(reply);
    expect(await cli.say("he", "年度预览 2025")).toBe("2025年还没有已结束的考核。");
  });

  test("is of the last year with a round, in January too", async () => {
    const cli = await aClosedQuarter();
    cli.clock.set("2027-01-05 10:00");

    expect(await cli.say("he", "年度预览")).toContain("2026年度");
  });

  test("says that no round has closed yet", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("he", "年度预览")).toBe("2026年还没有已结束的考核。");
  });

  test.each(["li", "zhang", "ma", "fang"])("is not for %s", async (who) => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say(who, "年度预览")).toMatch(/^您无权这样做，请联系.+。$/);
  });
});
