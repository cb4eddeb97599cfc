import { describe, expect, test } from "vitest";
import { type Bot } from "../support/a-bot.ts";
import { aSchoolBeingAsked, counting, rows } from "./a-school.ts";
import { aSchoolAfterItsRound, said } from "./a-school-after-its-round.ts";

const PLACE = "“学习强国”App 的“我的 → 学习积分”";

/** What people write that is neither a total nor a command, and a word of the answer to it whatever the state. */
const remarks: readonly (readonly [string, string])[] = [
  ["谢谢", "不客气"],
  ["谢谢书记！", "不客气"],
  ["辛苦了", "不客气"],
  ["收到", "好的。"],
  ["好的", "好的。"],
  ["好的，收到", "好的。"],
  ["已阅", "好的。"],
  ["同意", "好的。"],
  ["知道了", "好的。"],
  ["👌", ""],
  ["🙂🙂", ""],
  ["[捂脸]", ""],
  ["你好", "您好！"],
  ["早上好", "您好！"],
  ["对不起，我刚看到", "没关系"],
  ["怎么填", ""],
  ["怎么填啊？", ""],
  ["不会弄", ""],
  ["在哪里看", ""],
  ["在哪看积分", ""],
  ["找不到积分", ""],
  ["我报过了吗", ""],
  ["我报了没", ""],
  ["收到了吗？", ""],
  ["你是谁", "学习积分助手"],
  ["你是机器人吗", "学习积分助手"],
  ["这是什么", "学习积分助手"],
  ["我已经离职了", "更新名册"],
  ["我调走了", "更新名册"],
  ["我退休了", "更新名册"],
  ["我要投诉", "意见建议 内容"],
  ["形式主义", "意见建议 内容"],
  ["为什么我在名单里", "谈话名单"],
  ["为什么抽到我", "随机抽取"],
  ["怎么又找我", "随机抽取"],
  ["谁能看到我的分数", "隐私"],
  ["会公开吗", "隐私"],
  ["人工客服", "请联系"],
  ["找谁", "请联系"],
  ["没装app", "请联系"],
  ["打不开学习强国", "请联系"],
  ["我在休产假", "更新名册"],
  ["住院了", "请假"],
  ["不填行不行", "办法"],
  ["为什么要填这个", "办法"],
  ["怎么加分", "我的积分"],
  ["什么时候公布结果", "排名"],
  ["我在开会，等会报", "好的"],
  ["稍后", "好的"],
  ["更正", ""],
  ["填错了怎么办", ""],
  ["几点截止", ""],
  ["忘了报，还能补吗", ""],
  ["今天天气不错", ""],
  ["我不是党员", "名册有误"],
  ["你认错人了", "随机抽取"],
  ["退休人员要报吗", "随机抽取"],
  ["我转到机关支部了", "更新名册"],
  ["没网", "请联系"],
  ["积分清零了", "请联系"],
  ["出差在外地", "请假"],
  ["会影响评优吗", "办法"],
  ["可以发截图吗", ""],
  ["总积分还是今天的积分", ""],
  ["是填成长总积分吗", ""],
  ["新年快乐", "您好！"],
  ["打扰了", "没关系"],
  ["晓得了", "好的。"],
  ["13812345678", ""],
];

interface State {
  readonly name: string;
  readonly who: string;
  readonly bot: () => Promise<Bot>;
  readonly always: readonly string[];
  readonly never: readonly string[];
}

const HELP = "回复“帮助”可查看能做什么。";
const states: readonly State[] = [
  {
    name: "asked, and not reported: where the number is found and until when it is wanted",
    who: "li",
    bot: () => aSchoolBeingAsked(),
    always: ["没有读到积分", PLACE, "11月18日 21:00 前有效", HELP],
    never: ["已记录", "没有进行中"],
  },
  {
    name: "reported: the recorded total and how to correct it",
    who: "li",
    bot: () => after(aSchoolBeingAsked(), "li:12300"),
    always: ["已记录 12300 分", "更正 数字", HELP],
    never: ["没有读到积分", "没有进行中"],
  },
  {
    name: "reported by somebody else: says so",
    who: "li",
    bot: () => after(aSchoolBeingAsked(), "zhang:代报 李明 12300"),
    always: ["已记录 12300 分（代报）", HELP],
    never: ["没有读到积分", "没有进行中"],
  },
  {
    name: "a question waits: it is asked again",
    who: "li",
    bot: () => after(aSchoolBeingAsked(), "li:大概12300"),
    always: ["没有读到积分", "请确认：您的成长总积分是 12300 吗", HELP],
    never: ["已记录", "没有进行中"],
  },
  {
    name: "of a branch that is not asked: the day comes",
    who: "tang",
    bot: () => aSchoolBeingAsked(),
    always: ["目前没有进行中的填报", "考核日我会先问您", HELP],
    never: ["没有读到积分", "已记录", "异议 内容”，由"],
  },
  {
    name: "after the close: the figure of the table, and 异议",
    who: "tang",
    bot: () => aSchoolAfterItsRound(),
    always: ["目前没有进行中的填报", "2026年第四季度的记录是 20002 分", "异议 内容", HELP],
    never: ["没有读到积分", "更正 数字"],
  },
  {
    name: "after the close without a report: 异议",
    who: "chen",
    bot: () => aSchoolAfterItsRound(),
    always: ["目前没有进行中的填报", "没有填报", "异议 内容", HELP],
    never: ["没有读到积分", "记录是"],
  },
  {
    name: "who has left: the roster",
    who: "tang",
    bot: async () => {
      const bot = await aSchoolBeingAsked();
      bot.roster({ tang: { name: "唐洁", branch: "第二党支部", state: "转出" } });
      return bot;
    },
    always: ["目前没有进行中的填报", "不在任何党支部", HELP],
    never: ["没有读到积分", "考核日我会先问您"],
  },
  {
    name: "on leave: may leave it",
    who: "li",
    bot: async () => {
      const bot = await aSchoolBeingAsked();
      bot.roster({ li: { name: "李明", state: "长期病假" } });
      await bot.tick();
      return bot;
    },
    always: ["没有读到积分", PLACE, HELP],
    never: ["没有进行中"],
  },
];

async function after(school: Promise<Bot>, ...steps: string[]): Promise<Bot> {
  const bot = await school;
  await said(bot, ...steps);
  return bot;
}

describe.each(states)("what is no total and no command, $name", ({ who, bot: school, always, never }) => {
  test("each remark is answered with its meaning and with where the sender stands", async () => {
    const bot = await school();

    for (const [text, word] of remarks) {
      const reply = (await bot.say(who, text))!;
      for (const wanted of [...always, word]) expect(reply, text).toContain(wanted);
      for (const other of never) expect(reply, text).not.toContain(other);
      expect(Buffer.byteLength(reply), text).toBeLessThanOrEqual(2048);
      expect(new Set(reply.split("\n")).size, text).toBe(reply.split("\n").length);
    }
  });

  test("nothing is changed by them", async () => {
    const bot = await school();
    const before = [rows(bot, "select * from reports"), rows(bot, "select * from questions")];

    for (const [text] of remarks) await bot.say(who, text);

    expect([rows(bot, "select * from reports"), rows(bot, "select * from questions")]).toEqual(before);
  });

  test.each(["voice", "other"] as const)("%s as well", async (kind) => {
    const bot = await school();
    const what = kind === "voice" ? "voice" : "location";

    const reply = (await bot.send(who, { kind, what }))!;

    for (const wanted of [...always, "请发文字或数字"]) expect(reply).toContain(wanted);
  });
});

test("what is no longer possible after the close is said with what is", async () => {
  const bot = await aSchoolAfterItsRound();

  for (const text of ["更正", "更正 12400", "填错了怎么办", "撤回", "12400", "忘了报，还能补吗"]) {
    const reply = await bot.say("li", text);
    expect(reply, text).toContain("12345 分");
    expect(reply, text).toContain("异议 内容");
  }
  expect(await bot.send("li", { kind: "image", mediaId: "m" })).toMatch(/图片没有保存[^]*12345 分[^]*异议 内容/);
});

test("a picture after the report asks nothing: the figure stands", async () => {
  const bot = await after(aSchoolBeingAsked(), "li:12300");

  for (const reply of [await bot.send("li", { kind: "image", mediaId: "m" }), await bot.say("li", "[图片]")]) {
    expect(reply).toContain("已记录 12300 分");
    expect(reply).not.toContain("请确认");
  }
  expect(rows(bot, "select * from questions")).toEqual([]);
});

describe("what waits for the sender is named with its word", () => {
  test.each([
    "同意",
    "是",
    "没意见",
    "可以",
    "好的",
    "已阅",
    "谢谢",
    "你好",
    "审核",
  ])("%s of the committee's secretary while a summary waits: 通过, and nothing is decided", async (text) => {
    const bot = await after(aSchoolAfterItsRound(), "he:提交");

    const reply = await bot.say("ma", text);

    expect(reply).toContain("汇总等您审核：同意请回复“通过”，不同意请回复“退回 理由”");
    expect(rows(bot, "select state from summaries")).toEqual([{ state: "submitted" }]);
    expect(await bot.say("ma", "通过")).toContain("已通过");
  });

  test.each([
    ["上报", "提交"],
    ["报送", "提交"],
    ["公布", "发布"],
    ["公示", "发布"],
  ])("%s of the office: %s", async (text, word) => {
    const bot = await aSchoolAfterItsRound();

    expect(await bot.say("he", text)).toContain(`您是不是想“${word}”`);
    expect(rows(bot, "select state from summaries")).toEqual([{ state: "draft" }]);
  });

  test("what waits goes with the state of the summary", async () => {
    const bot = await aSchoolAfterItsRound();

    expect(await bot.say("he", "谢谢")).toContain("尚未提交");
    await said(bot, "he:提交");
    expect(await bot.say("he", "谢谢")).not.toMatch(/尚未|等您处理/);
    await said(bot, "ma:通过");
    expect(await bot.say("ma", "谢谢")).not.toContain("审核");
    expect(await bot.say("he", "谢谢")).toContain("回复“发布”");
  });

  test("the branch's admins are told of table, checks and talks; members of nothing", async () => {
    const bot = await aSchoolAfterItsRound();

    expect(await bot.say("zhang", "收到")).toMatch(/确认统计表[^]*谈话名单/);
    expect(await bot.say("wu", "收到")).toContain("谈话名单");
    expect(await bot.say("tang", "收到")).not.toMatch(/确认统计表|谈话名单|等您/);
    await said(bot, "zhang:确认统计表");
    expect(await bot.say("zhang", "收到")).not.toContain("确认统计表");
  });
});

describe("a near-command is guessed, for who may give it, and is not obeyed", () => {
  test.each([
    ["li", "排行榜", "排名"],
    ["li", "撤回来", "撤回"],
    ["li", "我的分", "我的积分"],
    ["li", "我的积份", "我的积分"],
    ["li", "查分", "我的积分"],
    ["li", "停止提示", "停止提醒"],
    ["li", "导出数据我的", "导出我的数据"],
    ["zhang", "统计表发我", "统计表"],
    ["zhang", "谁没交", "进度"],
    ["zhang", "己谈 李明", "已谈 姓名"],
    ["zhang", "谈话了 李明", "已谈 姓名"],
    ["zhang", "谈话对象", "谈话名单"],
    ["zhang", "抽查名单表", "抽查名单"],
    ["he", "汇总情况", "汇总"],
    ["he", "异义名单", "异议名单"],
    ["he", "年度予览", "年度预览"],
  ])("%s: %s → %s", async (who, text, form) => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say(who, text)).toContain(`您是不是想“${form}”`);
    expect(counting(bot, "li")).toBeUndefined();
  });

  test.each([
    ["li", "统计表发我"],
    ["li", "汇总情况"],
    ["tang", "公布"],
    ["tang", "同意"],
    ["zhang", "上报"],
    ["fang", "同意"],
    ["li", "今天天气不错"],
    ["li", "谢谢"],
    ["zhang", "已阅"],
    ["he", "通知"],
  ])("%s: %s → nothing", async (who, text) => {
    const bot = await after(aSchoolAfterItsRound(), "he:提交");

    expect(await bot.say(who, text)).not.toContain("您是不是想");
  });
});

test("a stranger hears who puts people on the roster, whatever is said", async () => {
  const bot = await aSchoolBeingAsked();

  for (const [text] of remarks) expect(await bot.say("nobody", text), text).toContain("不在名单");
});

test("the bot's own word for a remark holds no figure of anybody else", async () => {
  const bot = await aSchoolAfterItsRound();

  for (const [text] of remarks) expect(await bot.say("zhang", text), text).not.toMatch(/12345 分|13000 分|14000 分/);
});
