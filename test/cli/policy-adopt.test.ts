import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { passToDrawnDay } from "../support/drawn-day.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool, type Cli } from "./a-cli.ts";
import { aPolicy, aPolicyFile } from "./a-policy-file.ts";

const APPROVED = ["--approved-by", "校党委会"];
const use = (cli: Cli, id: string, from: string) => cli.bot("policy", "use", id, "--from", from, ...APPROVED);
const adopt = (cli: Cli, policy: unknown, from: string) =>
  cli.bot("policy", "adopt", aPolicyFile(policy), "--from", from, ...APPROVED);
const adopted = ({ db }: Cli) =>
  db.$client
    .prepare("select json_extract(policy, '$.id') as id, from_day, approved_by from policies order by id")
    .all();

/** A school whose quarter has been drawn. */
async function aDrawnQuarter(): Promise<Cli> {
  const cli = aCli({ time: "2026-10-01 08:00" });
  cli.roster(aSchool);
  await cli.tick();
  return cli;
}

describe("policy adopt", () => {
  test("puts a file in force from a day, with who approved it, and shows first what would be different", async () => {
    const cli = await aDrawnQuarter();

    const { code, out } = await adopt(cli, aPolicy(), "2027-01-01");

    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 2)).toEqual([
      "比减负版（low-burden）更严的条款，须写明批准人：",
      '  round.reminders（四（二））：["14:10","19:40"]，减负版为 ["19:40"]',
    ]);
    expect(out).toContain("还没有结束的季度，无从试算。");
    expect(out.split("\n").slice(-2)).toEqual([
      "已采用“广西纺织工业学校“学习强国”学习管理和激励办法”（桂纺校党字〔2020〕58号，our-own），自 2027-01-01 起，批准：校党委会。",
      "自 2027Q1 起的季度按它计算；2026Q4 及以前的季度仍按原来的办法。",
    ]);
    expect(adopted(cli)).toEqual([
      { id: "guifang-2020-58", from_day: "2021-01-01", approved_by: "桂纺校党字〔2020〕58号" },
      { id: "our-own", from_day: "2027-01-01", approved_by: "校党委会" },
    ]);
    expect(await cli.json("policy", "show")).toMatchObject({ id: "guifang-2020-58" });
    cli.clock.set("2027-01-01 00:00");
    expect(await cli.json("policy", "show")).toMatchObject({ id: "our-own", approvedBy: "校党委会" });
  });

  test("is refused where a quarter would have fewer than ten days to draw from, and changes nothing", async () => {
    const cli = await aDrawnQuarter();
    const { draw } = defaultPolicy.parameters;
    const holidays = aPolicy({ draw: { ...draw, blackout: [{ from: "07-01", until: "09-12" }] } });
    const before = dump(cli.db);

    const refused = await adopt(cli, holidays, "2027-01-01");
    const checked = await cli.bot("policy", "check", aPolicyFile(holidays));

    for (const { code, out, err } of [refused, checked]) {
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain("2027Q3 只有 6 天，每个季度至少要有 10 天");
    }
    expect(dump(cli.db)).toEqual(before);
    const shorter = aPolicy({ draw: { ...draw, blackout: [{ from: "07-10", until: "08-31" }] } });
    expect((await adopt(cli, shorter, "2027-01-01")).code).toBe(0);
  });

  test("is in the audit log with the stricter clauses, and without the words of anybody", async () => {
    const cli = await aDrawnQuarter();

    await adopt(cli, aPolicy(), "2027-01-01");

    const row = cli.db.$client.prepare("select actor, act, subject, detail from audit order by id desc").get() as {
      detail: string;
    };
    expect(row).toMatchObject({ actor: "operator", act: "policy.adopt", subject: "policy:2" });
    expect(JSON.parse(row.detail)).toEqual({
      from: "2027-01-01",
      stricter: [
        "round.reminders",
        "spotCheck.share",
        "spotCheck.atLeast",
        "talk.lowest",
        "branchRank.post",
        "lowBranches",
      ],
    });
  });

  test("of the same policy again is already in force, and changes nothing", async () => {
    const cli = await aDrawnQuarter();
    await adopt(cli, aPolicy(), "2027-01-01");
    const before = dump(cli.db);

    const again = await adopt(cli, aPolicy(), "2027-01-01");
    const later = await use(cli, "our-own", "2027-03-01");
    const standing = await use(cli, "guifang-2020-58", "2026-10-01");

    for (const { code, out } of [again, later]) {
      expect(code).toBe(0);
      expect(out).toContain("自 2027-01-01 起已经有效（批准：校党委会），未作改动。");
    }
    expect(standing.out).toContain("自 2021-01-01 起已经有效");
    expect(dump(cli.db)).toEqual(before);
  });

  test.each([
    ["a day that is past", ["--from", "2026-09-30", ...APPROVED], "--from 不能早于 2026-10-01"],
    ["no day", APPROVED, "--from 应为日期"],
    ["a day that is none", ["--from", "2027-02-29", ...APPROVED], "--from 应为日期"],
    ["nobody who approved", ["--from", "2027-01-01"], "--approved-by"],
    ["nobody's name", ["--from", "2027-01-01", "--approved-by", " "], "--approved-by"],
  ])("is refused with %s", async (_, words, said) => {
    const cli = await aDrawnQuarter();
    const before = dump(cli.db);

    const { code, out, err } = await cli.bot("policy", "adopt", aPolicyFile(aPolicy()), ...words);

    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(said);
    expect(dump(cli.db)).toEqual(before);
  });

  test("of a file with faults adopts nothing", async () => {
    const cli = await aDrawnQuarter();
    const before = dump(cli.db);

    const { code, err } = await adopt(cli, { ...aPolicy(), title: "" }, "2027-01-01");

    expect(code).toBe(2);
    expect(err).toContain("未作任何改动：\ntitle：没有填写");
    expect(dump(cli.db)).toEqual(before);
  });
});

describe("policy use", () => {
  test("knows the built-in policies and those adopted before, and says so", async () => {
    const cli = await aDrawnQuarter();
    await adopt(cli, aPolicy(), "2027-01-01");

    const unknown = await use(cli, "no-burden", "2027-01-01");
    const back = await use(cli, "guifang-2020-58", "2027-04-01");

    expect(unknown).toMatchObject({ code: 2, out: "" });
    expect(unknown.err).toContain("没有名为“no-burden”的办法。可用的有：low-burden、our-own、guifang-2020-58。");
    expect(back).toMatchObject({ code: 0 });
    expect(adopted(cli)).toHaveLength(3);
  });

  test("says which policy will follow it", async () => {
    const cli = await aDrawnQuarter();
    await adopt(cli, aPolicy(), "2027-04-01");

    const { out } = await use(cli, "low-burden", "2027-01-01");

    expect(out.split("\n").slice(-2)).toEqual([
      "自 2027Q1 起的季度按它计算；2026Q4 及以前的季度仍按原来的办法。",
      "注意：已定自 2027-04-01 起改用 our-own。",
    ]);
  });

  test.each([
    ["2026-10-01", "2027Q1"],
    ["2026-12-31", "2027Q1"],
    ["2027-01-01", "2027Q1"],
    ["2027-01-02", "2027Q2"],
  ])("from %s takes effect with the first quarter that begins then or later and was not drawn: %s", async (from, quarter) => {
    const cli = await aDrawnQuarter();

    const { out } = await use(cli, "low-burden", from);

    expect(out).toContain(`自 ${quarter} 起的季度按它计算`);
  });

  test("may date from the beginning of a quarter of which nothing was drawn yet: a school begins in its middle", async () => {
    const cli = aCli({ time: "2026-10-20 10:00" });

    const tooEarly = await use(cli, "low-burden", "2026-09-30");
    const { code, out } = await use(cli, "low-burden", "2026-10-01");
    cli.roster(aSchool);
    await cli.tick();

    expect(tooEarly).toMatchObject({ code: 2 });
    expect(code).toBe(0);
    expect(out).toContain("自 2026Q4 起的季度按它计算。");
    expect(await cli.json("quarter", "status", "2026Q4")).toMatchObject({ policy: "low-burden" });
    expect(await use(cli, "guifang-2020-58", "2026-10-01")).toMatchObject({ code: 2 });
  });
});

describe("a quarter", () => {
  const totals = { zhang: 15_000, wang: 12_000, li: 9000, su: 11_000, he: 10_000, ma: 9500, Fang: 8000, lu: 7000 };

  async function goesBy(cli: Cli): Promise<void> {
    await passToDrawnDay(cli, "09:07");
    for (const [account, total] of Object.entries(totals)) await cli.say(account, `${total}`);
    await passToDrawnDay(cli, "09:00", 1);
  }
  const figuresOf = ({ db }: Cli, quarter: string) =>
    ["branch_tables", "table_rows", "talks"].map((table) =>
      db.$client
        .prepare(`select t.* from ${table} t join rounds r on r.id = t.round_id where r.quarter = ?`)
        .all(quarter),
    );

  test("is computed by the policy it was drawn under, also when another is adopted while it is open", async () => {
    const cli = await aDrawnQuarter();
    await passToDrawnDay(cli, "09:07");
    await use(cli, "low-burden", cli.db.$client.prepare("select max(day) from rounds").pluck().get() as string);
    for (const [account, total] of Object.entries(totals)) await cli.say(account, `${total}`);
    await passToDrawnDay(cli, "09:00", 1);

    expect(await cli.json("talk", "list", "2026Q4")).toMatchObject({
      talks: expect.arrayContaining([expect.objectContaining({ account: "li" })]),
    });
    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({
      policy: "guifang-2020-58",
      lowBranches: ["第三党支部"],
    });
  });

  test("that is closed stays as it was when another policy comes into force, and the next one is computed by that", async () => {
    const cli = await aDrawnQuarter();
    await goesBy(cli);
    const closed = figuresOf(cli, "2026Q4");
    const summary = await cli.json("summary", "show", "2026Q4");
    const shown = await use(cli, "low-burden", "2027-01-01");

    cli.clock.set("2027-01-01 08:00");
    await cli.tick();

    expect(shown.out).toContain("第一党支部 不再列入谈话名单：李明（li）");
    expect(figuresOf(cli, "2026Q4")).toEqual(closed);
    expect(await cli.json("summary", "show", "2026Q4")).toEqual(summary);
    expect(await cli.json("quarter", "status", "2027Q1")).toMatchObject({ policy: "low-burden" });
    expect(await cli.json("quarter", "status", "2026Q4")).toMatchObject({ policy: defaultPolicy.id });
    // A verification of the past goes by the past's policy.
    expect(await cli.bot("quarter", "verify", "2026Q4")).toMatchObject({ code: 0 });
  });
});
