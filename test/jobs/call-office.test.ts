import { describe, expect, test } from "vitest";
import { type Day, minuteOf } from "../../src/domain/calendar.ts";
import { callOffice } from "../../src/jobs/call-office.ts";
import { EXPIRED } from "../../src/store/due-batches.ts";
import { plan } from "../../src/store/outbox.ts";
import { setSetting } from "../../src/store/settings.ts";
import { aSchool } from "../chat/a-school.ts";
import { aBot, type Bot } from "../support/a-bot.ts";
import { aLife, everything, ways } from "./a-life.ts";

/** A school in December, whose quarter can have no draw any more; next year's holidays are known. */
function aSchoolInDecember(time = "2026-12-22 10:00"): { bot: Bot; look: (time?: string, calendar?: unknown) => void } {
  const bot = aBot({ time });
  bot.roster(aSchool);
  const known = { knows: () => true, isWorkday: (day: Day) => new Date(day).getUTCDay() % 6 !== 0 };
  return {
    bot,
    look(time, calendar = known) {
      if (time !== undefined) bot.clock.set(time);
      callOffice({ ...bot.services, calendar: () => calendar as typeof known });
    },
  };
}

let deliveries = 0;
function aDelivery(bot: Bot, state: "unknown" | "refused", error = "不可见"): void {
  const key = `test-${(deliveries += 1)}`;
  const message = { kind: "text", text: "x" } as const;
  plan(bot.db, { key, to: { kind: "group", target: "appchat:x" }, message }, 1);
  const expired = error === EXPIRED ? 1 : 0;
  const change = "update deliveries set state = ?, error = ?, expired = ? where key = ?";
  bot.db.$client.prepare(change).run(state, error, expired, key);
}

function anObjection(bot: Bot, day: string): void {
  bot.db.$client.exec("insert or ignore into quarters (quarter, policy_id) select '2026Q4', id from policies limit 1");
  bot.db.$client
    .prepare("insert into objections (member_id, quarter, text, opened_at) values (3, '2026Q4', '有误', ?)")
    .run(Date.parse(`${day}T10:00:00+08:00`));
}

function aSummary(bot: Bot, state: string, changed: string, until: string | null = null): void {
  bot.db.$client.exec("insert or ignore into quarters (quarter, policy_id) select '2026Q4', id from policies limit 1");
  bot.db.$client
    .prepare(
      `insert into summaries (quarter, version, state, policy_id, made_at, changed_at, published_on, notice_until)
       values ('2026Q4', 1, :state, 1, :at, :at, :until, :until)
       on conflict do update set state = :state, changed_at = :at, notice_until = :until`,
    )
    .run({ state, at: Date.parse(`${changed}T10:00:00+08:00`), until });
}

const calls = (bot: Bot, account = "he") => bot.planned(account).filter((text) => text.startsWith("【待处理】"));

describe("the office is called", () => {
  test("not when nothing needs a person", () => {
    const { bot, look } = aSchoolInDecember();
    look();
    look("2026-12-23 10:00");

    expect(calls(bot)).toEqual([]);
  });

  test("of deliveries left unknown and refused, each with its command; not of what came too late to be sent", () => {
    const { bot, look } = aSchoolInDecember();
    aDelivery(bot, "unknown");
    aDelivery(bot, "refused");
    aDelivery(bot, "refused");
    aDelivery(bot, "refused", EXPIRED);
    look();

    expect(calls(bot)).toEqual([
      [
        "【待处理】以下事项需要您处理：",
        "· 有 1 条消息是否送达不明。请用 bot outbox list --state unknown 查看，再用 bot outbox resolve 确认或重发。",
        "· 有 2 条消息被平台拒收（多因不在应用可见范围）。请用 bot outbox list --state refused 查看，处理后用 bot outbox resolve 登记。",
      ].join("\n"),
    ]);
  });

  test("everybody of it, and nobody else", () => {
    const { bot, look } = aSchoolInDecember();
    aDelivery(bot, "unknown");
    look();

    for (const account of Object.keys(aSchool)) {
      expect(calls(bot, account)).toHaveLength(["he", "lin", "shi"].includes(account) ? 1 : 0);
    }
  });

  test("of sending that stands still for a fault of the configuration", () => {
    const { bot, look } = aSchoolInDecember();
    const since = bot.clock.now();
    setSetting(bot.db, "sendingPaused", { reason: "60020", since, probeAt: since, waitMs: 1 });
    look();

    expect(calls(bot)[0]).toContain(`${minuteOf(since)} 起消息发送因平台配置问题暂停（60020）`);
  });

  test("from December on of next year's holidays, while they are not known", () => {
    const { bot, look } = aSchoolInDecember("2026-11-30 10:00");
    const unknown = { knows: (year: number) => year <= 2026, isWorkday: () => true };
    look("2026-11-30 10:00", unknown);
    expect(calls(bot)).toEqual([]);

    look("2026-12-01 10:00", unknown);
    expect(calls(bot)[0]).toContain("2027年的节假日安排尚未收录");
  });

  test("of objections that have waited more than five working days", () => {
    const { bot, look } = aSchoolInDecember("2026-12-14 09:00");
    look();
    anObjection(bot, "2026-12-11");
    anObjection(bot, "2026-12-14");
    // The fifth working day after Friday the 11th is Friday the 18th.
    look("2026-12-18 10:00");
    expect(calls(bot)).toEqual([]);

    look("2026-12-19 10:00");
    expect(calls(bot)[0]).toContain("有 1 件异议超过 5 个工作日未答复");
  });

  test.each([
    ["draft", "尚未提交"],
    ["submitted", "党委尚未审核"],
    ["approved", "尚未发布"],
    ["returned", "请修改后重新提交"],
  ])("of a summary that has been %s for more than five working days", (state, words) => {
    const { bot, look } = aSchoolInDecember("2026-12-11 10:00");
    look();
    aSummary(bot, state, "2026-12-11");
    look("2026-12-18 10:00");
    expect(calls(bot)).toEqual([]);

    look("2026-12-19 10:00");
    expect(calls(bot)[0]).toContain(words);
  });

  test("of a 公示 that was over five working days ago, and not while it goes on", () => {
    const { bot, look } = aSchoolInDecember("2026-12-11 10:00");
    look();
    aSummary(bot, "published", "2026-11-20", "2026-12-11");
    look("2026-12-18 10:00");
    expect(calls(bot)).toEqual([]);

    look("2026-12-19 10:00");
    expect(calls(bot)[0]).toContain("公示期已满，尚未发布通报");
  });

  test("not of what is archived", () => {
    const { bot, look } = aSchoolInDecember();
    look();
    aSummary(bot, "archived", "2026-10-01", "2026-10-10");
    look("2026-12-23 10:00");

    expect(calls(bot)).toEqual([]);
  });
});

describe("the office is called no more than it must be", () => {
  test("once a day: what comes later that day is told tomorrow, alone", () => {
    const { bot, look } = aSchoolInDecember();
    aDelivery(bot, "unknown");
    look("2026-12-22 10:00");
    aDelivery(bot, "refused");
    look("2026-12-22 15:00");
    expect(calls(bot)).toHaveLength(1);

    look("2026-12-23 08:00");

    expect(calls(bot)).toHaveLength(2);
    expect(calls(bot)[1]).toContain("拒收");
    expect(calls(bot)[1]).not.toContain("不明");
  });

  test("of what is unchanged once a week", () => {
    const { bot, look } = aSchoolInDecember();
    aDelivery(bot, "unknown");
    for (let day = 1; day <= 20; day += 1) look(`2026-12-${String(day).padStart(2, "0")} 10:00`);

    expect(calls(bot)).toHaveLength(3);
  });

  test("at once of more of the same, and of new ones after the old were settled", () => {
    const { bot, look } = aSchoolInDecember();
    aDelivery(bot, "unknown");
    look("2026-12-22 10:00");
    aDelivery(bot, "unknown");
    look("2026-12-23 10:00");
    expect(calls(bot)).toHaveLength(2);

    bot.db.$client.exec("update deliveries set state = 'sent' where state = 'unknown'");
    look("2026-12-24 10:00");
    aDelivery(bot, "unknown");
    look("2026-12-25 10:00");
    expect(calls(bot)).toHaveLength(3);
  });

  test("never in the quiet hours", () => {
    const { bot, look } = aSchoolInDecember();
    aDelivery(bot, "unknown");
    look("2026-12-22 21:30");
    look("2026-12-23 07:29");
    expect(calls(bot)).toEqual([]);

    look("2026-12-23 07:30");
    expect(calls(bot)).toHaveLength(1);
  });

  test("and looks at its deliveries once an hour", () => {
    const { bot, look } = aSchoolInDecember();
    look("2026-12-22 10:00");
    aDelivery(bot, "unknown");
    for (const time of ["10:01", "10:59", "09:00"]) look(`2026-12-22 ${time}`);
    expect(calls(bot)).toEqual([]);

    look("2026-12-22 11:00");
    expect(calls(bot)).toHaveLength(1);
  });

  test("before there is an office nothing counts as told", () => {
    const { bot, look } = aSchoolInDecember();
    bot.db.$client.exec("delete from duties");
    aDelivery(bot, "unknown");
    look("2026-12-22 10:00");
    bot.roster({ he: aSchool.he! });
    look("2026-12-22 10:30");

    expect(calls(bot)).toHaveLength(1);
  });
});

test("whether the jobs run once, twice, restarted or killed, the rows are the same to the last one", async () => {
  const lives = await Promise.all(
    ways.map(async (way) => {
      const life = aLife(way, { time: "2026-12-08 08:00" });
      life.roster(aSchool);
      await life.at("2026-12-08 09:00");
      aDelivery(life.bot, "unknown");
      life.rows("update deliveries set key = 'the one' where state = 'unknown' returning id");
      for (const time of ["2026-12-08 11:00", "2026-12-09 11:00", "2026-12-16 12:00"]) await life.at(time);
      return life;
    }),
  );

  const [once, ...others] = lives.map(everything);

  // Next year's holidays, the delivery on the day after, and a week later what is still open.
  expect(calls(lives[0]!.bot)).toHaveLength(3);
  for (const other of others) expect(other).toEqual(once);
});
