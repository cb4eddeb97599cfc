import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { aCli } from "./a-cli.ts";

describe("policy show", () => {
  test("gives the policy in force, from when, and who approved it", async () => {
    const cli = aCli();

    const first = await cli.json("policy", "show");
    const second = await cli.json("policy", "show");

    expect(first).toEqual({ ...defaultPolicy, from: "2021-01-01", approvedBy: "桂纺校党字〔2020〕58号" });
    expect(second).toEqual(first);
  });

  test("shows each parameter by its name, with its clause", async () => {
    const { code, out } = await aCli().bot("policy", "show");

    expect(code).toBe(0);
    const lines = out.slice(0, out.indexOf("\n\n")).split("\n");
    expect(lines[0]).toContain("桂纺校党字〔2020〕58号");
    for (const line of [
      'draw.scope = "school"（四（二））',
      'round.reminders = ["14:10","19:40"]（四（二））',
      "talk.lowest = 3（四（三））",
      'lowBranches = [{"from":3,"lowest":1},{"from":10,"lowest":3}]（四（四））',
      'quietHours.from = "21:30"（学校执行说明）',
    ]) {
      expect(lines).toContain(line);
    }
    expect(lines.slice(1).filter((line) => !/^\w+(\.\w+)? = .+（.+）$/.test(line))).toEqual([]);
  });

  test("says which clauses the other built-in policy switches", async () => {
    const { out } = await aCli().bot("policy", "show");

    expect(out.slice(out.indexOf("\n\n") + 2).split("\n")).toEqual([
      "换用 low-burden（“学习强国”学习管理办法（减负版））将改为：",
      'round.reminders = ["19:40"]（四（二））',
      "spotCheck.share = 0（四（二））",
      "spotCheck.atLeast = 0（四（二））",
      "talk.lowest = 0（四（三））",
      "talk.minDays = 30（四（三））",
      'branchRank.post = "completion"（四（四））',
      "lowBranches = []（四（四））",
    ]);
  });

  test("shows the one that is in force today, not one of tomorrow", async () => {
    const cli = aCli({ time: "2026-11-18 23:59" });
    cli.db.$client
      .prepare("insert into policies (policy, from_day, approved_by, adopted_at) values (?, '2026-11-19', '党委', 0)")
      .run(JSON.stringify({ ...defaultPolicy, id: "next" }));

    const today = await cli.json("policy", "show");
    cli.clock.pass(60_000);
    const tomorrow = await cli.json("policy", "show");

    expect(today).toMatchObject({ id: "guifang-2020-58" });
    expect(tomorrow).toMatchObject({ id: "next", from: "2026-11-19", approvedBy: "党委" });
  });
});
