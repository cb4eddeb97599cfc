import { beforeEach, describe, expect, test } from "vitest";
import { builtInPolicies } from "../../src/domain/policy.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import { roundById } from "../../src/store/rounds.ts";
import { setSetting } from "../../src/store/settings.ts";
import { aBot, type Bot } from "../support/a-bot.ts";
import { closeRound } from "../support/close-round.ts";
import { passToDrawnDay } from "../support/drawn-day.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aSchool, rows } from "./a-school.ts";
import { aSchoolAfterItsRound, BRANCH_GROUP, SCHOOL_GROUP, said } from "./a-school-after-its-round.ts";

let bot: Bot;
beforeEach(async () => {
  bot = await aSchoolAfterItsRound();
});

const FIGURES = [
  "第 1 名 第二党支部：人均 20004.63 分，已报 8/8 人",
  // 陈静 has never reported and counts with nothing.
  "第 2 名 第一党支部：人均 10869.00 分，已报 4/5 人",
];

describe("汇总", () => {
  test("shows the branch figures and the state, and no person", async () => {
    const reply = (await bot.say("he", "汇总"))!;

    expect(reply.split("\n")).toEqual([
      "【季度汇总】2026年第四季度，状态：草稿",
      `${FIGURES[0]}（抽查未完成 1 人）`,
      `${FIGURES[1]}（1 人无以往积分，按零分计入；抽查未完成 1 人）`,
      "合计：已报 12/13 人",
      "统计表未确认：第二党支部、第一党支部",
      "文件随后发送：汇总表.xlsx、排名.png、公示（草稿）.docx。",
      "各支部统计表请回复“统计表 党支部”。",
    ]);
    for (const { name } of Object.values(aSchool)) expect(reply).not.toContain(name);
  });

  test("without a quarter is of the newest one that has a result", async () => {
    bot.clock.set("2027-01-04 10:00");

    expect(await bot.say("he", "汇总")).toContain("2026年第四季度，状态：草稿");
  });

  test("of a quarter without a closed round says so", async () => {
    expect(await bot.say("he", "汇总 2026年第三季度")).toBe("2026年第三季度还没有已结束的考核。");
  });

  test("names the branches that have no result yet", async () => {
    bot.roster({ new: { name: "新来", branch: "第三党支部" } });

    expect(await bot.say("he", "汇总")).toContain("尚无结果的支部：第三党支部");
  });

  test("shows the low branches from three ranked ones on", async () => {
    const other = aBot({ time: "2026-10-08 08:00" });
    other.roster({
      a: { branch: "一支部", duties: ["总管理"] },
      b: { branch: "二支部" },
      c: { branch: "三支部" },
    });
    await other.tick();
    await passToDrawnDay(other, "09:07", 0, "一支部");
    for (const [account, total] of [
      ["a", 300],
      ["b", 200],
      ["c", 100],
    ] as const)
      await other.say(account, `${total}`);
    await passToDrawnDay(other, "09:00", 1, "一支部");

    expect(await other.say("a", "汇总")).toContain("积分较低的支部（四（四））：三支部");
  });
});

describe("the way of a summary", () => {
  test("draft → submitted → approved → published, each told to who goes on", async () => {
    expect(await bot.say("he", "提交")).toContain("2026年第四季度汇总已提交（待审核）");
    const [text, ...files] = bot.planned("ma").slice(-3);
    expect(text).toContain("何翠同志提交了2026年第四季度汇总，请审核");
    expect(text).toContain(FIGURES[0]);
    expect(files).toEqual(["[汇总表.xlsx]", "[排名.png]"]);

    expect(await bot.say("ma", "通过")).toContain("2026年第四季度汇总已通过");
    for (const account of ["he", "lin", "shi"]) expect(bot.planned(account).at(-1)).toContain("已由马宁同志审核通过");

    expect(await bot.say("lin", "发布")).toBe(
      "2026年第四季度汇总已发布。\n发往 2 个群：学校群、第一党支部。没有设置群的党支部：第二党支部。",
    );
  });

  test("what is returned comes back with its reason and may be submitted again", async () => {
    await bot.say("he", "提交");

    expect(await bot.say("ma", "退回 第二党支部人数有误")).toContain("2026年第四季度汇总已退回");
    expect(bot.planned("he").at(-1)).toContain("被马宁同志退回：第二党支部人数有误");
    expect(await bot.say("he", "汇总")).toContain("状态：已退回（第二党支部人数有误）");
    expect(await bot.say("he", "提交")).toContain("2026年第四季度汇总已提交（待审核）");
    expect(bot.planned("ma").filter((text) => text.includes("请审核"))).toHaveLength(2);
    expect(await bot.say("ma", "汇总")).toContain("状态：待审核");
    expect(await bot.say("ma", "汇总")).not.toContain("人数有误");
  });

  test("submitted, returned and submitted again in one moment, the secretary is told of both", async () => {
    bot.db.$client.exec("update spot_checks set state = 'confirmed', resolved_by = 1, resolved_at = 1");
    await said(bot, "zhang:确认统计表", "su:确认统计表");
    await Promise.all([bot.say("he", "提交"), bot.say("ma", "退回 请核对"), bot.say("he", "提交")]);

    expect(bot.planned("ma").filter((text) => text.includes("请审核"))).toHaveLength(2);
  });

  test("a return without a reason is not accepted", async () => {
    await bot.say("he", "提交");

    expect(await bot.say("ma", "退回")).toContain("请写明退回理由");
    expect(await bot.say("he", "汇总")).toContain("待审核");
  });

  test.each([
    ["draft", [], ["ma:通过", "ma:退回 理由", "he:发布"]],
    ["submitted", ["he:提交"], ["he:提交", "he:发布"]],
    ["approved", ["he:提交", "ma:通过"], ["he:提交", "ma:通过", "ma:退回 理由"]],
    ["returned", ["he:提交", "ma:退回 理由"], ["ma:通过", "ma:退回 理由", "he:发布"]],
    ["published", ["he:提交", "ma:通过", "he:发布"], ["he:提交", "ma:通过", "ma:退回 理由", "he:发布"]],
  ])("in the state %s only its own steps are possible", async (state, way, impossible) => {
    for (const step of way) await bot.say(...(step.split(":") as [string, string]));

    for (const step of impossible) {
      const reply = await bot.say(...(step.split(":") as [string, string]));
      expect(reply, step).toContain("才能执行此操作");
    }
    expect(rows(bot, "select state, version from summaries")).toEqual([{ state, version: 1 }]);
  });

  test("every step is in the audit log: who, which version, by which policy", async () => {
    for (const step of ["he:提交", "ma:退回 请核对", "he:提交", "ma:通过", "shi:发布"]) {
      await bot.say(...(step.split(":") as [string, string]));
    }

    const acts = rows<{ act: string; account: string; detail: string }>(
      bot,
      `select a.act, m.account, a.detail from audit a join members m on a.actor = 'member:' || m.id
       where a.subject = 'summary:2026Q4' order by a.id`,
    );
    expect(acts.map(({ act, account }) => `${account} ${act}`)).toEqual([
      "he summary.submit",
      "ma summary.return",
      "he summary.submit",
      "ma summary.approve",
      "shi summary.publish",
    ]);
    for (const { detail } of acts) expect(JSON.parse(detail)).toMatchObject({ version: 1, policy: 1 });
  });

  test("while a round is open nothing is submitted", async () => {
    anOpenRound(bot);

    expect(await bot.say("he", "提交")).toContain("还有考核未结束：第一党支部");
    expect(rows(bot, "select state from summaries")).toEqual([{ state: "draft" }]);
  });

  test("a committee member approves only where the policy says so", async () => {
    const [guifang] = builtInPolicies;
    const policy = { ...guifang!, parameters: { ...guifang!.parameters, committee: { membersApprove: true } } };
    const other = await aSchoolAfterItsRound(policy);
    await other.say("he", "提交");
    await bot.say("he", "提交");

    expect(await bot.say("fang", "通过")).toContain("无权");
    expect(bot.planned("fang").filter((text) => text.includes("请审核"))).toEqual([]);
    expect(other.planned("fang").filter((text) => text.includes("请审核"))).toHaveLength(1);
    expect(await other.say("fang", "通过")).toContain("2026年第四季度汇总已通过");
  });

  test("what has closed since counts at once, and is submitted as a version of its own, once", async () => {
    await bot.say("he", "提交");
    const extra = anOpenRound(bot);
    await bot.say("chen", "30000");
    closeRound(bot.services, roundById(bot.db, extra));

    expect(await bot.say("he", "汇总")).toContain("状态：草稿\n第 1 名 第二党支部：人均 20004.63 分，已报 8/8 人");
    expect(await bot.say("he", "汇总")).toContain("第 2 名 第一党支部：人均 16869.00 分，已报 1/5 人");
    expect(await bot.say("he", "提交")).toContain("2026年第四季度汇总已提交（待审核）");
    await bot.tick();

    expect(rows(bot, "select version, state from summaries order by version")).toEqual([
      { version: 1, state: "submitted" },
      { version: 2, state: "submitted" },
    ]);
  });

  test("an extra round after the approval makes a new version, and the approved one is not published any more", async () => {
    await bot.say("he", "提交");
    await bot.say("ma", "通过");
    anOpenRound(bot);
    bot.clock.pass(24 * 3_600_000);
    await bot.tick();

    expect(await bot.say("he", "发布")).toContain("才能执行此操作");
    expect(rows(bot, "select version, state from summaries order by version")).toEqual([
      { version: 1, state: "approved" },
      { version: 2, state: "draft" },
    ]);
  });
});

describe("发布", () => {
  async function published(of: Bot) {
    for (const step of ["he:提交", "ma:通过", "he:发布"]) await of.say(...(step.split(":") as [string, string]));
  }
  const toGroups = (of: Bot) => outboxLines(of.db).filter(({ to }) => to.includes(":"));

  test("plans a text, a picture and the 公示 for the school's group and for each branch's own", async () => {
    await published(bot);

    for (const group of [SCHOOL_GROUP, BRANCH_GROUP]) {
      expect(bot.planned(group)).toEqual([
        expect.stringContaining("【公示】测试学校2026年第四季度"),
        "[排名.png]",
        "[公示.docx]",
      ]);
      for (const line of FIGURES) expect(bot.planned(group)[0]).toContain(line);
    }
    expect(toGroups(bot)).toHaveLength(6);
  });

  test("names the clause, the days of the 公示 and where to object", async () => {
    await published(bot);

    const [post] = bot.planned(SCHOOL_GROUP);
    expect(post).toContain("（依据四（四））");
    expect(post).toMatch(/公示期 5 个工作日，至\d+月\d+日。如有异议，请向学校党办反映。/);
  });

  test("into a year whose holidays are not known names the days without the last of them", async () => {
    bot.clock.set("2026-12-30 10:00");
    await published(bot);

    expect(bot.planned(SCHOOL_GROUP)[0]).toContain("公示期 5 个工作日。如有异议，请向学校党办反映。");
  });

  test("as a 通报 has no time to object in", async () => {
    const [guifang] = builtInPolicies;
    const notice = { kind: "通报", days: 5 } as const;
    const other = await aSchoolAfterItsRound({ ...guifang!, parameters: { ...guifang!.parameters, notice } });
    await published(other);

    expect(other.planned(SCHOOL_GROUP)[0]).toContain("【通报】测试学校2026年第四季度");
    expect(other.planned(SCHOOL_GROUP)[0]).not.toContain("公示");
  });

  test("said twice, posts once", async () => {
    await published(bot);
    const before = toGroups(bot);

    await bot.say("he", "发布");
    await bot.say("lin", "发布");

    expect(toGroups(bot)).toEqual(before);
  });

  test("two groups that are the same get one post", async () => {
    setSetting(bot.db, "schoolGroup", BRANCH_GROUP);
    await published(bot);

    expect(toGroups(bot)).toHaveLength(3);
  });

  test("without any group says that nobody was told", async () => {
    setSetting(bot.db, "schoolGroup", "");
    bot.db.$client.exec("delete from settings where name = 'schoolGroup'; update branches set group_target = null");
    await bot.say("he", "提交");
    await bot.say("ma", "通过");

    expect(await bot.say("he", "发布")).toContain("尚未设置任何群");
  });

  test("a branch of one or two shows no average in a group or to members: it would be a person's total", async () => {
    const other = aBot({ time: "2026-10-08 08:00" });
    other.roster({
      he: { name: "何翠", branch: "一支部", duties: ["总管理"] },
      ma: { name: "马宁", branch: "一支部", duties: ["党委书记"] },
      lone: { name: "独一", branch: "二支部" },
    });
    await other.tick();
    await passToDrawnDay(other, "09:07", 0, "一支部");
    for (const [account, total] of [
      ["he", 20_000],
      ["ma", 20_100],
      ["lone", 45_678],
    ] as const) {
      await other.say(account, `${total}`);
    }
    await passToDrawnDay(other, "09:00", 1, "一支部");
    setSetting(other.db, "schoolGroup", SCHOOL_GROUP);
    await published(other);

    expect(other.planned(SCHOOL_GROUP)[0]).toContain("第 1 名 二支部：人均不公开，已报 1/1 人");
    // Each of two could work out the other's.
    expect(other.planned(SCHOOL_GROUP)[0]).toContain("第 2 名 一支部：人均不公开，已报 2/2 人");
    expect(await other.say("he", "排名")).not.toContain("45678");
    expect(await other.say("he", "汇总")).toContain("45678.00");
  });

  test("under low-burden shows completion only, and in an order that says nothing of the figures", async () => {
    const other = await aSchoolAfterItsRound(builtInPolicies.find(({ id }) => id === "low-burden"));
    await published(other);

    const [post] = other.planned(SCHOOL_GROUP);
    expect(post!.split("\n").slice(1, 3)).toEqual(["第一党支部：已填报 4/5 人", "第二党支部：已填报 8/8 人"]);
    expect(await other.say("li", "排名")).toBe(
      ["2026年第四季度支部填报情况", "第一党支部：已填报 4/5 人", "第二党支部：已填报 8/8 人"].join("\n"),
    );
  });
});

describe("排名", () => {
  test("does not exist before something is published", async () => {
    await bot.say("he", "提交");
    await bot.say("ma", "通过");

    for (const account of ["li", "he", "ma"])
      expect(await bot.say(account, "排名")).toBe("目前还没有已发布的支部排名。");
  });

  test("shows everybody the published branch figures and no person", async () => {
    for (const step of ["he:提交", "ma:通过", "he:发布"]) await bot.say(...(step.split(":") as [string, string]));

    for (const account of ["li", "zhang", "he", "ma"]) {
      const reply = (await bot.say(account, "排名"))!;
      expect(reply).toBe(["2026年第四季度支部排名", ...FIGURES, "未填报者按上次积分计入。"].join("\n"));
    }
  });

  test("stays with what is published while a newer version is a draft", async () => {
    for (const step of ["he:提交", "ma:通过", "he:发布"]) await bot.say(...(step.split(":") as [string, string]));
    const before = await bot.say("li", "排名");

    anOpenRound(bot);
    await bot.say("li", "13000");
    bot.clock.pass(24 * 3_600_000);
    await bot.tick();

    expect(rows(bot, "select state from summaries where version = 2")).toEqual([{ state: "draft" }]);
    expect(await bot.say("li", "排名")).toBe(before);
  });
});
