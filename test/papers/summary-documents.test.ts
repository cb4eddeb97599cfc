import { describe, expect, test } from "vitest";
import { type Notice, notice } from "../../src/documents/notice.ts";
import type { RankingChart } from "../../src/documents/ranking-chart.ts";
import { type SummaryWorkbook, summaryWorkbook } from "../../src/documents/summary-workbook.ts";
import { addDays, type Day, type Quarter } from "../../src/domain/calendar.ts";
import type { DocumentRef } from "../../src/domain/delivery.ts";
import { builtInPolicies, type Policy } from "../../src/domain/policy.ts";
import { requestFor } from "../../src/papers/papers.ts";
import { aSchool, rows } from "../chat/a-school.ts";
import { aSchoolAfterItsRound, PUBLISHED, said, totals } from "../chat/a-school-after-its-round.ts";
import { rowsOf } from "../documents/workbook.ts";
import { unzip } from "../documents/zip.ts";
import type { Bot } from "../support/a-bot.ts";

const quarter = "2026Q4" as Quarter;
const [guifang, lowBurden] = builtInPolicies as [Policy, Policy];

type Ref = Extract<DocumentRef, { kind: "summary-table" | "ranking-chart" | "notice" }>;
const data = (bot: Bot, ref: Ref) => requestFor(bot.db, ref, "测试学校").data;
const table = (bot: Bot, version = 1) => data(bot, { kind: "summary-table", quarter, version }) as SummaryWorkbook;
const chart = (bot: Bot) => data(bot, { kind: "ranking-chart", quarter, version: 1 }) as RankingChart;
const noticeOf = (bot: Bot, of: "公示" | "通报", date: string) =>
  data(bot, { kind: "notice", of, quarter, version: 1, date: date as Day }) as Notice;

const publishedOn = (bot: Bot) => rows<{ day: Day }>(bot, "select published_on as day from summaries")[0]!.day;

/** The quarter is over, its 公示 too, and one objection was answered. */
async function aClosedQuarter(policy?: Policy): Promise<Bot> {
  const bot = await aSchoolAfterItsRound(policy);
  await said(bot, ...PUBLISHED);
  rows(
    bot,
    "insert into objections (member_id, quarter, text, opened_at, state) values (3, '2026Q4', '有误', 1, 'answered') returning id",
  );
  const { until } = rows<{ until: Day }>(bot, "select notice_until as until from summaries")[0]!;
  bot.clock.set(`${addDays(until, 1)} 10:00`);
  await bot.say("he", "发布");
  return bot;
}

describe("汇总表", () => {
  test("has each branch's figures by the rows of its table, and the sums over all branches", async () => {
    const bot = await aSchoolAfterItsRound();
    bot.db.$client.exec(
      "update table_rows set previous_total = total - 100 - member_id, previous_day = '2026-08-18' where member_id in (1, 2, 4, 5)",
    );

    const { branches, whole, days } = table(bot);

    for (const line of branches) {
      const own = rows<{ counted: number; total: number | null; previous: number | null }>(
        bot,
        `select t.counted, t.total, t.previous_total as previous from table_rows t join rounds r on r.id = t.round_id
         join branches b on b.id = r.branch_id where b.name = ? and t.version = 1`,
        line.branch,
      );
      const compared = own.filter(({ total, previous }) => total !== null && previous !== null);
      expect(line.enrolled).toBe(own.length);
      expect(line.average!.sum).toBe(own.reduce((sum, { total, previous }) => sum + (total ?? previous ?? 0), 0));
      expect(line.growth).toEqual(
        compared.length === 0
          ? null
          : {
              sum: compared.reduce((sum, { total, previous }) => sum + total! - previous!, 0),
              members: compared.length,
            },
      );
    }
    expect(whole).toMatchObject({ branch: "合计", rank: null, enrolled: 13, members: 13, reported: 12 });
    expect(whole.average).toEqual({ sum: Object.values(totals).reduce((sum, total) => sum + total, 0), members: 13 });
    expect(days).toHaveLength(1);
  });

  test("says below on what it stands, and beside each branch what is not as usual", async () => {
    const bot = await aSchoolAfterItsRound();
    bot.db.$client.exec("update table_rows set late = 1, doubt = 'below-last' where member_id = 3");

    const { branches, notes } = table(bot);

    expect(branches.map(({ note }) => note)).toEqual([undefined, "1 人无以往积分，按零分计入；迟报 1 人；存疑 1 人"]);
    expect(notes.join("\n")).toMatch(/桂纺校党字〔2020〕58号）四（四）.*五（三）2/);
    expect(notes.join("\n")).toContain("未填报者按上次积分计入");
    expect(notes.at(-1)).toBe("汇总第 1 版。");
  });

  test("of an older version stays what it was, to the byte, when a correction has made a newer one", async () => {
    const bot = await aSchoolAfterItsRound();
    const before = await summaryWorkbook(table(bot));
    bot.db.$client.exec(`
      insert into table_rows (round_id, version, member_id, counted, total, previous_total, previous_day, late, source, doubt)
      select round_id, 2, member_id, counted, total + 7, previous_total, previous_day, late, source, doubt
        from table_rows where round_id = 1;
      insert into branch_tables (round_id, version, made_at, members, reported, sum, denominator, reason)
        select round_id, 2, made_at, members, reported, sum + 28, denominator, '异议' from branch_tables where round_id = 1`);
    await bot.tick();

    expect(await summaryWorkbook(table(bot))).toEqual(before);
    const [, corrected] = table(bot, 2).branches;
    expect(corrected).toMatchObject({ average: { sum: 54_373, members: 5 } });
    expect(corrected!.note).toContain("统计表第 2 版");
  });

  test("opened, shows the figures of the summary", async () => {
    const bot = await aSchoolAfterItsRound();

    const sheet = await rowsOf(await summaryWorkbook(table(bot)));

    expect(sheet[3]).toEqual([1, "第二党支部", 8, 8, 8, 1, 160_037, 20_004.63, null, 1]);
    expect(sheet[4]!.slice(0, 10)).toEqual([2, "第一党支部", 5, 5, 4, 0.8, 54_345, 10_869, null, 2]);
  });

  test("where nobody is ranked in public has no ranks, and an order that gives none away", async () => {
    const { columns, branches } = table(await aSchoolAfterItsRound(lowBurden));

    expect(columns).not.toContain("rank");
    expect(branches.map(({ branch }) => branch)).toEqual(["第一党支部", "第二党支部"]);
  });
});

describe("what would give persons away", () => {
  test("is kept out of what everybody sees, and out of the sums that would give it back", async () => {
    const bot = await aSchoolAfterItsRound();
    bot.db.$client.exec("update table_rows set total = null where member_id in (1, 2)");
    const circular = noticeOf(bot, "公示", "2026-11-25");

    // Office and committee see every branch's figures.
    expect(table(bot).branches[1]).toMatchObject({ branch: "第一党支部", average: { sum: 54_345, members: 5 } });
    expect(table(bot).whole.average).toEqual({ sum: 214_382, members: 13 });
    expect(table(bot).notes.join()).toContain("请勿外传；第一党支部的人均对外不公布");
    expect(chart(bot).branches[1]).toMatchObject({ average: null });
    expect(circular.branches[1]).toMatchObject({ average: null });
    expect(circular.average).toBeNull();
    for (const made of [chart(bot), circular]) expect(JSON.stringify(made)).not.toMatch(/54345|214382/);
  });

  test("and no file of the school holds a member's name or total", async () => {
    const bot = await aClosedQuarter();

    for (const made of [
      table(bot),
      chart(bot),
      noticeOf(bot, "公示", publishedOn(bot)),
      noticeOf(bot, "通报", "2026-11-25"),
    ]) {
      const text = JSON.stringify(made);
      for (const { name } of Object.values(aSchool)) expect(text).not.toContain(name);
      for (const total of Object.values(totals)) expect(text).not.toContain(String(total));
    }
  });
});

describe("公示", () => {
  test("has its basis, its exact period and the way to object", async () => {
    const bot = await aClosedQuarter();
    const posted = publishedOn(bot);

    const made = noticeOf(bot, "公示", posted);

    expect(made).toMatchObject({
      kind: "公示",
      metric: "average",
      clauses: { notice: "四（四）", average: "五（三）2" },
      policy: { title: guifang.title, document: guifang.document },
      period: { from: addDays(posted, 1), workdays: 5 },
      objections: { office: "学校党办", bot: "学习积分助手" },
      issuer: "中共测试学校委员会",
      letterhead: null,
      addressees: null,
      date: posted,
    });
  });

  test("of a draft has no last day yet", async () => {
    const bot = await aSchoolAfterItsRound();

    expect(noticeOf(bot, "公示", "2026-11-25")).toMatchObject({ period: { from: "2026-11-26", to: null } });
  });

  test("where nobody is ranked shows completion only, branch by branch", async () => {
    const bot = await aSchoolAfterItsRound(lowBurden);

    const made = noticeOf(bot, "公示", "2026-11-25");

    expect(made).toMatchObject({ metric: "completion", average: null, notes: [] });
    expect(made.branches.map(({ branch }) => branch)).toEqual(["第一党支部", "第二党支部"]);
    const text = await textOf(made);
    expect(text).toContain("第一党支部5480.0%");
    expect(text).not.toMatch(/人均|名次|10869|20004/);
  });
});

describe("通报", () => {
  test("prints how the office is reached where the school has said so, and nothing where it has not", async () => {
    const bot = await aSchoolAfterItsRound();
    const ref = { kind: "notice", of: "公示", quarter, version: 1, date: "2026-11-25" as Day } as const;
    await said(bot, ...PUBLISHED);
    const made = requestFor(bot.db, ref, "测试学校", "302 室，0771-0000000").data;

    expect(made).toMatchObject({ objections: { contact: "302 室，0771-0000000" } });
    expect(unzip(await notice(made)).get("word/document.xml")).toContain("联系方式：302 室，0771-0000000");
    const without = requestFor(bot.db, ref, "测试学校").data;
    expect(unzip(await notice(without)).get("word/document.xml")).not.toContain("联系方式：");
  });

  test("that closes a 公示 says what became of it, and holds the figures of the database", async () => {
    const bot = await aClosedQuarter();

    const text = await textOf(noticeOf(bot, "通报", "2026-11-25"));

    expect(text).toContain("“学习强国”学习情况的通报");
    expect(text).toContain("经学校党委审核并公示，公示期满，本季度共收到异议1件，均已答复，现将有关情况通报如下。");
    expect(text).toContain("应填报党员13人，已填报12人");
    expect(text).toContain("成长总积分合计214382分，人均16490.92分");
    expect(text).toContain("1第二党支部88100%20004.63");
    expect(text).toContain("2第一党支部5480.0%10869.00");
    expect(text).toContain("2026年11月25日");
  });

  test("counts the objections of its own time: one that comes later changes no byte of it", async () => {
    const bot = await aClosedQuarter();
    const before = await notice(noticeOf(bot, "通报", "2026-11-25"));
    rows(
      bot,
      "insert into objections (member_id, quarter, text, opened_at) values (3, '2026Q4', '有误', ?) returning id",
      bot.clock.now() + 1,
    );

    expect(await notice(noticeOf(bot, "通报", "2026-11-25"))).toEqual(before);
  });

  test("by a policy without 公示 speaks of none", async () => {
    const policy: Policy = { ...guifang, parameters: { ...guifang.parameters, notice: { kind: "通报", days: 5 } } };
    const bot = await aSchoolAfterItsRound(policy);
    await said(bot, ...PUBLISHED);
    await bot.tick();

    const text = await textOf(noticeOf(bot, "通报", publishedOn(bot)));

    expect(rows(bot, "select state from summaries")).toEqual([{ state: "archived" }]);
    expect(text).toContain("经学校党委审核，现将有关情况通报如下。");
    expect(text).not.toContain("公示");
  });
});

async function textOf(made: Notice): Promise<string> {
  const xml = unzip(await notice(made)).get("word/document.xml")!;
  return [...xml.matchAll(/<w:t[ >][^<]*/g)].map(([run]) => run.replace(/^[^>]*>/, "")).join("");
}
