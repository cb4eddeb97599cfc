import { describe, expect, test } from "vitest";
import { type BranchWorkbook, branchWorkbook, type MemberLine } from "../../src/documents/branch-workbook.ts";
import { builtInPolicies, defaultPolicy, type Policy } from "../../src/domain/policy.ts";
import { branchTableData } from "../../src/papers/branch-table.ts";
import { memberByAccount } from "../../src/store/members.ts";
import { saveReport } from "../../src/store/reports.ts";
import { latestClosedRound } from "../../src/store/rounds.ts";
import type { ReportSource } from "../../src/store/schema.ts";
import { aSchool } from "../chat/a-school.ts";
import { rowsOf } from "../documents/workbook.ts";
import { adopt } from "../jobs/a-life.ts";
import { aBot, type Bot } from "../support/a-bot.ts";
import { anOpenRound } from "../support/open-round.ts";
import { revisedFigure } from "../support/revised-figure.ts";

/** A closed round of the first branch with every kind of line. */
async function aTable(policy: Policy = defaultPolicy): Promise<Bot> {
  const bot = aBot({ time: "2026-11-18 10:00" });
  adopt(bot, policy);
  bot.roster({
    ...aSchool,
    sick: { name: "病号", state: "长期病假" },
    new: { name: "新来" },
    same: { name: "同前" },
  });
  for (const [account, total] of Object.entries({ li: 11_020, chen: 9000, wu: 12_000, same: 14_000 })) {
    bot.past(account, total, "2026-08-18");
  }
  anOpenRound(bot);
  await bot.say("zhang", "15000");
  await bot.say("zhang", "代报 伍建国 13000");
  await bot.say("li", "10980");
  await bot.say("li", "是");
  await bot.say("sick", "500");
  bot.clock.set("2026-11-18 21:30");
  await bot.say("same", "14000");
  bot.clock.set("2026-11-19 09:00");
  await bot.tick();
  return bot;
}

function dataOf(bot: Bot, version = 1): BranchWorkbook {
  const roundId = latestClosedRound(bot.db, 1)!.id;
  return branchTableData(bot.db, { kind: "branch-table", roundId, version }, "测试学校");
}

function correct(bot: Bot, account: string, total: number, source: ReportSource, reason: string): void {
  const { db } = bot;
  const memberId = memberByAccount(db, account)!.id;
  revisedFigure(bot, latestClosedRound(db, 1)!.id, { memberId, total, source, correctedBy: 1 }, reason);
}

const lineOf = (table: BranchWorkbook, name: string): MemberLine => table.rows.find((row) => row.name === name)!;

describe("the branch table as a file", () => {
  test("has each member's figures as they were frozen, with what is to be known of them", async () => {
    const { rows } = dataOf(await aTable());

    expect(rows).toEqual([
      { name: "张伟", ...none, total: 15_000, rank: 1, source: "self" },
      { name: "王芳", ...none, note: "未填报，按零分计入" },
      {
        name: "李明",
        total: 10_980,
        previous: 11_020,
        growth: -40,
        daily: { sum: -40, members: 92 },
        rank: 4,
        source: "self",
        note: "低于上次，本人已确认",
      },
      { name: "陈静", ...none, previous: 9000, note: "未填报，按上次积分计入" },
      {
        name: "伍建国",
        total: 13_000,
        previous: 12_000,
        growth: 1000,
        daily: { sum: 1000, members: 92 },
        rank: 3,
        source: "proxy",
      },
      { name: "病号", ...none, total: 500, source: "self", note: "不计入" },
      { name: "新来", ...none, note: "未填报，按零分计入" },
      {
        name: "同前",
        total: 14_000,
        previous: 14_000,
        growth: 0,
        daily: { sum: 0, members: 92 },
        rank: 2,
        source: "self",
        note: "迟报；零增长",
      },
    ]);
  });

  const none = { total: null, previous: null, growth: null, daily: null, rank: null, source: null };

  test("says whose table of which day it is, and what it adds up to", async () => {
    const table = dataOf(await aTable());

    expect(table).toMatchObject({ school: "测试学校", branch: "第一党支部", quarter: "2026Q4", day: "2026-11-18" });
    expect(table).toMatchObject({ members: 7, reported: 4, average: { sum: 61_980, members: 7 } });
    expect(table.title).toBeUndefined();
  });

  test("says below itself what it stands on, which version it is, and that nobody has confirmed it", async () => {
    const table = dataOf(await aTable());

    expect(table.notes).toEqual([
      "依据：《广西纺织工业学校“学习强国”学习管理和激励办法》（桂纺校党字〔2020〕58号）四（二）；人均为合计除以计入的党员人数（五（三）2），未填报者按上次积分计入（四（四））；备注“不计入”者不计入党员人数（三、四（一））。",
      "支部内排名按已填报者的成长总积分由高到低，分数相同者名次相同（四（三））。",
      "第 1 版，2026-11-19 09:00 生成。",
      "未确认。",
      "本表含党员个人积分，仅限支部书记、支委和学校党办使用，请勿在群内转发。",
    ]);
    expect(table.filledBy).toBeUndefined();
  });

  test("names who has confirmed it, and when", async () => {
    const bot = await aTable();
    bot.clock.set("2026-11-20 10:30");
    await bot.say("wang", "确认统计表");

    const table = dataOf(bot);

    expect(table.filledBy).toBe("王芳");
    expect(table.notes).toContain("已由王芳于 2026-11-20 10:30 确认。");
  });

  test("a corrected version names the reason, at the line and below; the version before stays as it was", async () => {
    const bot = await aTable();
    await bot.say("zhang", "确认统计表");
    const before = dataOf(bot);
    bot.clock.set("2026-11-23 10:00");
    correct(bot, "li", 14_500, "抽查", "抽查时页面为 14500。");
    correct(bot, "wang", 9500, "异议", "漏报，已核对");

    expect(dataOf(bot, 1)).toEqual(before);
    expect(lineOf(dataOf(bot, 2), "李明")).toMatchObject({ rank: 2, source: "spot-check", growth: 3480 });
    const table = dataOf(bot, 3);
    expect(lineOf(table, "李明").note).toBe("更正：抽查时页面为 14500。");
    expect(lineOf(table, "王芳")).toMatchObject({ total: 9500, rank: 5, source: "proxy", note: "更正：漏报，已核对" });
    expect(lineOf(table, "张伟").note).toBeUndefined();
    expect(table.notes).toContain("第 3 版，2026-11-23 10:00 生成；更正理由：漏报，已核对。");
    expect(table.notes).toContain("未确认。");
    expect(dataOf(bot, 2).notes).toContain("第 2 版，2026-11-23 10:00 生成；更正理由：抽查时页面为 14500。");
  });

  test("ranks by growth where talks are owed by growth", async () => {
    const { parameters } = defaultPolicy;
    const table = dataOf(
      await aTable({ ...defaultPolicy, parameters: { ...parameters, talk: { ...parameters.talk, metric: "growth" } } }),
    );

    expect(table.rows.flatMap(({ name, rank }) => (rank === null ? [] : [[name, rank]]))).toEqual([
      ["李明", 3],
      ["伍建国", 1],
      ["同前", 2],
    ]);
    expect(table.notes[1]).toContain("本季度增长由高到低");
  });

  test("under a policy that ranks nobody has no ranks", async () => {
    const table = dataOf(await aTable(builtInPolicies.find(({ id }) => id === "low-burden")));

    expect(table.columns).not.toContain("rank");
    expect(table.notes.join()).not.toContain("排名");
  });

  test.each([
    ["zero", "王芳", "未填报，按零分计入"],
    ["zero", "陈静", "未填报，按零分计入"],
    ["exclude", "陈静", "未填报，不计入人均"],
  ] as const)("where a missing report is taken as %s, says so of %s", async (missing, name, note) => {
    const { parameters } = defaultPolicy;
    const branchRank = { ...parameters.branchRank, missing };
    const table = dataOf(await aTable({ ...defaultPolicy, parameters: { ...parameters, branchRank } }));

    expect(lineOf(table, name).note).toBe(note);
  });

  test("a total known since the same day gives a growth, but no daily mean", async () => {
    const bot = await aTable();
    saveReport(bot.db, {
      memberId: memberByAccount(bot.db, "zhang")!.id,
      roundId: null,
      day: "2026-11-25" as never,
      total: 15_100,
      source: "导入",
      reportedBy: null,
      reportedAt: bot.clock.now(),
      late: false,
      doubt: null,
    });
    bot.clock.set("2026-11-25 10:00");
    anOpenRound(bot);
    await bot.say("zhang", "15150");
    bot.clock.set("2026-11-26 09:00");
    await bot.tick();

    expect(lineOf(dataOf(bot), "张伟")).toMatchObject({ previous: 15_100, growth: 50, daily: null });
  });

  test("becomes a workbook that titles itself as the document does", async () => {
    const bot = await aTable();
    await bot.say("zhang", "确认统计表");

    const sheet = await rowsOf(await branchWorkbook(dataOf(bot)));

    expect(sheet[0]).toEqual(["测试学校党员“学习强国”登陆学习情况统计表"]);
    expect(sheet[1]!.at(-1)).toBe("填报日期：2026年11月18日（2026年第四季度）");
    expect(sheet[3]).toEqual([1, "张伟", 15_000, null, null, null, 1, "本人"]);
    expect(sheet.flat()).toContain("填表人：张伟　　　　支部书记（签字）：＿＿＿＿＿＿＿＿");
  });

  test("of a version that does not exist is an error", async () => {
    const bot = await aTable();

    expect(() => dataOf(bot, 9)).toThrow("has no table of version 9");
  });
});
