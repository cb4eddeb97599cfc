import { describe, expect, test } from "vitest";
import { setting } from "../../src/store/settings.ts";
import { aCli, aClosedQuarter, aSchool, type Cli } from "./a-cli.ts";

function aSchoolOnRecord(): Cli {
  const cli = aCli();
  cli.roster(aSchool);
  return cli;
}

const acts = ({ db }: Cli) => db.$client.prepare("select act, subject, detail from audit order by id").all();

describe("branch set", () => {
  test.each([
    "appchat:schoolwide",
    "webhook:693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa",
    "webhook:KEY",
  ])("names the branch's group: %s", async (target) => {
    const cli = aSchoolOnRecord();

    const { code } = await cli.bot("branch", "set", "第一党支部", "--group", target);

    expect(code).toBe(0);
    expect(await cli.json("branch", "list")).toContainEqual({ branch: "第一党支部", kind: "working", group: target });
  });

  test("changes the kind alone, or the group alone, twice as once", async () => {
    const cli = aSchoolOnRecord();
    await cli.bot("branch", "set", "第一党支部", "--group", "appchat:a");

    for (let time = 1; time <= 2; time += 1) {
      expect(await cli.bot("branch", "set", "第一党支部", "--kind", "retired")).toMatchObject({ code: 0 });
      expect(await cli.json("branch", "list")).toContainEqual({
        branch: "第一党支部",
        kind: "retired",
        group: "appchat:a",
      });
    }
  });

  test("is in the audit log, without the robot's key, which is a secret", async () => {
    const cli = aSchoolOnRecord();

    await cli.bot("branch", "set", "第一党支部", "--group", "webhook:the-secret-key");

    expect(acts(cli)).toEqual([
      { act: "branch.set", subject: "branch:1", detail: JSON.stringify({ kind: null, group: true }) },
    ]);
  });

  test("to retired takes the branch out of the ranking", async () => {
    const cli = aSchoolOnRecord();
    await cli.bot("branch", "set", "第一党支部", "--kind", "retired");
    await cli.json("round", "open", "--reason", "测");
    await cli.say("li", "9000");
    await cli.json("round", "close");

    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({
      branches: expect.arrayContaining([expect.objectContaining({ branch: "第一党支部", ranked: false, rank: null })]),
    });
  });
});

describe("branch list", () => {
  test("shows every branch with kind and group", async () => {
    const cli = aSchoolOnRecord();

    expect(await cli.json("branch", "list")).toEqual([
      { branch: "第一党支部", kind: "working", group: null },
      { branch: "第二党支部", kind: "working", group: null },
      { branch: "第三党支部", kind: "working", group: null },
      { branch: "离退休党支部", kind: "retired", group: null },
    ]);
    expect((await cli.bot("branch", "list")).out.split("\n")[4]).toBe("离退休党支部  离退休  —");
  });
});

describe("group set school", () => {
  test("names where school-wide posts go, the last one set", async () => {
    const cli = aSchoolOnRecord();

    const codes = [
      (await cli.bot("group", "set", "school", "webhook:the-secret-key")).code,
      (await cli.bot("group", "set", "school", "appchat:schoolwide")).code,
    ];

    expect(codes).toEqual([0, 0]);
    expect(setting(cli.db, "schoolGroup")).toBe("appchat:schoolwide");
    expect(JSON.stringify(acts(cli))).not.toContain("the-secret-key");
  });

  test("and what is published goes there, once where a branch has the same group", async () => {
    const cli = await aClosedQuarter();
    await cli.bot("group", "set", "school", "appchat:schoolwide");
    await cli.bot("branch", "set", "第一党支部", "--group", "appchat:schoolwide");
    await cli.bot("branch", "set", "第二党支部", "--group", "webhook:robot");

    await cli.bot("summary", "submit", "2026Q4", "--by", "he");
    await cli.bot("summary", "approve", "2026Q4", "--by", "ma");
    await cli.bot("summary", "publish", "2026Q4", "--by", "he");

    for (const group of ["appchat:schoolwide", "webhook:robot"]) {
      expect(cli.planned(group)).toEqual([expect.stringContaining("【公示】"), "[排名.png]", "[公示.docx]"]);
    }
  });
});
