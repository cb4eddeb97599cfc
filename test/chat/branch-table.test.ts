import { describe, expect, test } from "vitest";
import { saveUpload, uploadOf } from "../../src/store/batches.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import { type Bot } from "../support/a-bot.ts";
import { anOpenRound } from "../support/open-round.ts";
import { revisedFigure } from "../support/revised-figure.ts";
import { aClosedRound, acts } from "./a-checked-school.ts";
import { aSchool, aSchoolBeingAsked, rows } from "./a-school.ts";

const aTable = () => aClosedRound({ share: 0 });
/** The round that `aTable` closes: the first two are the drawn ones of the quarter. */
const ROUND = 3;

/** What has been planned for somebody as a file, newest last. */
function files(bot: Bot, account: string): { name: string; document: unknown }[] {
  return rows<{ message: string }>(
    bot,
    `select m.message from deliveries d join messages m on m.id = d.message_id join members r on r.id = d.member_id
     where r.account = ? order by d.id`,
    account,
  )
    .map(({ message }) => JSON.parse(message) as { kind: string; name: string; document: unknown })
    .flatMap(({ kind, name, document }) => (kind === "file" ? [{ name, document }] : []));
}

function correct(bot: Bot, account: string, total: number, reason = "抽查更正"): void {
  const [member] = rows<{ id: number }>(bot, "select id from members where account = ?", account);
  const correction = { memberId: member!.id, total, source: "抽查", correctedBy: 1 } as const;
  revisedFigure(bot, ROUND, correction, reason);
}

describe("统计表", () => {
  test.each(["zhang", "wang", "wu"])("gives %s the own branch's table as a file", async (account) => {
    const bot = await aTable();

    const reply = await bot.say(account, "统计表");

    expect(reply).toContain("第一党支部2026年第四季度统计表（第 1 版）：填报日期11月18日，应报 5 人，已报 5 人。");
    expect(reply).toContain("文件随后发给您");
    expect(files(bot, account)).toEqual([
      { name: "统计表-第一党支部.xlsx", document: { kind: "branch-table", roundId: ROUND, version: 1 } },
    ]);
  });

  test("the answer itself holds no figure of any member", async () => {
    const bot = await aTable();

    const reply = (await bot.say("zhang", "统计表"))!;

    for (const figure of ["15000", "14000", "13000", "12000", "11000"]) expect(reply).not.toContain(figure);
  });

  test("says whether it is confirmed, and asks those to confirm it who may", async () => {
    const bot = await aTable();

    expect(await bot.say("wang", "统计表")).toContain("尚未确认。核对无误后请回复“确认统计表”。");
    expect(await bot.say("wu", "统计表")).toContain("尚未确认。\n");
    bot.clock.set("2026-11-19 10:30");
    await bot.say("wang", "确认统计表");

    for (const account of ["zhang", "wu", "wang"]) {
      expect(await bot.say(account, "统计表")).toContain("已由王芳同志于 2026-11-19 10:30 确认。");
    }
  });

  test.each(["he", "lin", "shi"])("the office (%s) gets any branch's by name", async (account) => {
    const bot = await aTable();

    expect(await bot.say(account, "统计表 第一党支部")).toContain("第一党支部2026年第四季度统计表（第 1 版）");
    expect(files(bot, account)).toHaveLength(1);
  });

  test("without a name the office gets the own branch's", async () => {
    const bot = await aTable();

    expect(await bot.say("he", "统计表")).toBe("第二党支部还没有已结束的考核，暂无统计表。");
    expect(files(bot, "he")).toEqual([]);
  });

  test.each(["li", "fang", "ma", "su"])("of the first branch is refused to %s", async (account) => {
    const bot = await aTable();

    expect(await bot.say(account, "统计表 第一党支部")).toContain("无权");
    expect(files(bot, account)).toEqual([]);
    expect(acts(bot, "table.%")).toEqual([]);
  });

  test("of a branch that does not exist is a mistake in writing, to whom has the right", async () => {
    const bot = await aTable();

    expect(await bot.say("zhang", "统计表 第九党支部")).toBe(
      "没有找到“第九党支部”。党支部有：第一党支部、第二党支部。",
    );
    expect(await bot.say("he", "统计表 第九党支部")).toBe("没有找到“第九党支部”。党支部有：第一党支部、第二党支部。");
    expect(await bot.say("li", "统计表 第九党支部")).toContain("无权");
  });

  test("does not exist before a round has closed", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("zhang", "统计表")).toBe("第一党支部还没有已结束的考核，暂无统计表。");
    expect(files(bot, "zhang")).toEqual([]);
  });

  test("is the newest version of the round that closed last", async () => {
    const bot = await aTable();
    correct(bot, "li", 13_100);
    await bot.say("zhang", "统计表");
    bot.clock.set("2026-11-20 10:00");
    const second = anOpenRound(bot);
    await bot.say("zhang", "统计表");
    bot.clock.set("2026-11-21 09:00");
    await bot.tick();
    await bot.say("zhang", "统计表");

    expect(files(bot, "zhang").map(({ document }) => document)).toEqual([
      { kind: "branch-table", roundId: ROUND, version: 2 },
      { kind: "branch-table", roundId: ROUND, version: 2 },
      { kind: "branch-table", roundId: second, version: 1 },
    ]);
  });

  test("asked for again it comes again, and the same message again changes nothing", async () => {
    const bot = await aTable();

    await bot.say("zhang", "统计表", "one");
    await bot.say("zhang", "统计表", "one");
    await bot.say("zhang", "统计表", "two");

    expect(files(bot, "zhang")).toHaveLength(2);
    expect(acts(bot, "table.send").map(({ actor, subject, detail }) => [actor, subject, JSON.parse(detail)])).toEqual([
      ["member:1", `round:${ROUND}`, { version: 1 }],
      ["member:1", `round:${ROUND}`, { version: 1 }],
    ]);
  });

  test("a branch whose name cannot be a file's name has its table all the same", async () => {
    const people = { zhang: { name: "张伟", branch: "机关/后勤:第一<支>部", duties: ["支部书记"] as const } };
    const bot = await aClosedRoundOf(people, "机关/后勤:第一<支>部");

    await bot.say("zhang", "统计表");

    expect(files(bot, "zhang")[0]!.name).toBe("统计表-机关_后勤_第一_支_部.xlsx");
  });

  async function aClosedRoundOf(people: Parameters<Bot["roster"]>[0], branch: string): Promise<Bot> {
    const bot = await aSchoolBeingAsked();
    bot.roster(people);
    anOpenRound(bot, branch);
    bot.clock.set("2026-11-19 09:01");
    await bot.tick();
    return bot;
  }
});

describe("确认统计表", () => {
  const confirmed = (bot: Bot) =>
    rows(
      bot,
      `select t.version, m.account, t.confirmed_at as at from branch_tables t left join members m on m.id = t.confirmed_by
       where t.round_id = ${ROUND} order by t.version`,
    );

  test.each(["zhang", "wang"])("by %s confirms the newest version and says what it is", async (account) => {
    const bot = await aTable();

    const reply = await bot.say(account, "确认统计表");

    expect(reply).toBe("已确认：第一党支部2026年第四季度统计表（第 1 版），应报 5 人，已报 5 人，人均 13000.00 分。");
    expect(confirmed(bot)).toEqual([{ version: 1, account, at: bot.clock.now() }]);
    const [act, ...more] = acts(bot, "table.confirm");
    expect(more).toEqual([]);
    expect(act).toMatchObject({ subject: `round:${ROUND}` });
    expect(JSON.parse(act!.detail)).toEqual({
      version: 1,
      seal: { rows: expect.stringMatching(/^[0-9a-f]{64}$/), table: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  test.each(["wu", "li", "he", "fang", "ma"])("is refused to %s", async (account) => {
    const bot = await aTable();

    expect(await bot.say(account, "确认统计表")).toMatch(/^您无权这样做，请联系.+。$/);
    expect(confirmed(bot)).toEqual([{ version: 1, account: null, at: null }]);
  });

  test("by another branch's secretary is of that branch", async () => {
    const bot = await aTable();

    expect(await bot.say("su", "确认统计表")).toBe("第二党支部还没有已结束的考核，暂无统计表。");
    expect(confirmed(bot)).toEqual([{ version: 1, account: null, at: null }]);
  });

  test("again says who has confirmed it and when, and changes nothing", async () => {
    const bot = await aTable();
    await bot.say("zhang", "确认统计表");
    const before = confirmed(bot);
    bot.clock.pass(3_600_000);

    for (const account of ["zhang", "wang"]) {
      expect(await bot.say(account, "确认统计表")).toBe(
        "第一党支部2026年第四季度统计表（第 1 版）已由张伟同志于 2026-11-19 09:01 确认。",
      );
    }
    expect(confirmed(bot)).toEqual(before);
    expect(acts(bot, "table.confirm")).toHaveLength(1);
  });

  test("before a round has closed there is nothing to confirm", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.say("zhang", "确认统计表")).toBe("第一党支部还没有已结束的考核，暂无统计表。");
  });

  test("a correction makes a version that must be confirmed anew; the one before stays confirmed", async () => {
    const bot = await aTable();
    await bot.say("zhang", "确认统计表");
    correct(bot, "li", 13_100);

    expect(await bot.say("zhang", "统计表")).toContain(
      "（第 2 版）：填报日期11月18日，应报 5 人，已报 5 人。\n尚未确认",
    );
    expect(await bot.say("wang", "确认统计表")).toContain("（第 2 版），应报 5 人，已报 5 人，人均 13020.00 分。");

    expect(confirmed(bot)).toMatchObject([
      { version: 1, account: "zhang" },
      { version: 2, account: "wang" },
    ]);
  });

  test("with spot checks or objections open it confirms, and says so", async () => {
    const bot = await aClosedRound();
    await bot.say("li", "异议 分数登记有误");

    const reply = await bot.say("zhang", "确认统计表");

    expect(reply).toContain("已确认：");
    expect(reply).toContain("另有 5 项抽查待核对、1 件异议待答复；如有更正，将产生新的一版，届时请再确认。");
    expect(confirmed(bot)).toMatchObject([{ account: "zhang" }]);
  });

  test("the file that was uploaded before is not sent again: it says that nobody has confirmed it", async () => {
    const bot = await aTable();
    await bot.say("zhang", "统计表");
    const [{ hash }] = rows<{ hash: string }>(
      bot,
      "select m.hash from deliveries d join messages m on m.id = d.message_id where d.key like 'table-file-%'",
    ) as [{ hash: string }];
    saveUpload(bot.db, hash, "media-1", bot.clock.now());

    await bot.say("zhang", "确认统计表");

    expect(uploadOf(bot.db, hash)).toBeUndefined();
  });

  test("somebody who has left the branch confirms it no more", async () => {
    const bot = await aTable();
    bot.roster({ zhang: { ...aSchool.zhang!, branch: "第二党支部" } });

    expect(await bot.say("zhang", "确认统计表")).toContain("第二党支部还没有已结束的考核");
    bot.roster({ wang: { ...aSchool.wang!, state: "转出" } });
    expect(await bot.say("wang", "确认统计表")).toContain("无权");
    expect(outboxLines(bot.db).some(({ key }) => key.startsWith("table-file-"))).toBe(false);
  });
});
