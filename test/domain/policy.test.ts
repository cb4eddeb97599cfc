import { describe, expect, test } from "vitest";
import { instantAt, parseDay } from "../../src/domain/calendar.ts";
import { builtInPolicies, clauseAt, clauseOf, defaultPolicy } from "../../src/domain/policy.ts";
import { policySchema } from "../../src/domain/policy-adoption.ts";
import { outsideQuietHours } from "../../src/domain/quiet-hours.ts";

/** `round.ask` of the parameters. */
function parameter(of: unknown, path: string): unknown {
  return path.split(".").reduce((value, name) => (value as Record<string, unknown>)[name], of);
}

const lowBurden = builtInPolicies.find(({ id }) => id === "low-burden")!;

describe("the school's document as a policy", () => {
  /** Value by value, with its clause. */
  test.each([
    ["draw.scope", "school", "四（二）"],
    ["draw.days", { from: 10, beforeEnd: 10, workdaysOnly: true }, "四（二）"],
    ["draw.blackout", [], "四（二）"],
    ["draw.minDistance", 0, "四（二）"],
    ["round.ask", "09:07", "四（二）"],
    ["round.close", "21:00", "四（二）"],
    ["round.grace", "09:00", "四（二）"],
    ["round.reminders", ["14:10", "19:40"], "四（二）"],
    ["talk.lowest", 3, "四（三）"],
    ["talk.metric", "total", "四（三）"],
    ["talk.ties", "all", "四（三）"],
    ["branchRank.metric", "averageTotal", "五（三）2"],
    ["branchRank.denominator", "counted", "五（三）2"],
    ["branchRank.missing", "last", "四（四）"],
    ["branchRank.post", "ranking", "四（四）"],
    ["advice.daily", 20, "四（五）"],
    ["advice.weekly", 150, "四（五）"],
    ["advice.yearly", 6000, "四（五）"],
    ["eligibility.yearlyGrowth", 6000, "四（五）"],
    ["eligibility.proRata", ["长期病假", "产假"], "四（五）"],
    ["award.activeLearner", { since: "2021-01-01", yearlyGrowth: 6000, over: "all years" }, "五（三）1"],
    ["award.bestBranch", { count: 1, minMembers: 3 }, "五（三）2"],
    ["year.count", { day: "12-26", workdays: 2, latest: "12-30" }, "五（二）、五（三）2"],
    ["year.unknownStart", "pro-rata", "四（五）、五（三）"],
    ["appraisal.columns", ["姓名", "党支部", "年度增长", "季度填报次数", "评优资格", "奖项"], "六（二）"],
    ["notice.kind", "公示", "四（四）"],
    ["notice.days", 5, "四（四）"],
    ["members.counted", ["在职"], "三、四（一）"],
    ["committee.membersApprove", false, "四（四）"],
  ] as const)("%s is %o, by %s", (name, value, clause) => {
    expect(parameter(defaultPolicy.parameters, name)).toEqual(value);
    expect(clauseOf(defaultPolicy, name)).toBe(clause);
  });

  test("draws by lot one in twenty of those who reported, at least one, to show the live page", () => {
    expect(defaultPolicy.parameters.spotCheck).toEqual({ share: 0.05, atLeast: 1 });
    expect(clauseOf(defaultPolicy, "spotCheck.share")).toBe("四（二）");
  });

  test("calls the lowest of three branches low, and the lowest three of ten", () => {
    expect(defaultPolicy.parameters.lowBranches).toEqual([
      { from: 3, lowest: 1 },
      { from: 10, lowest: 3 },
    ]);
    expect(clauseOf(defaultPolicy, "lowBranches")).toBe("四（四）");
  });

  test("is the default", () => {
    expect(defaultPolicy.id).toBe("guifang-2020-58");
    expect(defaultPolicy.document).toBe("桂纺校党字〔2020〕58号");
  });
});

describe("the low-burden policy", () => {
  test("reminds once, ranks nobody in public, and lists nobody but who has not reported", () => {
    const { round, branchRank, talk, lowBranches } = lowBurden.parameters;

    expect(round.reminders).toHaveLength(1);
    expect(branchRank.post).toBe("completion");
    expect(talk.lowest).toBe(0);
    expect(lowBranches).toEqual([]);
  });

  test("keeps the same quiet hours", () => {
    expect(lowBurden.parameters.quietHours).toEqual(defaultPolicy.parameters.quietHours);
  });
});

describe("a policy file", () => {
  test.each(
    builtInPolicies.map((policy) => [policy.id, policy] as const),
  )("may be %s as it is written to a file", (_, policy) => {
    const read: unknown = JSON.parse(JSON.stringify(policy));

    expect(policySchema.parse(read)).toEqual(policy);
  });

  test("is told apart by its name", () => {
    expect(new Set(builtInPolicies.map(({ id }) => id)).size).toBe(builtInPolicies.length);
  });

  /** The default policy with one field changed; undefined: without it. */
  function changed(path: string, value: unknown): unknown {
    const copy: unknown = structuredClone(defaultPolicy);
    const names = path.split(".");
    const last = names.pop()!;
    const place = parameter(copy, names.join(".") || "id");
    const target = names.length === 0 ? (copy as Record<string, unknown>) : (place as Record<string, unknown>);
    if (value === undefined) delete target[last];
    else target[last] = value;
    return copy;
  }

  test.each([
    ["id", "Große Politik"],
    ["title", ""],
    ["title", undefined],
    ["document", 58],
    ["clauses", null],
    ["clauses.toString", "第一条"],
    ["parameters.draw.scope", "class"],
    ["parameters.draw.days.from", 0],
    ["parameters.draw.days.from", 1.5],
    ["parameters.draw.days.workdaysOnly", "yes"],
    ["parameters.draw.blackout", "07-10"],
    ["parameters.draw.minDistance", -1],
    ["parameters.round.ask", "9:07"],
    ["parameters.round.ask", "24:00"],
    ["parameters.round.close", undefined],
    ["parameters.round.close", "09:07"],
    ["parameters.round.close", "08:00"],
    ["parameters.round.reminders", ["10:00", "11:00", "12:00", "13:00", "14:00"]],
    ["parameters.round.reminders.1", "7 pm"],
    ["parameters.spotCheck.share", 1.01],
    ["parameters.talk.lowest", -1],
    ["parameters.talk.metric", "luck"],
    ["parameters.branchRank.missing", "guess"],
    ["parameters.lowBranches.0.from", 0],
    ["parameters.eligibility.yearlyGrowth", "6000"],
    ["parameters.award.activeLearner.since", "2021-02-30"],
    ["parameters.award.bestBranch.count", 0],
    ["parameters.notice.kind", "通告"],
    ["parameters.members.counted", []],
    ["parameters.members.counted.0", "退休"],
    ["parameters.committee.membersApprove", undefined],
  ])("with %s = %o is refused, and the fault names the field", (path, value) => {
    const faults = policySchema.safeParse(changed(path, value)).error?.issues ?? [];

    expect(faults.map((fault) => fault.path.join("."))).toEqual([path]);
    expect(faults[0]?.message).not.toBe("");
  });

  test("has no field that nobody knows", () => {
    const faults = policySchema.safeParse(changed("parameters.talk.lowst", 3)).error?.issues ?? [];

    expect(faults).toEqual([expect.objectContaining({ path: ["parameters", "talk"], keys: ["lowst"] })]);
  });

  test("is refused with all its faults at once", () => {
    const broken = { ...defaultPolicy, title: "", parameters: { ...defaultPolicy.parameters, lowBranches: 3 } };

    const faults = policySchema.safeParse(broken).error?.issues ?? [];

    expect(faults.map((fault) => fault.path.join(".")).toSorted()).toEqual(["parameters.lowBranches", "title"]);
  });

  test("cites its own clauses before the usual ones", () => {
    const own = { ...defaultPolicy, clauses: { "talk.lowest": "第九条" } };

    expect(clauseOf(own, "talk.lowest")).toBe("第九条");
    expect(clauseOf(own, "draw.scope")).toBe("四（二）");
  });

  test.each([
    ["talk.lowest", "第九条"],
    ["talk.metric", "四（三）"],
    ["draw.days.from", "四（二）"],
    ["quietHours.until", "学校执行说明"],
    ["talk", "第九条、四（三）"],
    ["branchRank", "五（三）2、四（四）"],
    ["nothing", undefined],
  ])("has for %s the clause %s", (path, clause) => {
    expect(clauseAt({ clauses: { "talk.lowest": "第九条" } }, path)).toBe(clause);
  });

  test("cites clauses for parameters only", () => {
    const cited = { ...defaultPolicy, clauses: { ...defaultPolicy.clauses, "talk.lowst": "第九条" } };

    expect(policySchema.safeParse(cited).error?.issues.map(({ path }) => path)).toEqual([["clauses", "talk.lowst"]]);
  });

  test("leaves enough days to draw from", () => {
    const days = (from: number, beforeEnd: number) =>
      changed("parameters.draw.days", { from, beforeEnd, workdaysOnly: true });

    expect(policySchema.safeParse(days(61, 10)).success).toBe(true);
    expect(policySchema.safeParse(days(62, 10)).success).toBe(false);
  });

  test("is found to break the rules between fields although other fields are wrong too", () => {
    const broken = structuredClone(defaultPolicy) as unknown as { parameters: Record<string, Record<string, unknown>> };
    Object.assign(broken.parameters.round!, { close: "08:00", grace: "9" });
    Object.assign(broken.parameters.quietHours!, { from: "09:00", until: "10:00" });

    const faults = policySchema.safeParse(broken).error?.issues ?? [];

    expect(faults.map(({ path }) => path.join(".")).toSorted()).toEqual([
      "parameters.quietHours",
      "parameters.round.close",
      "parameters.round.grace",
    ]);
  });
});

describe("what the clock plans", () => {
  const at = (text: string) => {
    const [day, time] = text.split(" ") as [string, string];
    return instantAt(parseDay(day), time);
  };
  const planned = (hours: { from: string; until: string }, time: string) => outsideQuietHours(hours, at(time));

  test.each([
    ["2026-11-22 07:29", "2026-11-22 07:30"],
    ["2026-11-22 07:30", "2026-11-22 07:30"],
    ["2026-11-22 12:00", "2026-11-22 12:00"],
    ["2026-11-22 21:29", "2026-11-22 21:29"],
    ["2026-11-22 21:30", "2026-11-23 07:30"],
    ["2026-11-22 23:59", "2026-11-23 07:30"],
    ["2026-11-23 00:00", "2026-11-23 07:30"],
    ["2026-12-31 22:00", "2027-01-01 07:30"],
  ])("at %s waits until %s: quiet hours go over midnight", (time, expected) => {
    expect(planned(defaultPolicy.parameters.quietHours, time)).toBe(at(expected));
  });

  test.each([
    ["2026-11-22 00:59", "2026-11-22 00:59"],
    ["2026-11-22 01:00", "2026-11-22 06:00"],
    ["2026-11-22 05:59", "2026-11-22 06:00"],
    ["2026-11-22 06:00", "2026-11-22 06:00"],
    ["2026-11-22 23:59", "2026-11-22 23:59"],
  ])("at %s waits until %s where quiet hours lie within one day", (time, expected) => {
    expect(planned({ from: "01:00", until: "06:00" }, time)).toBe(at(expected));
  });

  test("never waits where quiet hours end as they begin", () => {
    expect(planned({ from: "07:00", until: "07:00" }, "2026-11-22 07:00")).toBe(at("2026-11-22 07:00"));
    expect(planned({ from: "07:00", until: "07:00" }, "2026-11-22 03:00")).toBe(at("2026-11-22 03:00"));
  });
});
