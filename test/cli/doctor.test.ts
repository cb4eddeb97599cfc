import { beforeEach, describe, expect, test, vi } from "vitest";
import { aFolder } from "../support/a-folder.ts";
import { aCli, aSchool, type Cli } from "./a-cli.ts";

interface Findings {
  readonly ok: boolean;
  readonly findings: readonly { readonly check: string; readonly ok: boolean; readonly detail: string }[];
}

/** The credentials of this machine, if it has any, are nobody's business here. */
beforeEach(() => {
  vi.stubEnv("WECOM_SECRET", "");
  return () => vi.unstubAllEnvs();
});

const aSoundSchool = (): Cli => {
  const cli = aCli({ dataDir: aFolder() });
  cli.roster(aSchool);
  return cli;
};

async function examine(cli: Cli): Promise<{ code: number } & Findings> {
  const { code, out } = await cli.bot("doctor", "--json");
  return { code, ...(JSON.parse(out) as Findings) };
}

async function finding(cli: Cli, check: string) {
  const { findings } = await examine(cli);
  return findings.find((found) => found.check === check);
}

describe("doctor", () => {
  test("examines everything, and fails when something must be mended", async () => {
    const { code, ok, findings } = await examine(aSoundSchool());

    expect(findings.map(({ check }) => check)).toEqual([
      "Node",
      "数据库",
      "磁盘",
      "Redis",
      "节假日",
      "名册",
      "全校群",
      "送达",
      "企业微信",
    ]);
    // The platform's credentials are missing in tests, and nothing is called without them.
    expect(ok).toBe(false);
    expect(code).toBe(1);
  });

  test("says in words what is well and what is not, and where to look", async () => {
    const { code, out, err } = await aSoundSchool().bot("doctor");

    expect(code).toBe(1);
    expect(out).toContain("✓ 数据库：完好");
    expect(out).toContain("✗ 全校群：尚未设置，请用 bot group set school");
    expect(err).toBe("有需要处理的问题，见上。");
  });

  test("names the variables that are missing, and no secret", async () => {
    vi.stubEnv("WECOM_TOKEN", "not a token, but a secret");

    const found = await finding(aSoundSchool(), "企业微信");

    expect(found).toMatchObject({ ok: false });
    expect(found?.detail).toContain("WECOM_SECRET");
    expect(found?.detail).not.toContain("not a token");
  });

  test.each([
    ["nobody is on it", {}, "bot roster import"],
    ["a branch has no secretary", { ...aSchool, Fang: { name: "方圆", branch: "第三党支部" } }, "第三党支部"],
    ["nobody is of the office", { ...aSchool, he: { name: "何翠", branch: "第二党支部" } }, "没有学校党办人员"],
    ["nobody can approve", { ...aSchool, ma: { name: "马宁", branch: "第二党支部" } }, "没有党委书记"],
  ])("misses somebody on the roster where %s", async (_, people, words) => {
    const cli = aCli({ dataDir: aFolder() });
    cli.roster(people);

    const found = await finding(cli, "名册");

    expect(found).toMatchObject({ ok: false });
    expect(found?.detail).toContain(words);
  });

  test("finds a roster that lacks nobody", async () => {
    expect(await finding(aSoundSchool(), "名册")).toEqual({ check: "名册", ok: true, detail: "4 个党支部" });
  });

  test("asks for next year's holidays from November on, when they have been published", async () => {
    const calendar = { isWorkday: () => true, knows: (year: number) => year === 2099 };
    const cli = aCli({ dataDir: aFolder(), calendar, time: "2099-10-31 10:00" });

    const october = await finding(cli, "节假日");
    cli.clock.set("2099-11-01 10:00");
    const november = await finding(cli, "节假日");

    expect(october).toEqual({ check: "节假日", ok: true, detail: "已收录 2099 年" });
    expect(november).toMatchObject({ ok: false, detail: expect.stringContaining("2100 年尚未收录") });
  });

  test("finds deliveries that wait for a person", async () => {
    const cli = aSoundSchool();
    await cli.json("round", "open", "--reason", "抽测", "--branch", "第三党支部");
    const before = await finding(cli, "送达");

    cli.db.$client.exec("update deliveries set state = 'unknown' where key like 'ask-%'");

    expect(before).toMatchObject({ ok: true });
    expect(await finding(cli, "送达")).toMatchObject({ ok: false, detail: expect.stringContaining("结果不明 2 条") });
  });
});
