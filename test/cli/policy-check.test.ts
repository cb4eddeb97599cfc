import { describe, expect, test } from "vitest";
import { defaultPolicy, lowBurden } from "../../src/domain/policy.ts";
import { dump } from "../support/dump.ts";
import { aCli, aClosedQuarter, aSchool, type Cli } from "./a-cli.ts";
import { aPolicy, aPolicyFile } from "./a-policy-file.ts";

/** The default policy's copy with a field put at a path; undefined takes it away. */
function spoiled(...changes: readonly (readonly [path: string, value: unknown])[]): unknown {
  const copy = structuredClone(aPolicy()) as unknown as Record<string, unknown>;
  for (const [path, value] of changes) {
    const names = path.split(".");
    const last = names.pop()!;
    const place = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, copy);
    if (value === undefined) delete place[last];
    else place[last] = value;
  }
  return copy;
}

async function faultsOf(content: unknown): Promise<string[]> {
  const { code, out, err } = await aCli().bot("policy", "check", aPolicyFile(content));
  expect(code).toBe(2);
  expect(out).toBe("");
  return err.split("\n").slice(1);
}

describe("policy check, of a file with faults", () => {
  test.each([
    ["parameters.talk.lowest", 1.5, "parameters.talk.lowest（四（三））：应为整数"],
    ["parameters.talk.lowest", undefined, "parameters.talk.lowest（四（三））：没有填写"],
    ["parameters.talk.lowest", -1, "parameters.talk.lowest（四（三））：不能为负数"],
    [
      "parameters.talk.lowst",
      3,
      "parameters.talk.lowst（四（三））：没有这一项，可用的有：lowest、metric、ties、states、minDays",
    ],
    [
      "parameters.quietHours.from",
      "9:07",
      "parameters.quietHours.from（学校执行说明）：应为 24 小时制的时间，如 09:07",
    ],
    ["parameters.draw.scope", "class", 'parameters.draw.scope（四（二））：应为 "school"、"branch" 之一'],
    ["parameters.draw.days.workdaysOnly", "yes", "parameters.draw.days.workdaysOnly（四（二））：应为 true 或 false"],
    [
      "parameters.draw.days.from",
      70,
      "parameters.draw.days.beforeEnd（四（二））：与 from 合计去掉的日子太多，一个季度里可抽取的不足 20 天",
    ],
    ["parameters.lowBranches", 3, "parameters.lowBranches（四（四））：应为列表，写在 [ ] 里"],
    ["parameters.lowBranches.1.lowest", "3", "parameters.lowBranches.1.lowest（四（四））：应为整数"],
    [
      "parameters.lowBranches.1.highest",
      3,
      "parameters.lowBranches.1.highest（四（四））：没有这一项，可用的有：from、lowest",
    ],
    ["parameters.spotCheck.share", 2, "parameters.spotCheck.share（四（二））：不能大于 1"],
    ["parameters.members.counted", [], "parameters.members.counted（三、四（一））：至少要有 1 项"],
    ["parameters.round", undefined, "parameters.round（四（二））：没有填写"],
    ["clauses.talk", "第九条", "clauses.talk（四（三））：没有这个参数"],
    ["title", "", "title：没有填写"],
    ["document", 58, "document：应为文字"],
    ["id", "我们的办法", "id：应为小写字母、数字与连字符"],
    ["author", "何翠芬", "author：没有这一项，可用的有：id、title、document、clauses、parameters"],
  ])("names the field and its clause: %s = %o", async (path, value, fault) => {
    expect(await faultsOf(spoiled([path, value]))).toEqual([fault]);
  });

  test("lists all faults together, also those between fields", async () => {
    const faults = await faultsOf(
      spoiled(
        ["parameters.talk.lowest", "3"],
        ["parameters.round.close", "08:00"],
        ["parameters.round.extra", 1],
        ["parameters.quietHours", { from: "09:00", until: "10:00" }],
        ["parameters.notice", undefined],
        ["title", undefined],
      ),
    );

    expect(faults.toSorted()).toEqual(
      [
        "title：没有填写",
        "parameters.notice（四（四））：没有填写",
        "parameters.quietHours（学校执行说明）：提问和提醒的时间不应在免打扰时段内",
        "parameters.round.close（四（二））：应晚于 ask",
        "parameters.round.extra（四（二））：没有这一项，可用的有：ask、close、grace、reminders",
        "parameters.talk.lowest（四（三））：应为整数",
      ].toSorted(),
    );
  });

  test("may not take the id of another policy, built-in or adopted", async () => {
    const cli = aCli();
    await cli.bot("policy", "adopt", aPolicyFile(aPolicy()), "--from", "2027-01-01", "--approved-by", "党委会");

    for (const id of ["guifang-2020-58", "our-own"]) {
      const file = aPolicyFile(spoiled(["id", id], ["title", "另一份办法"]));
      const { code, err } = await cli.bot("policy", "check", file);

      expect(code).toBe(2);
      expect(err.split("\n").slice(1)).toEqual([`id：“${id}”已是另一份办法的编号，内容不同，请换一个编号`]);
    }
  });

  test("cites the file's own clauses", async () => {
    const own = { ...(spoiled(["parameters.talk.lowest", "3"]) as object), clauses: { "talk.lowest": "第九条" } };
    expect(await faultsOf(own)).toEqual(["parameters.talk.lowest（第九条）：应为整数"]);
  });

  test.each([
    ["no JSON", '{\n  "id": "x",\n  oops\n}', "不是 JSON，第 3 行附近有误"],
    ["an empty file", "", "不是 JSON"],
    ["a list", "[]", "办法：应为一组参数"],
    ["null", "null", "办法：应为一组参数"],
  ])("says so of %s", async (_, text, words) => {
    const { code, err } = await aCli().bot("policy", "check", aPolicyFile(text));

    expect(code).toBe(2);
    expect(err).toContain(words);
  });

  test("says so of a file that is not there", async () => {
    const { code, err } = await aCli().bot("policy", "check", "/nowhere/policy.json");

    expect(code).toBe(2);
    expect(err).toContain("无法读取");
  });
});

describe("policy check, of a sound file", () => {
  async function check(cli: Cli, policy: unknown) {
    const { code, out } = await cli.bot("policy", "check", aPolicyFile(policy));
    expect(code).toBe(0);
    return out.split("\n");
  }

  test("changes nothing", async () => {
    const cli = await aClosedQuarter();
    await cli.json("policy", "show");
    const before = dump(cli.db);

    await check(cli, aPolicy({ lowBranches: [] }));

    expect(dump(cli.db)).toEqual(before);
  });

  test("has nothing to compare with while no quarter is closed", async () => {
    const cli = aCli();
    cli.roster(aSchool);

    expect(await check(cli, aPolicy())).toContain("还没有结束的季度，无从试算。");
    expect(await cli.json("policy", "check", aPolicyFile(aPolicy()))).toMatchObject({ whatIf: null });
  });

  test("does not compare with a quarter whose rounds are still to come", async () => {
    const cli = await aClosedQuarter();

    expect(await cli.json("policy", "check", aPolicyFile(aPolicy()))).toMatchObject({ whatIf: null });
  });

  /** The drawn rounds of the quarter over, as when the machine was off. */
  async function aQuarterThatIsOver(): Promise<Cli> {
    const cli = await aClosedQuarter();
    cli.db.$client.exec("update rounds set state = 'missed' where state = 'planned'");
    return cli;
  }

  test("says whom it would touch on the last closed quarter: names, and nobody's score", async () => {
    const cli = await aQuarterThatIsOver();

    const lines = await check(cli, { ...lowBurden, id: "our-own" });

    expect(lines).toEqual([
      "““学习强国”学习管理办法（减负版）”（桂纺校党字〔2020〕58号，our-own）：格式正确，可以采用。",
      "没有比减负版（low-burden）更严的条款。",
      "按 2026Q4 的定稿数据试算（当时的办法：guifang-2020-58）：",
      "  提醒：2 次（14:10、19:40） → 1 次（19:40）",
      "  群内发布：排名 → 填报率",
      "  较低党支部：第三党支部 → 无",
      "  第二党支部 抽查人数：1 → 0",
      "  第二党支部 谈话名单：2 人 → 0 人",
      "  第二党支部 不再列入谈话名单：马宁（ma）、何翠（he）",
      "  第一党支部 抽查人数：1 → 0",
      "  第一党支部 谈话名单：2 人 → 0 人",
      "  第一党支部 不再列入谈话名单：李明（li）、王芳（wang）",
      "  第三党支部 抽查人数：1 → 0",
      "  第三党支部 谈话名单：1 人 → 0 人",
      "  第三党支部 不再列入谈话名单：方圆（Fang）",
      "  离退休党支部 抽查人数：1 → 0",
    ]);
    for (const score of ["15001", "9000", "8000"]) expect(lines.join("\n")).not.toContain(score);
  });

  test("gives the same as data", async () => {
    const cli = await aQuarterThatIsOver();
    const zero = aPolicy({ branchRank: { ...defaultPolicy.parameters.branchRank, missing: "exclude" } });

    const value = await cli.json("policy", "check", aPolicyFile(zero));

    expect(value).toMatchObject({
      policy: "our-own",
      stricter: expect.arrayContaining([{ parameter: "talk.lowest", clause: "四（三）", value: 3, lowBurden: 0 }]),
      whatIf: {
        quarter: "2026Q4",
        policy: "guifang-2020-58",
        reminders: { before: ["14:10", "19:40"], after: ["14:10", "19:40"] },
        post: { before: "ranking", after: "ranking" },
        lowBranches: { before: ["第三党支部"], after: ["第三党支部"] },
      },
    });
    const { whatIf } = value as { whatIf: { branches: { branch: string; changed: boolean }[] } };
    expect(whatIf.branches.find(({ branch }) => branch === "第一党支部")).toEqual({
      branch: "第一党支部",
      changed: true,
      before: { members: 4, reported: 3, average: 9000.25, rank: 2, asked: 4, spotChecks: 1, talks: 2 },
      after: { members: 4, reported: 3, average: 12_000.33, rank: 1, asked: 4, spotChecks: 1, talks: 2 },
      newlyListed: [],
      noLongerListed: [],
    });
    expect(whatIf.branches.filter(({ changed }) => changed).map(({ branch }) => branch)).toEqual([
      "第二党支部",
      "第一党支部",
    ]);
  });

  test("says that nothing would be different", async () => {
    const cli = await aQuarterThatIsOver();

    const lines = await check(cli, aPolicy());

    expect(lines.at(-1)).toBe("  没有任何不同。");
    expect(lines).toContain("  talk.lowest（四（三））：3，减负版为 0");
  });

  test("takes a built-in policy written to a file as it is", async () => {
    const shown = (await aCli().json("policy", "show")) as Record<string, unknown>;
    const { from: _, approvedBy: __, ...policy } = shown;

    expect((await check(aCli(), policy))[0]).toContain("格式正确");
  });
});
