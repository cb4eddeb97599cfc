import { describe, expect, test } from "vitest";
import type { Quarter } from "../../src/domain/calendar.ts";
import { deletePictures, openSpotChecks } from "../../src/store/spot-checks.ts";
import type { Bot } from "../support/a-bot.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aClosedRound, acts, archive, check, reported, tableVersions } from "./a-checked-school.ts";
import { aSchool, counting, rows, versions } from "./a-school.ts";

const picture = (bot: Bot, account: string, mediaId = "media-1") => bot.send(account, { kind: "image", mediaId });
const about = (bot: Bot, account: string, word: string) => bot.planned(account).filter((text) => text.includes(word));

describe("a picture", () => {
  test("of a member who is checked goes to the branch's admins, with the reported total and how to answer", async () => {
    const bot = await aClosedRound();

    const reply = await picture(bot, "li");

    expect(reply).toBe("收到截图，谢谢配合！已转给张伟、王芳同志核对。");
    expect(check(bot, "li")).toMatchObject({ state: "shown", mediaId: "media-1" });
    for (const admin of ["zhang", "wang"]) {
      const [text, image] = bot.planned(admin).slice(-2);
      expect(text).toContain("第一党支部 李明同志发来实时积分截图");
      expect(text).toContain("11月18日填报：13000 分");
      expect(text).toContain("“属实 李明”或“不符 李明 数字”");
      expect(image).toBe("[抽查-李明.jpg]");
    }
    for (const account of Object.keys(aSchool)) {
      if (account !== "zhang" && account !== "wang") expect(about(bot, account, "截图（随后")).toEqual([]);
    }
  });

  test("sent again takes the place of the first and goes out again", async () => {
    const bot = await aClosedRound();
    await picture(bot, "li");

    const reply = await picture(bot, "li", "media-2");

    expect(reply).toContain("以这一张为准");
    expect(check(bot, "li")).toMatchObject({ state: "shown", mediaId: "media-2" });
    expect(bot.planned("zhang").filter((text) => text === "[抽查-李明.jpg]")).toHaveLength(2);
  });

  test("that the platform delivers twice goes out once", async () => {
    const bot = await aClosedRound();

    const first = await bot.send("li", { kind: "image", mediaId: "media-1" }, "the-same");
    const second = await bot.send("li", { kind: "image", mediaId: "media-1" }, "the-same");

    expect(second).toBe(first);
    expect(bot.planned("zhang").filter((text) => text === "[抽查-李明.jpg]")).toHaveLength(1);
  });

  test("of an admin who is checked goes to the other one", async () => {
    const bot = await aClosedRound();

    await picture(bot, "zhang");

    expect(about(bot, "wang", "[抽查-张伟.jpg]")).toHaveLength(1);
    expect(about(bot, "zhang", "[抽查-")).toEqual([]);
  });

  test("of the only admin goes to the office", async () => {
    const bot = await aClosedRound({ people: { ...aSchool, wang: { name: "王芳" } } });

    const reply = await picture(bot, "zhang");

    expect(reply).toContain("已转给学校党办核对");
    for (const office of ["he", "lin", "shi"]) expect(about(bot, office, "[抽查-张伟.jpg]")).toHaveLength(1);
    expect(about(bot, "zhang", "[抽查-")).toEqual([]);
  });

  test("in the night is sent on in the morning", async () => {
    const bot = await aClosedRound();
    bot.clock.set("2026-11-19 23:00");

    await picture(bot, "li");

    const due = rows<{ n: number }>(
      bot,
      "select distinct not_before as n from deliveries where key like 'spot-shown-%' or key like 'spot-picture-%'",
    );
    expect(due).toEqual([{ n: Date.parse("2026-11-20T07:30:00+08:00") }]);
  });

  test("is the check's while the next round is open, and the question still wants a number", async () => {
    const bot = await aClosedRound();
    anOpenRound(bot);

    expect(await picture(bot, "li")).toContain("本次考核的成长总积分请另外直接回复数字");
    expect(check(bot, "li")).toMatchObject({ state: "shown" });
  });

  test.each([
    ["of somebody who was not sampled", async (bot: Bot) => void bot.db.$client.exec("delete from spot_checks")],
    ["of a check that is settled", async (bot: Bot) => void (await bot.say("zhang", "属实 李明"))],
    ["after the quarter was archived", async (bot: Bot) => archive(bot)],
    [
      "of a round that a later one of the branch has replaced",
      async (bot: Bot) => {
        anOpenRound(bot);
        bot.clock.set("2026-11-20 09:01");
        await bot.tick();
      },
    ],
  ])("%s is no answer to a check", async (_what, change) => {
    const bot = await aClosedRound();
    await change(bot);

    expect(await picture(bot, "li")).toContain("目前没有进行中的填报");
    anOpenRound(bot);
    expect(await picture(bot, "li", "media-2")).toContain("我看不到图片里的数字");
    expect(about(bot, "zhang", "[抽查-")).toEqual([]);
  });
});

describe("抽查名单", () => {
  test("shows the branch's admins the state of every check", async () => {
    const bot = await aClosedRound();
    await picture(bot, "li");
    await bot.say("wang", "属实 陈静");
    await bot.say("zhang", "不符 伍建国 10900 当面核对");

    for (const admin of ["zhang", "wang"]) {
      expect(await bot.say(admin, "抽查名单")).toBe(
        [
          "【抽查名单】2026年第四季度（依据四（二））",
          "第一党支部 张伟：15000 分，待截图",
          "第一党支部 王芳：14000 分，待截图",
          "第一党支部 李明：13000 分，待核对",
          "第一党支部 陈静：12000 分，属实",
          "第一党支部 伍建国：10900 分，已更正",
          "登记：属实 姓名，或 不符 姓名 数字 理由。名单请勿转发。",
        ].join("\n"),
      );
    }
    expect(openSpotChecks(bot.db, check(bot, "li")!.roundId)).toBe(3);
  });

  test("of a branch without a closed round, or without checks, says so", async () => {
    const bot = await aClosedRound({ share: 0 });

    for (const admin of ["zhang", "su"]) expect(await bot.say(admin, "抽查名单")).toContain("没有抽查");
  });

  test.each([
    "抽查名单",
    "属实 李明",
    "不符 李明 12900 当面核对",
    "属实",
    "不符",
  ])("%s is refused to all but the branch's own admins", async (command) => {
    const bot = await aClosedRound();

    for (const account of ["li", "wu", "fang", "ma"]) {
      expect(await bot.say(account, command), account).toMatch(/^您无权这样做，请联系.+。$/);
    }
    // The second branch has one admin, so that the office may settle there, and only there.
    for (const account of ["he", "lin", "shi"]) {
      expect(await bot.say(account, command), account).not.toMatch(/李明：|李明同志/);
    }
    expect(await bot.say("su", command)).not.toMatch(/李明：|李明同志/);
    expect(check(bot, "li")).toMatchObject({ state: "asked" });
    expect(tableVersions(bot, "li")).toHaveLength(1);
  });
});

describe("属实", () => {
  test("settles a check with or without a picture, and is written down", async () => {
    const bot = await aClosedRound();
    await picture(bot, "li");

    expect(await bot.say("zhang", "属实 李明")).toBe("已登记：李明同志的填报属实。");
    expect(await bot.say("wang", "属实 陈静")).toBe("已登记：陈静同志的填报属实。");

    expect(check(bot, "li")).toMatchObject({ state: "confirmed", by: "zhang" });
    expect(check(bot, "chen")).toMatchObject({ state: "confirmed", by: "wang" });
    expect(acts(bot, "spot-check.confirmed")).toHaveLength(2);
    expect(tableVersions(bot, "li")).toHaveLength(1);
  });

  test("said again is answered with who settled it, and changes nothing", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", "属实 李明");

    expect(await bot.say("wang", "属实 李明")).toBe("李明同志的抽查已由张伟同志于11月19日办结：属实。");
    expect(check(bot, "li")).toMatchObject({ by: "zhang" });
    expect(acts(bot, "spot-check.confirmed")).toHaveLength(1);
  });

  test("after a correction is answered with it", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", "不符 李明 12900 当面核对");

    expect(await bot.say("wang", "属实 李明")).toContain("办结：更正为 12900 分");
    expect(check(bot, "li")).toMatchObject({ state: "corrected" });
  });
});

describe("不符", () => {
  test("makes a new version of the table by 抽查, which nobody has confirmed, and leaves the first as it was", async () => {
    const bot = await aClosedRound();
    await picture(bot, "chen");

    const reply = await bot.say("wang", "不符 陈静 11950 当面核对");

    expect(reply).toBe("已登记：陈静同志 12000 分 → 11950 分，统计表更新为第 2 版。请核对后回复“确认统计表”。");
    expect(tableVersions(bot, "chen")).toEqual([
      { version: 1, total: 12_000, source: "本人" },
      { version: 2, total: 11_950, source: "抽查" },
    ]);
    expect(counting(bot, "chen")).toMatchObject({ total: 11_950, source: "抽查" });
    expect(versions(bot, "chen").map(({ total, current }) => [total, current])).toEqual([
      [12_000, 0],
      [11_950, 1],
    ]);
    expect(rows(bot, "select version, reason, sum, confirmed_at as confirmedAt from branch_tables")).toEqual([
      { version: 1, reason: null, sum: 65_000, confirmedAt: null },
      { version: 2, reason: "抽查更正", sum: 64_950, confirmedAt: null },
    ]);
    expect(check(bot, "chen")).toMatchObject({ state: "corrected", by: "wang" });
    const [act] = acts(bot, "spot-check.corrected");
    expect(JSON.parse(act!.detail)).toEqual({ round: check(bot, "chen")!.roundId, version: 2 });
  });

  test("tells the member privately by whom, from what to what, and how to object", async () => {
    const bot = await aClosedRound();
    await bot.say("wang", "不符 陈静 11950 当面核对");

    expect(bot.planned("chen").at(-1)).toBe(
      "【抽查结果】经核对实时积分（依据四（二）），王芳同志将您2026年第四季度的成长总积分由 12000 分改为 11950 分。理由：当面核对。如有不同意见，请回复“异议 内容”。",
    );
    for (const account of Object.keys(aSchool)) {
      if (account !== "chen") expect(about(bot, account, "11950")).toEqual([]);
    }
  });

  test("of somebody who was late stays late", async () => {
    const bot = await aClosedRound();
    bot.db.$client.exec("update reports set late = 1 where total = 12000");
    await bot.say("wang", "不符 陈静 11950 当面核对");

    expect(counting(bot, "chen")).toMatchObject({ late: 1 });
  });

  test("that changes the talk list tells the branch committee, without a figure and nobody of himself", async () => {
    const bot = await aClosedRound();

    await bot.say("wang", "不符 李明 14500 当面核对");
    for (const account of Object.keys(aSchool)) expect(about(bot, account, "谈话名单有变化")).toEqual([]);
    await bot.say("zhang", "不符 李明 14500");

    const changed = [
      "【谈话名单有变化】第一党支部 2026年第四季度（依据四（三））：积分更正后重新计算。",
      "新增：王芳",
      "不再需要：李明",
      "回复“谈话名单”查看。名单仅供本支部委员使用，请勿转发。",
    ];
    const heard: Readonly<Record<string, string>> = {
      zhang: changed.join("\n"),
      wu: changed.join("\n"),
      wang: changed.toSpliced(1, 1).join("\n"),
    };
    for (const account of Object.keys(aSchool)) {
      const told = about(bot, account, "谈话名单有变化");
      expect(told, account).toEqual(heard[account] === undefined ? [] : [heard[account]]);
    }
    expect(await bot.say("zhang", "谈话名单")).toContain("王芳：支部委员，请其他委员谈话");
  });

  test("that leaves the talk list tells nobody of it", async () => {
    const bot = await aClosedRound();
    await bot.say("wang", "不符 李明 12900 当面核对");

    expect(about(bot, "zhang", "谈话名单有变化")).toEqual([]);
  });

  test("may follow 属实 and another 不符, each with a version of its own", async () => {
    const bot = await aClosedRound();
    await bot.say("zhang", "属实 李明");
    await bot.say("wang", "不符 李明 12900 当面核对");
    expect(await bot.say("wang", "不符 李明 12901 当面核对")).toContain("12900 分 → 12901 分，统计表更新为第 3 版");
    expect(await bot.say("zhang", "不符 李明 12901 当面核对")).toContain("办结：更正为 12901 分");

    expect(tableVersions(bot, "li").map(({ total }) => total)).toEqual([13_000, 12_900, 12_901]);
    expect(about(bot, "li", "【抽查结果】")).toHaveLength(2);
  });

  test("with the reported total is no correction", async () => {
    const bot = await aClosedRound();

    expect(await bot.say("zhang", "不符 李明 13000 当面核对")).toContain("与李明同志的填报相同，没有改动");
    expect(check(bot, "li")).toMatchObject({ state: "asked" });
  });

  test.each([
    ["above what the time can have given", "李明", 99_999],
    ["above what anybody can have", "陈静", 999_999],
    ["of a day, as a first total", "陈静", 35],
  ])("with a total %s is refused", async (_what, name, total) => {
    const bot = await aClosedRound();

    expect(await bot.say("zhang", `不符 ${name} ${total} 当面核对`)).toContain("没有登记");
    expect(rows(bot, "select version from branch_tables")).toHaveLength(1);
  });

  test("may come to less than the last total, which may have been wrong, too", async () => {
    const bot = await aClosedRound();

    expect(await bot.say("zhang", "不符 李明 10500 当面核对")).toContain("13000 分 → 10500 分");
  });

  test("is judged by the round's day, not by today's", async () => {
    const bot = await aClosedRound();
    bot.clock.set("2026-12-18 10:00");

    // From 11020 on 18 August at most 66 a day for 92 days.
    expect(await bot.say("zhang", "不符 李明 17093 当面核对")).toContain("没有登记");
    expect(await bot.say("zhang", "不符 李明 17092 当面核对")).toContain("17092 分会使");
  });
});

describe.each(["属实 NAME", "不符 NAME 13400 当面核对"])("%s", (command) => {
  const named = (name: string) => command.replace("NAME", name);

  test("is answered when the name is unknown or nobody's who was sampled", async () => {
    const bot = await aClosedRound();
    bot.db.$client.exec("delete from spot_checks where member_id = (select id from members where account = 'li')");

    for (const name of ["钱多多", "李明", "唐洁"]) {
      expect(await bot.say("zhang", named(name))).toContain(`最近一次考核没有抽查“${name}”`);
    }
    expect(rows(bot, "select version from branch_tables")).toHaveLength(1);
  });

  test("of two sampled members of one name settles the one whose number is said", async () => {
    const bot = await aClosedRound({
      people: { ...aSchool, li2: { name: "李明" } },
      totals: { ...reported, li2: 13_500 },
    });

    expect(await bot.say("zhang", named("李明"))).toContain("2. 李明（账号 li2）");
    expect(check(bot, "li")).toMatchObject({ state: "asked" });
    expect(check(bot, "li2")).toMatchObject({ state: "asked" });

    expect(await bot.say("zhang", "2")).toContain("已登记");
    expect(check(bot, "li")).toMatchObject({ state: "asked" });
    expect(check(bot, "li2")).not.toMatchObject({ state: "asked" });

    expect(await bot.say("zhang", named("LI"))).toContain("已登记");
    expect(check(bot, "li")).not.toMatchObject({ state: "asked" });
  });

  test("is for nobody on the own check", async () => {
    const bot = await aClosedRound();

    expect(await bot.say("zhang", named("张伟"))).toBe("本人的抽查须由他人核对。");
    expect(check(bot, "zhang")).toMatchObject({ state: "asked" });
    expect(await bot.say("wang", named("张伟"))).toContain("已登记");
  });

  test("of the only admin is the office's", async () => {
    const bot = await aClosedRound({ people: { ...aSchool, wang: { name: "王芳" } } });

    expect(await bot.say("zhang", named("张伟"))).toBe("本人的抽查须由他人核对。");
    expect(await bot.say("he", "抽查名单")).toContain("第一党支部 张伟：15000 分，待截图");
    expect(await bot.say("he", named("张伟"))).toContain("已登记");
    expect(check(bot, "zhang")).toMatchObject({ by: "he" });
    expect(check(bot, "li")).toMatchObject({ state: "asked" });
  });

  test("comes too late when the quarter is archived", async () => {
    const bot = await aClosedRound();
    archive(bot);

    expect(await bot.say("zhang", named("李明"))).toContain("2026年第四季度已归档，抽查已经结束");
    expect(check(bot, "li")).toMatchObject({ state: "asked" });
    expect(rows(bot, "select version from branch_tables")).toHaveLength(1);
  });
});

test.each([
  "属实",
  "不符",
  "不符 李明",
  "不符 李明 大概一万二",
])("%s is answered with how to write it", async (text) => {
  const bot = await aClosedRound();

  expect(await bot.say("zhang", text)).toMatch(/请按“(?:属实 姓名|不符 姓名 数字 理由)”发送/);
  expect(check(bot, "li")).toMatchObject({ state: "asked" });
});

test("a new secretary settles what the old one could, who cannot any more", async () => {
  const bot = await aClosedRound();
  bot.roster({ zhang: { name: "张伟" }, chen: { name: "陈静", duties: ["支部书记"] } });

  expect(await bot.say("zhang", "属实 李明")).toContain("无权");
  expect(await bot.say("chen", "属实 李明")).toContain("已登记");
});

test("no act of a spot check holds a name or a figure", async () => {
  const bot = await aClosedRound();
  await picture(bot, "li");
  await bot.say("zhang", "不符 李明 12900 当面核对");
  await bot.say("zhang", "属实 陈静");

  const log = JSON.stringify(acts(bot, "spot-check.%"));
  expect(acts(bot, "spot-check.%").map(({ act }) => act)).toEqual([
    "spot-check.ask",
    "spot-check.shown",
    "spot-check.corrected",
    "spot-check.confirmed",
  ]);
  for (const word of ["李明", "陈静", "12900", "13000"]) expect(log).not.toContain(word);
});

test("deleting a quarter's pictures forgets what was shown and keeps what came of it", async () => {
  const bot = await aClosedRound();
  await picture(bot, "li");
  bot.db.$client.exec(
    "insert into spot_pictures values ('media-1', (select id from spot_checks where media_id is not null), x'ff')",
  );

  expect(deletePictures(bot.db, "2026Q3" as Quarter)).toBe(0);
  expect(deletePictures(bot.db, "2026Q4" as Quarter)).toBe(1);
  expect(deletePictures(bot.db, "2026Q4" as Quarter)).toBe(0);

  expect(rows(bot, "select * from spot_pictures")).toEqual([]);
  expect(check(bot, "li")).toMatchObject({ state: "shown", mediaId: null });
});

describe("of a branch without a second admin", () => {
  const oneOfficer = { ...aSchool, wang: { name: "王芳" } };

  test("the office settles 属实 and 不符, and its 帮助 says so", async () => {
    const bot = await aClosedRound({ people: oneOfficer });

    expect(await bot.say("he", "帮助")).toMatch(/抽查名单：[^]*属实 姓名 \/ 不符 姓名 数：.*没有第二位管理员/);
    expect(await bot.say("he", "抽查名单")).toContain("第一党支部 张伟");
    expect(await bot.say("he", "属实 张伟")).toContain("已登记：张伟同志的填报属实");
    expect(await bot.say("lin", "属实 李明")).toContain("已登记：李明同志的填报属实");
    expect(await bot.say("zhang", "属实 陈静")).toContain("已登记");
    expect(check(bot, "li")).toMatchObject({ state: "confirmed", by: "lin" });
  });

  test("nobody of the office settles the own check", async () => {
    const bot = await aClosedRound({ people: { ...oneOfficer, li: { name: "李明", duties: ["学习管理员"] } } });

    expect(await bot.say("li", "属实 李明")).not.toContain("已登记");
    expect(check(bot, "li")).toMatchObject({ state: "asked" });
  });

  test("where every branch has two, the office's 帮助 does not name it, and its word is refused", async () => {
    const bot = await aClosedRound({
      people: { ...aSchool, tang: { name: "唐洁", branch: "第二党支部", duties: ["宣传委员"] } },
    });

    expect(await bot.say("he", "帮助")).not.toContain("属实");
    expect(await bot.say("he", "属实 李明")).toContain("无权");
  });
});
