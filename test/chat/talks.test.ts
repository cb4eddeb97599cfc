import { describe, expect, test } from "vitest";
import { talkHeld } from "../../src/chat/handlers/talks.ts";
import type { Bot } from "../support/a-bot.ts";
import { aTurn } from "../support/a-turn.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aClosedRound, acts, reported } from "./a-checked-school.ts";
import { aSchool, aSchoolBeingAsked, rows } from "./a-school.ts";

/** 李明, 陈静 and 伍建国 are owed a talk. */
const aTalkList = () => aClosedRound({ share: 0 });

interface TalkRow {
  readonly account: string;
  readonly state: string;
  readonly by: string | null;
  readonly at: number | null;
  readonly record: unknown;
  readonly confirmedAt: number | null;
}

function talks(bot: Bot): TalkRow[] {
  return rows<TalkRow & { record: string | null }>(
    bot,
    `select m.account, t.state, h.account as "by", t.held_at as at, t.record, t.member_confirmed_at as confirmedAt
     from talks t join members m on m.id = t.member_id left join members h on h.id = t.held_by order by t.id`,
  ).map((row) => ({ ...row, record: row.record === null ? null : JSON.parse(row.record) }));
}

const talkOf = (bot: Bot, account: string) => talks(bot).find((talk) => talk.account === account);

/** A round after the talk list, in which 李明 is no more among the lowest. */
async function aLaterRound(bot: Bot, day: string, closes: string): Promise<void> {
  bot.clock.set(`${day} 10:00`);
  anOpenRound(bot);
  const totals = { zhang: 15_010, wang: 14_010, li: 18_000, chen: 12_010, wu: 11_010 };
  for (const [account, total] of Object.entries(totals)) await bot.say(account, String(total));
  bot.clock.set(`${closes} 09:00`);
  await bot.tick();
}

describe("已谈 姓名 [备注]", () => {
  test("registers the talk with who, when, why and what was written down", async () => {
    const bot = await aTalkList();
    bot.clock.set("2026-11-20 16:20");

    const reply = await bot.say("zhang", "已谈 李明 地点：支部活动室 内容：学习安排 困难：教学任务重 措施：结对帮学");

    expect(reply).toBe(
      [
        "已登记：与李明同志的谈话（2026-11-20 16:20）。",
        "谈话人：张伟（支部书记）；谈话类型：教育；谈话缘由：2026年第四季度支部内第 3 名（四（三））。",
        "地点：支部活动室",
        "主要内容：学习安排",
        "困难与意见：教学任务重",
        "帮助措施：结对帮学",
        "已请李明同志确认。",
      ].join("\n"),
    );
    expect(talkOf(bot, "li")).toEqual({
      account: "li",
      state: "held",
      by: "zhang",
      at: bot.clock.now(),
      record: { place: "支部活动室", content: "学习安排", difficulties: "教学任务重", measures: "结对帮学" },
      confirmedAt: null,
    });
    expect(
      talks(bot)
        .filter(({ state }) => state === "owed")
        .map(({ account }) => account),
    ).toEqual(["wu", "chen"]);
    expect(await bot.say("zhang", "谈话名单")).toContain("李明：第 3 名，13000 分，较上次增长 1980 分（已谈）");
  });

  test("without a note registers it, and says what may be added", async () => {
    const bot = await aTalkList();

    const reply = await bot.say("wu", "已谈 李明");

    expect(reply).toContain("谈话人：伍建国（支委）");
    expect(reply).toContain("可补充记录：“已谈 李明 地点：… 内容：… 困难：… 措施：…”。");
    expect(talkOf(bot, "li")).toMatchObject({ state: "held", by: "wu", record: null });
  });

  test("a note without labels is the content; a date it begins with stays in it", async () => {
    const bot = await aTalkList();

    await bot.say("zhang", "已谈 李明 11月20日下午，状态很好");

    expect(talkOf(bot, "li")!.record).toEqual({ content: "11月20日下午，状态很好" });
    expect(talkOf(bot, "li")!.at).toBe(bot.clock.now());
  });

  test("no answer holds a score, the member's or anybody's", async () => {
    const bot = await aTalkList();

    const replies = [await bot.say("zhang", "已谈 李明 很好"), await bot.say("zhang", "已谈"), ...bot.planned("li")];

    for (const figure of Object.values(reported)) {
      for (const reply of replies) expect(reply).not.toContain(String(figure));
    }
  });

  test("the member is told who has registered it and when, and is asked; nobody else hears of it", async () => {
    const bot = await aTalkList();
    const before = Object.fromEntries(Object.keys(aSchool).map((account) => [account, bot.planned(account).length]));

    await bot.say("zhang", "已谈 李明 内容：家里的困难");

    const heard = bot.planned("li").slice(before.li);
    expect(heard).toEqual([
      "张伟（支部书记）于 2026-11-19 09:01 登记了与您的谈话（2026年第四季度，依据四（三））。如属实，请回复“确认谈话”；如有不同意见，请回复“异议 内容”。",
    ]);
    for (const account of Object.keys(aSchool)) {
      if (account !== "li") expect(bot.planned(account)).toHaveLength(before[account]!);
    }
  });

  test("again with a note adds to the record and replaces its parts; when it was held and by whom stays", async () => {
    const bot = await aTalkList();
    await bot.say("zhang", "已谈 李明 地点：办公室 内容：学习");
    const { at } = talkOf(bot, "li")!;
    bot.clock.pass(3_600_000);

    const reply = await bot.say("wu", "已谈 李明 内容：学习与工作 措施：结对");

    expect(reply).toBe(
      "已更新：与李明同志的谈话记录（谈话登记于 2026-11-19 09:01）。\n主要内容：学习与工作\n帮助措施：结对",
    );
    expect(talkOf(bot, "li")).toMatchObject({
      at,
      by: "zhang",
      record: { place: "办公室", content: "学习与工作", measures: "结对" },
    });
  });

  test("again without a note changes nothing and says who has registered it", async () => {
    const bot = await aTalkList();
    await bot.say("zhang", "已谈 李明 很好");
    const before = talks(bot);
    bot.clock.pass(3_600_000);

    expect(await bot.say("wu", "已谈 李明")).toContain("与李明同志的谈话已由张伟同志于 2026-11-19 09:01 登记。");
    expect(talks(bot)).toEqual(before);
  });

  test("the same message again changes nothing", async () => {
    const bot = await aTalkList();
    const reply = await bot.say("zhang", "已谈 李明 很好", "one");
    const before = [talks(bot), bot.planned("li"), acts(bot, "talk.%")];

    expect(await bot.say("zhang", "已谈 李明 很好", "one")).toBe(reply);
    expect([talks(bot), bot.planned("li"), acts(bot, "talk.%")]).toEqual(before);
  });

  test("without a name says how, and with whom the branch still has to talk", async () => {
    const bot = await aTalkList();
    await bot.say("zhang", "已谈 李明");

    const reply = await bot.say("zhang", "已谈");

    expect(reply).toContain("请按“已谈 姓名 [备注]”发送");
    expect(reply).toContain("待谈：伍建国、陈静");
    for (const name of ["陈静", "伍建国"]) await bot.say("zhang", `已谈 ${name}`);
    expect(await bot.say("zhang", "已谈")).toContain("目前没有待谈的同志。");
  });

  test.each([
    ["赵小六", "本支部没有找到“赵小六”，请核对姓名。"],
    ["唐洁", "本支部没有找到“唐洁”，请核对姓名。"],
    ["王芳", "王芳同志不在本支部的谈话名单中，无需登记。"],
  ])("of %s, who is not on the list, says so", async (name, reply) => {
    const bot = await aTalkList();

    expect(await bot.say("zhang", `已谈 ${name} 很好`)).toBe(reply);
    expect(talks(bot).every(({ state }) => state === "owed")).toBe(true);
    expect(acts(bot, "talk.%")).toEqual([]);
  });

  test("nobody registers a talk with oneself", async () => {
    const bot = await aTalkList();

    expect(await bot.say("wu", "已谈 伍建国")).toBe(
      "与您本人的谈话请由本支部其他委员登记；没有其他委员的，由党委书记登记。",
    );
    expect(talkOf(bot, "wu")!.state).toBe("owed");
    expect(await bot.say("zhang", "已谈 伍建国")).toContain("已登记");
  });

  test("of two of one name asks for the number, and takes it or the account", async () => {
    const people = { ...aSchool, chen: { name: "李明" } };
    const bot = await aClosedRound({ share: 0, people });

    expect(await bot.say("zhang", "已谈 李明 很好")).toBe(
      "“李明”是指哪一位？请回复序号：\n1. 李明（账号 chen）\n2. 李明（账号 li）",
    );
    expect(talks(bot).every(({ state }) => state === "owed")).toBe(true);

    expect(await bot.say("zhang", "已谈 李明 Chen 很好")).toContain("已登记：与李明同志的谈话");
    expect(talkOf(bot, "chen")).toMatchObject({ state: "held", record: { content: "很好" } });
    expect(talkOf(bot, "li")).toMatchObject({ state: "owed" });

    await bot.say("zhang", "已谈 李明 也好");
    expect(await bot.say("zhang", "第2位")).toContain("已登记：与李明同志的谈话");
    expect(talkOf(bot, "li")).toMatchObject({ state: "held", record: { content: "也好" } });
  });

  test.each(["li", "he", "fang", "ma"])("is refused to %s", async (account) => {
    const bot = await aTalkList();

    expect(await bot.say(account, "已谈 李明 很好")).toMatch(/^您无权这样做，请联系.+。$/);
    expect(talkOf(bot, "li")!.state).toBe("owed");
  });

  test("another branch's secretary finds nobody of the name", async () => {
    const bot = await aTalkList();

    expect(await bot.say("su", "已谈 李明")).toBe("本支部还没有已结束的考核，暂无谈话名单。");
    expect(talkOf(bot, "li")!.state).toBe("owed");
  });

  test("an older quarter's talk is registered no more: it has ended as 未谈", async () => {
    const bot = await aTalkList();
    await aLaterRound(bot, "2027-01-25", "2027-01-26");
    const states = () =>
      rows(bot, "select t.round_id as round, m.account, t.state from talks t join members m on m.id = t.member_id");

    await bot.say("zhang", "已谈 李明 很好");
    await bot.say("zhang", "已谈 陈静 很好");

    expect(states()).toEqual([
      { round: 3, account: "wu", state: "unheld" },
      { round: 3, account: "chen", state: "unheld" },
      { round: 3, account: "li", state: "unheld" },
      { round: 4, account: "wu", state: "owed" },
      { round: 4, account: "chen", state: "held" },
      { round: 4, account: "wang", state: "owed" },
    ]);
  });

  test("what a later round of the same quarter has replaced is owed no more, and nobody is told otherwise", async () => {
    const bot = await aTalkList();
    await aLaterRound(bot, "2026-11-25", "2026-11-26");

    expect(await bot.say("zhang", "已谈 李明 很好")).toContain("不在本支部的谈话名单中");
    expect(await bot.say("li", "为什么我在谈话名单")).not.toContain("待谈");
    expect(
      rows(
        bot,
        "select m.account, t.state from talks t join members m on m.id = t.member_id where t.round_id = 3 order by t.id",
      ),
    ).toEqual([
      { account: "wu", state: "lifted" },
      { account: "chen", state: "lifted" },
      { account: "li", state: "lifted" },
    ]);
  });

  test("who stands behind the own branch's name is found, too", async () => {
    const bot = await aTalkList();

    // As the reader gives it when a branch's name comes first.
    expect(
      talkHeld(aTurn(bot, "zhang"), { member: undefined, note: "第一党支部 李明 很好", branch: undefined }),
    ).toContain("已登记：与李明同志的谈话");
    expect(talkOf(bot, "li")).toMatchObject({ state: "held", record: { content: "很好" } });
  });

  test("is in the audit log with ids only, never with what was written", async () => {
    const bot = await aTalkList();
    await bot.say("zhang", "已谈 李明 内容：家里的困难");
    await bot.say("zhang", "已谈 李明 措施：帮助");
    await bot.say("li", "确认谈话");

    const log = acts(bot, "talk.%");
    expect(log.map(({ act, actor, subject, detail }) => [act, actor, subject, detail])).toEqual([
      ["talk.held", "member:1", "talk:3", '{"round":3}'],
      ["talk.amend", "member:1", "talk:3", '{"round":3}'],
      ["talk.confirm", "member:3", "talk:3", '{"round":3}'],
    ]);
  });

  test("before a round has closed there is no list", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("zhang", "已谈 李明")).toContain("暂无谈话名单");
  });
});

describe("确认谈话", () => {
  test("is the member's word on the talk, and the talker is told", async () => {
    const bot = await aTalkList();
    await bot.say("zhang", "已谈 李明 很好");
    bot.clock.set("2026-11-20 10:00");

    expect(await bot.say("li", "确认谈话")).toBe("已确认：张伟同志于 2026-11-19 09:01 登记的谈话。");
    expect(talkOf(bot, "li")!.confirmedAt).toBe(bot.clock.now());
    expect(bot.planned("zhang").at(-1)).toBe("李明同志已确认2026年第四季度的谈话。");
  });

  test("again says so and tells nobody", async () => {
    const bot = await aTalkList();
    await bot.say("zhang", "已谈 李明 很好");
    await bot.say("li", "确认谈话");
    const before = [talks(bot), bot.planned("zhang")];
    bot.clock.pass(3_600_000);

    expect(await bot.say("li", "确认谈话")).toBe("您已于 2026-11-19 09:01 确认过这次谈话。");
    expect([talks(bot), bot.planned("zhang")]).toEqual(before);
  });

  test.each(["li", "wang", "tang"])("has nothing to confirm while no talk with %s is registered", async (account) => {
    const bot = await aTalkList();

    expect(await bot.say(account, "确认谈话")).toBe("目前没有登记过与您的谈话，无需确认。");
    expect(talks(bot).every(({ confirmedAt }) => confirmedAt === null)).toBe(true);
  });

  test("does not speak for another member", async () => {
    const bot = await aTalkList();
    await bot.say("zhang", "已谈 李明 很好");

    await bot.say("chen", "确认谈话");

    expect(talkOf(bot, "li")!.confirmedAt).toBeNull();
  });

  test("a record that is changed afterwards is to be confirmed anew, and the member is told once", async () => {
    const bot = await aTalkList();
    await bot.say("zhang", "已谈 李明 很好");
    await bot.say("li", "确认谈话");
    const before = bot.planned("li").length;

    await bot.say("zhang", "已谈 李明 困难：没有");
    await bot.say("zhang", "已谈 李明 措施：没有");

    expect(talkOf(bot, "li")!.confirmedAt).toBeNull();
    expect(bot.planned("li").slice(before)).toEqual([
      expect.stringContaining("张伟（支部书记）更新了2026年第四季度与您的谈话记录"),
    ]);
    expect(await bot.say("li", "确认谈话")).toContain("已确认");
  });
});
