import { describe, expect, test } from "vitest";
import { aSchool, aSchoolBeingAsked, counting, rows, versions } from "./a-school.ts";

test.each(["zhang", "wang"])("a report for another by %s is recorded and marked with who did it", async (by) => {
  const bot = await aSchoolBeingAsked();

  const reply = await bot.say(by, "代报 李明 12345");

  expect(reply).toBe("已记录：李明 12345 分（代报），已告知本人。报错了请回复“撤回代报 李明”。");
  expect(counting(bot, "li")).toMatchObject({ total: 12_345, source: "代报" });
  const [entry] = rows<{ by: string }>(
    bot,
    "select m.account as by from reports r join members m on m.id = r.reported_by where r.source = '代报'",
  );
  expect(entry).toEqual({ by });
});

test("the member is told and may correct it", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("zhang", "代报 李明 12345");

  expect(bot.planned("li").at(-1)).toBe("张伟同志为您代报成长总积分 12345 分。如有误，请回复“更正 数字”。");
  expect(await bot.say("li", "更正 12354")).toContain("已更正：成长总积分 12354 分（原 12345 分）");
  expect(counting(bot, "li")).toMatchObject({ total: 12_354, source: "本人" });
});

test("a figure already reported is replaced and kept as a version", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("li", "12345");

  expect(await bot.say("zhang", "代报 李明 12354")).toContain("已更正：李明 12354 分（代报）");
  expect(versions(bot, "li").map(({ total, source, current }) => [total, source, current])).toEqual([
    [12_345, "本人", 0],
    [12_354, "代报", 1],
  ]);
});

test("the audit log names who reported for whom, and no figure", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("zhang", "代报 李明 12345");

  const entries = rows<{ actor: string; subject: string }>(
    bot,
    `select a.actor, a.subject from audit a join members by on a.actor = 'member:' || by.id
     join members of on a.subject = 'member:' || of.id
     where a.act = 'report.proxy' and by.account = 'zhang' and of.account = 'li'`,
  );

  expect(entries).toHaveLength(1);
  expect(JSON.stringify(rows(bot, "select * from audit where act = 'report.proxy'"))).not.toContain("12345");
});

test("what the member was asked is settled by it", async () => {
  const bot = await aSchoolBeingAsked();
  await bot.say("li", "大概12000");
  await bot.say("zhang", "代报 李明 12345");

  expect(await bot.say("li", "是")).toContain("目前没有需要确认的内容。");
  expect(counting(bot, "li")).toMatchObject({ total: 12_345 });
});

test("a member of another branch is not found", async () => {
  const bot = await aSchoolBeingAsked();

  expect(await bot.say("zhang", "代报 唐洁 12345")).toBe("本支部没有找到“唐洁”，请核对姓名。");
  expect(versions(bot, "tang")).toEqual([]);
});

test("the secretary of another branch reports nobody of this one", async () => {
  const bot = await aSchoolBeingAsked();

  const reply = await bot.say("su", "代报 李明 12345");

  expect(reply).toContain("没有进行中的填报");
  expect(versions(bot, "li")).toEqual([]);
});

test("a name that nobody bears is not found", async () => {
  const bot = await aSchoolBeingAsked();

  expect(await bot.say("zhang", "代报 钱多多 12345")).toBe("本支部没有找到“钱多多”，请核对姓名。");
});

const TWO = "“李明”是指哪一位？请回复序号：\n1. 李明（账号 li）\n2. 李明（账号 li2）";

async function aSchoolWithTwoOfOneName() {
  const bot = await aSchoolBeingAsked("2026-11-18 09:30");
  bot.roster({ li2: { name: "李明" } });
  await bot.tick();
  return bot;
}

test("of two members of the same name the number settles who is meant, once", async () => {
  const bot = await aSchoolWithTwoOfOneName();

  expect(await bot.say("zhang", "代报 李明 12345")).toBe(TWO);
  expect([...versions(bot, "li"), ...versions(bot, "li2")]).toEqual([]);

  expect(await bot.say("zhang", "2")).toContain("已记录：李明 12345 分（代报）");
  expect(counting(bot, "li2")).toMatchObject({ total: 12_345, source: "代报" });
  expect(versions(bot, "li")).toEqual([]);

  await bot.say("zhang", "1");
  expect(versions(bot, "li")).toEqual([]);
});

test.each([
  ["a number that was not offered", "3"],
  ["another message", "谢谢"],
])("%s settles nothing", async (_, message) => {
  const bot = await aSchoolWithTwoOfOneName();
  await bot.say("zhang", "代报 李明 12345");
  await bot.say("zhang", message);
  await bot.say("zhang", "2");

  expect([...versions(bot, "li"), ...versions(bot, "li2")]).toEqual([]);
});

test("the account says directly who is meant", async () => {
  const bot = await aSchoolWithTwoOfOneName();

  expect(await bot.say("zhang", "代报 LI2 12345")).toContain("已记录：李明 12345 分（代报）");
  expect(counting(bot, "li2")).toMatchObject({ total: 12_345 });
  expect(versions(bot, "li")).toEqual([]);
});

test.each([
  "阿依古丽・买买提",
  "阿依古丽买买提",
  "阿依古麗 買買提",
  "阿依古丽．买买提",
])("%s is 阿依古丽·买买提", async (name) => {
  const bot = await aSchoolBeingAsked("2026-11-18 09:30");
  bot.roster({ gul: { name: "阿依古丽·买买提" } });
  await bot.tick();

  expect(await bot.say("zhang", `代报 ${name} 11400`)).toContain("已记录：阿依古丽·买买提 11400 分（代报）");
  expect(counting(bot, "gul")).toMatchObject({ total: 11_400 });
  expect(await bot.say("wang", `${name} 11500`)).not.toContain("已");
  expect(versions(bot, "wang")).toEqual([]);
});

test("a part of a name is asked about", async () => {
  const bot = await aSchoolBeingAsked("2026-11-18 09:30");
  bot.roster({ gul: { name: "阿依古丽·买买提" } });
  await bot.tick();

  expect(await bot.say("zhang", "代报 买买提 11400")).toContain("1. 阿依古丽·买买提（账号 gul）");
  expect(versions(bot, "gul")).toEqual([]);
  expect(await bot.say("zhang", "1")).toContain("已记录：阿依古丽·买买提 11400 分（代报）");
});

test("what was reported for one of two of one name is taken back for that one", async () => {
  const bot = await aSchoolWithTwoOfOneName();
  await bot.say("zhang", "代报 li 12345");
  await bot.say("zhang", "代报 li2 12400");

  expect(await bot.say("zhang", "撤回代报 李明")).toBe(TWO);
  await bot.say("zhang", "2");
  expect(counting(bot, "li2")).toBeUndefined();
  expect(counting(bot, "li")).toMatchObject({ total: 12_345 });
});

test("a namesake in another branch is no obstacle", async () => {
  const bot = await aSchoolBeingAsked();
  bot.roster({ li2: { name: "李明", branch: "第二党支部" } });
  await bot.tick();

  expect(await bot.say("zhang", "代报 李明 12345")).toContain("已记录");
  expect(counting(bot, "li")).toMatchObject({ total: 12_345 });
});

test.each([
  ["below the last one", "李明", 10_980],
  ["above what the time can have given", "李明", 99_999],
  ["of a day, as a first total", "陈静", 35],
  ["above what anybody can have", "陈静", 999_999],
])("a total %s is left to the member", async (_, name, total) => {
  const bot = await aSchoolBeingAsked();

  const reply = await bot.say("zhang", `代报 ${name} ${total}`);

  expect(reply).toContain("由本人填报并确认");
  expect(versions(bot, "li")).toEqual([]);
  expect(versions(bot, "chen")).toEqual([]);
  expect(bot.planned("li").filter((text) => text.includes("代报"))).toEqual([]);
});

test.each(["代报", "代报 李明", "代报 李明 大概一万二"])("%s is answered with how to write it", async (text) => {
  const bot = await aSchoolBeingAsked();

  expect(await bot.say("zhang", text)).toContain("请按“代报 姓名 数字”发送");
  expect(versions(bot, "li")).toEqual([]);
});

test("after closing it is late, and after grace it is not taken, whether or not the round has been closed", async () => {
  const bot = await aSchoolBeingAsked();
  bot.clock.set("2026-11-18 21:30");
  await bot.say("zhang", "代报 李明 12345");
  bot.clock.set("2026-11-19 09:00");

  expect(counting(bot, "li")).toMatchObject({ late: 1 });
  expect(await bot.say("zhang", "代报 陈静 12345")).toContain("没有进行中的填报");
  expect(versions(bot, "chen")).toEqual([]);
});

test("a member on sick leave may be reported and still does not count", async () => {
  const bot = await aSchoolBeingAsked();
  bot.roster({ li: { ...aSchool.li!, state: "长期病假" } });
  await bot.tick();

  expect(await bot.say("zhang", "代报 李明 12345")).toContain("已记录");
  expect(await bot.say("zhang", "进度")).toContain("应报 4 人，已报 0 人");
});

test("the same message again reports and tells once", async () => {
  const bot = await aSchoolBeingAsked();

  const first = await bot.say("zhang", "代报 李明 12345", "one message");
  const again = await bot.say("zhang", "代报 李明 12345", "one message");

  expect(again).toBe(first);
  expect(versions(bot, "li")).toHaveLength(1);
  expect(bot.planned("li").filter((text) => text.includes("代报"))).toHaveLength(1);
});

describe("撤回代报", () => {
  test("takes the own 代报 back: the member counts as unreported again, and is told", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("zhang", "代报 李明 12345");

    expect(await bot.say("zhang", "撤回代报 李明", "once")).toBe(
      "已撤回为李明同志代报的 12345 分，目前视为未填报，已告知本人。",
    );
    expect(await bot.say("zhang", "撤回代报 李明", "once")).toContain("已撤回");
    expect(counting(bot, "li")).toBeUndefined();
    expect(bot.planned("li").filter((text) => text.includes("撤回了"))).toEqual([
      "张伟同志撤回了为您代报的 12345 分。您目前视为未填报，请直接回复“成长总积分”的数字。",
    ]);
    expect(await bot.say("zhang", "撤回代报 李明")).toContain("没有可以撤回的");
    expect(await bot.say("li", "12300")).toContain("已记录");
  });

  test("what the member had said before counts again, however often it was reported for", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    await bot.say("zhang", "代报 李明 12354");
    await bot.say("zhang", "代报 李明 12355");

    expect(await bot.say("zhang", "撤回代报 李明")).toContain("恢复为原来的 12345 分");
    expect(counting(bot, "li")).toMatchObject({ total: 12_345, source: "本人", current: 1 });
    expect(versions(bot, "li").filter(({ current }) => current === 1)).toHaveLength(1);
  });

  test("what somebody else reported for the member counts again", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("wang", "代报 李明 12345");
    await bot.say("zhang", "代报 李明 12354");

    await bot.say("zhang", "撤回代报 李明");
    expect(counting(bot, "li")).toMatchObject({ total: 12_345, source: "代报" });
    expect(await bot.say("zhang", "撤回代报 李明")).toContain("没有可以撤回的");
    expect(await bot.say("wang", "撤回代报 李明")).toContain("目前视为未填报");
  });

  test("a figure that the member has withdrawn does not come back", async () => {
    const bot = await aSchoolBeingAsked();
    for (const words of ["12345", "撤回", "是"]) await bot.say("li", words);
    await bot.say("zhang", "代报 李明 12354");
    await bot.say("zhang", "撤回代报 李明");

    expect(counting(bot, "li")).toBeUndefined();
  });

  test.each([
    ["by the other admin", "wang", ["zhang:代报 李明 12345"]],
    ["of what the member has corrected since", "zhang", ["zhang:代报 李明 12345", "li:12350"]],
    ["of what the member reported", "zhang", ["li:12350"]],
    ["of nothing", "zhang", []],
  ])("none %s", async (_, who, before) => {
    const bot = await aSchoolBeingAsked();
    for (const step of before) await bot.say(...(step.split(":") as [string, string]));
    const counts = counting(bot, "li");

    expect(await bot.say(who, "撤回代报 李明")).toContain("没有可以撤回的");
    expect(counting(bot, "li")).toEqual(counts);
  });

  test("is for the branch's admins, in an open round", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("zhang", "代报 李明 12345");

    for (const account of ["li", "wu", "he", "ma"]) expect(await bot.say(account, "撤回代报 李明")).toContain("无权");
    expect(await bot.say("su", "撤回代报 李明")).toContain("没有进行中的填报");
    expect(await bot.say("zhang", "撤回代报")).toContain("请按“撤回代报 姓名”发送");
    bot.clock.set("2026-11-19 09:00");
    expect(await bot.say("zhang", "撤回代报 李明")).toContain("没有进行中的填报");
    expect(counting(bot, "li")).toMatchObject({ total: 12_345 });
  });

  test("is in the audit log with who did it and without the figure", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("zhang", "代报 李明 12345");
    await bot.say("zhang", "撤回代报 李明");

    const entries = rows(bot, "select * from audit where act = 'report.withdraw'");
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain("12345");
  });
});
