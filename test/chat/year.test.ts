import { describe, expect, test } from "vitest";
import { aClosedQuarter } from "../cli/a-cli.ts";
import { aSchoolBeingAsked } from "./a-school.ts";

describe("年度预览", () => {
  test("gives the office figures and the best branch, and no person's name or figure", async () => {
    const cli = await aClosedQuarter();

    const reply = await cli.say("he", "年度预览");

    expect(reply).toBe(
      [
        "【2026年度评选预览】以目前已结束的考核为准。",
        "学习积极分子（五（三）1）：0 人",
        "最佳组织奖（五（三）2）：第二党支部（人均 10000.33 分）",
        "年度增长未达到评优要求（四（五））：1 人",
        "填报不足、暂不能判断：8 人",
        "名单请在服务器上运行：bot year preview 2026",
      ].join("\n"),
    );
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
