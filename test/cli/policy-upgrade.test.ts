import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultPolicy, type Policy } from "../../src/domain/policy.ts";
import { aFolder } from "../support/a-folder.ts";
import { firstPolicy, storePolicy } from "../support/an-old-policy.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool, type Cli, totals } from "./a-cli.ts";
import { aPolicyFile } from "./a-policy-file.ts";

const APPROVED = ["--approved-by", "校党委会"];

/** A school that began with version 0.1.0: its quarter is closed, and its summary approved. */
async function anApprovedQuarter(policy: object): Promise<Cli> {
  const file = join(aFolder(), "school.sqlite");
  const before = aCli({ file });
  storePolicy(before.db, JSON.stringify(policy));
  before.roster(aSchool);
  before.past("li", 8000, "2026-08-18");
  await before.json("round", "open", "--reason", "考核");
  for (const [account, total] of Object.entries(totals)) await before.say(account, `${total}`);
  await before.json("round", "close");
  for (const [what, by] of [
    ["submit", "he"],
    ["approve", "ma"],
  ] as const) {
    expect(await before.bot("summary", what, "2026Q4", "--by", by)).toMatchObject({ code: 0 });
  }
  before.db.$client.close();
  return aCli({ file, time: "2026-11-19 10:00" });
}

describe("a school of version 0.1.0 with an approved quarter, after the upgrade,", () => {
  test("finds every figure, list and parameter as it was", async () => {
    const cli = await anApprovedQuarter(firstPolicy);
    const before = dump(cli.db);

    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({
      policy: "guifang-2020-58",
      state: "approved",
      version: 1,
      branches: [
        { branch: "第二党支部", members: 3, reported: 3, total: 30_001, average: 10_000.33, rank: 1 },
        { branch: "第一党支部", members: 4, reported: 3, total: 36_001, average: 9000.25, rank: 2 },
        { branch: "第三党支部", members: 2, reported: 2, total: 17_000, average: 8500, rank: 3 },
        { branch: "离退休党支部", members: 1, reported: 1, total: 700, average: 700, rank: null },
      ],
      lowBranches: ["第三党支部"],
    });
    const { talks } = (await cli.json("talk", "list", "2026Q4")) as { talks: { account: string }[] };
    expect(talks.map(({ account }) => account).toSorted()).toEqual(["Fang", "he", "li", "ma", "wang"]);
    expect(await cli.json("policy", "show")).toMatchObject({
      ...firstPolicy,
      from: "2021-01-01",
      approvedBy: "桂纺校党字〔2020〕58号",
    });
    expect(await cli.json("quarter", "status", "2026Q4")).toMatchObject({ policy: "guifang-2020-58" });
    expect(dump(cli.db)).toEqual(before);
    expect(await cli.say("ma", "汇总", "after-the-upgrade")).toContain("第 1 名 第二党支部：人均 10000.33 分");
  });

  test("adopts its policy again without a change, and another one for the quarters to come", async () => {
    const cli = await anApprovedQuarter(firstPolicy);
    const { from: _, approvedBy: __, ...shown } = (await cli.json("policy", "show")) as Record<string, unknown>;
    const adopt = (policy: unknown) =>
      cli.bot("policy", "adopt", aPolicyFile(policy), "--from", "2027-01-01", ...APPROVED);

    const again = await adopt(shown);
    const other = await adopt({ ...shown, id: "our-own" });

    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain("自 2021-01-01 起已经有效（批准：桂纺校党字〔2020〕58号），未作改动。");
    expect(other).toMatchObject({ code: 0 });
    expect(other.out).toContain("自 2027Q1 起的季度按它计算；2026Q4 及以前的季度仍按原来的办法。");
  });
});

describe("an older form of a built-in policy", () => {
  /** What `notice.days` and `talk.lowest` might have been. */
  const older: Policy = {
    ...defaultPolicy,
    parameters: {
      ...defaultPolicy.parameters,
      notice: { kind: "公示", days: 3 },
      talk: { ...defaultPolicy.parameters.talk, lowest: 2 },
    },
  };
  const useToday = (cli: Cli) => cli.bot("policy", "use", "guifang-2020-58", "--from", "2027-01-01", ...APPROVED);

  test("is offered today's form: what it would change, and how", async () => {
    const cli = aCli();
    storePolicy(cli.db, JSON.stringify(older));

    const { out } = await cli.bot("policy", "show");

    expect(out).toContain(
      [
        "",
        "现行的 guifang-2020-58 是较早的版本，换用现在的版本将改为：",
        "talk.lowest = 3（四（三））",
        "notice.days = 5（四（四））",
        "采用：bot policy use guifang-2020-58 --from DATE --approved-by NAME",
        "",
        "换用 low-burden（“学习强国”学习管理办法（减负版））将改为：",
      ].join("\n"),
    );
  });

  test("gives way to today's only when that is adopted, and then there is nothing more to offer", async () => {
    const cli = await anApprovedQuarter(older);
    const summary = await cli.json("summary", "show", "2026Q4");
    const talks = await cli.json("talk", "list", "2026Q4");

    const { code, out } = await useToday(cli);
    const again = await useToday(cli);
    cli.clock.set("2027-01-01 08:00");
    await cli.tick();

    expect(code).toBe(0);
    expect(out).toContain("已采用");
    expect(again.out).toContain("未作改动");
    expect(await cli.json("policy", "show")).toMatchObject({ ...defaultPolicy, approvedBy: "校党委会" });
    expect((await cli.bot("policy", "show")).out).not.toContain("较早的版本");
    expect(await cli.json("summary", "show", "2026Q4")).toEqual(summary);
    expect(await cli.json("talk", "list", "2026Q4")).toEqual(talks);
  });

  test("may be taken up again from the file that it was shown as", async () => {
    const cli = aCli();
    storePolicy(cli.db, JSON.stringify(older));
    await useToday(cli);

    const back = await cli.bot("policy", "adopt", aPolicyFile(older), "--from", "2027-04-01", ...APPROVED);
    const changed = await cli.bot("policy", "check", aPolicyFile({ ...older, title: "另一份办法" }));

    expect(back).toMatchObject({ code: 0 });
    expect(changed).toMatchObject({ code: 2 });
    expect(changed.err).toContain("id：“guifang-2020-58”已是另一份办法的编号，内容不同，请换一个编号");
  });
});

test("a damaged policy ends a command with what to do", async () => {
  const cli = aCli();
  storePolicy(cli.db, '{"id":');

  const { code, out, err } = await cli.bot("policy", "show");

  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err).toBe(
    "没有完成：数据库中的第 1 份办法（自 2021-01-01 起）无法读取：内容已损坏，或由更新版本的程序写入。" +
      "请更新程序；仍无法读取的，请用 bot restore 从备份恢复。",
  );
});
