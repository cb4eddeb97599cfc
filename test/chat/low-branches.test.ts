import { beforeEach, describe, expect, test } from "vitest";
import { talkHeld } from "../../src/chat/handlers/talks.ts";
import { behind } from "../../src/chat/read/takes.ts";
import { builtInPolicies, type Policy } from "../../src/domain/policy.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import { adopt } from "../jobs/a-life.ts";
import { type APerson, aBot, type Bot } from "../support/a-bot.ts";
import { aTurn } from "../support/a-turn.ts";
import { passToDrawnDay } from "../support/drawn-day.ts";
import { anOpenRound } from "../support/open-round.ts";
import { acts } from "./a-checked-school.ts";
import { rows } from "./a-school.ts";

/** Three branches of three; the third is low. 马宁 is the committee's secretary. */
const people: Readonly<Record<string, APerson>> = {
  he: { name: "何翠", branch: "第一党支部", duties: ["总管理"] },
  ma: { name: "马宁", branch: "第一党支部", duties: ["党委书记"] },
  fang: { name: "方圆", branch: "第一党支部", duties: ["党委委员"] },
  su: { name: "苏敏", branch: "第二党支部", duties: ["支部书记"] },
  tang: { name: "唐洁", branch: "第二党支部" },
  gao: { name: "高原", branch: "第二党支部" },
  lu: { name: "陆平", branch: "第三党支部", duties: ["支部书记", "支委"] },
  ye: { name: "叶青", branch: "第三党支部", duties: ["宣传委员"] },
  shi: { name: "石磊", branch: "第三党支部" },
};
const totals = {
  he: 20_001,
  ma: 20_002,
  fang: 20_003,
  su: 15_001,
  tang: 15_002,
  gao: 15_003,
  lu: 10_001,
  ye: 10_002,
  shi: 10_003,
};

async function aSubmittedSummary(policy?: Policy, change: Readonly<Record<string, APerson>> = {}): Promise<Bot> {
  const bot = aBot({ time: "2026-10-08 08:00" });
  if (policy !== undefined) adopt(bot, policy);
  bot.roster({ ...people, ...change });
  await bot.tick();
  await passToDrawnDay(bot, "09:07");
  for (const [account, total] of Object.entries(totals)) await bot.say(account, String(total));
  await passToDrawnDay(bot, "10:00", 1);
  await bot.say("he", "提交");
  return bot;
}

const list = (bot: Bot) =>
  rows<{ branch: string; state: string; record: string | null }>(
    bot,
    `select b.name as branch, t.state, m.account as "by", t.record from branch_talks t join branches b on b.id = t.branch_id
     left join members m on m.id = t.held_by order by t.quarter, t.branch_id`,
  ).map(({ record, ...row }) => ({ ...row, record: record === null ? null : JSON.parse(record) }));
const lists = (bot: Bot) => outboxLines(bot.db).filter(({ key }) => key.startsWith("low-branches-"));
const LIST = [
  "【支部谈话名单】2026年第四季度（依据四（四））",
  "第三党支部：第 3 名，人均 10002.00 分，待谈；谈话对象：陆平（支部书记、支委）、叶青（宣传委员）",
  "谈话后请回复“已谈 党支部 [备注]”。",
].join("\n");

let bot: Bot;
beforeEach(async () => {
  bot = await aSubmittedSummary();
});

describe("the low branches of an approved summary (四（四）)", () => {
  test("are owed a talk, and the list goes to the committee's secretary, who has approved it", async () => {
    expect(list(bot)).toEqual([]);

    await bot.say("ma", "通过");

    expect(list(bot)).toEqual([{ branch: "第三党支部", state: "owed", by: null, record: null }]);
    expect(lists(bot)).toMatchObject([{ to: "ma", key: "low-branches-2026Q4-1-2" }]);
    expect(bot.planned("ma").at(-1)).toBe(LIST);
  });

  test("are not, while it is not approved", async () => {
    await bot.say("ma", "退回 请核对");

    expect(list(bot)).toEqual([]);
    expect(lists(bot)).toEqual([]);
  });

  test("approved by a member of the committee, the list goes to the secretary all the same", async () => {
    const [guifang] = builtInPolicies;
    const policy = { ...guifang!, parameters: { ...guifang!.parameters, committee: { membersApprove: true } } };
    const other = await aSubmittedSummary(policy);

    await other.say("fang", "通过");

    expect(lists(other).map(({ to }) => to)).toEqual(["ma"]);
  });

  test("the list holds no person's figure, and of a small branch its average: the committee sees every branch's", async () => {
    await bot.say("ma", "通过");
    for (const total of Object.values(totals)) expect(bot.planned("ma").at(-1)).not.toContain(`${total} `);

    const away = { state: "产假" } as const;
    const other = await aSubmittedSummary(undefined, {
      ye: { ...people.ye!, ...away },
      shi: { ...people.shi!, ...away },
    });
    await other.say("ma", "通过");
    expect(other.planned("ma").at(-1)).toContain("第三党支部：第 3 名，人均 10001.00 分，待谈");
  });

  test("a policy that lists none makes no list", async () => {
    const other = await aSubmittedSummary(builtInPolicies.find(({ id }) => id === "low-burden"));

    await other.say("ma", "通过");

    expect(list(other)).toEqual([]);
    expect(lists(other)).toEqual([]);
    expect(await other.say("ma", "支部谈话名单")).toContain("本季度没有需要谈话教育的支部。");
  });

  test("another approval lifts what is no longer owed, keeps what was held, and sends the list anew", async () => {
    await bot.say("ma", "通过");
    await again(bot, { lu: 30_001, ye: 30_002, shi: 30_003 }, "第三党支部");
    expect(list(bot).map(({ branch, state }) => [branch, state])).toEqual([
      ["第二党支部", "owed"],
      ["第三党支部", "lifted"],
    ]);
    expect(lists(bot).map(({ key }) => key)).toEqual(["low-branches-2026Q4-1-2", "low-branches-2026Q4-2-2"]);

    await bot.say("ma", "已谈 第二党支部");
    await again(bot, { su: 40_001, tang: 40_002, gao: 40_003 }, "第二党支部");
    expect(list(bot).map(({ branch, state }) => [branch, state])).toEqual([
      ["第一党支部", "owed"],
      ["第二党支部", "held"],
      ["第三党支部", "lifted"],
    ]);
    expect(await bot.say("ma", "支部谈话名单")).toContain("第二党支部：第 1 名，人均 40002.00 分，已谈");
    expect(await bot.say("ma", "支部谈话名单")).not.toContain("第三党支部");
  });

  async function again(of: Bot, figures: Readonly<Record<string, number>>, branch: string): Promise<void> {
    anOpenRound(of, branch);
    for (const [account, total] of Object.entries(figures)) {
      await of.say(account, String(total));
      await of.say(account, "是");
    }
    of.clock.pass(24 * 3_600_000);
    await of.tick();
    await of.say("he", "提交");
    await of.say("ma", "通过");
  }
});

describe("谈话名单 of the committee's secretary", () => {
  test.each(["谈话名单", "支部谈话名单"])("%s is the low branches' list", async (command) => {
    await bot.say("ma", "通过");

    // 苏敏 holds the second branch's talks alone: the own one is the secretary's as well.
    expect(await bot.say("ma", command)).toBe(
      `【支部委员谈话】所在支部没有其他委员，请您谈话：\n第二党支部 苏敏\n\n${LIST}`,
    );
  });

  test("does not exist before a summary is approved", async () => {
    expect(await bot.say("ma", "谈话名单")).toContain("还没有审核通过的季度汇总，暂无支部谈话名单。");
  });

  test("of a branch is refused: the persons' list is the branch's", async () => {
    await bot.say("ma", "通过");

    expect(await bot.say("ma", "谈话名单 第三党支部")).toMatch(/^您无权这样做，请联系.+。$/);
  });

  test("who is also a branch's secretary gets both", async () => {
    const other = await aSubmittedSummary(undefined, { ma: { ...people.ma!, duties: ["党委书记", "支部书记"] } });
    await other.say("ma", "通过");

    const both = (await other.say("ma", "谈话名单"))!;

    expect(both).toContain("【谈话教育名单】第一党支部 2026年第四季度（依据四（三））");
    expect(both).toContain(LIST);
    expect(await other.say("ma", "支部谈话名单")).toBe(both);
    expect(await other.say("ma", "谈话名单 第一党支部")).not.toContain("支部谈话名单");
  });

  test.each(["he", "fang", "tang"])("is refused to %s", async (account) => {
    await bot.say("ma", "通过");

    expect(await bot.say(account, "支部谈话名单")).toContain("无权");
  });

  test("shows a branch's secretary nothing of other branches", async () => {
    await bot.say("ma", "通过");

    expect(await bot.say("su", "支部谈话名单")).not.toContain("第三党支部");
  });
});

describe("已谈 党支部 [备注]", () => {
  test("registers the committee's talk with the branch", async () => {
    await bot.say("ma", "通过");
    bot.clock.set("2026-12-24 15:00");

    const reply = await bot.say("ma", "已谈 第三党支部");

    expect(reply).toBe(
      [
        "已登记：与第三党支部的谈话（2026-12-24 15:00）。",
        "谈话人：马宁（党委书记）；谈话类型：教育；谈话缘由：2026年第四季度（四（四））。",
        "可补充记录：“已谈 第三党支部 地点：… 内容：… 困难：… 措施：…”。",
      ].join("\n"),
    );
    expect(list(bot)).toEqual([{ branch: "第三党支部", state: "held", by: "ma", record: null }]);
    expect(await bot.say("ma", "谈话名单")).toContain("人均 10002.00 分，已谈");
    expect(acts(bot, "branch-talk.%")).toMatchObject([
      { act: "branch-talk.held", actor: "member:2", subject: "branch:3", detail: '{"quarter":"2026Q4"}' },
    ]);
  });

  test("with a note keeps the record, and adds to it later", async () => {
    await bot.say("ma", "通过");

    expect(say("第三党支部 地点：会议室 内容：学习安排")).toContain("地点：会议室\n主要内容：学习安排");
    bot.clock.pass(3_600_000);
    expect(say("第三党支部 措施：党办协助")).toContain("已更新：与第三党支部的谈话记录");

    expect(list(bot)[0]).toMatchObject({
      state: "held",
      record: { place: "会议室", content: "学习安排", measures: "党办协助" },
    });
  });

  test("again without a note says when it was registered", async () => {
    await bot.say("ma", "通过");
    await bot.say("ma", "已谈 第三党支部");
    const before = list(bot);

    expect(await bot.say("ma", "已谈 第三党支部")).toContain("与第三党支部的谈话已由马宁同志于");
    expect(list(bot)).toEqual(before);
  });

  test("of a branch that is not on the list, or of none, says so", async () => {
    await bot.say("ma", "通过");

    expect(await bot.say("ma", "已谈 第二党支部")).toBe("第二党支部不在支部谈话名单中，无需登记。");
    expect(await bot.say("ma", "已谈 第九党支部")).toBe(
      "没有找到“第九党支部”。党支部有：第一党支部、第二党支部、第三党支部。",
    );
    expect(await bot.say("ma", "已谈")).toBe("请按“已谈 党支部 [备注]”发送。待谈：第三党支部");
    expect(list(bot)).toMatchObject([{ state: "owed" }]);
  });

  test.each(["he", "fang", "tang"])("is refused to %s", async (account) => {
    await bot.say("ma", "通过");

    expect(await bot.say(account, "已谈 第三党支部")).toContain("无权");
    expect(list(bot)).toMatchObject([{ state: "owed" }]);
  });

  test("is not a branch secretary's to register", async () => {
    await bot.say("ma", "通过");

    expect(await bot.say("lu", "已谈 第三党支部")).not.toContain("已登记");
    expect(list(bot)).toMatchObject([{ state: "owed" }]);
  });

  /** As the reader gives it when a branch's name comes first. */
  function say(note: string): string {
    const name = ["第一党支部", "第二党支部", "第三党支部"].find((each) => note.startsWith(each));
    const branch = name === undefined ? undefined : { name, note: behind(note, name) };
    return talkHeld(aTurn(bot, "ma"), { member: undefined, note, branch });
  }
});
