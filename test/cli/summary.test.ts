import { describe, expect, test } from "vitest";
import { dump } from "../support/dump.ts";
import { aClosedQuarter, aSchoolBeingAsked, type Cli } from "./a-cli.ts";

const act = (cli: Cli, what: string, by: string, ...words: string[]) =>
  cli.bot("summary", what, "2026Q4", "--by", by, ...words);

async function stateOf(cli: Cli): Promise<string> {
  return ((await cli.json("summary", "show", "2026Q4")) as { state: string }).state;
}

describe("summary show", () => {
  test("gives the branches' figures, from the first to those without a rank", async () => {
    const cli = await aClosedQuarter();

    expect(await cli.json("summary", "show", "2026Q4")).toEqual({
      quarter: "2026Q4",
      policy: "guifang-2020-58",
      state: "draft",
      version: 0,
      note: null,
      publishedOn: null,
      noticeUntil: null,
      branches: [
        { branch: "第二党支部", ranked: true, members: 3, reported: 3, total: 30_001, average: 10_000.33, rank: 1 },
        { branch: "第一党支部", ranked: true, members: 4, reported: 3, total: 36_001, average: 9000.25, rank: 2 },
        { branch: "第三党支部", ranked: true, members: 2, reported: 2, total: 17_000, average: 8500, rank: 3 },
        { branch: "离退休党支部", ranked: false, members: 1, reported: 1, total: 700, average: 700, rank: null },
      ],
      lowBranches: ["第三党支部"],
    });
  });

  test("holds no person's figure", async () => {
    const cli = await aClosedQuarter();

    const { out } = await cli.bot("summary", "show", "2026Q4");

    expect(out).toContain("第 2 名 第一党支部：人均 9000.25 分，已报 3/4 人");
    expect(out).not.toMatch(/张伟|李明|15001/);
  });

  test("takes the last known total for who has not reported", async () => {
    const cli = await aSchoolBeingAsked();
    await cli.say("zhang", "10000");
    await cli.json("round", "close");

    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({
      branches: expect.arrayContaining([
        expect.objectContaining({ branch: "第一党支部", members: 4, reported: 1, total: 18_000, average: 4500 }),
      ]),
    });
  });

  test("changes nothing, however often it is looked at", async () => {
    const cli = await aClosedQuarter();
    const before = dump(cli.db);

    await cli.bot("summary", "show", "2026Q4");
    await cli.json("summary", "show", "2026Q4");

    expect(dump(cli.db)).toEqual(before);
  });
});

describe("a summary's way", () => {
  test("goes by the right of each: the office submits, the committee's secretary approves, the office publishes", async () => {
    const cli = await aClosedQuarter();
    await cli.bot("group", "set", "school", "appchat:schoolwide");

    expect(await act(cli, "submit", "HE")).toMatchObject({
      code: 0,
      out: expect.stringContaining("汇总已提交（待审核）"),
    });
    expect(await stateOf(cli)).toBe("submitted");
    expect(await act(cli, "approve", "ma", "--note", "同意")).toMatchObject({ code: 0 });
    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({ state: "approved", version: 1, note: "同意" });
    expect(await act(cli, "publish", "he")).toMatchObject({ code: 0 });
    expect(await stateOf(cli)).toBe("published");

    expect(cli.planned("ma")).toContainEqual(expect.stringContaining("何翠同志提交了2026年第四季度汇总，请审核"));
    expect(cli.planned("he").at(-1)).toContain("已由马宁同志审核通过");
    expect(cli.planned("appchat:schoolwide")[0]).toContain("第 1 名 第二党支部：人均 10000.33 分");
    expect(await cli.say("li", "排名")).toContain("第 1 名 第二党支部");
  });

  test.each([
    ["submit"],
    ["publish"],
  ])("%s from a script says what is open on standard error, and goes on", async (what) => {
    const cli = await aClosedQuarter();
    if (what === "publish") {
      await act(cli, "submit", "he");
      await act(cli, "approve", "ma");
    }

    const { code, err } = await act(cli, what, "he");

    expect(code).toBe(0);
    expect(err).toMatch(
      /^2026年第四季度汇总还有未了的事项：\n· 抽查未完成：.*\n· 统计表未确认：.*\n· 考核日尚未到来：/,
    );
  });

  test.each([
    ["仍然提交", [], 0, "submitted"],
    [" 仍然提交 ", [], 0, "submitted"],
    ["是", [], 2, "draft"],
    ["", [], 2, "draft"],
    ["", ["--yes"], 0, "submitted"],
  ])("at a terminal wants 仍然提交: %j with %j ends with %i, the summary %s", async (answer, words, code, state) => {
    const cli = await aClosedQuarter({ answers: [answer] });

    expect(await act(cli, "submit", "he", ...words)).toMatchObject({ code });
    expect(await stateOf(cli)).toBe(state);
  });

  test("at a terminal asks nobody without the right", async () => {
    const cli = await aClosedQuarter({ answers: [] });

    const { code, err } = await act(cli, "submit", "ma");

    expect(code).toBe(1);
    expect(err).not.toContain("请输入");
  });

  test("ends when the 公示 is over: publish once more posts the 通报 and archives", async () => {
    const cli = await aClosedQuarter();
    await cli.bot("group", "set", "school", "appchat:schoolwide");
    await act(cli, "submit", "he");
    await act(cli, "approve", "ma");
    await act(cli, "publish", "he");
    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({
      publishedOn: "2026-11-18",
      noticeUntil: "2026-11-25",
    });
    cli.clock.set("2026-11-25 20:00");
    expect(await act(cli, "publish", "he")).toMatchObject({ code: 1, out: "" });

    cli.clock.set("2026-11-26 10:00");
    expect(await act(cli, "publish", "ma")).toMatchObject({ code: 1 });
    expect(await act(cli, "publish", "he")).toEqual({
      code: 0,
      out: "2026年第四季度通报已发布，汇总已归档。\n发往 1 个群：学校群。没有设置群的党支部：第一党支部、第二党支部、第三党支部、离退休党支部。",
      err: "",
    });

    expect(await stateOf(cli)).toBe("archived");
    expect(cli.planned("appchat:schoolwide").slice(3)).toEqual([
      expect.stringContaining("公示期已满（11月19日至11月25日），没有收到异议。"),
      "[通报.docx]",
    ]);
  });

  test("leaves its earlier versions to be read", async () => {
    const cli = await aClosedQuarter();
    await act(cli, "submit", "he");
    cli.clock.pass(60_000);
    await cli.bot("round", "open", "--reason", "补测", "--branch", "第三党支部", "--replaces-quarter");
    await cli.say("lu", "9900");
    await cli.say("lu", "是");
    await cli.json("round", "close");
    await act(cli, "submit", "he");

    const version = async (number: string) => cli.json("summary", "show", "2026Q4", "--version", number);
    const third = (average: number) =>
      expect.arrayContaining([expect.objectContaining({ branch: "第三党支部", average })]);
    expect(await version("1")).toMatchObject({ version: 1, state: "submitted", branches: third(8500) });
    expect(await version("2")).toMatchObject({ version: 2, branches: third(8950) });
    for (const none of ["0", "3", "x"]) {
      expect(await cli.bot("summary", "show", "2026Q4", "--version", none)).toMatchObject({ code: 2, out: "" });
    }
  });

  test("goes back with a reason, and forward again", async () => {
    const cli = await aClosedQuarter();
    await act(cli, "submit", "he");

    expect(await act(cli, "return", "ma", "--note", " 请核对人数 ")).toMatchObject({ code: 0 });

    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({ state: "returned", note: "请核对人数" });
    expect(cli.planned("he").at(-1)).toContain("请核对人数");
    expect(await act(cli, "submit", "he")).toMatchObject({ code: 0 });
  });

  test.each([
    ["submit", "li", "学校党办"],
    ["submit", "ma", "学校党办"],
    ["publish", "zhang", "学校党办"],
    ["approve", "he", "党委书记"],
    ["approve", "Fang", "党委书记"],
    ["return", "he", "党委书记"],
  ])("is not %s's to take for %s: that is the right of %s", async (what, who, holders) => {
    const cli = await aClosedQuarter();
    await act(cli, "submit", "he");
    const before = dump(cli.db);

    const { code, out, err } = await act(cli, what, who, ...(what === "return" ? ["--note", "不"] : []));

    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toContain("无权");
    expect(err).toContain(holders);
    expect(dump(cli.db)).toEqual(before);
  });

  test("is gone once: a step that has been taken is refused, and changes nothing", async () => {
    const cli = await aClosedQuarter();
    for (const [what, who] of [
      ["submit", "he"],
      ["approve", "ma"],
      ["publish", "he"],
    ] as const) {
      expect(await act(cli, what, who)).toMatchObject({ code: 0 });
      const before = dump(cli.db);

      const { code, err } = await act(cli, what, who);

      expect(code).toBe(1);
      expect(err).toContain("才能执行此操作");
      expect(dump(cli.db)).toEqual(before);
    }
  });

  test("does not begin while a round is open", async () => {
    const cli = await aClosedQuarter();
    await cli.bot("round", "open", "--reason", "补测", "--branch", "第三党支部", "--replaces-quarter");

    const { code, err } = await act(cli, "submit", "he");

    expect(code).toBe(1);
    expect(err).toContain("第三党支部");
  });

  test("is in the audit log: who, what, by which policy version, and the seal of its figures", async () => {
    const cli = await aClosedQuarter();

    await act(cli, "submit", "he");

    const { detail, ...row } = cli.db.$client
      .prepare("select actor, act, subject, detail from audit order by id desc")
      .get() as { detail: string };
    expect(row).toEqual({ actor: "member:6", act: "summary.submit", subject: "summary:2026Q4" });
    expect(JSON.parse(detail)).toEqual({ version: 1, policy: 1, seal: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test("begins anew, as the next version, when a later round has changed the figures", async () => {
    const cli = await aClosedQuarter();
    await act(cli, "submit", "he");
    await act(cli, "approve", "ma");
    cli.clock.pass(60_000);
    await cli.bot("round", "open", "--reason", "补测", "--branch", "第三党支部", "--replaces-quarter");
    await cli.say("lu", "99000");
    await cli.json("round", "close");

    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({ state: "draft", version: 0 });
    expect(await act(cli, "submit", "he")).toMatchObject({ code: 0 });
    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({ state: "submitted", version: 2 });
  });
});

describe("talk list", () => {
  const li = { account: "li", name: "李明", total: 9000, growth: 1000, rank: 3, state: "owed", branch: "第一党支部" };

  test("of a branch names the low scorers with their figures, and those without a report apart", async () => {
    const cli = await aClosedQuarter();

    expect(await cli.json("talk", "list", "2026Q4", "--branch", "第一党支部")).toEqual({
      quarter: "2026Q4",
      branch: "第一党支部",
      talks: [li, { ...li, account: "wang", name: "王芳", total: 12_000, growth: null, rank: 2 }],
      unreported: [{ account: "chen", name: "陈静", branch: "第一党支部" }],
    });
  });

  test("of the school goes branch by branch", async () => {
    const cli = await aClosedQuarter();

    const list = (await cli.json("talk", "list", "2026Q4")) as {
      branch: null;
      talks: { account: string; branch: string }[];
    };

    expect(list.branch).toBeNull();
    expect(list.talks.map(({ account, branch }) => `${branch} ${account}`)).toEqual([
      "第一党支部 li",
      "第一党支部 wang",
      "第二党支部 ma",
      "第二党支部 he",
      "第三党支部 Fang",
    ]);
  });

  test("says which talks were held", async () => {
    const cli = await aClosedQuarter();
    cli.db.$client.exec("update talks set state = 'held' where member_id = 3");

    expect(await cli.json("talk", "list", "2026Q4", "--branch", "第一党支部")).toMatchObject({
      talks: [{ account: "li", state: "held" }, { state: "owed" }],
    });
    const { out } = await cli.bot("talk", "list", "2026Q4", "--branch", "第一党支部");
    expect(out).toContain("第一党支部  李明  3     9000        1000  已谈");
    expect(out).toContain("未填报：第一党支部 陈静");
  });
});
