import { beforeEach, describe, expect, test } from "vitest";
import type { Bot } from "../support/a-bot.ts";
import { dump } from "../support/dump.ts";
import { anOpenRound } from "../support/open-round.ts";
import { rows } from "./a-school.ts";
import { aSchoolAfterItsRound, said } from "./a-school-after-its-round.ts";

let bot: Bot;
beforeEach(async () => {
  bot = await aSchoolAfterItsRound();
});

const says = (account: string, text: string) => bot.send(account, { kind: "text", text });
const states = () =>
  rows<{ state: string }>(bot, "select state from summaries order by version").map((row) => row.state);

/** Everything that was open after the round has been settled. */
async function settle(): Promise<void> {
  bot.db.$client.exec("update spot_checks set state = 'confirmed', resolved_by = 1, resolved_at = 1");
  await said(bot, "zhang:确认统计表", "su:确认统计表");
}

describe("提交", () => {
  test("shows what is open and submits nothing; 仍然提交 does", async () => {
    await bot.say("li", "异议 我的积分少了");

    const asked = await says("he", "提交");

    expect(asked).toMatch(
      /^2026年第四季度汇总还有未了的事项：\n· 抽查未完成：第一党支部 1 人、第二党支部 1 人\n· 异议待答复：1 件\n· 统计表未确认：第一党支部、第二党支部\n.*请回复“仍然提交 2026Q4”。$/,
    );
    expect(states()).toEqual(["draft"]);
    expect(bot.planned("ma").filter((text) => text.includes("请审核"))).toEqual([]);

    expect(await says("he", "仍然提交")).toContain("2026年第四季度汇总已提交（待审核）");
    expect(states()).toEqual(["submitted"]);
  });

  test("asks nothing where nothing is open", async () => {
    await settle();

    expect(await says("he", "提交")).toContain("2026年第四季度汇总已提交（待审核）");
  });

  test("names figures in doubt and rounds still to come", async () => {
    await settle();
    bot.db.$client.exec("update table_rows set doubt = 'above-possible' where member_id = 3");
    bot.db.$client.exec(
      "insert into rounds (quarter, branch_id, origin, state) select quarter, branch_id, 'extra', 'planned' from rounds limit 1",
    );

    const asked = await says("he", "提交");

    expect(asked).toContain("\n· 存疑的填报：第一党支部 1 人\n· 考核日尚未到来：第一党支部\n");
    expect(asked).not.toContain("抽查");
  });

  test.each([["he"], ["lin"]])("仍然提交 of %s, who has been shown nothing, shows it first", async (account) => {
    if (account === "lin") await says("he", "提交");

    expect(await says(account, "仍然提交")).toContain("还有未了的事项");
    expect(states()).toEqual(["draft"]);
    expect(await says(account, "仍然提交 2026Q4")).toContain("2026年第四季度汇总已提交（待审核）");
  });

  test("what has come in since it was shown is shown anew", async () => {
    await says("he", "提交");
    await bot.say("li", "异议 我的积分少了");

    expect(await says("he", "仍然提交")).toContain("异议待答复：1 件");
    expect(await says("he", "仍然提交")).toContain("2026年第四季度汇总已提交（待审核）");
  });

  test("an answer is used once: after a return what is open is shown again", async () => {
    await says("he", "提交");
    await says("he", "仍然提交");
    await bot.say("ma", "退回 请核对");

    expect(await says("he", "仍然提交")).toContain("还有未了的事项");
    expect(states()).toEqual(["returned"]);
  });

  test("仍然提交 said twice submits once", async () => {
    await says("he", "提交");
    await says("he", "仍然提交");
    const before = bot.planned("ma");

    expect(await says("he", "仍然提交")).toContain("才能执行此操作");
    expect(bot.planned("ma")).toEqual(before);
  });

  test("an open round cannot be insisted away", async () => {
    anOpenRound(bot);

    expect(await says("he", "仍然提交")).toContain("还有考核未结束：第一党支部");
  });

  test.each([
    "li",
    "zhang",
    "ma",
  ])("仍然提交 is the office's: %s changes nothing and is shown nothing", async (account) => {
    const before = dump(bot.db).rounds;

    expect(await says(account, "仍然提交")).toContain("无权");
    expect(dump(bot.db).rounds).toEqual(before);
    expect(states()).toEqual(["draft"]);
  });
});

describe("发布", () => {
  test("shows what is open and posts nothing; 仍然发布 does, and says where", async () => {
    await said(bot, "he:提交", "ma:通过");

    expect(await says("he", "发布")).toContain("请回复“仍然发布 2026Q4”");
    expect(await says("he", "仍然提交")).toContain("才能执行此操作");
    expect(states()).toEqual(["approved"]);

    expect(await says("he", "仍然发布")).toBe(
      "2026年第四季度汇总已发布。\n发往 2 个群：学校群、第一党支部。没有设置群的党支部：第二党支部。",
    );
  });
});
