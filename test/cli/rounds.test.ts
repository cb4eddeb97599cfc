import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { dump } from "../support/dump.ts";
import { aCli, aClosedQuarter, aSchool, aSchoolBeingAsked, type Cli } from "./a-cli.ts";

interface Rounds {
  readonly commitment: string;
  readonly rounds: readonly { readonly branch: string; readonly closesAt: string }[];
}

function aSchoolOnRecord(time = "2026-11-18 10:00"): Cli {
  const cli = aCli({ time });
  cli.roster(aSchool);
  return cli;
}

const open = (cli: Cli, ...words: string[]) =>
  cli.json("round", "open", "--reason", "抽测", ...words) as Promise<Rounds>;

const branchesIn = (out: string) => (JSON.parse(out) as Rounds).rounds.map(({ branch }) => branch);

const openRounds = (cli: Cli) =>
  cli.db.$client.prepare("select count(*) from rounds where state = 'open'").pluck().get();

describe("round open", () => {
  test("asks every branch now, and shows the rounds", async () => {
    const cli = aSchoolOnRecord();

    const value = await open(cli);

    expect(value).toEqual({
      quarter: "2026Q4",
      policy: "guifang-2020-58",
      commitment: expect.stringMatching(/^[0-9a-f]{64}$/),
      rounds: ["第一党支部", "第二党支部", "第三党支部", "离退休党支部"].map((branch, index) => ({
        id: expect.any(Number),
        branch,
        day: "2026-11-18",
        opensAt: "2026-11-18T10:00:00+08:00",
        closesAt: "2026-11-18T21:00:00+08:00",
        state: "open",
        members: [4, 3, 2, 1][index],
        reported: 0,
        late: 0,
        origin: "extra",
        redrawnOn: null,
        reason: "抽测",
      })),
    });
    expect(cli.planned("li")).toEqual([
      expect.stringContaining("【个人信息说明】"),
      expect.stringMatching(/成长总积分.*11月18日 21:00/s),
    ]);
    expect(await cli.say("li", "9000")).toContain("已记录");
  });

  test("asks one branch where it is named, and leaves the others alone", async () => {
    const cli = aSchoolOnRecord();

    const { rounds } = await open(cli, "--branch", "第三党支部");

    expect(rounds.map(({ branch }) => branch)).toEqual(["第三党支部"]);
    expect(cli.planned("lu").some((text) => text.includes("21:00"))).toBe(true);
    expect(cli.planned("li")).toEqual([]);
  });

  test.each([
    ["10:00", undefined, "2026-11-18T21:00:00+08:00", "the usual time"],
    ["20:00", undefined, "2026-11-18T21:00:00+08:00", "the usual time, an hour away"],
    ["20:01", undefined, "2026-11-18T22:01:00+08:00", "two hours where the usual time is too near"],
    ["22:30", undefined, "2026-11-19T00:30:00+08:00", "two hours where it is past"],
    ["10:00", "+30m", "2026-11-18T10:30:00+08:00", "half an hour"],
    ["10:00", "+90s", "2026-11-18T10:01:30+08:00", "seconds"],
    ["10:00", "+2h", "2026-11-18T12:00:00+08:00", "hours"],
    ["10:00", "+1d", "2026-11-19T10:00:00+08:00", "a day"],
    ["10:00", "12:30", "2026-11-18T12:30:00+08:00", "a time of today"],
    ["08:00", "9:05", "2026-11-18T09:05:00+08:00", "a time without its nought"],
    ["10:00", "2026-11-19T21:00", "2026-11-19T21:00:00+08:00", "Shanghai's time where no zone is given"],
    ["10:00", "2026-11-18T12:00:00Z", "2026-11-18T20:00:00+08:00", "Greenwich's time"],
    ["10:00", "2026-11-18T12:00+0900", "2026-11-18T11:00:00+08:00", "another zone's time"],
  ])("at %s with --close %s closes at %s: %s", async (time, close, expected, _) => {
    const cli = aSchoolOnRecord(`2026-11-18 ${time}`);

    const { rounds } = await open(cli, ...(close === undefined ? [] : ["--close", close]));

    expect(rounds.map(({ closesAt }) => closesAt)).toEqual(Array(4).fill(expected));
  });

  test("with --close has no grace: the next tick after that time closes it, and what comes then is not recorded", async () => {
    const cli = aSchoolOnRecord();
    await open(cli, "--branch", "第一党支部", "--close", "+2m");
    const states = async () => {
      const { rounds } = (await cli.json("quarter", "status")) as { rounds: { origin: string; state: string }[] };
      return rounds.filter(({ origin }) => origin === "extra").map(({ state }) => state);
    };

    cli.clock.set("2026-11-18 10:01");
    await cli.tick();
    expect(await states()).toEqual(["open"]);
    expect(await cli.say("li", "9000")).toContain("已记录");
    cli.clock.set("2026-11-18 10:03");
    expect(await cli.say("chen", "9000")).toContain("目前没有进行中的填报");
    await cli.tick();

    expect(await states()).toEqual(["closed"]);
    expect(cli.planned("zhang").filter((text) => text.startsWith("【考核结束】"))).toEqual([
      "【考核结束】第一党支部：应报 4 人，已报 1 人。\n未填报：张伟、王芳、陈静",
    ]);
  });

  test("without --close has the policy's grace: late answers are marked, and the tick at its end closes it", async () => {
    const cli = aSchoolOnRecord();
    await open(cli, "--branch", "第一党支部");

    cli.clock.set("2026-11-19 08:59");
    await cli.tick();
    expect(await cli.say("li", "9000")).toContain("迟报");
    cli.clock.set("2026-11-19 09:00");
    await cli.tick();

    expect(await cli.say("li", "9001")).toContain("目前没有进行中的填报");
  });

  test("draws the quarter, so that the extra round stands beside the drawn one", async () => {
    const cli = aSchoolOnRecord();

    const { commitment } = await open(cli, "--branch", "第一党支部");

    const status = (await cli.json("quarter", "status")) as Rounds;
    expect(status.commitment).toBe(commitment);
    expect(status.rounds.filter(({ branch }) => branch === "第一党支部")).toMatchObject([
      { origin: "drawn", day: null, state: "planned" },
      { origin: "extra", day: "2026-11-18", state: "open" },
    ]);
  });

  test.each([
    ["of the same branch", ["--branch", "第一党支部"], ["--branch", "第一党支部"], "第一党支部"],
    ["of all branches", [], [], "第一党支部、第二党支部、第三党支部、离退休党支部"],
    ["of one of all", [], ["--branch", "第三党支部"], "第三党支部"],
  ])("is refused while nobody is left to ask: a round %s", async (_, first, words, names) => {
    const cli = aSchoolOnRecord();
    await open(cli, ...first);
    const before = dump(cli.db);

    const { code, out, err } = await cli.bot("round", "open", "--reason", "再测", ...words);

    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toBe(`${names}已有进行中的考核，请先用 bot round close 结束。`);
    expect(dump(cli.db)).toEqual(before);
  });

  test("goes on with the branches that are not being asked yet, and says which are", async () => {
    const cli = aSchoolOnRecord();
    await open(cli, "--branch", "第二党支部");

    const { code, out, err } = await cli.bot("round", "open", "--reason", "再测", "--json");

    expect(code).toBe(0);
    expect(branchesIn(out)).toEqual(["第一党支部", "第三党支部", "离退休党支部"]);
    expect(err).toContain("第二党支部已有进行中的考核，保持不变。");
    expect(err).toContain("将向 3 个党支部的 7 名党员发出提问");
    expect(openRounds(cli)).toBe(4);
    expect(cli.planned("su").filter((text) => text.includes("21:00"))).toHaveLength(1);
  });

  test("passes over a branch that the clock opens meanwhile, and opens the rest", async () => {
    const cli = aSchoolOnRecord();
    await cli.tick();
    cli.db.$client.exec(`create temp trigger clock after insert on round_members when new.member_id = 1
      begin update rounds set state = 'open' where branch_id in (2, 4) and origin = 'drawn'; end`);

    const { code, out, err } = await cli.bot("round", "open", "--reason", "抽测", "--json");

    expect(code).toBe(0);
    expect(branchesIn(out)).toEqual(["第一党支部", "第三党支部"]);
    expect(err).toContain("第二党支部、离退休党支部已有进行中的考核，保持不变。");
    expect(openRounds(cli)).toBe(4);
  });

  test("is done to its end by giving it again when it broke off", async () => {
    const cli = aSchoolOnRecord();
    cli.db.$client.exec(`create temp trigger stop before insert on rounds when new.branch_id = 3 and new.origin = 'extra'
      begin select raise(abort, 'no'); end`);
    expect(await cli.bot("round", "open", "--reason", "抽测")).toMatchObject({ code: 1, out: "" });

    cli.db.$client.exec("drop trigger stop");
    expect(await cli.bot("round", "open", "--reason", "抽测")).toMatchObject({ code: 0 });

    expect(openRounds(cli)).toBe(4);
    expect(cli.planned("li").filter((text) => text.includes("21:00"))).toHaveLength(1);
  });

  test("needs somebody to ask", async () => {
    const cli = aCli();
    const before = dump(cli.db);

    const { code, err } = await cli.bot("round", "open", "--reason", "抽测");

    expect(code).toBe(2);
    expect(err).toContain("bot roster import");
    expect(dump(cli.db)).toEqual(before);
  });

  test("works where the holidays of the year are not known: nothing is drawn, and people are asked", async () => {
    const cli = aSchoolOnRecord("2099-11-18 10:00");

    const value = await open(cli);

    expect(value.commitment).toBeNull();
    expect(value.rounds).toHaveLength(4);
  });

  test("is shown as a table without --json", async () => {
    const cli = aSchoolOnRecord();

    const { out } = await cli.bot("round", "open", "--reason", "抽测", "--branch", "第一党支部");

    expect(out.split("\n").slice(1)).toEqual([
      "编号  党支部      状态    考核日      截止              已报",
      expect.stringMatching(/^\d+ +第一党支部 {2}进行中 {2}2026-11-18 {2}2026-11-18 21:00 {2}0\/4$/),
    ]);
  });
});

describe("an extra round where the quarter has a result", () => {
  const LI = "第一党支部";
  async function again(cli: Cli, ...words: string[]): Promise<void> {
    cli.clock.pass(60_000);
    await open(cli, "--branch", LI, ...words);
    for (const [account, total] of [
      ["li", "9040"],
      ["zhang", "15041"],
      ["wang", "12040"],
    ] as const) {
      await cli.say(account, total);
    }
    await cli.json("round", "close");
    await cli.tick();
  }
  const books = async (cli: Cli) => [
    await cli.json("summary", "show", "2026Q4"),
    await cli.json("talk", "list", "2026Q4"),
    await cli.say("zhang", "谈话名单"),
    await cli.say("zhang", "抽查名单"),
  ];

  test.each([
    "draft",
    "submitted",
    "approved",
    "published",
    "archived",
  ])("%s, is a table of its own: no figure, no talk and no state changes", async (state) => {
    const cli = await aClosedQuarter();
    const way = [
      ["submit", "he"],
      ["approve", "ma"],
      ["publish", "he"],
      ["publish", "he"],
    ] as const;
    const steps = { draft: 0, submitted: 1, approved: 2, published: 3, archived: 4 }[state]!;
    for (const [what, who] of way.slice(0, steps)) {
      if (what === "publish" && state === "archived") cli.clock.pass(9 * 86_400_000);
      expect(await cli.bot("summary", what, "2026Q4", "--by", who)).toMatchObject({ code: 0 });
    }
    const before = await books(cli);
    expect(before[0]).toMatchObject({ state });

    await again(cli);
    await again(cli);

    expect(await books(cli)).toEqual(before);
    expect(cli.planned("zhang").filter((text) => text.includes("单独成表"))).toHaveLength(2);
    expect(cli.planned("li").filter((text) => text.includes("单独成表"))).toEqual([]);
    expect(cli.planned("he").filter((text) => text.startsWith("[统计表-第一党支部"))).toHaveLength(2);
  });

  test.each([
    ["published"],
    ["archived"],
  ])("%s, replaces it with --replaces-quarter: a new draft, other talks", async (state) => {
    const cli = await aClosedQuarter();
    for (const [what, who] of [
      ["submit", "he"],
      ["approve", "ma"],
      ["publish", "he"],
    ] as const) {
      await cli.bot("summary", what, "2026Q4", "--by", who);
    }
    if (state === "archived") {
      cli.clock.pass(9 * 86_400_000);
      await cli.bot("summary", "publish", "2026Q4", "--by", "he");
    }
    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({ state });

    await again(cli, "--replaces-quarter");

    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({
      state: "draft",
      branches: expect.arrayContaining([expect.objectContaining({ branch: LI, reported: 3, total: 36_121 })]),
    });
    expect(
      cli.db.$client
        .prepare(
          "select t.state, count(*) as n from talks t join rounds r on r.id = t.round_id where r.branch_id = 1 group by 1",
        )
        .all(),
    ).toEqual(expect.arrayContaining([expect.objectContaining({ state: "lifted" })]));
  });

  test("in which nobody reported, counts: there is nothing to be protected", async () => {
    const cli = await aSchoolBeingAsked();
    await cli.json("round", "close");

    await again(cli);

    expect(await cli.json("summary", "show", "2026Q4")).toMatchObject({
      branches: expect.arrayContaining([expect.objectContaining({ branch: LI, reported: 3 })]),
    });
  });

  test("is a previous total like any other: the people have said it", async () => {
    const cli = await aClosedQuarter();
    await again(cli);
    cli.clock.pass(86_400_000);
    await open(cli, "--branch", LI);

    expect(await cli.say("li", "9060")).toContain("较上次（11月18日 9040 分）增长 20 分");
  });

  test("does not stop the committee's way while it is open", async () => {
    const cli = await aClosedQuarter();
    await open(cli, "--branch", LI);

    expect(await cli.bot("summary", "submit", "2026Q4", "--by", "he")).toMatchObject({ code: 0 });
  });

  test.each([
    [[], "第一党支部已有2026年第四季度的结果：本次单独成表"],
    [["--replaces-quarter"], "第一党支部已有2026年第四季度的结果：本次将替换该结果"],
  ])("says so beforehand: with %j", async (words, text) => {
    const cli = await aClosedQuarter();

    expect((await cli.bot("round", "open", "--reason", "补测", "--branch", LI, ...words)).err).toContain(text);
  });
});

describe("round open, at a terminal", () => {
  const asks = async (answers: string[], ...words: string[]) => {
    const cli = aCli({ answers });
    cli.roster(aSchool);
    await cli.tick();
    const before = dump(cli.db);
    const outcome = await cli.bot("round", "open", "--reason", "抽测", ...words);
    return { ...outcome, changed: JSON.stringify(dump(cli.db)) !== JSON.stringify(before) };
  };

  test.each([
    ["是", 0, true],
    [" 是 ", 0, true],
    ["", 2, false],
    ["否", 2, false],
    ["y", 2, false],
    ["是的吧", 2, false],
  ])("says how many are asked and waits for 是: %j ends with %i, something opened: %j", async (answer, code, changed) => {
    const outcome = await asks([answer]);

    expect(outcome).toMatchObject({ code, changed });
    expect(outcome.err).toContain("将向 4 个党支部的 10 名党员发出提问，11月18日 21:00 截止。");
  });

  test("asks nothing with --yes, and a trial like a round without", async () => {
    expect(await asks([], "--yes")).toMatchObject({ code: 0, changed: true });
    expect(await asks(["否"], "--trial", "--members", "li")).toMatchObject({ code: 2, changed: false });
    expect(await asks(["是"], "--trial", "--members", "li")).toMatchObject({ code: 0, changed: true });
  });
});

describe("round close", () => {
  test("closes every open round now, and shows what came in", async () => {
    const cli = await aSchoolBeingAsked();
    await cli.say("li", "9000");

    const { rounds } = (await cli.json("round", "close")) as Rounds;

    expect(rounds).toMatchObject([
      { branch: "第一党支部", state: "closed", members: 4, reported: 1, late: 0 },
      { branch: "第二党支部", state: "closed", members: 3, reported: 0 },
      { branch: "第三党支部", state: "closed", members: 2, reported: 0 },
      { branch: "离退休党支部", state: "closed", members: 1, reported: 0 },
    ]);
    expect(await cli.say("chen", "9000")).toContain("目前没有进行中的填报");
  });

  test("closes one branch's where it is named", async () => {
    const cli = await aSchoolBeingAsked();

    const { rounds } = (await cli.json("round", "close", "--branch", "第二党支部")) as Rounds;

    expect(rounds).toMatchObject([{ branch: "第二党支部", state: "closed" }]);
    expect(await cli.say("li", "9000")).toContain("已记录");
  });

  test("fails where none is open, and the second time", async () => {
    const cli = await aSchoolBeingAsked();
    await cli.bot("round", "close", "--branch", "第二党支部");

    expect(await cli.bot("round", "close", "--branch", "第二党支部")).toMatchObject({
      code: 1,
      err: "没有进行中的考核。",
    });
  });

  test("shows rounds of two quarters that are open together", async () => {
    const cli = aSchoolOnRecord("2026-12-31 10:00");
    await open(cli, "--branch", "第一党支部", "--close", "+2d");
    cli.clock.set("2027-01-01 10:00");
    await open(cli, "--branch", "第二党支部", "--close", "+2d");

    const { rounds } = (await cli.json("round", "close")) as Rounds;

    expect(rounds.map(({ branch }) => branch)).toEqual(["第一党支部", "第二党支部"]);
  });

  test("does no round by halves: one that cannot be closed stays open, and is closed when it is tried again", async () => {
    const cli = await aSchoolBeingAsked();
    cli.db.$client.exec(`create trigger stop before insert on branch_tables when new.round_id = 7
      begin select raise(abort, 'no'); end`);
    const halves = () =>
      cli.db.$client
        .prepare(
          `select id from rounds r where origin = 'extra'
             and (state = 'closed') <> exists (select 1 from branch_tables t where t.round_id = r.id)`,
        )
        .all();

    expect(await cli.bot("round", "close")).toMatchObject({ code: 1, out: "" });
    expect(halves()).toEqual([]);
    expect(cli.db.$client.prepare("select state from rounds where id = 7").pluck().get()).toBe("open");

    cli.db.$client.exec("drop trigger stop");
    expect(await cli.bot("round", "close")).toMatchObject({ code: 0 });
    expect(cli.db.$client.prepare("select count(*) from branch_tables").pluck().get()).toBe(4);
  });

  test("claims nothing that the clock has closed meanwhile", async () => {
    const cli = await aSchoolBeingAsked();
    cli.db.$client.exec(`create temp trigger clock after insert on branch_tables when new.round_id = 5
      begin update rounds set state = 'closed', closed_at = 1 where id = 6; end`);

    await cli.bot("round", "close");

    const claimed = cli.db.$client.prepare("select subject from audit where act = 'round.close-now' order by id");
    expect(claimed.pluck().all()).toEqual(["round:5", "round:7", "round:8"]);
  });

  test("is in the audit log, whose chain stays whole", async () => {
    const cli = await aClosedQuarter();
    const rows = cli.db.$client
      .prepare("select at, actor, act, subject, detail, hash from audit order by id")
      .all() as {
      act: string;
      hash: string;
    }[];

    let previous = "";
    for (const { hash, ...row } of rows) {
      const expected = createHash("sha256")
        .update(previous)
        .update(JSON.stringify(Object.values(row)));
      expect(hash).toBe(expected.digest("hex"));
      previous = hash;
    }
    expect(rows.filter(({ act }) => act === "round.close-now")).toHaveLength(4);
    expect(rows.filter(({ act }) => act === "round.close")).toHaveLength(4);
  });
});
