import { describe, expect, test } from "vitest";
import { passToDrawnDay } from "../support/drawn-day.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool, type Cli } from "./a-cli.ts";

function aSchoolOnRecord(options: Parameters<typeof aCli>[0] = {}): Cli {
  const cli = aCli({ time: "2026-11-18 10:00", ...options });
  cli.roster(aSchool);
  return cli;
}

const open = (cli: Cli, members = "li,chen", ...words: string[]) =>
  cli.bot("round", "open", "--trial", "--members", members, ...words);

/** What stands in these tables. */
function kept(cli: Cli, ...tables: string[]) {
  const all = dump(cli.db);
  return tables.map((table) => all[table]);
}
const OFFICIAL = [
  "rounds",
  "round_members",
  "reports",
  "quarters",
  "summaries",
  "talks",
  "branch_tables",
  "spot_checks",
];
const messages = (cli: Cli) =>
  (cli.db.$client.prepare("select message from messages").pluck().all() as string[]).join("\n");

describe("a trial", () => {
  test("asks those named and nobody else, and touches nothing of the quarter", async () => {
    const cli = aSchoolOnRecord();
    const before = kept(cli, ...OFFICIAL);

    const { code, out, err } = await open(cli, "li, CHEN，li");

    expect(code).toBe(0);
    expect(err).toBe("试运行：只向 2 人（李明、陈静）提问，11月18日 21:00 截止；不计入任何结果，结束一天后删除。");
    expect(out).toBe("试运行进行中，11月18日 21:00 截止：2 人，已回复 0 人。");
    for (const account of Object.keys(aSchool)) {
      const asked = cli.planned(account).filter((text) => text.includes("成长总积分"));
      expect(asked, account).toHaveLength(["li", "chen"].includes(account) ? 1 : 0);
    }
    expect(kept(cli, ...OFFICIAL)).toEqual(before);
  });

  test.each([
    ["10000", /已记录：成长总积分 10000 分/],
    ["我的总积分是一万二千三百四十五", /已记录：成长总积分 12345 分/],
    ["一万二", /请确认.*12000/],
    ["你好", /没有读到积分/],
    ["9999999999", /请确认/],
    ["撤回", /还没有可以撤回/],
    ["是", /没有读到积分/],
  ])("answers %s as a round would, marked 【试运行】", async (text, answer) => {
    const cli = aSchoolOnRecord();
    await open(cli);

    const reply = await cli.say("li", text);

    expect(reply).toMatch(/^【试运行】/);
    expect(reply).toMatch(answer);
    for (const account of ["li", "chen"]) for (const sent of cli.planned(account)) expect(sent).toMatch(/^【试运行】/);
  });

  test("goes the whole way: question, 是, correction, 撤回", async () => {
    const cli = aSchoolOnRecord();
    await open(cli);

    expect(await cli.say("li", "一万二")).toContain("请确认");
    expect(await cli.say("li", "是")).toContain("已记录：成长总积分 12000 分");
    expect(await cli.say("li", "12345")).toContain("已更正：成长总积分 12345 分（原 12000 分）");
    expect(await cli.say("li", "撤回")).toBe("【试运行】已撤回，您目前视为未填报。");
    expect(await cli.say("li", "帮助")).not.toContain("试运行");
    expect(await cli.say("wang", "12345")).toContain("目前没有进行中的填报");
  });

  test("counts nothing: no report, no previous total, no digest, no table", async () => {
    const cli = aSchoolOnRecord();
    const before = kept(cli, ...OFFICIAL);
    await open(cli);
    await cli.say("li", "99000");
    await cli.say("li", "是");
    await cli.bot("round", "close");

    expect(kept(cli, ...OFFICIAL)).toEqual(before);
    expect(await cli.say("li", "我的积分")).toBe("您还没有填报记录。");
    await cli.json("round", "open", "--reason", "抽测");
    expect(await cli.say("li", "9000")).toContain("这是您的首次填报");
  });

  test("ends at its time, and a day later nothing is left of it but the audit rows and the keys", async () => {
    const cli = aSchoolOnRecord();
    await open(cli, "li,chen", "--close", "+30m");
    await cli.say("li", "23456");
    cli.clock.set("2026-11-18 10:31");
    expect(await cli.say("li", "23457")).toContain("目前没有进行中的填报");
    await cli.tick();
    await cli.tick();
    expect(cli.planned("li").filter((text) => text.includes("已结束"))).toEqual([
      expect.stringMatching(/^【试运行】本次试运行已结束/),
    ]);

    cli.clock.set("2026-11-19 10:30");
    await cli.tick();
    expect(JSON.stringify(dump(cli.db))).toContain("23456");
    cli.clock.set("2026-11-19 10:31");
    await cli.tick();
    await cli.tick();

    const { trial_members: members, inbox, deliveries, audit, trials } = dump(cli.db) as Record<string, object[]>;
    expect(members).toEqual([]);
    expect(JSON.stringify(inbox)).not.toContain("23456");
    expect(messages(cli)).not.toContain("试运行】");
    expect(trials).toHaveLength(1);
    expect(deliveries!.filter((row) => JSON.stringify(row).includes("trial-1-"))).toHaveLength(4);
    expect(audit!.map((row) => (row as { act: string; detail: string }).act)).toEqual(
      expect.arrayContaining(["trial.open", "trial.close"]),
    );
    expect(JSON.stringify(audit)).not.toContain("23456");
  });

  test("may be held again after one that was deleted: everybody is asked", async () => {
    const cli = aSchoolOnRecord();
    for (const day of ["18", "20", "23"]) {
      cli.clock.set(`2026-11-${day} 10:00`);
      await cli.tick();
      expect(await open(cli)).toMatchObject({ code: 0 });
      await cli.bot("round", "close");
    }

    expect(cli.db.$client.prepare("select count(*) from deliveries where key like 'trial-%-ask-%'").pluck().get()).toBe(
      6,
    );
  });

  test.each([
    [["round", "open", "--trial", "--members", "li"]],
    [["round", "open", "--trial", "--members", "wang"]],
  ])("is refused while another is open: %j", async (words) => {
    const cli = aSchoolOnRecord();
    await open(cli);
    const before = dump(cli.db);

    const { code, err } = await cli.bot(...words);

    expect(code).toBe(1);
    expect(err).toContain("已有进行中的试运行");
    expect(dump(cli.db)).toEqual(before);
  });

  test("is refused while a real round is open, be it of another branch", async () => {
    const cli = aSchoolOnRecord();
    await cli.json("round", "open", "--reason", "抽测", "--branch", "第三党支部");
    const before = dump(cli.db);

    const { code, err } = await open(cli);

    expect(code).toBe(1);
    expect(err).toContain("有正式的考核正在进行");
    expect(dump(cli.db)).toEqual(before);
  });

  test("is closed first when an extra round opens", async () => {
    const cli = aSchoolOnRecord();
    await open(cli);
    await cli.json("round", "open", "--reason", "抽测", "--branch", "第三党支部");

    expect(cli.planned("li").at(-1)).toMatch(/^【试运行】本次试运行已结束/);
    expect(await cli.say("li", "9000")).not.toContain("试运行");
  });

  test("is closed first when the drawn day has come", async () => {
    const cli = aSchoolOnRecord({ time: "2026-10-08 08:00" });
    await cli.tick();
    await passToDrawnDay(cli, "09:00");
    await open(cli);
    await passToDrawnDay(cli, "09:07");

    expect(await cli.say("li", "9000")).toMatch(/^已记录/);
    expect(cli.planned("li").filter((text) => text.includes("试运行已结束"))).toHaveLength(1);
  });

  test.each([
    ["nobody", ["--members", "nobody"], "“nobody”不在名册里"],
    ["several who are unknown", ["--members", "x,li,y"], "“x”、“y”不在名册里"],
    ["no members", [], "请用 --members"],
    ["commas alone", ["--members", ",，"], "请用 --members"],
    ["a branch", ["--members", "li", "--branch", "第一党支部"], "不能与 --branch"],
    ["a quarter to replace", ["--members", "li", "--replaces-quarter"], "不能与 --branch"],
    ["a time that has passed", ["--members", "li", "--close", "09:00"], "截止时间已经过去"],
  ])("is refused, and changes nothing, for %s", async (_, words, fault) => {
    const cli = aSchoolOnRecord();
    await cli.bot("policy", "show");
    const before = dump(cli.db);

    const { code, err } = await cli.bot("round", "open", "--trial", ...words);

    expect(code).toBe(2);
    expect(err).toContain(fault);
    expect(dump(cli.db)).toEqual(before);
  });

  test("whoever is deleted leaves nothing in it", async () => {
    const cli = aSchoolOnRecord();
    await open(cli);
    await cli.say("li", "23456");
    await cli.say("li", "删除我的数据");
    await cli.say("li", "确认删除我的数据");

    expect(JSON.stringify(dump(cli.db)).includes("23456")).toBe(false);
    expect(await cli.bot("round", "close")).toMatchObject({ code: 0, out: expect.stringContaining("1 人") });
  });

  test("is shown as a round by --json", async () => {
    const cli = aSchoolOnRecord();

    const { out } = await open(cli, "li,chen", "--close", "+1h", "--json");

    expect(JSON.parse(out)).toMatchObject({
      trial: true,
      rounds: [{ branch: null, state: "open", members: 2, reported: 0, closesAt: "2026-11-18T11:00:00+08:00" }],
    });
  });
});
