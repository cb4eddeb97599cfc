import { expect, test } from "vitest";
import type { Documents } from "../../src/documents/documents.ts";
import type { DocumentRequest } from "../../src/documents/kinds.ts";
import type { Quarter } from "../../src/domain/calendar.ts";
import { builtInPolicies } from "../../src/domain/policy.ts";
import { renderDocument } from "../../src/papers/papers.ts";
import { computeSummary, storeSummary } from "../../src/store/summaries.ts";
import { adopt } from "../jobs/a-life.ts";
import { aBot } from "../support/a-bot.ts";
import { anOpenRound } from "../support/open-round.ts";

const QUARTER = "2026Q4" as Quarter;

/** Three branches of which the second has the highest average, and a stored summary of them. */
async function aSummary(policyId: string) {
  const bot = aBot({ time: "2026-11-18 10:00" });
  adopt(bot, builtInPolicies.find(({ id }) => id === policyId)!);
  const people = { a: "第一党支部", b: "第二党支部", c: "第三党支部" };
  bot.roster(Object.fromEntries(Object.entries(people).map(([account, branch]) => [account, { branch }])));
  for (const branch of Object.values(people)) anOpenRound(bot, branch);
  await bot.say("a", "12000");
  await bot.say("b", "15000");
  bot.clock.set("2026-11-19 09:01");
  await bot.tick();
  const { version } = storeSummary(bot.db, computeSummary(bot.db, QUARTER, bot.clock.now())!, bot.clock.now());
  return { bot, version };
}

/** What the chart of a version is drawn from. */
async function chartOf({ bot, version }: Awaited<ReturnType<typeof aSummary>>) {
  const asked: DocumentRequest[] = [];
  const documents: Documents = {
    make: async (request) => {
      asked.push(request);
      return new Uint8Array([1]);
    },
    close: async () => {},
  };
  const render = renderDocument(
    bot.db,
    { download: () => Promise.reject(new Error("no picture")) },
    documents,
    "测试学校",
  );
  const document = { kind: "ranking-chart", quarter: QUARTER, version } as const;
  const file = await render({ kind: "image", name: "排名.png", document });
  expect(file).toEqual({ kind: "image", name: "排名.png", bytes: new Uint8Array([1]) });
  return asked[0]!.data as Extract<DocumentRequest, { kind: "ranking-chart" }>["data"];
}

test("under the school's document the chart shows averages in the order of the ranks, with the clause", async () => {
  const chart = await chartOf(await aSummary("guifang-2020-58"));

  expect(chart).toMatchObject({ metric: "average", school: "测试学校", quarter: QUARTER, days: ["2026-11-18"] });
  expect(chart.branches.map(({ branch }) => branch).slice(0, 2)).toEqual(["第二党支部", "第一党支部"]);
  expect(chart.notes.join()).toMatch(/依据五（三）2；.*上次积分/);
});

test("where nothing is ranked, the chart shows completion, and its order gives no rank away", async () => {
  const chart = await chartOf(await aSummary("low-burden"));

  expect(chart.metric).toBe("completion");
  expect(chart.branches.map(({ branch }) => branch)).toEqual(["第一党支部", "第二党支部", "第三党支部"]);
  expect(chart.notes).toEqual([]);
});

test("the chart of a version stays what it was when a newer version has come", async () => {
  const summary = await aSummary("guifang-2020-58");
  const before = await chartOf(summary);
  const { bot } = summary;
  const now = bot.clock.now();
  storeSummary(bot.db, { ...computeSummary(bot.db, QUARTER, now)!, branches: [] }, now);

  expect(await chartOf(summary)).toEqual(before);
});

test("a version that does not exist is an error, not an empty chart", async () => {
  const { bot } = await aSummary("guifang-2020-58");

  await expect(chartOf({ bot, version: 99 })).rejects.toThrow("version 99 is missing");
});
