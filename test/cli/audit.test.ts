import { describe, expect, test } from "vitest";
import { aClosedQuarter } from "./a-cli.ts";

describe("audit verify", () => {
  test("passes a log as it was written, and gives its end to be kept elsewhere", async () => {
    const cli = await aClosedQuarter();
    const { id, hash } = cli.db.$client.prepare("select id, hash from audit order by id desc").get() as {
      id: number;
      hash: string;
    };

    const { code, out } = await cli.bot("audit", "verify");

    expect(code).toBe(0);
    expect(out).toContain(`审计记录核验通过：${id} 条`);
    expect(out).toContain(hash);
  });

  test.each([
    ["changed", "update audit set actor = 'nobody' where id = 3", "第 3 条与记录时不符"],
    ["missing", "delete from audit where id = 2", "第 2 条缺失，此前 1 条完好"],
    ["missing at the end", "delete from audit where id = (select max(id) from audit)", "缺失"],
  ])("fails on a row that is %s, and says which", async (_, sql, words) => {
    const cli = await aClosedQuarter();
    cli.db.$client.exec("drop trigger audit_never_changed; drop trigger audit_never_deleted");
    cli.db.$client.exec(sql);

    const { code, out, err } = await cli.bot("audit", "verify");

    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toContain(words);
  });
});

describe("audit show", () => {
  test("lists who did what to what and when, as data and as a table", async () => {
    const cli = await aClosedQuarter();

    const value = (await cli.json("audit", "show")) as object[];
    const { code, out } = await cli.bot("audit", "show");

    expect(code).toBe(0);
    expect(value).toContainEqual({
      id: expect.any(Number),
      at: "2026-11-18T10:00:00+08:00",
      actor: "operator",
      act: "round.open",
      subject: expect.stringMatching(/^round:\d+$/),
      detail: expect.any(Object),
    });
    expect(out.split("\n")).toHaveLength(value.length + 1);
    expect(out).toContain("2026-11-18 10:00");
  });

  test("shows what was done since a day, that day included", async () => {
    const cli = await aClosedQuarter();
    cli.clock.set("2026-11-20 00:00");
    await cli.bot("branch", "set", "第一党支部", "--kind", "retired");

    const since = (day: string) => cli.json("audit", "show", "--since", day);

    expect(await since("2026-11-20")).toMatchObject([{ act: "branch.set" }]);
    expect(await since("2026-11-21")).toEqual([]);
    expect(((await since("2026-11-18")) as object[]).length).toBeGreaterThan(1);
  });

  test("refuses a day that is none", async () => {
    const cli = await aClosedQuarter();

    expect(await cli.bot("audit", "show", "--since", "18.11.")).toMatchObject({ code: 2, out: "" });
  });
});
