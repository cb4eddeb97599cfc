import { describe, expect, test } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { setSetting } from "../../src/store/settings.ts";
import { aSchool } from "../chat/a-school.ts";
import { drawnDayOf } from "../support/drawn-day.ts";
import { adopt, aLife, type Life, type Way, ways } from "./a-life.ts";

const GROUP = "appchat:school";
const VERSIONS = "select version, state from summaries order by version";
const LINES = `select b.name as branch, s.table_version as "table", s.reported, s.sum, s.rank
  from summary_branches s join branches b on b.id = s.branch_id where s.version = ? order by s.branch_id`;
const TABLES = `select t.version, t.reported, t.sum, t.reason from branch_tables t join rounds r on r.id = t.round_id
  join branches b on b.id = r.branch_id where b.name = '第一党支部' order by t.version`;
const ROWS = `select m.account, t.total, t.source from table_rows t join members m on m.id = t.member_id
  join rounds r on r.id = t.round_id join branches b on b.id = r.branch_id
  where b.name = '第一党支部' and t.version = ? order by m.id`;

const first = [
  { branch: "第一党支部", table: 1, reported: 5, sum: 65_000, rank: 2 },
  { branch: "第二党支部", table: 1, reported: 8, sum: 108_000, rank: 1 },
];
const totals = { zhang: 15_000, wang: 14_000, li: 13_000, chen: 12_000, wu: 11_000 };

/** Both branches asked and closed, everybody of the first one to be checked, the summary drafted. */
async function aDraft(way: Way): Promise<Life> {
  const life = aLife(way);
  const { parameters } = defaultPolicy;
  adopt(life.bot, { ...defaultPolicy, parameters: { ...parameters, spotCheck: { share: 1, atLeast: 0 } } });
  life.roster(aSchool);
  setSetting(life.bot.db, "schoolGroup", GROUP);
  await life.at("2026-10-01 08:00");
  await life.onDrawnDay("09:07");
  for (const [account, total] of Object.entries(totals)) await life.say(account, String(total));
  for (const account of Object.keys(aSchool).slice(5)) await life.say(account, "13500");
  await life.onDrawnDay("09:00", 1);
  return life;
}

/** What the school's group got, but for the draw. */
const publications = (life: Life) => life.planned(GROUP).filter((text) => !text.includes("已随机抽取"));

const steps = {
  submitted: ["he:提交"],
  approved: ["he:提交", "ma:通过"],
  published: ["he:提交", "ma:通过", "he:发布"],
} as const;

async function act(life: Life, said: readonly string[]): Promise<void> {
  for (const each of said) {
    const [account, text] = each.split(":") as [string, string];
    expect(await life.say(account, text), each).not.toMatch(/无权|只有/);
  }
}

const corrections = [
  ["a spot check", ["wang:不符 陈静 14500 当面核对", "zhang:不符 陈静 14500"]],
  ["an objection", ["chen:异议 应为14500", "he:答复 1 更正 14500 看错"]],
] as const;

describe.each(ways)("jobs run %s", (way) => {
  test.each(
    corrections,
  )("%s after publication makes a draft that is published anew; what was published stays", async (_what, said) => {
    const life = await aDraft(way);
    await act(life, steps.published);
    const posts = publications(life);
    expect(posts.join()).toContain("第 1 名 第二党支部");
    const rows = life.rows(ROWS, 1);

    await act(life, said);
    expect(life.rows(VERSIONS)).toEqual([{ version: 1, state: "published" }]);
    await life.onDrawnDay("10:00", 1);
    await life.onDrawnDay("10:01", 1);

    expect(life.rows(VERSIONS)).toEqual([
      { version: 1, state: "published" },
      { version: 2, state: "draft" },
    ]);
    expect(life.rows(LINES, 1)).toEqual(first);
    expect(life.rows(LINES, 2)).toEqual([
      { branch: "第一党支部", table: 2, reported: 5, sum: 67_500, rank: 1 },
      { branch: "第二党支部", table: 1, reported: 8, sum: 108_000, rank: 1 },
    ]);
    expect(life.rows(TABLES)).toEqual([
      { version: 1, reported: 5, sum: 65_000, reason: null },
      { version: 2, reported: 5, sum: 67_500, reason: expect.stringMatching(/抽查更正|看错/) },
    ]);
    expect(life.rows(ROWS, 1)).toEqual(rows);
    expect(publications(life)).toEqual(posts);
    expect(await life.say("li", "排名")).toContain("第 1 名 第二党支部");

    await act(life, steps.published);
    await life.onDrawnDay("11:00", 1);

    expect(life.rows(VERSIONS)).toEqual([
      { version: 1, state: "published" },
      { version: 2, state: "published" },
    ]);
    expect(publications(life).length).toBeGreaterThanOrEqual(4);
    const again = publications(life).slice(2).join();
    expect(again).toContain("【更正公示】");
    // One figure alone has changed: the average would tell by how much.
    expect(again).toContain("第 1 名 第一党支部：人均不公开");
    expect(again).toContain("名次由第 2 名更正为第 1 名");
    expect(await life.say("li", "排名")).toContain("第 1 名 第一党支部");
    expect(life.rows(LINES, 1)).toEqual(first);
  });

  test.each([
    "submitted",
    "approved",
  ] as const)("a correction after it was %s leaves nothing to approve or publish but the new draft", async (state) => {
    const life = await aDraft(way);
    await act(life, steps[state]);
    await act(life, corrections[0][1]);
    await life.onDrawnDay("10:00", 1);

    expect(life.rows(VERSIONS)).toEqual([
      { version: 1, state },
      { version: 2, state: "draft" },
    ]);
    expect(await life.say("ma", "通过")).toContain("目前是“草稿”");
    expect(await life.say("he", "发布")).toContain("目前是“草稿”");
    expect(publications(life)).toEqual([]);
    await act(life, steps.published);
    expect(publications(life)).not.toEqual([]);
  });

  test("an archived quarter is corrected by an objection, as a new version", async () => {
    const life = await aDraft(way);
    await act(life, steps.published);
    life.bot.db.$client.exec("update summaries set state = 'archived'");
    await act(life, corrections[1][1]);
    await life.onDrawnDay("10:00", 1);

    expect(life.rows(VERSIONS)).toEqual([
      { version: 1, state: "archived" },
      { version: 2, state: "draft" },
    ]);
  });

  test("two corrections between two ticks make one draft, of the newest table", async () => {
    const life = await aDraft(way);
    await act(life, [...corrections[0][1], "wang:不符 李明 13100 当面核对"]);
    await life.onDrawnDay("10:00", 1);
    await life.onDrawnDay("10:01", 1);

    expect(life.rows(VERSIONS)).toHaveLength(2);
    expect(life.rows<{ table: number }>(LINES, 2).map(({ table }) => table)).toEqual([3, 1]);
    const drafts = life.planned("he").filter((text) => text.includes("汇总"));
    expect(drafts.length).toBeGreaterThanOrEqual(2);
  });

  test("a correction of an earlier round that a later one has replaced touches no summary", async () => {
    const life = await aDraft(way);
    await act(life, ["chen:异议 应为14500"]);
    const day = addDays(drawnDayOf(life.bot), 2);
    const [replaced] = life.rows<{ id: number }>("select round_id as id from objections");
    life.bot.db.$client
      .prepare(
        `insert into rounds (quarter, branch_id, origin, state, day, closed_at, reason)
         select quarter, branch_id, 'extra', 'closed', ?, closed_at + 1, 'test' from rounds where id = ?`,
      )
      .run(day, replaced!.id);
    life.bot.db.$client.exec(
      "insert into branch_tables (round_id, version, made_at, members, reported) select max(id), 1, 0, 5, 0 from rounds",
    );
    await life.onDrawnDay("10:00", 1);
    expect(life.rows(VERSIONS)).toHaveLength(2);

    await act(life, ["he:答复 1 更正 14500"]);
    await life.onDrawnDay("11:00", 1);

    expect(life.rows(VERSIONS)).toHaveLength(2);
    expect(life.rows<{ table: number }>(LINES, 2).map(({ table }) => table)).toEqual([1, 1]);
  });
});
