import { describe, expect, test } from "vitest";
import type { Quarter } from "../../src/domain/calendar.ts";
import { openObjections } from "../../src/store/objections.ts";
import { aBot, type Bot } from "../support/a-bot.ts";
import { aClosedRound, acts, archive, tableVersions } from "./a-checked-school.ts";
import { aSchool, counting, rows } from "./a-school.ts";

const Q4 = "2026Q4" as Quarter;
const about = (bot: Bot, account: string, word: string) => bot.planned(account).filter((text) => text.includes(word));

interface Row {
  readonly id: number;
  readonly account: string;
  readonly quarter: string;
  readonly roundId: number | null;
  readonly text: string;
  readonly state: string;
  readonly answer: string | null;
  readonly by: string | null;
}

function objections(bot: Bot): Row[] {
  return rows(
    bot,
    `select o.id, m.account, o.quarter, o.round_id as roundId, o.text, o.state, o.answer, p.account as "by"
     from objections o join members m on m.id = o.member_id left join members p on p.id = o.answered_by order by o.id`,
  );
}

describe("异议", () => {
  test("opens a case on the newest closed round and answers with its number", async () => {
    const bot = await aClosedRound({ share: 0 });

    const reply = await bot.say("chen", "异议 我的总积分应为12345");

    expect(reply).toBe(
      "已登记异议，编号 1（2026年第四季度），已转本支部管理员和学校党办，将由专人答复您。需要补充的，可再次回复“异议 内容”。",
    );
    const [closed] = rows<{ id: number }>(bot, "select id from rounds where state = 'closed'");
    expect(objections(bot)).toEqual([
      {
        id: 1,
        account: "chen",
        quarter: "2026Q4",
        roundId: closed!.id,
        text: "我的总积分应为12345",
        state: "open",
        answer: null,
        by: null,
      },
    ]);
    expect(openObjections(bot.db, Q4)).toBe(1);
    expect(openObjections(bot.db, "2026Q3" as Quarter)).toBe(0);
  });

  test("tells the office how to answer, the branch's admins to help, and nobody else", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 我的总积分应为12345");

    const head = "【异议】编号 1：第一党支部陈静同志（2026年第四季度，统计表：12000 分）\n内容：我的总积分应为12345\n";
    for (const office of ["he", "lin", "shi"]) {
      expect(about(bot, office, "【异议】")).toEqual([
        `${head}核实后请回复“答复 1 内容”；需改数的回复“答复 1 更正 数字 理由”。`,
      ]);
    }
    for (const admin of ["zhang", "wang"]) {
      expect(about(bot, admin, "【异议】")).toEqual([`${head}由学校党办答复，请协助核实。`]);
    }
    for (const account of ["li", "chen", "wu", "su", "tang", "fang", "ma"]) {
      expect(about(bot, account, "【异议】"), account).toEqual([]);
    }
  });

  test("of an admin is told to the other one, of the only one to the office alone", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("zhang", "异议 有误");
    expect(about(bot, "zhang", "【异议】")).toEqual([]);
    expect(about(bot, "wang", "【异议】")).toHaveLength(1);

    const other = await aClosedRound({ share: 0, people: { ...aSchool, wang: { name: "王芳" } } });
    expect(await other.say("zhang", "异议 有误")).toContain("已转学校党办，");
  });

  test("in the night is passed on in the morning", async () => {
    const bot = await aClosedRound({ share: 0 });
    bot.clock.set("2026-11-19 23:00");
    await bot.say("chen", "异议 有误");

    expect(rows(bot, "select distinct not_before as n from deliveries where key like 'objection-%'")).toEqual([
      { n: Date.parse("2026-11-20T07:30:00+08:00") },
    ]);
  });

  test("again while it is open is added to it, and passed on as such", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 我的总积分应为12345");

    expect(await bot.say("chen", "申诉 有截图为证")).toBe("已补充到您的异议（编号 1），仍由学校党办答复您。");

    expect(objections(bot).map(({ text }) => text)).toEqual(["我的总积分应为12345\n有截图为证"]);
    expect(about(bot, "he", "【异议补充】编号 1")[0]).toContain("内容：有截图为证");
    expect(about(bot, "zhang", "【异议补充】编号 1")).toHaveLength(1);
  });

  test("that the platform delivers twice is one", async () => {
    const bot = await aClosedRound({ share: 0 });

    const first = await bot.say("chen", "异议 有误", "the-same");

    expect(await bot.say("chen", "异议 有误", "the-same")).toBe(first);
    expect(objections(bot)).toHaveLength(1);
    expect(about(bot, "he", "【异议")).toHaveLength(1);
  });

  test("after an answer opens another case", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 有误");
    await bot.say("he", "答复 1 经核实无误");

    expect(await bot.say("chen", "异议 仍有误")).toContain("编号 2");
  });

  test("before any round has closed is of the present quarter", async () => {
    const bot = aBot({ time: "2026-11-18 10:00" });
    bot.roster(aSchool);

    expect(await bot.say("chen", "异议 上季度有误")).toContain("编号 1（2026年第四季度）");
    expect(objections(bot)[0]).toMatchObject({ quarter: "2026Q4", roundId: null });
    expect(about(bot, "he", "【异议】")[0]).toContain("第一党支部陈静同志（2026年第四季度）");
  });

  test("of somebody who has moved is on the round that lists him, with that branch's admins", async () => {
    const bot = await aClosedRound({ share: 0 });
    bot.roster({ chen: { name: "陈静", branch: "第二党支部" } });
    await bot.say("chen", "异议 有误");

    expect(objections(bot)[0]!.roundId).not.toBeNull();
    expect(about(bot, "zhang", "【异议】")[0]).toContain("第一党支部陈静同志");
    expect(about(bot, "su", "【异议】")).toEqual([]);
  });

  test("is open to somebody who has left", async () => {
    const bot = await aClosedRound({ share: 0 });
    bot.roster({ chen: { name: "陈静", state: "转出" } });

    expect(await bot.say("chen", "异议 有误")).toContain("已登记异议");
  });

  test.each(["异议", "申诉", "有异议"])("%s alone is answered with how to write it", async (text) => {
    const bot = await aClosedRound({ share: 0 });

    expect(await bot.say("chen", text)).toContain("请按“异议 内容”发送");
    expect(objections(bot)).toEqual([]);
  });

  test("that is too long is refused with the limit; what grows too long by additions goes to the office in person", async () => {
    const bot = await aClosedRound({ share: 0 });

    expect(await bot.say("chen", `异议 ${"误".repeat(501)}`)).toContain("500 字以内");
    expect(objections(bot)).toEqual([]);
    for (let part = 0; part < 3; part += 1) await bot.say("chen", `异议 ${"误".repeat(500)}`);
    bot.clock.set("2026-11-20 10:00");
    expect(await bot.say("chen", `异议 ${"误".repeat(500)}`)).toContain("不再追加");
    expect(objections(bot)[0]!.text).toHaveLength(1502);
  });

  test("is taken five times a day from one member", async () => {
    const bot = await aClosedRound({ share: 0 });
    for (let time = 1; time <= 5; time += 1) expect(await bot.say("chen", `异议 第${time}次有误`)).toContain("编号 1");

    expect(await bot.say("chen", "异议 还有")).toContain("请直接联系学校党办");
    expect(await bot.say("li", "异议 有误")).toContain("编号 2");
    bot.clock.set("2026-11-20 08:00");
    expect(await bot.say("chen", "异议 还有")).toContain("已补充");
  });
});

describe("异议名单", () => {
  test("shows the office open cases first and what was answered last", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 我的总积分应为12345");
    await bot.say("chen", "异议 有截图");
    await bot.say("li", `异议 ${"很长".repeat(40)}`);
    await bot.say("wu", "异议 有误");
    await bot.say("he", "答复 3 更正 11100");
    bot.clock.set("2026-11-20 10:00");
    await bot.say("wu", "异议 还是有误");
    await bot.say("lin", "答复 4 经核实无误");

    expect(await bot.say("shi", "异议名单")).toBe(
      [
        "【异议名单】待答复 2 件：",
        "编号 1 第一党支部陈静 11月19日：我的总积分应为12345；有截图",
        `编号 2 第一党支部李明 11月19日：${"很长".repeat(20)}…`,
        "最近办结：",
        "编号 4 第一党支部伍建国 11月20日：还是有误（已答复，林涛，11月20日）",
        "编号 3 第一党支部伍建国 11月19日：有误（已更正，何翠，11月19日）",
        "答复：答复 编号 内容；改数：答复 编号 更正 数字 理由。",
      ].join("\n"),
    );
  });

  test("without any says so, and of a purged text keeps the line", async () => {
    const bot = await aClosedRound({ share: 0 });
    expect(await bot.say("he", "异议名单")).toBe("目前没有异议。");

    await bot.say("chen", "异议 有误");
    bot.db.$client.exec("update objections set text = null");

    expect(await bot.say("he", "异议名单")).toContain("（内容已删除）");
    expect(await bot.say("chen", "异议 补充")).toContain("已补充");
  });
});

describe("答复", () => {
  test("with words closes the case, tells the member and the branch's admins, and changes no figure", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 应为12345");

    expect(await bot.say("he", "答复 1 经核实，登记无误")).toBe("已办结：编号 1，答复已发给陈静同志。");

    expect(objections(bot)[0]).toMatchObject({ state: "answered", answer: "经核实，登记无误", by: "he" });
    expect(bot.planned("chen").at(-1)).toBe(
      [
        "【异议答复】您的异议（编号 1，2026年第四季度）已由学校党办何翠同志核实答复。",
        "答复：经核实，登记无误",
        "仍有不同意见的，可再次回复“异议 内容”。",
      ].join("\n"),
    );
    for (const admin of ["zhang", "wang"]) {
      expect(bot.planned(admin).at(-1)).toBe("【异议办结】编号 1：陈静同志的异议已由学校党办答复，数字不变。");
    }
    expect(tableVersions(bot, "chen")).toHaveLength(1);
    expect(openObjections(bot.db, Q4)).toBe(0);
  });

  test("with 更正 makes a new version of the table with the reason, and leaves the first as it was", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 应为12345");

    const reply = await bot.say("he", "答复 1 更正 12345 录入有误");

    expect(reply).toBe(
      "已办结：编号 1，陈静同志 12000 分 → 12345 分，统计表更新为第 2 版，已告知本人。季度汇总将随之生成新的草稿。",
    );
    expect(objections(bot)[0]).toMatchObject({ state: "corrected", answer: "录入有误", by: "he" });
    expect(tableVersions(bot, "chen")).toEqual([
      { version: 1, total: 12_000, source: "本人" },
      { version: 2, total: 12_345, source: "异议" },
    ]);
    expect(counting(bot, "chen")).toMatchObject({ total: 12_345, source: "异议" });
    expect(rows(bot, "select reason from branch_tables order by version")).toEqual([
      { reason: null },
      { reason: "录入有误" },
    ]);
    expect(bot.planned("chen").at(-1)).toContain(
      "您的成长总积分由 12000 分改为 12345 分，统计表随之更新。\n说明：录入有误",
    );
    for (const admin of ["zhang", "wang"]) {
      expect(bot.planned(admin).at(-1)).toContain("已更正，统计表更新为第 2 版，请核对后回复“确认统计表”");
      expect(about(bot, admin, "12345")).toHaveLength(1);
    }
  });

  test.each([
    ["更正12345", 12_345, "异议更正"],
    ["更正：12,345分，手误", 12_345, "手误"],
    ["更正为 １２３４５", 12_345, "异议更正"],
    ["更正 12345，2026年填错", 12_345, "2026年填错"],
    ["更正 12345 分数看错", 12_345, "分数看错"],
    ["更正 12345 分。看错", 12_345, "看错"],
  ])("%s is read as a figure and a reason", async (text, total, reason) => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 有误");

    await bot.say("he", `答复 1 ${text}`);

    expect(counting(bot, "chen")).toMatchObject({ total });
    expect(rows(bot, "select reason from branch_tables where version = 2")).toEqual([{ reason }]);
  });

  test.each([
    "答复",
    "答复 1",
    "答复 经核实无误",
    "答复 1 更正",
    "答复 1 更正 大概一万二",
    "答复 1 更正 1.2万",
    "答复 1 更正 2万",
  ])("%s is answered with how to write it", async (text) => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 有误");

    expect(await bot.say("he", text)).toContain("请按“答复 编号 内容”发送");
    expect(objections(bot)[0]).toMatchObject({ state: "open" });
    expect(tableVersions(bot, "chen")).toHaveLength(1);
  });

  test("that changes the talk list tells those who talk, of others and not of themselves", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("wu", "异议 应为14500");
    await bot.say("he", "答复 1 更正 14500");

    const told = (account: string) => about(bot, account, "谈话名单有变化")[0];
    expect(told("zhang")).toContain("新增：王芳\n不再需要：伍建国");
    expect(told("wu")).toContain("新增：王芳\n回复");
    expect(told("wang")).toContain("不再需要：伍建国");
    expect(told("wang")).not.toContain("新增");
    for (const account of ["he", "li"]) expect(about(bot, account, "谈话名单有变化")).toEqual([]);
  });

  test("to an unknown number, or once more, says so and changes nothing", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 有误");
    expect(await bot.say("he", "答复 7 无误")).toContain("没有编号为 7 的异议");
    await bot.say("he", "答复 1 无误");

    expect(await bot.say("lin", "答复 1 更正 12345")).toBe("编号 1 的异议已由何翠同志于11月19日办结。");
    expect(objections(bot)[0]).toMatchObject({ answer: "无误", by: "he" });
    expect(tableVersions(bot, "chen")).toHaveLength(1);
    expect(about(bot, "chen", "【异议答复】")).toHaveLength(1);
  });

  test("with a figure nobody can have, or with the one that stands, is refused", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 有误");

    expect(await bot.say("he", "答复 1 更正 999999")).toContain("超过了平台开通以来可能的最高分");
    expect(await bot.say("he", "答复 1 更正 12000")).toContain("统计表中已是 12000 分");
    expect(objections(bot)[0]).toMatchObject({ state: "open" });
    expect(tableVersions(bot, "chen")).toHaveLength(1);
  });

  test("with a figure, where no table lists the member, is refused", async () => {
    const bot = await aClosedRound({ share: 0 });
    bot.roster({ new: { name: "新来" } });
    await bot.say("new", "异议 没有我");

    expect(await bot.say("he", "答复 1 更正 12345")).toContain("没有可更正的数字");
    expect(await bot.say("he", "答复 1 考核日您尚未转入")).toContain("已办结");
  });

  test("gives a figure to a member without a report", async () => {
    const bot = await aClosedRound({ share: 0, totals: { zhang: 15_000, wang: 14_000, li: 13_000 } });
    await bot.say("chen", "异议 当天没有网络，总积分12000");
    expect(about(bot, "he", "【异议】")[0]).toContain("统计表：未填报");

    expect(await bot.say("he", "答复 1 更正 12000 补报")).toContain("陈静同志 未填报 → 12000 分");
    expect(rows(bot, "select reported from branch_tables order by version")).toEqual([
      { reported: 3 },
      { reported: 4 },
    ]);
  });

  test("to the own objection is left to another of the office", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("he", "异议 有误");
    expect(about(bot, "he", "【异议】")).toEqual([]);

    expect(await bot.say("he", "答复 1 同意")).toBe("本人的异议须由他人答复。");
    expect(await bot.say("lin", "答复 1 同意")).toContain("已办结");
  });

  test("of 500 characters at most", async () => {
    const bot = await aClosedRound({ share: 0 });
    await bot.say("chen", "异议 有误");

    expect(await bot.say("he", `答复 1 ${"无".repeat(501)}`)).toContain("500 字以内");
    expect(objections(bot)[0]).toMatchObject({ state: "open" });
  });

  test("corrects an archived quarter, too, as a new version", async () => {
    const bot = await aClosedRound({ share: 0 });
    archive(bot);
    await bot.say("chen", "异议 有误");

    expect(await bot.say("he", "答复 1 更正 12345")).toContain("第 2 版");
  });
});

test.each([
  "异议名单",
  "答复 1 无误",
  "答复 1 更正 12345",
  "答复",
])("%s is refused to all but the office", async (command) => {
  const bot = await aClosedRound({ share: 0 });
  await bot.say("chen", "异议 有误");

  for (const account of ["chen", "zhang", "wang", "wu", "su", "fang", "ma"]) {
    expect(await bot.say(account, command), account).toMatch(/^您无权这样做，请联系.+。$/);
  }
  expect(objections(bot)[0]).toMatchObject({ state: "open" });
});

test("no act of an objection holds words, a name or a figure", async () => {
  const bot = await aClosedRound({ share: 0 });
  await bot.say("chen", "异议 应为12345");
  await bot.say("chen", "异议 有截图");
  await bot.say("he", "答复 1 更正 12345 录入有误");
  await bot.say("li", "异议 应为13001");
  await bot.say("he", "答复 2 登记无误");

  const log = acts(bot, "objection.%");
  expect(log.map(({ act }) => act)).toEqual([
    "objection.open",
    "objection.add",
    "objection.correct",
    "objection.open",
    "objection.answer",
  ]);
  for (const word of ["陈静", "李明", "12345", "13001", "12000", "截图", "有误"]) {
    expect(JSON.stringify(log)).not.toContain(word);
  }
});
