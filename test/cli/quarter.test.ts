import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { addDays, type Day, instantAt, lastDay, type Quarter } from "../../src/domain/calendar.ts";
import { drawDay } from "../../src/domain/draw.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { type QuarterRow, quarterRow } from "../../src/store/quarters.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool, type Cli } from "./a-cli.ts";

const quarter = "2026Q4" as Quarter;

/** A school whose quarter has been drawn on its first day. */
async function aDrawnQuarter(options: Parameters<typeof aCli>[0] = {}): Promise<Cli> {
  const cli = aCli({ time: "2026-10-01 08:00", ...options });
  cli.roster(aSchool);
  await cli.bot("quarter", "draw", quarter);
  return cli;
}

const rowOf = ({ db }: Cli): QuarterRow => quarterRow(db, quarter)!;

function dayOf(cli: Cli, scope = "school"): Day {
  const { seed, candidates } = rowOf(cli);
  return drawDay(seed!, scope, quarter, false, candidates!);
}

function adopt({ db }: Cli, change: Partial<(typeof defaultPolicy)["parameters"]["draw"]>): void {
  const { parameters } = defaultPolicy;
  const policy = {
    ...defaultPolicy,
    id: "own",
    parameters: { ...parameters, draw: { ...parameters.draw, ...change } },
  };
  db.$client
    .prepare("insert into policies (policy, from_day, approved_by, adopted_at) values (?, '2022-01-01', '党委', 0)")
    .run(JSON.stringify(policy));
}

describe("quarter draw", () => {
  test("draws the present quarter, and says the commitment", async () => {
    const cli = await aDrawnQuarter();

    const { code, out } = await cli.bot("quarter", "draw", quarter);

    expect(code).toBe(0);
    expect(out).toBe(`2026Q4 已抽取，日期保密。承诺值：${rowOf(cli).commitment}`);
    expect(rowOf(cli).commitment).toBe(
      createHash("sha256").update(rowOf(cli).seed!).update(`guifang-2020-58${quarter}`).digest("hex"),
    );
  });

  test("once: what was drawn stays", async () => {
    const cli = await aDrawnQuarter();
    // The jobs' own marks (looked, purged, in the digest) come with the first tick.
    await cli.tick();
    const before = dump(cli.db);

    await cli.bot("quarter", "draw", quarter);
    await cli.tick();

    expect(dump(cli.db)).toEqual(before);
  });

  test("fails when too few days are left for the day to be a secret, and tells the office once", async () => {
    const cli = aCli({ time: "2026-12-18 08:00" });
    cli.roster(aSchool);

    const outcomes = [await cli.bot("quarter", "draw", quarter), await cli.bot("quarter", "draw", quarter)];

    for (const { code, err } of outcomes) {
      expect(code).toBe(1);
      expect(err).toBe("2026Q4 未能抽取：本季度剩余可抽取的日子不足。");
    }
    expect(cli.planned("he")).toEqual([expect.stringContaining("只剩 1 个可抽取的日子")]);
    expect(rowOf(cli)).toMatchObject({ seed: null, commitment: null });
  });

  test("fails while the holidays of the year are not known, and goes on by itself when they are", async () => {
    const cli = aCli({ time: "2099-10-01 08:00" });
    cli.roster(aSchool);

    const { code, err } = await cli.bot("quarter", "draw", "2099Q4");

    expect(code).toBe(1);
    expect(err).toBe("2099Q4 未能抽取：节假日安排尚未收录，请补充 holidays.json。");
    expect(quarterRow(cli.db, "2099Q4" as Quarter)).toMatchObject({ commitment: null, undrawnReason: "holidays" });
  });
});

describe("the drawn day before its round opens", () => {
  const seeds = Array.from({ length: 12 }, (_, index) => index + 1);

  /** How the day would look in a row, an answer or a message. */
  function traces(day: Day, candidates: readonly Day[]): string[] {
    const said = `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
    const { ask, close } = defaultPolicy.parameters.round;
    const isEnd = day === candidates[0] || day === candidates.at(-1);
    // Where the candidates begin and end is no secret.
    return [day, ...(isEnd ? [] : [said]), ...[ask, close].map((time) => String(instantAt(day, time)))];
  }

  function everythingStored(cli: Cli): string {
    const { quarters = [], ...rest } = dump(cli.db);
    return JSON.stringify({ ...rest, quarters: quarters.map((row) => ({ ...(row as object), candidates: null })) });
  }

  test.each(seeds)("is in no row, but as one of the candidates, and in no output: seed %d", async (seed) => {
    const cli = await aDrawnQuarter({ seed });
    const day = dayOf(cli);
    const said: string[] = [];
    for (const time of ["2026-10-01 08:01", `${addDays(day, -1)} 23:59`, `${day} 09:06`]) {
      cli.clock.set(time);
      await cli.tick();
      for (const words of [["draw", quarter], ["status"], ["status", "--json"]]) {
        said.push((await cli.bot("quarter", ...words)).out);
      }
    }
    const stored = everythingStored(cli);

    for (const trace of traces(day, rowOf(cli).candidates!)) {
      expect(stored).not.toContain(trace);
      expect(said.join("\n")).not.toContain(trace);
    }
  });

  test("appears when it opens", async () => {
    const cli = await aDrawnQuarter();
    const day = dayOf(cli);

    cli.clock.set(`${day} 09:07`);
    await cli.tick();

    const status = (await cli.json("quarter", "status")) as { rounds: unknown[] };
    expect(status.rounds).toHaveLength(4);
    for (const round of status.rounds) {
      expect(round).toMatchObject({
        day,
        opensAt: `${day}T09:07:00+08:00`,
        closesAt: `${day}T21:00:00+08:00`,
        state: "open",
      });
    }
  });
});

describe("quarter status", () => {
  test("shows a quarter and its rounds; what is not known yet is null", async () => {
    const cli = await aDrawnQuarter();
    const round = {
      day: null,
      opensAt: null,
      closesAt: null,
      state: "planned",
      members: null,
      reported: 0,
      late: 0,
      origin: "drawn",
      redrawnOn: null,
      reason: null,
    };

    expect(await cli.json("quarter", "status", "2026Q4")).toEqual({
      quarter: "2026Q4",
      policy: "guifang-2020-58",
      commitment: rowOf(cli).commitment,
      rounds: ["第一党支部", "第二党支部", "第三党支部", "离退休党支部"].map((branch, index) => ({
        id: index + 1,
        branch,
        ...round,
      })),
    });
  });

  test("is of the present quarter where none is named", async () => {
    const cli = await aDrawnQuarter();

    expect(await cli.json("quarter", "status")).toEqual(await cli.json("quarter", "status", "2026Q4"));
  });

  test("of a quarter that nobody has drawn says the policy it would have, and no commitment", async () => {
    const cli = aCli();

    expect(await cli.json("quarter", "status", "2026Q3")).toEqual({
      quarter: "2026Q3",
      policy: "guifang-2020-58",
      commitment: null,
      rounds: [],
    });
    expect((await cli.bot("quarter", "status", "2026Q3")).out).toContain("未抽取");
  });

  test("counts who has reported, and who late", async () => {
    const cli = await aDrawnQuarter();
    const day = dayOf(cli);
    cli.clock.set(`${day} 09:07`);
    await cli.tick();
    await cli.say("li", "9000");
    cli.clock.set(`${day} 22:00`);
    await cli.say("wang", "9000");

    const { rounds } = (await cli.json("quarter", "status")) as { rounds: object[] };

    expect(rounds[0]).toMatchObject({ branch: "第一党支部", members: 4, reported: 2, late: 1 });
    expect((await cli.bot("quarter", "status")).out).toContain("2/4（迟报 1）");
  });
});

describe("quarter verify", () => {
  test("before the quarter's end checks the draw, and shows all but the seed", async () => {
    const cli = await aDrawnQuarter();

    const { code, out } = await cli.bot("quarter", "verify", quarter);

    const { commitment, candidates, seed } = rowOf(cli);
    expect(code).toBe(0);
    expect(out).toContain(`承诺值：${commitment}`);
    expect(out).toContain(candidates!.join(" "));
    expect(out).toContain("种子将于 2027-01-01 起公布。");
    expect(out).not.toContain(seed!.toString("hex"));
  });

  test("after it shows the seed, and everybody can compute commitment and day from what is printed", async () => {
    const cli = await aDrawnQuarter();
    const day = dayOf(cli);
    cli.clock.set(`${day} 09:07`);
    await cli.tick();
    cli.clock.set(`${addDays(lastDay(quarter), 1)} 00:00`);

    const { code, out } = await cli.bot("quarter", "verify", quarter);

    expect(code).toBe(0);
    expect(out).toContain("4 个已开启的考核日与重算一致");
    const seed = Buffer.from(/种子：([0-9a-f]{64})/.exec(out)![1]!, "hex");
    const candidates = /：((?:\d{4}-\d\d-\d\d ?)+)/.exec(out)![1]!.trim().split(" ");
    const digest = createHash("sha256").update(seed).update("guifang-2020-58").update(quarter).digest("hex");
    expect(out).toContain(`承诺值：${digest}`);
    const hash = createHmac("sha256", seed).update(`school\n${quarter}\n0\n0`).digest();
    expect(candidates[hash.readUIntBE(0, 6) % candidates.length]).toBe(day);
  });

  test.each([
    ["the commitment", "update quarters set commitment = 'f00'", "承诺值与种子不符"],
    ["the candidates", `update quarters set candidates = '["2026-10-12"]'`, "候选日与办法和日历不符"],
    ["a day", "update rounds set day = '2026-12-21' where id = 2", "第二党支部的考核日 2026-12-21 与重算的"],
    ["the seed", "update quarters set seed = zeroblob(32)", "承诺值与种子不符"],
  ])("finds out when somebody has changed %s", async (_, sql, fault) => {
    const cli = await aDrawnQuarter({ seed: 2 });
    cli.clock.set(`${dayOf(cli)} 09:07`);
    await cli.tick();
    cli.db.$client.exec(sql);

    const { code, out, err } = await cli.bot("quarter", "verify", quarter);

    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toContain(fault);
  });

  test("checks a day that was drawn again, because the machine had been off", async () => {
    const cli = await aDrawnQuarter({ seed: 3 });
    cli.clock.set(`${addDays(dayOf(cli), 1)} 08:00`);
    await cli.tick();
    for (let day = addDays(dayOf(cli), 1); day < "2026-12-22"; day = addDays(day, 1)) {
      cli.clock.set(`${day} 09:07`);
      await cli.tick();
    }

    const { rounds } = (await cli.json("quarter", "status")) as { rounds: { redrawnOn: Day; day: Day }[] };
    const { code } = await cli.bot("quarter", "verify", quarter);

    expect(rounds[0]!.redrawnOn).toBe(addDays(dayOf(cli), 1));
    expect(rounds[0]!.day > rounds[0]!.redrawnOn).toBe(true);
    expect(code).toBe(0);
  });

  test("checks each branch's own day where the policy draws by branch", async () => {
    const cli = aCli({ time: "2026-10-01 08:00" });
    adopt(cli, { scope: "branch" });
    cli.roster(aSchool);
    await cli.bot("quarter", "draw", quarter);
    for (let day = "2026-10-10" as Day; day < "2026-12-22"; day = addDays(day, 1)) {
      cli.clock.set(`${day} 09:07`);
      await cli.tick();
    }

    const { rounds } = (await cli.json("quarter", "status")) as { rounds: { branch: string; day: Day }[] };
    const { code, out } = await cli.bot("quarter", "verify", quarter);

    expect(rounds.map(({ day }) => day)).toEqual(rounds.map(({ branch }) => dayOf(cli, branch)));
    expect(new Set(rounds.map(({ day }) => day)).size).toBeGreaterThan(1);
    expect(code).toBe(0);
    expect(out).toContain("4 个已开启");
  });
});
