import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Day, workCalendar } from "../../src/domain/calendar.ts";
import { aFolder } from "../support/a-folder.ts";
import { dump } from "../support/dump.ts";
import { aClosedQuarter, type Cli } from "./a-cli.ts";

/** `aClosedQuarter` with the totals that the year is counted from. */
async function aYear(): Promise<Cli> {
  const calendar = workCalendar({ 2027: { holidays: ["2027-01-01" as Day], workdays: [] } });
  const cli = await aClosedQuarter({ calendar });
  cli.past("zhang", 9001, "2025-12-31");
  cli.past("wang", 6001, "2025-12-31");
  cli.past("li", 3000, "2025-12-31");
  cli.past("Fang", 2000, "2026-03-02");
  cli.past("ma", 9000, "2025-12-31");
  return cli;
}

/** `aYear` counted from 25 to 29 December: 陈静 and 苏敏 stay silent. */
async function aCountedYear(): Promise<Cli> {
  const cli = await aYear();
  cli.clock.set("2026-12-25 09:07");
  await cli.tick();
  for (const [account, total] of Object.entries({
    zhang: 15_001,
    wang: 12_000,
    li: 9001,
    he: 10_001,
    ma: 9100,
    Fang: 8000,
    lu: 9900,
    lao: 700,
  }))
    await cli.say(account, `${total}`);
  cli.clock.set("2026-12-30 09:00");
  await cli.tick();
  await cli.tick();
  return cli;
}

interface Preview {
  readonly state: string;
  readonly countedAt: string | null;
  readonly activeLearners: { account: string; growth: number; required: number; estimated: boolean }[];
  readonly bestBranches: { branch: string; average: number }[];
  readonly notEligible: { account: string; growth: number; required: number; final: boolean }[];
  readonly reachable: { account: string }[];
  readonly undecided: { account: string; reason: string }[];
}
const preview = (cli: Cli) => cli.json("year", "preview", "2026") as Promise<Preview>;
const accounts = (lines: readonly { account: string }[]) => lines.map(({ account }) => account);
const step = (cli: Cli, what: string, by: string, ...more: string[]) =>
  cli.bot("year", what, "2026", "--by", by, ...more);

async function closed(cli: Cli): Promise<void> {
  expect(await step(cli, "submit", "he")).toMatchObject({ code: 0 });
  expect(await step(cli, "approve", "ma")).toMatchObject({ code: 0 });
  expect(await step(cli, "publish", "he")).toMatchObject({ code: 0 });
  cli.clock.set("2027-01-20 10:00");
  expect(await step(cli, "close", "he")).toMatchObject({ code: 0 });
}

describe("year preview", () => {
  test("judges nobody before the count: what the days can bring is reachable, the rest is not final", async () => {
    const cli = await aYear();

    const found = await preview(cli);

    expect(found).toMatchObject({ state: "preview", countedAt: null });
    // 41 days to 29 December bring 2706.
    expect(accounts(found.reachable)).toEqual(["wang"]);
    expect(found.notEligible).toMatchObject([{ account: "ma", growth: 0, required: 6000, final: false }]);
    expect(accounts(found.activeLearners)).toEqual(["zhang", "li", "Fang"]);
    expect(accounts(found.undecided)).toEqual(["chen", "su", "he", "lu"]);
    expect((await cli.bot("year", "preview", "2026")).out).toContain("不作结论");
  });

  test("is final once the count has closed, and says why somebody cannot be judged", async () => {
    const found = await preview(await aCountedYear());

    expect(found).toMatchObject({ state: "draft", countedAt: "2026-12-29" });
    expect(found.reachable).toEqual([]);
    expect(found.notEligible).toMatchObject([
      { account: "wang", growth: 5999, required: 6000, final: true },
      // From 18 November: 44 of 365 days, 723.2.
      { account: "he", growth: 0, required: 724, final: true },
      { account: "ma", growth: 100, required: 6000, final: true },
    ]);
    // From 2 March: 305 of 365 days, 5013.7.
    expect(found.activeLearners).toMatchObject([
      { account: "zhang", growth: 6000, required: 6000, estimated: false },
      { account: "li", growth: 6001, required: 6000, estimated: false },
      { account: "Fang", growth: 6000, required: 5014, estimated: true },
      { account: "lu", growth: 900, required: 724, estimated: true },
    ]);
    expect(found.undecided).toEqual([
      {
        account: "chen",
        name: "陈静",
        branch: "第一党支部",
        doubtful: false,
        reason: expect.stringContaining("没有填报记录"),
      },
      {
        account: "su",
        name: "苏敏",
        branch: "第二党支部",
        doubtful: false,
        reason: expect.stringContaining("只有一次填报"),
      },
    ]);
  });

  test("a branch of fewer than three is shown and not awarded", async () => {
    const { bestBranches } = await preview(await aCountedYear());

    expect(bestBranches.map(({ branch }) => branch)).not.toContain("第三党支部");
    expect(bestBranches).toHaveLength(1);
  });
});

describe("the year's flow", () => {
  test("goes through office, committee, 公示 and 表彰通报 like a quarter, and the groups see names only", async () => {
    const cli = await aCountedYear();
    await cli.bot("group", "set", "school", "appchat:school");
    await closed(cli);

    expect(await preview(cli)).toMatchObject({ state: "archived" });
    const posts = cli.planned("appchat:school");
    expect(posts.some((text) => text.startsWith("【公示】") && text.includes("第一党支部 张伟、李明"))).toBe(true);
    expect(posts.some((text) => text.startsWith("【表彰通报】"))).toBe(true);
    for (const text of posts) expect(text).not.toMatch(/15001|6000|6001|王芳|马宁/);
    expect(cli.planned("ma").some((text) => text.includes("王芳：增长 5999 分，要求 6000 分"))).toBe(true);
  });

  test("closes nothing before the count, and nothing twice", async () => {
    const early = await aYear();
    const before = dump(early.db);
    expect(await step(early, "close", "he")).toMatchObject({ code: 1, err: expect.stringContaining("年终统计") });
    expect(await step(early, "submit", "he")).toMatchObject({ code: 1 });
    expect(dump(early.db)).toEqual(before);

    const cli = await aCountedYear();
    await closed(cli);
    const after = dump(cli.db);
    expect(await step(cli, "close", "he")).toMatchObject({ code: 1 });
    expect(dump(cli.db)).toEqual(after);
  });

  test.each(["li", "zhang", "ma", "Fang"])("is not %s's to submit", async (who) => {
    const cli = await aCountedYear();
    const before = dump(cli.db);

    expect(await step(cli, "submit", who)).toMatchObject({ code: 1, out: "", err: expect.stringContaining("无权") });
    expect(dump(cli.db)).toEqual(before);
  });

  test("in chat the bot asks which, where a quarter and the year wait for the same step", async () => {
    const cli = await aCountedYear();

    expect(await cli.say("he", "提交")).toBe("请写明是哪一个：“提交 2026Q4”或“提交 2026”。");
    expect(await cli.say("he", "提交 2026")).toContain("2026年度评选结果已提交");
    expect(await cli.say("ma", "通过")).toContain("2026年度评选结果已通过");
    expect(await cli.say("he", "发布 2026")).toContain("2026年度评选结果已发布");
  });

  test("a correction after the close makes a new version, which goes through the committee again; the old one stays", async () => {
    const cli = await aCountedYear();
    await closed(cli);

    await cli.say("wang", "异议 年终统计少填了一分，应为 12001");
    await cli.say("he", "答复 1 更正 12001 核对页面无误");
    await cli.tick();

    const found = await preview(cli);
    expect(found).toMatchObject({ state: "draft" });
    expect(accounts(found.notEligible)).toEqual(["he", "ma"]);
    expect(await step(cli, "submit", "he")).toMatchObject({ code: 0 });
    expect(cli.db.$client.prepare("select version, state from summaries where quarter = '2026Y'").all()).toEqual([
      { version: 1, state: "archived" },
      { version: 2, state: "submitted" },
    ]);
  });

  test("what is reported after the count changes it no more", async () => {
    const cli = await aCountedYear();
    const before = await preview(cli);
    cli.past("wang", 12_500, "2026-12-31");
    await cli.tick();

    expect(await preview(cli)).toEqual(before);
  });

  test("leaves a pseudonym of who has had the own data deleted, and awards it nothing in public", async () => {
    const cli = await aCountedYear();
    await cli.bot("group", "set", "school", "appchat:school");
    await cli.say("li", "删除我的数据");
    await cli.say("li", "确认删除我的数据");
    await closed(cli);

    expect((await cli.bot("year", "preview", "2026")).out).toMatch(/已注销\d/);
    for (const text of cli.planned("appchat:school")) expect(text).not.toMatch(/李明|已注销/);
  });
});

describe("year count", () => {
  test("by hand asks at once, and a second one is refused", async () => {
    const cli = await aYear();
    cli.clock.set("2026-12-20 10:00");

    const value = await cli.json("year", "count", "2026", "--reason", "提前放假");

    expect(value).toMatchObject({ quarter: "2026Y", rounds: [{ state: "open" }, {}, {}, {}] });
    expect(cli.planned("li").at(-1)).toContain("年终统计");
    expect(await cli.bot("year", "count", "2026", "--reason", "再来")).toMatchObject({ code: 1 });
    cli.clock.set("2026-12-21 09:00");
    await cli.tick();
    expect(await preview(cli)).toMatchObject({ state: "draft", countedAt: "2026-12-20" });
  });

  test("is for the year that is running, or that has just ended", async () => {
    const cli = await aYear();

    expect(await cli.bot("year", "count", "2025", "--reason", "补")).toMatchObject({ code: 2 });
    expect(await cli.bot("year", "count", "2026")).toMatchObject({ code: 2, err: expect.stringContaining("--reason") });
  });
});

test("export writes the year's tables, its notice, the trend and a certificate for each winner", async () => {
  const cli = await aCountedYear();
  const folder = aFolder();

  expect(await cli.bot("export", "2026", "--out", folder)).toMatchObject({ code: 0 });

  expect(readdirSync(folder).sort()).toEqual([
    "奖状",
    "积极分子.xlsx",
    "纪念品签收表.xlsx",
    "绩效考核.xlsx",
    "表彰通报.docx",
    "评优资格.xlsx",
    "趋势.png",
  ]);
  const certificates = readdirSync(`${folder}/奖状`).sort();
  expect(certificates).toContain("第一党支部-张伟.pdf");
  expect(certificates.filter((name) => !name.includes("-"))).toHaveLength(1);
}, 60_000);
