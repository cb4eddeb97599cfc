import { describe, expect, test } from "vitest";
import type { Quarter } from "../../src/domain/calendar.ts";
import { decisiveRounds, roundsIn } from "../../src/store/rounds.ts";
import {
  computeSummary,
  isUpToDate,
  quartersToSummarise,
  storedSummary,
  storeSummary,
  summaryVersion,
} from "../../src/store/summaries.ts";
import { aBot, aBranch, type Bot } from "../support/a-bot.ts";
import { closeRound } from "../support/close-round.ts";
import { anOpenRound } from "../support/open-round.ts";

const quarter = "2026Q4" as Quarter;

/** A branch so late in its quarter that nothing is drawn any more; rounds are opened by hand. */
function aBotInDecember(): Bot {
  const bot = aBot({ time: "2026-12-22 10:00" });
  bot.roster({ ...aBranch, su: { name: "苏敏", branch: "第二党支部", duties: ["支部书记"] } });
  return bot;
}

async function aRoundWith(bot: Bot, total: number, branch = "第一党支部"): Promise<void> {
  anOpenRound(bot, branch);
  const account = branch === "第一党支部" ? "li" : "su";
  await bot.say(account, `${total}`);
  // A second one on the same day is asked about.
  await bot.say(account, "是");
  for (const round of roundsIn(bot.db, "open")) closeRound(bot.services, round);
}

const figuresOf = (bot: Bot) =>
  computeSummary(bot.db, quarter, bot.clock.now())!.branches.map(({ branch, average }) => [branch, average?.sum]);

describe("a quarter's figures", () => {
  test("are of the round of each branch that closed last", async () => {
    const bot = aBotInDecember();
    await aRoundWith(bot, 10_000);
    await aRoundWith(bot, 20_000, "第二党支部");
    bot.clock.pass(60_000);
    await aRoundWith(bot, 11_000);

    expect(figuresOf(bot)).toEqual([
      ["第二党支部", 20_000],
      ["第一党支部", 11_000],
    ]);
  });

  test("are none while no round has closed", () => {
    const bot = aBotInDecember();
    anOpenRound(bot);

    expect(computeSummary(bot.db, quarter, bot.clock.now())).toBeUndefined();
    expect(storedSummary(bot.db, quarter)).toBeUndefined();
  });
});

describe("a quarter is to be summarised", () => {
  test("when its rounds are over, and not before", async () => {
    const bot = aBotInDecember();
    await aRoundWith(bot, 10_000);
    anOpenRound(bot, "第二党支部");
    const before = quartersToSummarise(bot.db);
    for (const round of roundsIn(bot.db, "open")) closeRound(bot.services, round);

    expect(before).toEqual([]);
    expect(quartersToSummarise(bot.db)).toEqual([quarter]);
  });

  test("once for the rounds it has, and once more for a later one", async () => {
    const bot = aBotInDecember();
    const versions: (number | undefined)[] = [];
    for (const total of [10_000, 11_000]) {
      await aRoundWith(bot, total);
      for (let time = 1; time <= 3; time += 1) await bot.tick();
      versions.push(storedSummary(bot.db, quarter)?.version);
      bot.clock.pass(60_000);
    }

    expect(versions).toEqual([1, 2]);
  });

  test("once, also when two rounds of a branch closed in the same millisecond", async () => {
    const bot = aBotInDecember();
    await aRoundWith(bot, 10_000);
    await aRoundWith(bot, 11_000);

    for (let time = 1; time <= 3; time += 1) await bot.tick();

    expect(storedSummary(bot.db, quarter)?.version).toBe(1);
    expect(decisiveRounds(bot.db, quarter).map(({ id }) => id)).toEqual([2]);
  });
});

describe("a stored summary", () => {
  test("is what was computed, and stays so when later figures make the next version", async () => {
    const bot = aBotInDecember();
    await aRoundWith(bot, 10_000);
    const computed = computeSummary(bot.db, quarter, bot.clock.now())!;
    const first = storeSummary(bot.db, computed, bot.clock.now());
    bot.clock.pass(60_000);
    await aRoundWith(bot, 99_000);

    const later = computeSummary(bot.db, quarter, bot.clock.now())!;
    storeSummary(bot.db, later, bot.clock.now());

    expect(first).toEqual({ ...computed, version: 1 });
    expect(summaryVersion(bot.db, quarter, 1)).toEqual(first);
    expect(isUpToDate(first, computed)).toBe(true);
    expect(isUpToDate(first, later)).toBe(false);
    expect(storedSummary(bot.db, quarter)).toMatchObject({ version: 2, state: "draft" });
  });
});
