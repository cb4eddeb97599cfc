import { describe, expect, test } from "vitest";
import { ownData } from "../../src/store/own-data.ts";
import { purges } from "../../src/store/retention.ts";
import type { Bot } from "../support/a-bot.ts";
import { aClosedRound, acts, archive, check, reported, tableVersions } from "./a-checked-school.ts";
import { aSchool, rows } from "./a-school.ts";

const about = (bot: Bot, account: string, word: string) => bot.planned(account).filter((text) => text.includes(word));
const proposal = (bot: Bot, account = "li") =>
  rows(
    bot,
    `select proposed_total as total, p.account as "by", proposed_reason as reason from spot_checks c
     join members m on m.id = c.member_id left join members p on p.id = c.proposed_by where m.account = ?`,
    account,
  )[0];
const nothing = { total: null, by: null };
const proposedActs = (bot: Bot) => acts(bot, "spot-check.%").map(({ act }) => act.slice("spot-check.".length));

describe("不符 stands on a picture or a reason", () => {
  test.each([
    ["不符 李明 12900", /还没有发来截图.*不符 李明 12900 本人当面出示/],
    ["不符 李明 12900 谢谢", /还没有发来截图/],
    ["不符 李明 12900。", /还没有发来截图/],
    ["不符 李明 12900 理由：", /还没有发来截图/],
    [`不符 李明 12900 ${"当面核对".repeat(26)}`, /控制在 100 字以内/],
  ])("«%s» is refused, and how to write it is said", async (text, refusal) => {
    const bot = await aClosedRound();

    expect(await bot.say("zhang", text)).toMatch(refusal);
    expect(await bot.say("zhang", text)).toMatch(refusal);
    expect(check(bot, "li")).toMatchObject({ state: "asked" });
    expect(tableVersions(bot, "li")).toHaveLength(1);
  });

  test("a picture is enough, and the member is told no reason", async () => {
    const bot = await aClosedRound();
    await bot.send("li", { kind: "image", mediaId: "media-1" });

    expect(await bot.say("zhang", "不符 李明 12900")).toContain("13000 分 → 12900 分");
    expect(about(bot, "li", "抽查结果").join()).not.toContain("理由");
  });

  test("a reason is enough; the member is told it and finds it in 导出我的数据", async () => {
    const bot = await aClosedRound();

    expect(await bot.say("zhang", "不符 李明 12900，理由：截图不清，当面核对")).toContain("13000 分 → 12900 分");
    expect(about(bot, "li", "抽查结果").join()).toContain("理由：截图不清，当面核对。");
    expect(proposal(bot)).toEqual({ ...nothing, reason: "截图不清，当面核对" });
    expect(JSON.stringify(acts(bot, "%"))).not.toContain("截图不清");
  });
});

describe("不符 that would lift somebody from the talk list", () => {
  const lifting = "不符 李明 14500 当面核对";

  test("changes nothing yet, and another admin of the branch is told, nobody else", async () => {
    const bot = await aClosedRound();

    const reply = await bot.say("zhang", lifting);

    expect(reply).toContain("须由王芳同志复核");
    expect(proposal(bot)).toEqual({ total: 14_500, by: "zhang", reason: "当面核对" });
    expect(check(bot, "li")).toMatchObject({ state: "asked", by: null });
    expect(tableVersions(bot, "li")).toHaveLength(1);
    for (const account of Object.keys(aSchool)) {
      expect(about(bot, account, "抽查复核"), account).toHaveLength(account === "wang" ? 1 : 0);
      if (account !== "wang") expect(about(bot, account, "14500"), account).toEqual([]);
    }
    expect(about(bot, "wang", "抽查复核")[0]).toBe(
      [
        "【抽查复核】张伟同志提出将第一党支部 李明同志的 13000 分改为 14500 分（理由：当面核对）。",
        "这一更改会使谈话名单上减少人员，须由第二人复核后生效。",
        "核对后请回复“不符 李明 14500”；不予更改请回复“属实 李明”。",
      ].join("\n"),
    );
  });

  test("said again by who proposed it is no second word, and tells nobody again", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", lifting);

    for (const text of [lifting, "不符 李明 14500"]) {
      expect(await bot.say("zhang", text)).toContain("须由王芳同志复核");
    }
    expect(tableVersions(bot, "li")).toHaveLength(1);
    expect(about(bot, "wang", "抽查复核")).toHaveLength(1);
    expect(proposedActs(bot)).toEqual(["ask", "proposed"]);
  });

  test("takes effect once the second person says the same; both and the member are told", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", lifting);

    const reply = await bot.say("wang", "不符 李明 14500", "the second word");
    expect(await bot.say("wang", "不符 李明 14500", "the second word")).toBe(reply);
    expect(await bot.say("wang", "不符 李明 14500")).toContain("办结：更正为 14500 分");

    expect(reply).toContain("13000 分 → 14500 分，统计表更新为第 2 版");
    expect(tableVersions(bot, "li").map(({ total }) => total)).toEqual([13_000, 14_500]);
    expect(check(bot, "li")).toMatchObject({ state: "corrected", by: "wang" });
    expect(proposal(bot)).toEqual({ ...nothing, reason: "当面核对" });
    expect(about(bot, "zhang", "您提出的李明同志的更改已由王芳同志复核")).toHaveLength(1);
    expect(about(bot, "li", "【抽查结果】")).toHaveLength(1);
    expect(proposedActs(bot)).toEqual(["ask", "proposed", "corrected"]);
    for (const word of ["李明", "14500", "13000", "当面"]) {
      expect(JSON.stringify(acts(bot, "%"))).not.toContain(word);
    }
  });

  test.each([
    ["the second person", "wang", 1],
    ["who proposed it", "zhang", 0],
  ])("is dropped by 属实 of %s", async (_who, account, told) => {
    const bot = await aClosedRound();
    await bot.say("zhang", lifting);

    expect(await bot.say(account, "属实 李明")).toContain("等待复核的更改不再进行");
    expect(await bot.say(account, "属实 李明")).toContain("办结：属实");

    expect(proposal(bot)).toEqual({ ...nothing, reason: null });
    expect(check(bot, "li")).toMatchObject({ state: "confirmed", by: account });
    expect(tableVersions(bot, "li")).toHaveLength(1);
    expect(about(bot, "zhang", "未予采纳")).toHaveLength(told);
    expect(proposedActs(bot)).toEqual(["ask", "proposed", "dropped", "confirmed"]);
  });

  test("with another total by the second person is a proposal of its own", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", lifting);

    expect(await bot.say("wang", "不符 李明 14400")).toContain("还没有发来截图");
    expect(await bot.say("wang", "不符 李明 14400 页面上是这个数")).toContain("须由张伟同志复核");
    expect(proposal(bot)).toMatchObject({ total: 14_400, by: "wang" });
    expect(await bot.say("wang", "不符 李明 14400")).toContain("须由张伟同志复核");
    expect(await bot.say("zhang", "不符 李明 14400")).toContain("→ 14400 分");
  });

  test("by a lower total of somebody else waits, too, and not for who would be lifted", async () => {
    const bot = await aClosedRound({
      people: { ...aSchool, li: { name: "李明", duties: ["宣传委员"] }, wang: { name: "王芳" } },
    });

    // 王芳 would take the place of 李明, who is the other admin.
    expect(await bot.say("zhang", "不符 王芳 12900 当面核对")).toContain("须由学校党办复核");
    expect(await bot.say("li", "不符 王芳 12900")).toContain("须由学校党办复核");
    expect(tableVersions(bot, "wang")).toHaveLength(1);
    for (const account of ["he", "lin", "shi"]) expect(about(bot, account, "抽查复核")).toHaveLength(1);
    expect(await bot.say("he", "不符 王芳 12900")).toContain("14000 分 → 12900 分");
  });

  test("of an admin's by the only other one waits for the office, which settles it and nothing else there", async () => {
    const bot = await aClosedRound({ totals: { ...reported, wang: 10_000, wu: 14_000 } });

    expect(await bot.say("zhang", "不符 王芳 14500 当面核对")).toContain("须由学校党办复核");
    expect(await bot.say("wang", "不符 王芳 14500")).toBe("本人的抽查须由他人核对。");
    expect(await bot.say("he", "抽查名单")).toContain("王芳：10000 分，待截图；张伟提出改为 14500 分，待复核");
    expect(await bot.say("he", "抽查名单")).not.toContain("李明");
    expect(await bot.say("he", "您好")).toContain("有 1 人的抽查更改等您复核");
    expect(await bot.say("lin", "不符 王芳 14500")).toContain("10000 分 → 14500 分");
    expect(await bot.say("he", "您好")).not.toContain("等您复核");
    expect(check(bot, "wang")).toMatchObject({ state: "corrected", by: "lin" });
  });

  test("by the only admin waits for the office; by the office, for the only admin", async () => {
    const oneOfficer = { ...aSchool, wang: { name: "王芳" } };
    const bot = await aClosedRound({ people: oneOfficer });

    expect(await bot.say("zhang", lifting)).toContain("须由学校党办复核");
    expect(about(bot, "he", "抽查复核")).toHaveLength(1);
    expect(await bot.say("he", "不符 陈静 14600 当面核对")).toContain("须由张伟同志复核");
    expect(await bot.say("zhang", "不符 陈静 14600")).toContain("→ 14600 分");
    expect(await bot.say("he", "不符 李明 14500")).toContain("→ 14500 分");
  });

  test("shows in 抽查名单, in what waits for the second person, and as unfinished", async () => {
    const bot = await aClosedRound();
    for (const name of ["王芳", "陈静", "伍建国"]) await bot.say("zhang", `属实 ${name}`);
    await bot.say("zhang", "属实 李明");
    await bot.say("zhang", lifting);

    expect(await bot.say("wang", "抽查名单")).toMatch(
      /李明：13000 分，属实；张伟提出改为 14500 分，待复核\n[^]*待复核的须由第二人回复同样的数字后生效。/,
    );
    expect(await bot.say("wang", "您好")).toContain("有 1 人的抽查更改等您复核：回复“抽查名单”查看。");
    expect(await bot.say("zhang", "您好")).not.toContain("复核");
    expect(await bot.say("zhang", "确认统计表")).toContain("2 项抽查待核对");
  });

  test("is in the member's own data while it waits, and goes with them", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", lifting);
    const { id } = rows<{ id: number }>(bot, "select id from members where account = 'li'")[0]!;

    expect(ownData(bot.db, id, bot.clock.now()).spotChecks).toMatchObject([
      { state: "asked", proposedTotal: 14_500, proposedBy: "张伟", proposedReason: "当面核对" },
    ]);
    await bot.say("zhang", "属实 李明");
    await bot.say("zhang", lifting);
    await bot.say("li", "删除我的数据");
    expect(await bot.say("li", "确认删除我的数据")).toContain("已注销");
    expect(
      rows(bot, "select * from spot_checks where proposed_total is not null or proposed_reason is not null"),
    ).toEqual([]);
  });

  test("keeps its reason for a year after it was settled", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", "不符 李明 12900 当面核对");
    const { at } = rows<{ at: number }>(bot, "select max(resolved_at) as at from spot_checks")[0]!;

    expect(purges.objectionTexts(bot.db, at)).toBe(0);
    expect(proposal(bot)).toMatchObject({ reason: "当面核对" });
    expect(purges.objectionTexts(bot.db, at + 1)).toBe(1);
    expect(purges.objectionTexts(bot.db, at + 1)).toBe(0);
    expect(proposal(bot)).toEqual({ ...nothing, reason: null });
  });

  test("is over when an objection gives the figure, and when the quarter is archived", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", lifting);
    await bot.say("li", "异议 应为 13100");
    await bot.say("he", "答复 1 更正 13100 已核对");
    expect(proposal(bot)).toEqual({ ...nothing, reason: null });

    await bot.say("zhang", "不符 陈静 14500 当面核对");
    archive(bot);
    expect(await bot.say("wang", "您好")).not.toContain("复核");
    expect(await bot.say("wang", "不符 陈静 14500")).toContain("已归档");
    expect(tableVersions(bot, "chen").map(({ total }) => total)).toEqual([12_000, 12_000]);
  });

  test("of a talk that has been held lifts nobody and is made at once", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", "已谈 李明 谈过");

    expect(await bot.say("wang", lifting)).toContain("→ 14500 分");
  });
});
