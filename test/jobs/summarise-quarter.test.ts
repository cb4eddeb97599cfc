import { describe, expect, test } from "vitest";
import { roundById, roundsIn } from "../../src/store/rounds.ts";
import { aSchool } from "../chat/a-school.ts";
import { closeRound } from "../support/close-round.ts";
import { anOpenRound } from "../support/open-round.ts";
import { aLife, type Life, type Way, ways } from "./a-life.ts";

const VERSIONS = "select quarter, version, state, policy_id as policy from summaries order by version";
const LINES = `select b.name as branch, s.round_id as round, s.members, s.reported, s.sum, s.rank
  from summary_branches s join branches b on b.id = s.branch_id where s.version = ? order by s.rank`;
const drafts = (life: Life, account = "he") => life.planned(account).filter((text) => text.includes("汇总已生成"));

async function aClosedQuarter(way: Way): Promise<Life> {
  const life = aLife(way);
  life.roster(aSchool);
  await life.at("2026-10-01 08:00");
  await life.onDrawnDay("09:07");
  for (const account of ["zhang", "wang", "li", "chen", "wu"]) await life.say(account, "10000");
  for (const account of ["su", "tang", "gao", "he"]) await life.say(account, "20000");
  await life.onDrawnDay("09:00", 1);
  return life;
}

describe.each(ways)("jobs run %s", (way) => {
  test("when all rounds of a quarter are over its summary is drafted once and the office is told", async () => {
    const life = await aClosedQuarter(way);
    await life.onDrawnDay("12:00", 1);
    await life.at("2026-12-31 23:00");

    expect(life.rows(VERSIONS)).toEqual([{ quarter: "2026Q4", version: 1, state: "draft", policy: 1 }]);
    expect(life.rows(LINES, 1)).toEqual([
      { branch: "第一党支部", round: 1, members: 5, reported: 5, sum: 50_000, rank: 1 },
      { branch: "第二党支部", round: 2, members: 8, reported: 4, sum: 80_000, rank: 1 },
    ]);
    for (const account of ["he", "lin", "shi"]) expect(drafts(life, account)).toHaveLength(1);
    for (const account of ["zhang", "li", "fang", "ma"]) expect(drafts(life, account)).toEqual([]);
  });

  test("while one branch is still open, or still to be asked, there is no draft", async () => {
    const life = aLife(way);
    life.roster(aSchool);
    await life.at("2026-10-01 08:00");
    const extra = anOpenRound(life.bot);
    closeRound(life.bot.services, roundById(life.bot.db, extra));
    await life.at("2026-10-02 10:00");
    expect(life.rows(VERSIONS)).toEqual([]);

    await life.onDrawnDay("09:07");
    closeRound(life.bot.services, roundsIn(life.bot.db, "open")[0]!);
    await life.onDrawnDay("12:00");

    expect(life.rows(VERSIONS)).toEqual([]);
  });

  test("a round that was missed holds the draft up no more than one that was held", async () => {
    const life = aLife(way);
    life.roster(aSchool);
    await life.at("2026-10-01 08:00");
    anOpenRound(life.bot);
    await life.at("2026-12-25 10:00");

    expect(life.rows("select distinct state from rounds where origin = 'drawn'")).toEqual([{ state: "missed" }]);
    expect(life.rows(VERSIONS)).toEqual([{ quarter: "2026Q4", version: 1, state: "draft", policy: 1 }]);
  });

  test("a later extra round makes a second version with its own figures, and the office is told again", async () => {
    const life = await aClosedQuarter(way);
    await life.say("he", "提交");
    await life.onDrawnDay("12:00", 1);
    const extra = anOpenRound(life.bot);
    for (const account of ["zhang", "wang", "li", "chen", "wu"]) await life.say(account, "10010");
    await life.onDrawnDay("08:59", 2);
    expect(drafts(life)).toHaveLength(1);
    await life.onDrawnDay("09:00", 2);
    await life.onDrawnDay("12:00", 3);

    expect(life.rows(VERSIONS)).toEqual([
      { quarter: "2026Q4", version: 1, state: "submitted", policy: 1 },
      { quarter: "2026Q4", version: 2, state: "draft", policy: 1 },
    ]);
    expect(life.rows(LINES, 2)).toEqual([
      { branch: "第一党支部", round: extra, members: 5, reported: 5, sum: 50_050, rank: 1 },
      { branch: "第二党支部", round: 2, members: 8, reported: 4, sum: 80_000, rank: 2 },
    ]);
    expect(life.rows(LINES, 1)).toHaveLength(2);
    expect(drafts(life)).toHaveLength(2);
    expect(life.rows("select act from audit where act = 'summary.draft'")).toHaveLength(2);
  });

  test("two extra rounds of a branch that closed in the same moment make one version", async () => {
    const life = await aClosedQuarter(way);
    await life.onDrawnDay("12:00", 1);
    for (let round = 0; round < 2; round += 1) {
      closeRound(life.bot.services, roundById(life.bot.db, anOpenRound(life.bot)));
    }
    await life.onDrawnDay("12:01", 1);
    await life.onDrawnDay("12:02", 1);

    expect(life.rows(VERSIONS)).toHaveLength(2);
  });
});
