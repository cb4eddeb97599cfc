import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Inbox, openInbox } from "../../src/chat/inbox.ts";
import { type APerson, aBot, type Bot } from "../support/a-bot.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aSchoolBeingAsked, counting, rows, versions } from "./a-school.ts";

describe("the same message again", () => {
  test.each([
    "12345",
    "10980",
    "大概12000",
    "你好",
    "撤回",
    "请假",
    "代报 陈静 12345",
    "帮助",
  ])("%s gets the same reply and changes nothing", async (text) => {
    const bot = await aSchoolBeingAsked();

    const reply = await bot.say("zhang", text, "one message");
    const state = stateOf(bot);
    bot.clock.pass(60_000);
    const again = await bot.say("zhang", text, "one message");

    expect(again).toBe(reply);
    expect(stateOf(bot)).toEqual(state);
  });

  test("gets the reply it got then, even when another answer would be right now", async () => {
    const bot = await aSchoolBeingAsked();
    const reply = await bot.say("li", "12345", "one message");
    bot.clock.set("2026-11-25 09:00");
    await bot.tick();

    expect(await bot.say("li", "12345", "one message")).toBe(reply);
  });

  test("after a later correction does not bring the old total back", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.say("li", "12345", "first");
    await bot.say("li", "12400", "second");

    await bot.say("li", "12345", "first");

    expect(counting(bot, "li")).toMatchObject({ total: 12_400 });
  });

  test("in the same turn of the event loop has one effect and one reply", async () => {
    const bot = await aSchoolBeingAsked();

    const replies = await Promise.all([1, 2, 3].map(() => bot.say("li", "12345", "one message")));

    expect(new Set(replies).size).toBe(1);
    expect(replies[0]).toContain("已记录");
    expect(versions(bot, "li")).toHaveLength(1);
  });

  test("of which nothing was to be said stays without an answer", async () => {
    const bot = await aSchoolBeingAsked();

    expect(await bot.send("li", { kind: "left" }, "one event")).toBeUndefined();
    expect(await bot.send("li", { kind: "left" }, "one event")).toBeUndefined();
    expect(rows(bot, "select reply from inbox where id = 'one event'")).toEqual([{ reply: null }]);
  });
});

describe("a long answer", () => {
  test("goes on as deliveries, in order and each once", async () => {
    const bot = aBot({ time: "2026-11-18 10:00" });
    const names = Array.from({ length: 500 }, (_, index) => `同志${String(index).padStart(3, "0")}号`);
    bot.roster({
      zhang: { name: "张伟", duties: ["支部书记"] },
      ...Object.fromEntries(names.map((name, index): [string, APerson] => [`m${index}`, { name }])),
    });
    anOpenRound(bot);
    const before = bot.planned("zhang").length;

    const reply = await bot.say("zhang", "进度", "one message");
    const again = await bot.say("zhang", "进度", "one message");

    const parts = [reply!, ...bot.planned("zhang").slice(before)];
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(2048);
    expect(parts.join("").replaceAll("\n", "")).toBe(
      `第一党支部：应报 501 人，已报 0 人。未填报：张伟、${names.join("、")}`,
    );
    expect(again).toBe(reply);
  });

  test("is cut, like all that is told, where the platform's messages end", async () => {
    const bot = aBot({ time: "2026-11-18 10:00", textBytes: 300 });
    bot.roster({ li: { name: "李明" } });

    const help = await bot.say("li", "帮助", "one message");

    const texts = [help!, ...bot.planned("li")];
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(300);
    expect(texts.join("\n")).toMatch(/您可以这样用：[^]*【个人信息说明】[^]*回复“隐私”可再看本说明/);
    const keys = rows<{ key: string }>(bot, "select key from deliveries order by id").map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(["reply-one message-2", "welcome-1", "welcome-1-2", "welcome-1-3"]));
  });
});

describe("many at once", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "study-points-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function aBigBranch(count: number): Bot {
    const bot = aBot({ time: "2026-11-18 10:00", file: join(folder, "bot.sqlite") });
    bot.roster(Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, {}])));
    anOpenRound(bot);
    return bot;
  }

  test("500 messages are answered in four transactions, and each is on disk when it is answered", async () => {
    const bot = aBigBranch(500);
    const commits = countCommits(bot);
    const other = new Sqlite(join(folder, "bot.sqlite"), { readonly: true });
    const onDisk = other.prepare(
      `select 1 from inbox i join reports r on r.member_id = i.member_id
       where i.id = ? and i.reply = ? and r.current = 1`,
    );

    const seen = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const reply = await bot.say(`m${index}`, String(10_000 + index), `id-${index}`);
        return onDisk.get(`id-${index}`, reply) !== undefined;
      }),
    );

    expect(seen.every(Boolean)).toBe(true);
    expect(commits()).toBe(4);
    other.close();
    bot.db.$client.close();
  });

  test("what was answered is known after a restart", async () => {
    const bot = aBigBranch(3);
    const reply = await bot.say("m1", "12345", "one message");
    bot.db.$client.close();

    const restarted = aBot({ time: "2026-11-18 10:05", file: join(folder, "bot.sqlite") });

    expect(await restarted.say("m1", "12345", "one message")).toBe(reply);
    expect(versions(restarted, "m1")).toHaveLength(1);
    expect(await restarted.say("m1", "12400", "another")).toContain("已更正");
    restarted.db.$client.close();
  });

  test("a full disk rejects the whole group, acknowledges nothing of it and spoils nothing", async () => {
    const bot = aBigBranch(40);
    const before = stateOf(bot);
    const { $client: client } = bot.db;
    const pages = client.pragma("page_count", { simple: true }) as number;
    client.pragma(`max_page_count = ${pages}`);
    // Only some are too long for the disk; the others of their turn cannot be kept either.
    const say = (index: number) =>
      bot.say(`m${index}`, `${12_345 + index}${index > 30 ? "。".repeat(5000) : ""}`, `id-${index}`);

    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => say(index)));

    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: "SQLITE_FULL" } });
    expect(stateOf(bot)).toEqual(before);
    expect(client.pragma("integrity_check", { simple: true })).toBe("ok");

    client.pragma(`max_page_count = ${pages * 10}`);
    const replies = await Promise.all(Array.from({ length: 40 }, (_, index) => say(index)));
    for (const [index, reply] of replies.entries()) expect(reply).toContain(index > 30 ? "请确认" : "已记录");
    client.close();
  });

  test("after a rejected group the inbox is idle", async () => {
    const bot = aBigBranch(1);
    bot.db.$client.pragma("query_only = on");
    const answer = bot.say("m0", "12345");
    const idle = bot.inbox.idle();

    await expect(answer).rejects.toMatchObject({ code: "SQLITE_READONLY" });
    await idle;
    bot.db.$client.close();
  });

  test("who is too many is asked to come again, and the others are answered", async () => {
    const bot = aBigBranch(1);
    const crowd = Array.from({ length: 20_000 }, (_, index) => bot.say("stranger", "12345", `id-${index}`));

    await expect(bot.say("m0", "12345")).rejects.toThrow("too many");
    expect(new Set(await Promise.all(crowd)).size).toBe(1);
    expect(await bot.say("m0", "12345")).toContain("已记录");
    bot.db.$client.close();
  });
});

describe("idle", () => {
  test("is at once when nothing waits, and else when all has been answered", async () => {
    const bot = await aSchoolBeingAsked();
    await bot.inbox.idle();
    const answered: string[] = [];
    for (const account of ["li", "chen"]) void bot.say(account, "12345").then(() => answered.push(account));

    await bot.inbox.idle();
    await Promise.resolve();

    expect(answered).toEqual(["li", "chen"]);
  });
});

describe("a message that cannot be handled", () => {
  /** Faults of the code, not of the disk: a constraint that does not hold, an SQL that cannot be done. */
  test.each([
    ["a broken constraint", "select raise(abort, 'boom')"],
    ["an error in SQL", "select json('not json')"],
  ])("for %s fails alone, with an apology and an entry in the log", async (_, fault) => {
    const bot = await aSchoolBeingAsked();
    const { inbox, log } = aLoggedInbox(bot);
    bot.db.$client.exec(`create trigger fault before insert on reports when new.total = 13333 begin ${fault}; end`);

    const [before, broken, after] = await Promise.all([
      inbox.submit({ id: "1", account: "li", content: { kind: "text", text: "12345" } }),
      inbox.submit({ id: "2", account: "chen", content: { kind: "text", text: "13333" } }),
      inbox.submit({ id: "3", account: "wu", content: { kind: "text", text: "12347" } }),
    ]);

    expect(broken).toContain("抱歉");
    expect(before).toContain("已记录");
    expect(after).toContain("已记录");
    expect(counting(bot, "li")).toMatchObject({ total: 12_345 });
    expect(counting(bot, "wu")).toMatchObject({ total: 12_347 });
    expect(versions(bot, "chen")).toEqual([]);
    expect(log()).toHaveLength(1);
    expect(log()[0]).toMatchObject({ level: 50, message: "2", msg: "a message could not be handled" });
  });

  test("leaves nothing of it behind: no question, no delivery, no act", async () => {
    const bot = await aSchoolBeingAsked();
    bot.db.$client.exec("create trigger fault before insert on deliveries begin select raise(abort, 'boom'); end");
    const before = stateOf(bot);

    // The report, the audit entry and the delivery to the member belong together.
    expect(await bot.say("zhang", "代报 李明 12345")).toContain("抱歉");

    expect(stateOf(bot)).toEqual({ ...before, inbox: [...before.inbox!, expect.objectContaining({ text: null })] });
  });

  test("said again as a new message is handled when the fault is gone", async () => {
    const bot = await aSchoolBeingAsked();
    bot.db.$client.exec("create trigger fault before insert on reports begin select raise(abort, 'boom'); end");
    await bot.say("li", "12345", "one message");
    bot.db.$client.exec("drop trigger fault");

    expect(await bot.say("li", "12345", "one message")).toContain("抱歉");
    expect(await bot.say("li", "12345", "another")).toContain("已记录");
  });
});

test("a new name on the roster is known to the reader at once", async () => {
  const bot = await aSchoolBeingAsked();
  const asNumber = await bot.say("zhang", "万一千 12345");
  bot.roster({ wan: { name: "万一千" } });

  expect(asNumber).not.toContain("别人的分数");
  expect(await bot.say("zhang", "万一千 12345")).toContain("别人的分数");
});

/** All that messages may change. */
function stateOf(bot: Bot): Record<string, unknown[]> {
  const tables = ["reports", "questions", "round_members", "deliveries", "audit", "members", "inbox"];
  return Object.fromEntries(tables.map((table) => [table, rows(bot, `select * from ${table}`)]));
}

function countCommits(bot: Bot): () => number {
  const { $client: client } = bot.db;
  const prepare = client.prepare.bind(client);
  let commits = 0;
  client.prepare = ((sql: string) => {
    const statement = prepare(sql);
    if (sql !== "commit") return statement;
    const run = statement.run.bind(statement);
    statement.run = (...parameters: unknown[]) => {
      commits += 1;
      return run(...parameters);
    };
    return statement;
  }) as typeof client.prepare;
  return () => commits;
}

function aLoggedInbox(bot: Bot): { inbox: Inbox; log: () => Record<string, unknown>[] } {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line) => lines.push(line) });
  const inbox = openInbox({ ...bot.services, log, school: "测试学校", bot: "学习积分助手" });
  return { inbox, log: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
