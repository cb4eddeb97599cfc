import { beforeEach, describe, expect, test } from "vitest";
import { requestFor } from "../../src/papers/papers.ts";
import type { Bot } from "../support/a-bot.ts";
import { rows } from "./a-school.ts";
import { aSchoolAfterItsRound, PUBLISHED, SCHOOL_GROUP, said, totals } from "./a-school-after-its-round.ts";

let bot: Bot;
beforeEach(async () => {
  bot = await aSchoolAfterItsRound();
  await said(bot, ...PUBLISHED);
});

/** An objection that the office grants: 总积分 of `account` becomes `total`. */
async function corrected(account: string, total: number): Promise<void> {
  await bot.say(account, "异议 我的积分不对");
  const [last] = rows<{ id: number }>(bot, "select max(id) as id from objections");
  await bot.say("he", `答复 ${last!.id} 更正 ${total} 张三的截图已核实`);
  await bot.tick();
}

const posts = () => bot.planned(SCHOOL_GROUP).filter((text) => text.startsWith("【"));

function drawn(version: number) {
  const quarter = "2026Q4" as never;
  const paper = (ref: { kind: "notice" | "ranking-chart" | "summary-table" }) =>
    requestFor(bot.db, { quarter, version, of: "公示", date: "2026-11-20", ...ref } as never, "测试学校").data as never;
  return {
    notice: paper({ kind: "notice" }) as Record<string, unknown>,
    chart: paper({ kind: "ranking-chart" }) as { branches: { branch: string; average: unknown }[]; corrected: boolean },
    table: paper({ kind: "summary-table" }) as { branches: { branch: string; average: unknown }[] },
  };
}

describe("a corrected 公示", () => {
  test("says so, says which figure changed and why, and names no person and no figure of one", async () => {
    await corrected("li", 12_999);
    await said(bot, ...PUBLISHED);

    const text = posts().at(-1)!;
    expect(text).toContain("【更正公示】测试学校2026年第四季度");
    expect(text).toContain("第一党支部：人均由 10869.00 分更正为不公开（异议核实）");
    expect(text).toContain("公示期重新计算，共 5 个工作日");
    for (const word of ["李明", "张三", "12999", "12345", "何翠"]) expect(text).not.toContain(word);
  });

  test("shows no average whose change would be one person's, in text, picture and document alike", async () => {
    await corrected("li", 12_999);
    await said(bot, ...PUBLISHED);

    const { notice, chart, table } = drawn(2);
    const first = (of: { branches: { branch: string; average: unknown }[] }) =>
      of.branches.find(({ branch }) => branch === "第一党支部")!.average;
    expect(posts().at(-1)).toContain("第一党支部：人均不公开");
    expect(first(chart)).toBeNull();
    expect(first(notice as never)).toBeNull();
    expect(notice.average).toBeNull();
    expect(notice.corrections).toEqual(["第一党支部：人均由 10869.00 分更正为不公开（异议核实）。"]);
    expect(chart.corrected).toBe(true);
    expect(JSON.stringify([posts().at(-1), notice, chart])).not.toMatch(/10999|54999|54345/);
    // Office and committee see it.
    expect(first(table)).toEqual({ sum: 54_999, members: 5 });
    expect(await bot.say("ma", "汇总")).toContain("第一党支部：人均 10999.80 分");
    expect(await bot.say("wu", "排名")).toContain("第一党支部：人均不公开");
  });

  test("shows the average anew when three have changed since it was shown", async () => {
    await corrected("li", 12_999);
    await said(bot, ...PUBLISHED);
    await corrected("wu", 13_500);
    await corrected("wang", 14_500);
    await said(bot, ...PUBLISHED);

    expect(posts().at(-1)).toContain("第一党支部：人均由不公开更正为 11199.80 分（异议核实）");
  });

  test("begins its window anew, and the closing 通报 is no correction, as none was before", async () => {
    const before = rows<{ until: string }>(bot, "select notice_until as until from summaries")[0]!.until;
    bot.clock.set("2026-11-23 10:00");
    await corrected("li", 12_999);
    await said(bot, ...PUBLISHED);

    const heads = rows<{ until: string }>(bot, "select notice_until as until from summaries order by version");
    expect(heads.at(-1)!.until > before).toBe(true);
    expect(await bot.say("he", "发布")).toContain("正在公示");
    bot.clock.set("2026-12-10 10:00");
    await bot.tick();
    await bot.say("he", "发布");
    expect(posts().at(-1)).toContain("【通报】");
  });

  test("after a 通报 ends with a 更正通报", async () => {
    bot.clock.set("2026-12-10 10:00");
    await bot.say("he", "发布");
    expect(posts().at(-1)).toContain("【通报】");
    await corrected("li", 12_999);
    await said(bot, ...PUBLISHED);
    bot.clock.set("2026-12-28 10:00");
    await bot.say("he", "发布");

    expect(posts().at(-1)).toContain("【更正通报】");
    expect(posts().at(-1)).toContain("第一党支部：人均由 10869.00 分更正为不公开（异议核实）");
  });

  test("the office is told whose figure, by whom and from what to what; the committee which branch's", async () => {
    await corrected("li", 12_999);
    const office = bot.planned("lin").find((text) => text.includes("第 2 版汇总已生成"))!;
    await bot.say("he", "提交");

    expect(office).toContain("第一党支部 李明：12345 分 → 12999 分（异议，何翠同志更正，张三的截图已核实）");
    const committee = bot.planned("ma").findLast((text) => text.includes("更正后的汇总"))!;
    expect(committee).toContain("第一党支部：人均由 10869.00 分更正为 10999.80 分（异议核实）");
    for (const total of [...Object.values(totals), 12_999])
      expect(committee).not.toMatch(new RegExp(`\\b${total}(?!\\.)`));
    expect(committee).not.toContain("李明");
  });

  test("says nothing of a correction where nothing was published before", async () => {
    const other = await aSchoolAfterItsRound();
    bot = other;
    await corrected("li", 12_999);
    await said(other, ...PUBLISHED);

    expect(posts().at(-1)).toContain("【公示】");
    expect(posts().at(-1)).toContain("第一党支部：人均 10999.80 分");
  });
});
