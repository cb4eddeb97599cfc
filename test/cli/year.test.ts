import { describe, expect, test } from "vitest";
import { dump } from "../support/dump.ts";
import { aClosedQuarter, type Cli } from "./a-cli.ts";

/** `aClosedQuarter` with the totals that the year is counted from. */
async function aYear(): Promise<Cli> {
  const cli = await aClosedQuarter();
  cli.past("zhang", 9001, "2025-12-20");
  cli.past("wang", 6001, "2025-12-20");
  cli.past("Fang", 2000, "2026-03-02");
  cli.past("lao", 0, "2025-12-20");
  cli.past("lu", 1000, "2024-12-31");
  cli.past("ma", 9000, "2025-12-20");
  return cli;
}

async function archive(cli: Cli): Promise<void> {
  for (const [what, who] of [
    ["submit", "he"],
    ["approve", "ma"],
    ["publish", "he"],
  ] as const) {
    expect(await cli.bot("summary", what, "2026Q4", "--by", who)).toMatchObject({ code: 0 });
  }
  cli.clock.set("2026-11-26 10:00");
  expect(await cli.bot("summary", "publish", "2026Q4", "--by", "he")).toMatchObject({ code: 0 });
}

const close = (cli: Cli, by = "he", year = "2026") => cli.bot("year", "close", year, "--by", by);
const preview = (cli: Cli) => cli.json("year", "preview", "2026") as Promise<Record<string, unknown>>;

const estimated = {
  account: "li",
  name: "李明",
  branch: "第一党支部",
  growth: 1000,
  required: 6000,
  estimated: true,
  asOf: "2026-11-18",
};
const fang = { account: "Fang", name: "方圆", branch: "第三党支部", growth: 6000, required: 5014 };
const result = {
  // Counted from the first known total on: the others' requirement is higher than the growth that is known.
  activeLearners: [fang],
  bestBranches: [{ branch: "第二党支部", average: 10_000.33 }],
  notEligible: [
    { ...estimated, account: "wang", name: "王芳", growth: 5999, estimated: false },
    estimated,
    { ...estimated, account: "ma", name: "马宁", branch: "第二党支部", growth: 0, estimated: false },
  ],
  undecided: [
    { account: "chen", name: "陈静", branch: "第一党支部", reason: "没有填报记录" },
    { account: "su", name: "苏敏", branch: "第二党支部", reason: "只有一次填报，没有可以比较的积分" },
    { account: "he", name: "何翠", branch: "第二党支部", reason: "只有一次填报，没有可以比较的积分" },
  ],
};

describe("year preview", () => {
  test("names active learners, the best branch, who is not eligible and who cannot be judged", async () => {
    const cli = await aYear();

    expect(await preview(cli)).toEqual({
      year: 2026,
      policy: "guifang-2020-58",
      state: "preview",
      closedAt: null,
      ...result,
    });
  });

  test("an active learner is shown with growth and what was asked", async () => {
    const cli = await aYear();
    cli.past("zhang", 5000, "2025-12-31");

    expect(await preview(cli)).toMatchObject({
      // From 20 December on: twelve days of 2025, and 2026. The lower total of the 31st is a new beginning, no loss.
      activeLearners: [{ account: "zhang", name: "张伟", branch: "第一党支部", growth: 10_001, required: 6198 }, fang],
    });
  });

  test("counts a late answer and a correction of the last round for its day", async () => {
    const cli = await aYear();
    cli.clock.pass(60_000);
    await cli.json(
      "round",
      "open",
      "--reason",
      "补测",
      "--branch",
      "第一党支部",
      "--close",
      "+1h",
      "--replaces-quarter",
    );
    cli.db.$client.exec("update rounds set grace_until = closes_at + 86400000 where state = 'open'");
    cli.clock.set("2026-11-19 08:00");
    expect(await cli.say("wang", "12001")).toContain("迟报");
    expect(await cli.say("zhang", "15001")).toContain("已记录");
    await cli.json("round", "close");

    const { notEligible } = (await preview(cli)) as { notEligible: { account: string }[] };

    expect(notEligible.map(({ account }) => account)).toEqual(["li", "ma"]);
  });

  test("counts who has moved once, where the last table was made", async () => {
    const cli = await aYear();
    cli.clock.set("2026-11-20 10:00");
    cli.roster({ li: { name: "李明", branch: "第二党支部", from: "2026-11-19" } });
    await cli.json("round", "open", "--reason", "补测", "--branch", "第二党支部", "--replaces-quarter");
    await cli.say("li", "9100");
    await cli.json("round", "close");

    const { notEligible } = (await preview(cli)) as { notEligible: { account: string; branch: string }[] };

    expect(notEligible.filter(({ account }) => account === "li")).toEqual([
      { ...estimated, branch: "第二党支部", growth: 1100, asOf: "2026-11-20" },
    ]);
  });

  test("shows people the same, and changes nothing", async () => {
    const cli = await aYear();
    const before = dump(cli.db);

    const { code, out } = await cli.bot("year", "preview", "2026");

    expect(code).toBe(0);
    expect(out).toContain("2026年度评选预览，依据 guifang-2020-58");
    expect(out).toContain("第二党支部  10000.33");
    expect(out).toMatch(/第一党支部 +李明 +li +1000 +6000 +2026-11-18 +自本年首次填报起算，为估算/);
    expect(out).toMatch(/陈静 +chen +没有填报记录/);
    expect(dump(cli.db)).toEqual(before);
  });

  test("is not of a year without a closed round", async () => {
    const { code, err } = await (await aYear()).bot("year", "preview", "2025");

    expect(code).toBe(1);
    expect(err).toBe("2025年还没有已结束的考核。");
  });

  test("the files of a year are still to come", async () => {
    expect(await (await aYear()).bot("export", "2026", "--out", "/tmp/nowhere")).toMatchObject({ code: 2 });
  });
});

describe("year close", () => {
  test("freezes the result: what is reported later changes it no more", async () => {
    const cli = await aYear();
    await archive(cli);

    expect(await close(cli)).toEqual({ code: 0, out: "2026年度评选已结，结果已固定。", err: "" });

    cli.past("wang", 0, "2026-01-01");
    expect(await preview(cli)).toEqual({
      year: 2026,
      policy: "guifang-2020-58",
      state: "closed",
      closedAt: "2026-11-26T10:00:00+08:00",
      ...result,
    });
    expect((await cli.bot("year", "preview", "2026")).out).toContain("已结");
  });

  test("is in the audit log with counts only", async () => {
    const cli = await aYear();
    await archive(cli);

    await close(cli);

    const row = cli.db.$client.prepare("select actor, act, subject, detail from audit order by id desc").get();
    expect(row).toEqual({
      actor: "member:6",
      act: "year.close",
      subject: "year:2026",
      detail: JSON.stringify({ policy: 1, activeLearners: 1, bestBranches: 1, notEligible: 3, undecided: 3 }),
    });
  });

  test("is done once", async () => {
    const cli = await aYear();
    await archive(cli);
    await close(cli);
    const before = dump(cli.db);

    const { code, err } = await close(cli, "HE");

    expect(code).toBe(1);
    expect(err).toContain("2026年度已结");
    expect(dump(cli.db)).toEqual(before);
  });

  test.each(["li", "zhang", "ma", "Fang"])("is not %s's to do: it is the office's", async (who) => {
    const cli = await aYear();
    await archive(cli);
    const before = dump(cli.db);

    const { code, out, err } = await close(cli, who);

    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("无权");
    expect(err).toContain("学校党办");
    expect(dump(cli.db)).toEqual(before);
  });

  test("waits for the archive of every quarter, even when the year is over", async () => {
    const cli = await aYear();
    cli.clock.set("2027-01-05 10:00");

    const { code, err } = await close(cli);

    expect(code).toBe(1);
    expect(err).toContain("2026Q4（草稿） 的汇总尚未归档");
  });

  test("waits for a round that is open", async () => {
    const cli = await aYear();
    await archive(cli);
    await cli.json("round", "open", "--reason", "补测", "--branch", "第三党支部");

    expect(await close(cli)).toMatchObject({ code: 1, err: expect.stringContaining("进行中的考核") });
  });

  test("waits for the fourth quarter or the end of the year", async () => {
    const cli = await aYear();
    await archive(cli);
    cli.db.$client.pragma("foreign_keys = off");
    for (const table of ["quarters", "rounds", "summaries", "summary_branches"]) {
      cli.db.$client.exec(`update ${table} set quarter = '2026Q3'`);
    }

    expect(await close(cli)).toMatchObject({ code: 1, err: expect.stringContaining("尚未结束") });
    cli.clock.set("2027-01-01 00:00");
    expect(await close(cli)).toMatchObject({ code: 0 });
  });

  test("leaves a pseudonym of who has had the own data deleted", async () => {
    const cli = await aYear();
    await archive(cli);
    await close(cli);

    await cli.say("wang", "删除我的数据");
    await cli.say("wang", "确认删除");

    const { out } = await cli.bot("year", "preview", "2026");
    expect(out).toContain("已注销2");
    expect(out).not.toMatch(/王芳|wang/);
    expect(JSON.stringify(cli.db.$client.prepare("select * from years").all())).not.toMatch(/王芳|wang/);
  });
});
