import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  addDays,
  type Day,
  lastDay,
  type Quarter,
  type WorkCalendar,
  workCalendar,
} from "../../src/domain/calendar.ts";
import { commitmentTo } from "../../src/domain/draw.ts";
import { drawnDayOf, passToDrawnDay } from "../support/drawn-day.ts";
import { aCli, aSchool, type Cli } from "./a-cli.ts";

const quarter = "2026Q4" as Quarter;
const verify = (cli: Cli) => cli.bot("quarter", "verify", quarter);

async function aDrawnQuarter(options: Parameters<typeof aCli>[0] = {}): Promise<Cli> {
  const cli = aCli({ time: "2026-10-01 08:00", ...options });
  cli.roster(aSchool);
  await cli.tick();
  return cli;
}

/** The first drawn day was missed and the second is held. */
async function aRedrawnQuarter(seed = 3): Promise<Cli> {
  const cli = await aDrawnQuarter({ seed });
  await passToDrawnDay(cli, "08:00", 1);
  await passToDrawnDay(cli, "09:07");
  return cli;
}

const audit = (sql: string) => `drop trigger audit_never_changed; drop trigger audit_never_deleted; ${sql}`;

describe("quarter verify", () => {
  test("prints, after a redraw, a recipe that leads to the day which was held", async () => {
    for (const seed of [3, 4, 5, 6, 8]) {
      const cli = await aRedrawnQuarter(seed);
      cli.clock.set(`${addDays(lastDay(quarter), 1)} 00:00`);

      const { code, out } = await verify(cli);

      expect(code).toBe(0);
      const key = Buffer.from(/种子：([0-9a-f]{64})/.exec(out)![1]!, "hex");
      const left = /剩余候选日（.+?）：(.+)/.exec(out)![1]!.split(" ");
      const [, count, message, hex, index, day] =
        /^考核日 = 剩余候选日\[n mod (\d+)\]，n = HMAC-SHA256\(种子, "(.+?)"\) 的前 12 位十六进制数 = (\w+)；.+ = (\d+)，即第 \d+ 个：(.+)$/m.exec(
          out,
        )!;
      const hash = createHmac("sha256", key).update(message!.replaceAll("\\n", "\n")).digest("hex").slice(0, 12);
      expect({ count: Number(count), hex }).toEqual({ count: left.length, hex: hash });
      expect(Number(BigInt(`0x${hash}`) % BigInt(left.length))).toBe(Number(index));
      expect(left[Number(index)]).toBe(day);
      const { rounds } = (await cli.json("quarter", "status", quarter)) as { rounds: { day: Day }[] };
      expect(new Set(rounds.map((round) => round.day))).toEqual(new Set([day]));
    }
  });

  test("says why and after which day a day was drawn again, also while the quarter goes on, and not the seed", async () => {
    const cli = await aRedrawnQuarter();

    const { code, out } = await verify(cli);

    expect(code).toBe(0);
    expect(out).toMatch(/重新抽取：原定 2026-\d\d-\d\d 未能开启（.+），在 2026-\d\d-\d\d 之后的候选日里重抽一次/);
    expect(out).not.toContain("种子：");
  });

  test("finds seed and commitment exchanged together, with the day that the new seed gives", async () => {
    const cli = await aDrawnQuarter();
    const seed = createHash("sha256").update("another").digest();
    cli.db.$client
      .prepare("update quarters set seed = ?, commitment = ?")
      .run(seed, commitmentTo(seed, "guifang-2020-58", quarter));
    cli.clock.set(`${drawnDayOf(cli)} 09:07`);
    await cli.tick();

    const { code, err } = await verify(cli);

    expect(code).toBe(1);
    expect(err).toMatch(/承诺值与审计记录第 \d+ 条不符/);
  });

  test.each([
    [
      "the audit row with it",
      audit("update audit set detail = replace(detail, 'c', 'd') where act = 'quarter.draw'"),
      "审计记录第",
    ],
    ["away the record of the draw", audit("delete from audit where act = 'quarter.draw'"), "审计记录里没有这次抽取"],
    [
      "the policy of the draw",
      "insert into policies select 9, policy, from_day, 'x', 0 from policies; update quarters set policy_id = 9",
      "办法与审计记录不符",
    ],
    [
      "candidates, so that the day stays",
      `update quarters set candidates = json_insert(candidates, '$[#]', '2026-12-31')`,
      "候选日与办法和日历不符",
    ],
    ["candidates, all of them", "update quarters set candidates = '[]'", "没有候选日"],
    ["the day of the redraw", "update rounds set redrawn_on = date(redrawn_on, '-1 day')", "重新抽取的日子"],
    [
      "the reason of the redraw",
      "update rounds set redraw_reason = 'x' where id = 1",
      "第一党支部重新抽取的原因与审计记录",
    ],
    ["a redraw away", "update rounds set redrawn_on = null where id = 2", "第二党支部曾重新抽取"],
    ["the day that was held", "update rounds set day = '2026-12-21' where id = 2", "第二党支部的考核日"],
  ])("finds out when somebody has changed %s", async (_, sql, fault) => {
    const cli = await aRedrawnQuarter();
    cli.db.$client.exec(sql);

    const { code, out, err } = await verify(cli);

    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(fault);
  });

  test("finds a redraw that nobody recorded", async () => {
    const cli = await aDrawnQuarter();
    cli.db.$client.exec("update rounds set redrawn_on = '2026-10-10', redraw_reason = 'x'");
    await passToDrawnDay(cli, "09:07");

    expect((await verify(cli)).err).toContain("第一党支部的重新抽取不在审计记录里");
  });

  test("passes a draw whose holidays became known otherwise later: what was recorded decides", async () => {
    let calendar: WorkCalendar = workCalendar();
    const changing: WorkCalendar = {
      knows: (year) => calendar.knows(year),
      isWorkday: (day) => calendar.isWorkday(day),
    };
    const cli = await aDrawnQuarter({ calendar: changing });
    calendar = workCalendar({ "2026": { holidays: ["2026-12-01" as Day], workdays: [] } });

    expect(await verify(cli)).toMatchObject({ code: 0 });
  });

  test("passes what an earlier version recorded: without the candidates' digest and the day of the redraw", async () => {
    const cli = await aRedrawnQuarter();
    const { $client } = cli.db;
    $client.exec(audit("update audit set detail = json_remove(detail, '$.days', '$.after')"));
    let previous = "";
    for (const row of $client.prepare("select * from audit order by id").all() as Record<string, string>[]) {
      const fields = JSON.stringify([row.at, row.actor, row.act, row.subject, row.detail]);
      previous = createHash("sha256").update(previous).update(fields).digest("hex");
      $client.prepare("update audit set hash = ? where id = ?").run(previous, row.id);
    }
    $client.prepare("update settings set value = json_set(value, '$.hash', ?) where name = 'auditHead'").run(previous);

    expect(await verify(cli)).toMatchObject({ code: 0, err: "" });
    $client.exec("update quarters set candidates = json_remove(candidates, '$[0]')");
    expect((await verify(cli)).err).toContain("候选日与办法和日历不符");
  });

  test("checks a day that was missed twice", async () => {
    const cli = await aDrawnQuarter({ seed: 3 });
    await passToDrawnDay(cli, "08:00", 1);
    await passToDrawnDay(cli, "08:00", 1);
    cli.clock.set(`${addDays(lastDay(quarter), 1)} 00:00`);

    expect(await verify(cli)).toMatchObject({ code: 0 });
    cli.db.$client.exec(audit("update audit set detail = replace(detail, '2026-', '2025-') where act = 'round.miss'"));
    expect((await verify(cli)).err).toContain("未能开启的日子与审计记录不符");
  });
});
