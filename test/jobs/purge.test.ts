import pino from "pino";
import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../src/domain/calendar.ts";
import { keptSince, retention } from "../../src/domain/retention.ts";
import { purge } from "../../src/jobs/purge.ts";
import { verifyAudit } from "../../src/store/audit.ts";
import { memberByAccount } from "../../src/store/members.ts";
import { plan, resolveDelivery } from "../../src/store/outbox.ts";
import { setting } from "../../src/store/settings.ts";
import { rows } from "../chat/a-school.ts";
import { aBot, aBranch, at, type Bot } from "../support/a-bot.ts";
import { dump } from "../support/dump.ts";
import { anOpenRound } from "../support/open-round.ts";

const START = "2026-11-18 10:00";

/** A branch that is being asked. */
function aBranchBeingAsked(): Bot {
  const bot = aBot({ time: START });
  bot.roster(aBranch);
  anOpenRound(bot);
  return bot;
}

/** So many days after the beginning, to the minute, when the day's purge has not run yet. */
async function purgeAfter(bot: Bot, days: number, minutes = 0): Promise<void> {
  bot.clock.set(START);
  bot.clock.pass(days * DAY_MS + minutes * 60_000);
  bot.db.$client.exec("delete from settings where name = 'purgedAt'");
  await purge(bot.services);
}

const id = (bot: Bot, account: string) => memberByAccount(bot.db, account)!.id;
const one = (bot: Bot, sql: string) => rows<object>(bot, sql)[0];

describe("what is kept how long", () => {
  test("is what members are told, in days", () => {
    expect(retention).toEqual({
      messageTexts: 30,
      messageIds: 365,
      sentTexts: 30,
      talkRecords: 365,
      objectionTexts: 365,
      spotPictures: 365,
      trials: 1,
      uploads: 3,
      batches: 30,
    });
    expect(keptSince("messageTexts", at("2026-12-31 10:00"))).toBe(at("2026-12-01 10:00"));
  });
});

describe("messages", () => {
  test("lose their text and reply after 30 days; the row stays for its id, and a copy has no effect", async () => {
    const bot = aBranchBeingAsked();
    await bot.say("li", "12345", "first");
    const reports = rows(bot, "select * from reports");

    await purgeAfter(bot, 30);
    const kept = one(bot, "select * from inbox where id = 'first'");
    await purgeAfter(bot, 30, 1);

    expect(kept).toMatchObject({ text: "12345", reply: expect.stringContaining("已记录") });
    expect(one(bot, "select * from inbox where id = 'first'")).toEqual({
      id: "first",
      member_id: id(bot, "li"),
      received_at: at(START),
      text: null,
      reply: null,
      asked: 0,
    });
    expect(await bot.say("li", "12345", "first")).toBeUndefined();
    expect(rows(bot, "select * from reports")).toEqual(reports);
  });

  test("leave behind that the reply was a question, and not which", async () => {
    const bot = aBranchBeingAsked();
    expect(await bot.say("li", "大概12345")).toContain("请确认：您的成长总积分是 12345 吗");

    await purgeAfter(bot, 31);
    await purgeAfter(bot, 32);

    expect(one(bot, "select text, reply, asked from inbox")).toEqual({ text: null, reply: null, asked: 1 });
  });

  test("are gone after a year", async () => {
    const bot = aBranchBeingAsked();
    await bot.say("li", "12345");

    await purgeAfter(bot, 365);
    const before = rows(bot, "select id from inbox");
    await purgeAfter(bot, 365, 1);

    expect(before).toHaveLength(1);
    expect(rows(bot, "select id from inbox")).toEqual([]);
  });

  test("are found however many they are, and wherever they stand", async () => {
    const bot = aBranchBeingAsked();
    const old = at(START);
    const recent = old + 20 * DAY_MS;
    const insert = bot.db.$client.prepare("insert into inbox (id, received_at, text, reply) values (?, ?, '文', '答')");
    for (let index = 0; index < 1700; index += 1) insert.run(`m${index}`, index % 3 === 0 ? recent : old);
    bot.db.$client.exec("delete from inbox where id in ('m0', 'm600', 'm1699')");

    await purgeAfter(bot, 31);

    expect(rows(bot, "select distinct received_at, text, reply from inbox order by received_at")).toEqual([
      { received_at: old, text: null, reply: null },
      { received_at: recent, text: "文", reply: "答" },
    ]);
  });
});

describe("texts sent to members", () => {
  function planned(bot: Bot, key: string, text: string, to: string, state = "sent"): void {
    const recipient = to.includes(":")
      ? ({ kind: "group", target: to } as const)
      : ({ kind: "member", memberId: id(bot, to) } as const);
    plan(bot.db, { key, to: recipient, message: { kind: "text", text } }, bot.services.now());
    const sentAt = state === "sent" ? bot.services.now() : null;
    bot.db.$client.prepare("update deliveries set state = ?, sent_at = ? where key = ?").run(state, sentAt, key);
  }
  const textOf = ({ db }: Bot, key: string) =>
    db.$client
      .prepare("select m.message ->> '$.text' from deliveries d join messages m on m.id = d.message_id where d.key = ?")
      .pluck()
      .get(key);
  const GONE = "[已过保存期限，已删除]";

  function aBranchInPeace(): Bot {
    const bot = aBot({ time: START });
    bot.roster(aBranch);
    return bot;
  }

  test.each([
    "sent",
    "refused",
  ])("are deleted 30 days after they were %s; the delivery stays with its key", async (state) => {
    const bot = aBranchInPeace();
    planned(bot, "word-1", "您本季度平均每日 3 分", "li", state);
    const deliveries = rows(bot, "select * from deliveries");

    await purgeAfter(bot, 30);
    const kept = textOf(bot, "word-1");
    await purgeAfter(bot, 30, 1);

    expect(kept).toBe("您本季度平均每日 3 分");
    expect(textOf(bot, "word-1")).toBe(GONE);
    expect(JSON.stringify(dump(bot.db))).not.toContain("平均每日");
    expect(rows(bot, "select * from deliveries")).toEqual(deliveries);
    planned(bot, "word-1", "另一句话", "li");
    expect(textOf(bot, "word-1")).toBe(GONE);
  });

  test.each(["planned", "sending", "unknown"])("stay while one of their deliveries is %s", async (state) => {
    const bot = aBranchInPeace();
    planned(bot, "word-1", "一样的话", "li");
    planned(bot, "word-2", "一样的话", "chen", state);

    await purgeAfter(bot, 300);

    expect(textOf(bot, "word-1")).toBe("一样的话");
  });

  test("stay while they were sent to somebody lately", async () => {
    const bot = aBranchInPeace();
    planned(bot, "word-1", "一样的话", "li");
    bot.clock.pass(20 * DAY_MS);
    planned(bot, "word-2", "一样的话", "chen");

    await purgeAfter(bot, 40);
    const kept = textOf(bot, "word-1");
    await purgeAfter(bot, 51);

    expect(kept).toBe("一样的话");
    expect(textOf(bot, "word-1")).toBe(GONE);
  });

  test("that were posted in a group stay: they hold nobody's figures", async () => {
    const bot = aBranchInPeace();
    planned(bot, "post-1", "第一党支部 完成", "appchat:school");

    await purgeAfter(bot, 300);

    expect(textOf(bot, "post-1")).toBe("第一党支部 完成");
  });

  test("that are files stay: they name what a file is made from, and hold no text", async () => {
    const bot = aBranchInPeace();
    const document = { kind: "branch-table", roundId: 1, version: 1 } as const;
    const to = { kind: "member", memberId: id(bot, "zhang") } as const;
    plan(bot.db, { key: "file", to, message: { kind: "file", name: "统计表.xlsx", document } }, bot.services.now());
    bot.db.$client.exec("update deliveries set state = 'sent', sent_at = planned_at");
    const before = rows(bot, "select * from messages");

    await purgeAfter(bot, 300);

    expect(rows(bot, "select * from messages")).toEqual(before);
  });

  test("may be said again: an equal text is a new one", async () => {
    const bot = aBranchInPeace();
    planned(bot, "word-1", "一样的话", "li");
    await purgeAfter(bot, 31);

    planned(bot, "word-2", "一样的话", "li", "planned");

    expect(textOf(bot, "word-1")).toBe(GONE);
    expect(textOf(bot, "word-2")).toBe("一样的话");
  });

  test("cannot be sent again once deleted, and may still be called sent", async () => {
    const bot = aBranchInPeace();
    planned(bot, "word-1", "请看", "li", "refused");
    const [{ id: delivery } = { id: 0 }] = rows<{ id: number }>(bot, "select id from deliveries where key = 'word-1'");
    await purgeAfter(bot, 31);

    expect(resolveDelivery(bot.db, delivery, "resend", bot.services.now())).toBe(false);
    expect(resolveDelivery(bot.db, delivery, "sent", bot.services.now())).toBe(true);
  });

  test("are found however many they are", async () => {
    const bot = aBranchInPeace();
    for (let index = 0; index < 1300; index += 1) planned(bot, `word-${index}`, `第 ${index} 句`, "li");
    planned(bot, "word-late", "第 7 句", "chen", "planned");

    await purgeAfter(bot, 31);

    expect(rows(bot, "select message ->> '$.text' as text from messages where hash not like 'deleted-%'")).toEqual([
      { text: "第 7 句" },
    ]);
  });
});

describe("cases", () => {
  /** With a talk held, one owed, an objection answered and one open, all at the beginning. */
  function aBranchWithCases(): Bot {
    const bot = aBranchBeingAsked();
    const now = at(START);
    bot.db.$client.exec(`
      insert into talks (round_id, member_id, total, rank, state, held_at, held_by, record)
        values (1, ${id(bot, "li")}, 100, 3, 'held', ${now}, ${id(bot, "zhang")}, '{"content":"谈了"}');
      insert into talks (round_id, member_id, total, rank, state) values (1, ${id(bot, "chen")}, 90, 4, 'owed');
      insert into branch_talks (quarter, branch_id, state, held_at, record) values ('2026Q4', 1, 'held', ${now}, '{"content":"谈了"}');
      insert into objections (id, member_id, quarter, text, opened_at, state, answer, answered_at)
        values (1, ${id(bot, "li")}, '2026Q4', '不对', ${now - 300 * DAY_MS}, 'answered', '核对无误', ${now});
      insert into objections (id, member_id, quarter, text, opened_at) values (2, ${id(bot, "chen")}, '2026Q4', '也不对', ${now});
    `);
    return bot;
  }

  test("lose what was written of them a year after they were settled; that they were is kept", async () => {
    const bot = aBranchWithCases();
    const before = [rows(bot, "select * from talks"), rows(bot, "select * from objections")];

    await purgeAfter(bot, 365);
    const kept = [rows(bot, "select * from talks"), rows(bot, "select * from objections")];
    await purgeAfter(bot, 365, 1);

    expect(kept).toEqual(before);
    expect(rows(bot, "select state, held_at is null as unheld, record, total from talks order by id")).toEqual([
      { state: "held", unheld: 0, record: null, total: 100 },
      { state: "owed", unheld: 1, record: null, total: 90 },
    ]);
    expect(rows(bot, "select state, record from branch_talks")).toEqual([{ state: "held", record: null }]);
    expect(rows(bot, "select state, text, answer from objections order by id")).toEqual([
      { state: "answered", text: null, answer: null },
      { state: "open", text: "也不对", answer: null },
    ]);
  });

  const addPicture = (bot: Bot) =>
    bot.db.$client.exec(`
      insert into spot_checks (id, round_id, member_id, state, asked_at, media_id, shown_at)
        values (1, 1, ${id(bot, "li")}, 'shown', ${at(START)}, 'media', ${at(START)});
      insert into spot_pictures (media_id, spot_check_id, bytes) values ('media', 1, x'00');
    `);
  const pictures = (bot: Bot) => rows(bot, "select media_id from spot_pictures");

  test("keep the pictures of spot checks until the quarter is archived", async () => {
    const bot = aBranchBeingAsked();
    addPicture(bot);
    await purgeAfter(bot, 200);
    const kept = pictures(bot);
    bot.db.$client.exec(
      "insert into summaries (quarter, version, state, policy_id, made_at, changed_at) values ('2026Q4', 1, 'archived', 1, 0, 0)",
    );

    await purgeAfter(bot, 201);

    expect(kept).toHaveLength(1);
    expect(pictures(bot)).toEqual([]);
    expect(rows(bot, "select state, media_id from spot_checks")).toEqual([{ state: "shown", media_id: null }]);
  });

  test("keep pictures no longer than a year, also of a quarter that nobody archives", async () => {
    const bot = aBranchBeingAsked();
    addPicture(bot);

    await purgeAfter(bot, 365, 1);

    expect(pictures(bot)).toEqual([]);
  });

  test("have no question that nobody can answer any more", async () => {
    const bot = aBranchBeingAsked();
    await bot.say("li", "大概12345");
    await purgeAfter(bot, 0);
    const asked = rows(bot, "select member_id from questions");
    bot.db.$client.exec("update rounds set state = 'closed' where id = 1");
    bot.db.$client.exec("update rounds set state = 'closed' where state = 'open'");

    await purgeAfter(bot, 1);

    expect(asked).toHaveLength(1);
    expect(rows(bot, "select member_id from questions")).toEqual([]);
  });

  test("of files handed to the platform are forgotten when the platform has", async () => {
    const bot = aBranchBeingAsked();
    bot.db.$client.exec(`insert into uploads (key, handle, uploaded_at) values ('a', 'h', ${at(START)})`);

    await purgeAfter(bot, 3);
    const kept = rows(bot, "select key from uploads");
    await purgeAfter(bot, 3, 1);

    expect(kept).toHaveLength(1);
    expect(rows(bot, "select key from uploads")).toEqual([]);
  });
});

describe("the purge", () => {
  async function aQuarter(): Promise<Bot> {
    const bot = aBranchBeingAsked();
    for (const [account, total] of Object.entries({ zhang: 12_000, wang: 11_000, li: 3000 }))
      await bot.say(account, `${total}`);
    bot.clock.set("2026-11-19 09:00");
    await bot.tick();
    return bot;
  }

  test("keeps reports, tables, talks, summaries and the audit log, whatever their age", async () => {
    const bot = await aQuarter();
    const kept = ["reports", "round_members", "branch_tables", "table_rows", "talks", "summaries", "members", "audit"];
    const before = dump(bot.db);

    await purgeAfter(bot, 5 * 365);

    const after = dump(bot.db);
    for (const table of kept) {
      expect(after[table]).toEqual(before[table]);
      if (table !== "summaries") expect(before[table]).not.toEqual([]);
    }
    expect(verifyAudit(bot.db)).toMatchObject({ fault: null });
  });

  test("twice is as once", async () => {
    const bot = await aQuarter();
    bot.db.$client.exec("update deliveries set state = 'sent', sent_at = planned_at");
    await purgeAfter(bot, 40);
    const once = dump(bot.db);

    await purge(bot.services);
    await purgeAfter(bot, 40);

    expect(dump(bot.db)).toEqual(once);
  });

  test("does its work once a day: a tick after it writes nothing", async () => {
    const bot = await aQuarter();
    await purgeAfter(bot, 40);
    expect(setting(bot.db, "purgedAt")).toBe(bot.clock.now());
    bot.db.$client.prepare("insert into inbox (id, received_at, text) values ('late', 0, '文')").run();

    bot.db.$client.pragma("query_only = on");
    await purge(bot.services);
    bot.db.$client.pragma("query_only = off");
    const meanwhile = one(bot, "select text from inbox where id = 'late'");
    bot.clock.pass(DAY_MS);
    await purge(bot.services);

    expect(meanwhile).toEqual({ text: "文" });
    expect(one(bot, "select text from inbox where id = 'late'")).toBeUndefined();
  });

  test("that was interrupted is done at the next tick", async () => {
    const bot = aBranchBeingAsked();
    await bot.say("li", "12345");
    bot.clock.pass(31 * DAY_MS);
    bot.db.$client.exec("create trigger broken before delete on uploads begin select raise(abort, 'no'); end");
    bot.db.$client.exec("insert into uploads (key, handle, uploaded_at) values ('a', 'h', 0)");

    await expect(purge(bot.services)).rejects.toThrow("no");
    bot.db.$client.exec("drop trigger broken");
    await purge(bot.services);

    expect(one(bot, "select text from inbox")).toEqual({ text: null });
    expect(rows(bot, "select key from uploads")).toEqual([]);
  });

  test("says in the log how much it deleted, and nothing of what", async () => {
    const bot = aBranchBeingAsked();
    await bot.say("li", "12345");
    const lines: string[] = [];
    const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
    bot.clock.pass(31 * DAY_MS);

    await purge({ ...bot.services, log });

    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ messages: 1, sentTexts: 0, uploads: 0 });
    expect(lines[0]).not.toContain("12345");
  });
});

test("which messages went out together is forgotten when it is settled; the deliveries and the newest number stay", async () => {
  const bot = aBranchBeingAsked();
  const { $client: client } = bot.db;
  client.exec(`insert into batches (id, message_id, not_before, done) select 7, id, ${at(START)}, 1 from messages limit 1;
    insert into batches (id, message_id, not_before, done) select 8, message_id, not_before, 0 from batches;
    insert into batches (id, message_id, not_before, done) select 9, message_id, not_before, 1 from batches where id = 7;
    update deliveries set state = 'sent', sent_at = ${at(START)}, batch_id = 7`);
  const sent = rows(bot, "select id, key, state, sent_at from deliveries order by id");

  await purgeAfter(bot, 30);
  const before = rows(bot, "select id from batches");
  await purgeAfter(bot, 30, 1);

  expect(before).toHaveLength(3);
  expect(rows(bot, "select id from batches order by id")).toEqual([{ id: 8 }, { id: 9 }]);
  expect(rows(bot, "select id, key, state, sent_at from deliveries order by id limit ?", sent.length)).toEqual(sent);
});
