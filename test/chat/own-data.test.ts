import { describe, expect, test } from "vitest";
import { ownDataData } from "../../src/papers/own-data.ts";
import { workspace } from "../../src/services.ts";
import { seededBytes } from "../../src/simulator/random.ts";
import { EXPIRED } from "../../src/store/due-batches.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import type { Bot } from "../support/a-bot.ts";
import { dump } from "../support/dump.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aSchool, aSchoolBeingAsked, rows } from "./a-school.ts";

const LI = 3;
/** The round that has closed; the drawn ones are planned. */
const CLOSED = 3;

interface Export {
  readonly kind: string;
  readonly name: string;
  readonly document: { readonly kind: "own-data"; readonly memberId: number; readonly at: number };
}

function exportsTo(bot: Bot): Export[] {
  return rows<{ message: string }>(
    bot,
    "select m.message from deliveries d join messages m on m.id = d.message_id where d.key like 'own-data-%' order by d.id",
  ).map(({ message }) => JSON.parse(message) as Export);
}

describe("导出我的数据", () => {
  test("plans one file to the asker alone, and says that it is coming", async () => {
    const bot = await aSchoolBeingAsked();

    const reply = await bot.say("li", "导出我的数据", "one message");
    await bot.say("li", "导出我的数据", "one message");

    expect(reply).toContain("我的数据.xlsx");
    const document = { kind: "own-data", memberId: LI, at: bot.clock.now() };
    expect(exportsTo(bot)).toEqual([{ kind: "file", name: "我的数据.xlsx", document }]);
    expect(rows(bot, "select member_id as id from deliveries where key like 'own-data-%'")).toEqual([{ id: LI }]);
    expect(rows(bot, "select act from audit where actor = 'member:3'")).toEqual([{ act: "member.export" }]);
  });

  test("each request is one file", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "导出我的数据");
    bot.clock.pass(1000);
    await bot.say("li", "导出我的数据");

    expect(exportsTo(bot)).toHaveLength(2);
  });

  test("holds everything that is kept of the member, and nothing of others", async () => {
    const bot = await aClosedCase();
    await bot.say("li", "导出我的数据");

    const { document } = exportsTo(bot)[0]!;
    const data = ownDataData(bot.db, document, "测试学校");

    expect(data.person).toMatchObject({ name: "李明", account: "li", duties: [] });
    expect(data.person.branches).toEqual([{ value: "第一党支部", from: "2019-01-01", until: null }]);
    expect(
      data.reports.map(({ total, source, current, withdrawnAt }) => [total, source, current, withdrawnAt]),
    ).toEqual([
      [11_020, "导入", true, null],
      [11_111, "本人", false, expect.any(Number)],
      [11_222, "代报", false, null],
      [11_333, "本人", true, null],
    ]);
    expect(data.reports.map(({ reportedBy }) => reportedBy)).toEqual([null, "李明", "张伟", "李明"]);
    expect(data.tableRows).toMatchObject([{ version: 1, total: 11_333, previousTotal: 11_020, counted: true }]);
    expect(data.talks).toMatchObject([
      { total: 11_333, state: "held", record: { content: "谈了困难" }, heldBy: "张伟" },
    ]);
    expect(data.spotChecks).toMatchObject([{ state: "shown" }]);
    expect(data.objections).toMatchObject([{ text: "数字不对", state: "open" }]);
    expect(data.messages.map(({ text }) => text)).toContain("总积分11333");
    expect(data.messages.every(({ receivedAt }) => receivedAt <= document.at)).toBe(true);
    expect(JSON.stringify(data)).not.toMatch(/陈静|王芳|15000|14000/);
  });

  test("is made as of the moment of the request: what came later is not in it", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    await bot.say("li", "导出我的数据");
    const [{ document }] = exportsTo(bot) as [Export];
    const before = ownDataData(bot.db, document, "测试学校");
    bot.clock.pass(60_000);
    await bot.say("li", "12400");

    const data = ownDataData(bot.db, document, "测试学校");

    expect(data.messages).toEqual(before.messages);
    expect(data.reports.map(({ total }) => total)).toEqual([11_020, 12_345]);
  });
});

/**
 * 李明 with something of every kind: versions of a report, a table, a talk with its record, a spot check with a picture,
 * an objection, messages, private deliveries; in a closed round, and in another one that is open.
 */
async function aClosedCase(): Promise<Bot> {
  const bot = await aSchoolBeingAsked();
  await bot.say("li", "11111");
  await bot.say("li", "确认撤回");
  await bot.say("zhang", "代报 李明 11222");
  await bot.say("li", "总积分11333");
  for (const [account, total] of Object.entries({ zhang: "15000", wang: "14000" })) await bot.say(account, total);
  bot.clock.set("2026-11-19 09:00");
  await bot.tick();
  bot.clock.set("2026-11-19 10:00");
  await bot.say("li", "我的积分");
  const now = bot.clock.now();
  const run = (sql: string, ...parameters: unknown[]) => bot.db.$client.prepare(sql).run(...parameters);
  run(
    `update talks set state = 'held', held_at = ?, held_by = 1, record = '{"content":"谈了困难"}' where member_id = 3`,
    now,
  );
  run("delete from spot_checks");
  run(
    "insert into spot_checks (id, round_id, member_id, state, asked_at, media_id, shown_at) values (9, 3, 3, 'shown', ?, 'media', ?)",
    now,
    now,
  );
  run(
    "insert into spot_pictures (media_id, spot_check_id, bytes) values ('media', 9, ?)",
    seededBytes(1, "picture")(8),
  );
  run(
    "insert into objections (member_id, quarter, round_id, text, opened_at) values (3, '2026Q4', 3, '数字不对', ?)",
    now,
  );
  return bot;
}

describe("删除我的数据", () => {
  test("first says what is deleted and what stays and why, deletes nothing, and fits into one message", async () => {
    const bot = await aClosedCase();
    const before = dump(bot.db);

    const reply = (await bot.say("li", "删除我的数据"))!;

    expect(reply).toContain("将删除");
    expect(reply).toContain("将保留");
    expect(reply).toContain("已归档的决定");
    expect(reply).toContain("名册");
    expect(reply).toContain("30 分钟内回复：确认删除我的数据");
    expect(Buffer.byteLength(reply)).toBeLessThanOrEqual(workspace.limits.textBytes);
    const { inbox, members } = before;
    expect({ ...dump(bot.db), inbox, members }).toEqual(before);
    expect(rows(bot, "select id, name, account from members")).toEqual(
      (members as { id: number; name: string; account: string }[]).map(({ id, name, account }) => ({
        id,
        name,
        account,
      })),
    );
  });

  test.each([
    ["never asked", async () => {}],
    [
      "asked more than half an hour ago",
      async (bot: Bot) => {
        await bot.say("li", "删除我的数据");
        bot.clock.pass(30 * 60_000 + 1);
      },
    ],
    ["asked by somebody else", async (bot: Bot) => void (await bot.say("chen", "删除我的数据"))],
  ])("confirmed when it was %s, nothing is deleted and it is explained", async (_, before) => {
    const bot = await aClosedCase();
    await before(bot);
    const state = dump(bot.db);

    expect(await bot.say("li", "确认删除我的数据")).toContain("请先回复“删除我的数据”");
    expect({ ...dump(bot.db), inbox: state["inbox"] }).toEqual(state);
  });

  test("确认 alone is no confirmation of it", async () => {
    const bot = await aClosedCase();
    await bot.say("li", "删除我的数据");

    expect(await bot.say("li", "确认")).not.toContain("已删除");
    expect(await bot.say("li", "我的积分")).toContain("11333");
  });

  test("however it was asked, in the last minute of the half hour, it is done", async () => {
    const bot = await aClosedCase();
    await bot.say("li", "请帮我删除我的信息");
    bot.clock.pass(30 * 60_000);

    expect(await bot.say("li", "确认删除")).toContain("您的数据已删除");
  });
});

describe("after 确认删除我的数据", () => {
  async function deleted(): Promise<{ bot: Bot; reply: string }> {
    const bot = await aClosedCase();
    anOpenRound(bot);
    await bot.say("li", "11999");
    await bot.say("li", "大概12000");
    await bot.say("li", "导出我的数据");
    await bot.say("li", "删除我的数据");
    return { bot, reply: (await bot.say("li", "确认删除我的数据", "the message"))! };
  }

  test("the reply says what was deleted and what is kept under which pseudonym, also when the message comes again", async () => {
    const { bot, reply } = await deleted();

    expect(reply).toContain("您的数据已删除");
    expect(reply).toContain("“已注销3”");
    expect(await bot.say("li", "确认删除我的数据", "the message")).toBe(reply);
    expect(rows(bot, "select count(*) as n from audit where act = 'member.delete'")).toEqual([{ n: 1 }]);
  });

  test("name, account and words of the member are nowhere but in what others wrote and were sent", async () => {
    const { bot } = await deleted();

    const { messages, inbox, ...others } = dump(bot.db);
    const found = JSON.stringify([others, (inbox as { member_id: number }[]).filter(({ member_id: id }) => id === LI)]);
    for (const word of ["李明", '"li"', "数字不对", "谈了困难", "总积分11333", "大概12000"]) {
      expect(found).not.toContain(word);
    }
    const toOthers = rows<{ name: string }>(
      bot,
      `select distinct m.name from deliveries d join messages t on t.id = d.message_id join members m on m.id = d.member_id
       where t.message like '%李明%'`,
    );
    expect(toOthers).toEqual([{ name: "张伟" }, { name: "伍建国" }, { name: "王芳" }]);
    expect(JSON.stringify(messages)).not.toMatch(/学习建议|代报成长总积分|11222/);
    expect(rows(bot, "select * from spot_pictures")).toEqual([]);
    expect(rows(bot, "select * from members where id = 3")).toMatchObject([
      { account: "deleted-3", account_shown: "deleted-3", name: "已注销3" },
    ]);
  });

  test("reports, questions and duties are gone, and so is the place in the open round", async () => {
    const { bot } = await deleted();

    for (const table of ["reports", "questions", "duties"]) {
      expect(rows(bot, `select * from ${table} where member_id = 3`), table).toEqual([]);
    }
    expect(rows(bot, "select round_id as round from round_members where member_id = 3")).toEqual([{ round: CLOSED }]);
    bot.clock.set("2026-11-19 19:45");
    await bot.tick();
    bot.clock.set("2026-11-20 09:00");
    await bot.tick();
    expect(rows(bot, "select * from table_rows where member_id = 3 and round_id <> ?", CLOSED)).toEqual([]);
    expect(await bot.say("zhang", "进度")).not.toContain("已注销");
  });

  test("a closed round keeps its table, its ranks and what was settled", async () => {
    const bot = await aClosedCase();
    const kept = [
      `select round_id, version, member_id, counted, total, previous_total, previous_day, late, source, doubt
       from table_rows order by round_id, version, member_id`,
      "select * from branch_tables",
      "select * from summary_branches",
      "select round_id, member_id, total, growth, rank, state, held_at, held_by from talks order by id",
      "select * from rounds",
    ];
    const before = kept.map((sql) => rows(bot, sql));
    await bot.say("li", "删除我的数据");
    await bot.say("li", "确认删除我的数据");

    expect(kept.map((sql) => rows(bot, sql))).toEqual(before);
  });

  test("nobody is asked any more for what was open: a talk, a spot check, an objection", async () => {
    const bot = await aClosedCase();
    bot.db.$client.exec("update talks set state = 'owed', held_at = null, held_by = null, record = null");
    await bot.say("li", "删除我的数据");
    await bot.say("li", "确认删除我的数据");

    expect(rows(bot, "select state from talks where member_id = 3")).toEqual([{ state: "lifted" }]);
    expect(rows(bot, "select * from spot_checks where member_id = 3")).toEqual([]);
    expect(rows(bot, "select state, text from objections where member_id = 3")).toEqual([
      { state: "answered", text: null },
    ]);
  });

  test("a settled spot check stays without its picture", async () => {
    const bot = await aClosedCase();
    bot.db.$client.exec("update spot_checks set state = 'confirmed', resolved_by = 1, resolved_at = 1");
    await bot.say("li", "删除我的数据");
    await bot.say("li", "确认删除我的数据");

    expect(rows(bot, "select state, media_id as media from spot_checks where member_id = 3")).toEqual([
      { state: "confirmed", media: null },
    ]);
  });

  test("what was still to be sent is not sent, and what was sent keeps its row without the text", async () => {
    const { bot } = await deleted();

    const own = outboxLines(bot.db).filter(({ to }) => to === "deleted-3");
    expect(own.length).toBeGreaterThan(3);
    for (const { state, error } of own) expect({ state, error }).toEqual({ state: "refused", error: EXPIRED });
    const texts = bot.planned("deleted-3");
    expect(texts).toContain("[已删除]");
    expect(texts.filter((text) => text.startsWith("同志您好"))).toHaveLength(2);
    expect(bot.planned("chen").filter((text) => text.startsWith("同志您好"))).toHaveLength(2);
  });

  test("the member is of no branch from today on, and a stranger to the bot", async () => {
    const { bot } = await deleted();

    expect(
      rows(bot, "select state, from_day, until_day from member_states where member_id = 3 order by from_day"),
    ).toEqual([
      { state: "在职", from_day: "2019-01-01", until_day: "2026-11-18" },
      { state: "转出", from_day: "2026-11-19", until_day: null },
    ]);
    expect(await bot.say("li", "我的积分")).toContain("不在名单");
    expect(await bot.say("zhang", "代报 李明 12345")).toContain("没有找到");
  });

  test("a round that is in its grace does not take the member in again", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345");
    bot.clock.set("2026-11-19 08:30");
    await bot.say("li", "删除我的数据");
    await bot.say("li", "确认删除我的数据");
    await bot.tick();
    bot.clock.set("2026-11-19 09:00");
    await bot.tick();

    expect(rows(bot, "select members, reported from branch_tables")).toEqual([{ members: 4, reported: 0 }]);
    expect(rows(bot, "select * from table_rows where member_id = 3")).toEqual([]);
  });

  test("who is imported again is somebody new, and is told again what is kept", async () => {
    const { bot } = await deleted();
    bot.roster({ li: aSchool.li! });

    expect(await bot.say("li", "我的积分")).toBe("您还没有填报记录。");
    expect(bot.planned("li").filter((text) => text.includes("个人信息说明"))).toHaveLength(1);
    expect(rows(bot, "select id from members where name = '李明'")).not.toEqual([{ id: 3 }]);
  });

  test("an official who leaves no account behind has decided all the same", async () => {
    const bot = await aClosedCase();
    bot.db.$client.exec(`insert into summaries (quarter, version, state, policy_id, made_at, changed_at, changer_id)
      select '2026Q4', 1, 'submitted', 1, 0, 0, id from members where account = 'he'`);
    await bot.say("he", "删除我的数据");
    await bot.say("he", "确认删除我的数据");

    const [{ id }] = rows<{ id: number }>(bot, "select id from members where name like '已注销%'") as [{ id: number }];
    expect(rows(bot, "select account from summaries join members on members.id = changer_id")).toEqual([
      { account: `deleted-${id}` },
    ]);
    expect(await bot.say("lin", "汇总")).not.toContain("无权");
  });
});
