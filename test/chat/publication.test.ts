import { beforeEach, describe, expect, test } from "vitest";
import { addDays, type Day, dayOf } from "../../src/domain/calendar.ts";
import { builtInPolicies, type Policy } from "../../src/domain/policy.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import type { Bot } from "../support/a-bot.ts";
import { rows } from "./a-school.ts";
import { aSchoolAfterItsRound, BRANCH_GROUP, PUBLISHED, SCHOOL_GROUP, said } from "./a-school-after-its-round.ts";

const [guifang] = builtInPolicies;
const aCircularPolicy: Policy = {
  ...guifang!,
  parameters: { ...guifang!.parameters, notice: { kind: "通报", days: 5 } },
};

let bot: Bot;
beforeEach(async () => {
  bot = await aSchoolAfterItsRound();
});

const head = (of: Bot) =>
  rows<{ state: string; publishedOn: Day | null; noticeUntil: Day | null }>(
    of,
    "select state, published_on as publishedOn, notice_until as noticeUntil from summaries order by version desc limit 1",
  )[0]!;

/** The documents that a recipient was sent, by file name. */
function filesTo(of: Bot, account: string): Record<string, unknown> {
  const found = rows<{ message: string }>(
    of,
    `select m.message from deliveries d join messages m on m.id = d.message_id left join members r on r.id = d.member_id
     where coalesce(r.account, d.group_target) = ? order by d.id`,
    account,
  );
  return Object.fromEntries(
    found
      .map(({ message }) => JSON.parse(message) as { name?: string; document?: unknown })
      .flatMap(({ name, document }) => (name === undefined ? [] : [[name, document]])),
  );
}

/** To the day after the last one on which objections are taken. */
function passTheWindow(of: Bot): void {
  of.clock.set(`${addDays(head(of).noticeUntil!, 1)} 10:00`);
}

function anObjection(of: Bot, state = "open"): void {
  rows(
    of,
    `insert into objections (member_id, quarter, round_id, text, opened_at, state)
     select id, '2026Q4', 1, '数字不对', ?, ? from members where account = 'li' returning id`,
    of.clock.now(),
    state,
  );
}

describe("汇总 comes with its files", () => {
  test("of the stored version: the 汇总表, the picture, and a draft of what will be published", async () => {
    await bot.say("he", "汇总");

    const of = { quarter: "2026Q4", version: 1 };
    expect(filesTo(bot, "he")).toEqual({
      "汇总表.xlsx": { kind: "summary-table", ...of },
      "排名.png": { kind: "ranking-chart", ...of },
      "公示（草稿）.docx": { kind: "notice", of: "公示", ...of, date: dayOf(bot.clock.now()) },
    });
  });

  test.each(["fang", "ma"])("for the committee too (%s), without a word on the branches' tables", async (account) => {
    const reply = (await bot.say(account, "汇总"))!;

    expect(Object.keys(filesTo(bot, account))).toContain("汇总表.xlsx");
    expect(reply).not.toContain("各支部统计表请回复");
  });

  test.each(["li", "zhang", "wang", "wu"])("for nobody else: %s gets neither text nor file", async (account) => {
    expect(await bot.say(account, "汇总")).toMatch(/^您无权这样做，请联系.+。$/);
    expect(filesTo(bot, account)).not.toHaveProperty("汇总表.xlsx");
  });

  test("the published 公示 keeps the day on which it was posted, and the closing 通报 follows it", async () => {
    await said(bot, ...PUBLISHED);
    const posted = dayOf(bot.clock.now());
    passTheWindow(bot);
    await bot.say("lin", "汇总");
    expect(filesTo(bot, "lin")["公示.docx"]).toMatchObject({ of: "公示", date: posted });

    await said(bot, "he:发布", "shi:汇总");

    expect(filesTo(bot, "shi")["通报.docx"]).toMatchObject({ of: "通报", date: dayOf(bot.clock.now()) });
  });

  test("the same message twice plans them once", async () => {
    await bot.say("he", "汇总", "once");
    const before = outboxLines(bot.db).length;
    await bot.say("he", "汇总", "once");

    expect(outboxLines(bot.db)).toHaveLength(before);
  });

  test("not before there is a draft: a look stores none", async () => {
    bot.db.$client.exec("delete from summary_branches; delete from summaries");

    const reply = (await bot.say("he", "汇总"))!;

    expect(reply).toContain("文件在草稿生成后提供");
    expect(filesTo(bot, "he")).toEqual({});
    expect(rows(bot, "select * from summaries")).toEqual([]);
  });
});

describe("汇总 marks what a figure stands on and what is still open", () => {
  const line = async (of: Bot) =>
    (await of.say("he", "汇总"))!.split("\n").find((each) => each.includes("第一党支部"))!;

  test.each([
    ["late reports", "update table_rows set late = 1 where member_id = 3", "迟报 1 人"],
    ["figures the bot had asked about", "update table_rows set doubt = 'below-last' where member_id = 3", "存疑 1 人"],
    [
      "members carried over",
      "update table_rows set previous_total = 9000, previous_day = '2026-08-18' where total is null",
      "1 人按上次积分计入",
    ],
    ["members of whom nothing is known", "select 1", "1 人无以往积分，按零分计入"],
    ["spot checks", "select 1", "抽查未完成 1 人"],
  ])("%s", async (_, change, words) => {
    bot.db.$client.exec(change);

    expect(await line(bot)).toContain(words);
  });

  test("settled spot checks are marked no more", async () => {
    bot.db.$client.exec("update spot_checks set state = 'confirmed'");

    expect(await line(bot)).not.toContain("抽查");
  });

  test("open objections, of the branch and of the whole quarter", async () => {
    anObjection(bot);
    anObjection(bot, "answered");
    const reply = await bot.say("he", "汇总");

    expect(await line(bot)).toContain("异议待答复 1 件");
    expect(reply).toContain("合计：已报 12/13 人；异议待答复 1 件");
  });

  test("which branches have confirmed their table, and which not", async () => {
    bot.db.$client.exec("update branch_tables set confirmed_at = 1 where round_id = 1");
    expect(await bot.say("he", "汇总")).toContain("统计表已确认：第一党支部\n统计表未确认：第二党支部");

    bot.db.$client.exec("update branch_tables set confirmed_at = 1");
    expect(await bot.say("he", "汇总")).toContain("统计表已全部确认。");
  });

  test("office and committee are shown every branch's average, and which of them everybody is not shown", async () => {
    bot.db.$client.exec("update summary_branches set reported = 1, denominator = 1, sum = 45678 where branch_id = 1");
    await bot.say("he", "提交");

    for (const account of ["fang", "ma", "he"]) {
      const reply = await bot.say(account, "汇总");
      expect(reply).toContain("人均 45678.00 分");
      expect(reply).not.toContain("不公开");
    }
    expect(JSON.stringify(bot.planned("ma"))).toContain("45678.00");
  });
});

describe("a 公示", () => {
  test("begins on the day after its posting and lasts five working days", async () => {
    bot.clock.set("2026-11-27 10:00");
    await said(bot, ...PUBLISHED);

    // Friday; Saturday and Sunday are no working days.
    expect(head(bot)).toEqual({ state: "published", publishedOn: "2026-11-27", noticeUntil: "2026-12-04" });
    expect(filesTo(bot, SCHOOL_GROUP)["公示.docx"]).toEqual({
      kind: "notice",
      of: "公示",
      quarter: "2026Q4",
      version: 1,
      date: "2026-11-27",
    });
  });

  test("published at night is posted in the morning, and that is the day that counts", async () => {
    bot.clock.set("2026-11-26 22:30");
    await said(bot, ...PUBLISHED);

    expect(head(bot)).toMatchObject({ publishedOn: "2026-11-27", noticeUntil: "2026-12-04" });
    const posts = outboxLines(bot.db).filter(({ to }) => to === SCHOOL_GROUP);
    expect(new Set(posts.map(({ notBefore }) => dayOf(notBefore)))).toEqual(new Set(["2026-11-27"]));
  });

  test("into a year whose holidays are not known has no last day yet, and cannot be closed", async () => {
    bot.clock.set("2026-12-30 10:00");
    await said(bot, ...PUBLISHED);
    bot.clock.set("2027-01-20 10:00");

    expect(head(bot)).toMatchObject({ publishedOn: "2026-12-30", noticeUntil: null });
    expect(await bot.say("he", "发布 2026Q4")).toContain("无法确定公示截止日");
    expect(head(bot).state).toBe("published");
  });

  test("under a policy that publishes a 通报 has no end to wait for", async () => {
    const other = await aSchoolAfterItsRound(aCircularPolicy);
    await said(other, ...PUBLISHED);

    expect(head(other)).toMatchObject({ publishedOn: dayOf(other.clock.now()), noticeUntil: null });
    expect(Object.keys(filesTo(other, SCHOOL_GROUP))).toEqual(["排名.png", "通报.docx"]);
    expect(await other.say("he", "发布")).toContain("才能执行此操作");
  });
});

describe("发布 once more closes a 公示", () => {
  beforeEach(() => said(bot, ...PUBLISHED));

  test("not while it goes on, to the end of its last day", async () => {
    const { noticeUntil } = head(bot);
    for (const time of [`${noticeUntil} 00:01`, `${noticeUntil} 23:59`]) {
      bot.clock.set(time);
      expect(await bot.say("he", "发布")).toContain("期满后才能执行此操作");
    }

    expect(head(bot).state).toBe("published");
  });

  test("not while an objection waits for its answer, and says how many do", async () => {
    anObjection(bot);
    anObjection(bot);
    passTheWindow(bot);

    expect(await bot.say("he", "发布")).toContain("还有 2 件异议待答复");
    expect(head(bot).state).toBe("published");
  });

  test("then posts the 通报 as text and document to each group, and archives", async () => {
    passTheWindow(bot);

    expect(await bot.say("lin", "发布")).toContain("2026年第四季度通报已发布，汇总已归档。\n发往 2 个群：学校群、");

    for (const group of [SCHOOL_GROUP, BRANCH_GROUP]) {
      const [text, file, ...more] = bot.planned(group).slice(3);
      expect(text).toContain("【通报】测试学校2026年第四季度“学习强国”学习情况（依据四（四））");
      expect(text).toMatch(/公示期已满（\d+月\d+日至\d+月\d+日），没有收到异议。/);
      expect(text).toContain("第 1 名 第二党支部：人均 20004.63 分，已报 8/8 人");
      expect([file, ...more]).toEqual(["[通报.docx]"]);
    }
    expect(head(bot).state).toBe("archived");
  });

  test("with a count of the objections, and no name", async () => {
    anObjection(bot, "answered");
    anObjection(bot, "corrected");
    passTheWindow(bot);
    await bot.say("he", "发布");

    const text = bot.planned(SCHOOL_GROUP)[3]!;
    expect(text).toContain("共收到异议 2 件，均已答复，其中更正 1 件。");
    expect(text).not.toContain("李明");
    expect(text).not.toContain("数字不对");
  });

  test("once: said again, nothing more is posted", async () => {
    passTheWindow(bot);
    await bot.say("he", "发布");
    const before = outboxLines(bot.db);

    expect(await said(bot, "he:发布", "shi:发布")).toContain("才能执行此操作");
    expect(outboxLines(bot.db)).toEqual(before);
  });

  test.each(["ma", "fang", "zhang", "li"])("not for %s: that is the office's right", async (account) => {
    passTheWindow(bot);

    expect(await bot.say(account, "发布")).toMatch(/^您无权这样做，请联系.+。$/);
    expect(head(bot).state).toBe("published");
  });

  test("deletes the pictures of the quarter's spot checks, and no others", async () => {
    bot.db.$client.exec(`
      insert into spot_pictures (media_id, spot_check_id, bytes) select 'this-' || id, id, x'00' from spot_checks;
      insert into quarters (quarter, policy_id) values ('2026Q3', 1);
      insert into rounds (id, quarter, branch_id, origin, state, day, closed_at) values (99, '2026Q3', 1, 'extra', 'closed', '2026-08-18', 1);
      insert into spot_checks (id, round_id, member_id, asked_at) values (99, 99, 3, 1);
      insert into spot_pictures (media_id, spot_check_id, bytes) values ('other', 99, x'00')`);
    passTheWindow(bot);
    await bot.say("he", "发布");

    expect(rows(bot, "select media_id from spot_pictures")).toEqual([{ media_id: "other" }]);
  });

  test("is in the audit log: who, which version, by which policy", async () => {
    passTheWindow(bot);
    await bot.say("shi", "发布");

    const [act] = rows<{ act: string; account: string; detail: string }>(
      bot,
      `select a.act, m.account, a.detail from audit a join members m on a.actor = 'member:' || m.id
       where a.subject = 'summary:2026Q4' order by a.id desc limit 1`,
    );
    expect(act).toMatchObject({ act: "summary.archive", account: "shi" });
    expect(JSON.parse(act!.detail)).toEqual({ version: 1, policy: 1, pictures: 0 });
  });

  test("keeps 排名 readable for everybody", async () => {
    const before = await bot.say("li", "排名");
    passTheWindow(bot);
    await bot.say("he", "发布");

    expect(await bot.say("li", "排名")).toBe(before);
  });

  test("where nobody is ranked in public shows completion only", async () => {
    const other = await aSchoolAfterItsRound(builtInPolicies.find(({ id }) => id === "low-burden"));
    await said(other, ...PUBLISHED);
    passTheWindow(other);
    await other.say("he", "发布");

    const text = other.planned(SCHOOL_GROUP)[3]!;
    expect(text.split("\n").slice(2, 4)).toEqual(["第一党支部：已填报 4/5 人", "第二党支部：已填报 8/8 人"]);
    expect(text).not.toMatch(/人均|名/);
  });
});

describe("the committee's review", () => {
  test("a member without the right is told who has it, under either policy", async () => {
    await bot.say("he", "提交");

    expect(await bot.say("fang", "通过")).toMatch(/^您无权这样做，请联系.+。$/);
    const policy = { ...guifang!, parameters: { ...guifang!.parameters, committee: { membersApprove: true } } };
    const other = await aSchoolAfterItsRound(policy);
    await other.say("he", "提交");
    expect(await other.say("he", "通过")).toMatch(/^您无权这样做，请联系.+。$/);
    expect(filesTo(other, "fang")).toHaveProperty("汇总表.xlsx");
  });

  test("what was returned, corrected and submitted again is another version with the new figures", async () => {
    await said(bot, "he:提交", "ma:退回 请核对第一党支部");
    bot.db.$client.exec(`
      insert into table_rows (round_id, version, member_id, counted, total, previous_total, previous_day, late, source, doubt)
        select round_id, 2, member_id, counted, total, previous_total, previous_day, late, source, doubt
        from table_rows where round_id = 1;
      insert into branch_tables (round_id, version, made_at, members, reported, sum, denominator, reason)
        select round_id, 2, made_at, members, reported, sum + 500, denominator, '抽查不符' from branch_tables where round_id = 1`);
    await bot.tick();

    expect(bot.planned("he").at(-1)).toContain("第 2 版汇总已生成");
    expect(await bot.say("he", "提交")).toContain("2026年第四季度汇总已提交（待审核）");
    expect(bot.planned("ma").at(-3)).toContain("人均 10969.00 分");
    expect(await bot.say("ma", "通过")).toContain("2026年第四季度汇总已通过");
    expect(rows(bot, "select version, state from summaries order by version")).toEqual([
      { version: 1, state: "returned" },
      { version: 2, state: "approved" },
    ]);
  });
});
