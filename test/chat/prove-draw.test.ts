import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { addDays, lastDay, type Quarter } from "../../src/domain/calendar.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { quarterRow } from "../../src/store/quarters.ts";
import { setSetting } from "../../src/store/settings.ts";
import { adopt } from "../jobs/a-life.ts";
import { type APerson, aBot, type Bot } from "../support/a-bot.ts";
import { drawnDayOf, passToDrawnDay } from "../support/drawn-day.ts";

const Q4 = "2026Q4" as Quarter;
const GROUP = "webhook:school";
const people: Readonly<Record<string, APerson>> = {
  he: { name: "何翠", duties: ["总管理"] },
  li: { name: "李明" },
  ma: { name: "马宁", branch: "第二党支部" },
};

interface Options {
  readonly group?: boolean;
  readonly scope?: "school" | "branch";
  readonly seed?: number;
}

async function aDrawnQuarter({ group = true, scope = "school", seed = 1 }: Options = {}): Promise<Bot> {
  const bot = aBot({ time: "2026-10-01 08:00", seed });
  const { parameters } = defaultPolicy;
  adopt(bot, { ...defaultPolicy, parameters: { ...parameters, draw: { ...parameters.draw, scope } } });
  bot.roster(people);
  if (group) setSetting(bot.db, "schoolGroup", GROUP);
  await bot.tick();
  return bot;
}

const posts = (bot: Bot) => bot.planned(GROUP).filter((text) => text.includes("已随机抽取"));
const seedOf = ({ db }: Bot) => quarterRow(db, Q4)!.seed!.toString("hex");
const toNextQuarter = (bot: Bot) => bot.clock.set(`${addDays(lastDay(Q4), 1)} 00:00`);

describe("when a quarter is drawn", () => {
  test("commitment and candidates go to the school's group, once", async () => {
    const bot = await aDrawnQuarter();
    await bot.tick();

    const { commitment, candidates } = quarterRow(bot.db, Q4)!;
    expect(posts(bot)).toHaveLength(1);
    expect(posts(bot)[0]).toContain(commitment);
    expect(posts(bot)[0]).toContain(candidates!.join(" "));
    expect(posts(bot)[0]).not.toContain(seedOf(bot));
  });

  test("a group that is named later gets them as long as no day has come", async () => {
    const early = await aDrawnQuarter({ group: false });
    setSetting(early.db, "schoolGroup", GROUP);
    await early.tick();
    expect(posts(early)).toHaveLength(1);

    const late = await aDrawnQuarter({ group: false });
    await passToDrawnDay(late, "09:07");
    setSetting(late.db, "schoolGroup", GROUP);
    await late.tick();
    expect(posts(late)).toEqual([]);
  });
});

describe("验证抽取", () => {
  test("shows any member commitment and candidates while a day of the quarter is still to come, and no more", async () => {
    const bot = await aDrawnQuarter();
    const { commitment, candidates } = quarterRow(bot.db, Q4)!;
    const asks = async () => {
      for (const words of ["验证抽取", "验证抽取 2026Q4", "核验抽取", "四季度验证抽取", "验证抽取 本季度"]) {
        const reply = (await bot.say("li", words))!;
        expect(reply, words).toContain(commitment);
        expect(reply, words).toContain(candidates!.join(" "));
        expect(reply, words).not.toContain(seedOf(bot));
        expect(reply, words).not.toContain("HMAC");
      }
    };

    await asks();
    await passToDrawnDay(bot, "09:07");
    await asks();
    bot.clock.set(`${lastDay(Q4)} 23:59`);
    await asks();
  });

  test("without a quarter points, in a new quarter, to the one that is over", async () => {
    const bot = await aDrawnQuarter();
    await passToDrawnDay(bot, "09:07");
    toNextQuarter(bot);

    expect(await bot.say("li", "验证抽取")).toContain("验证抽取 2026Q4");
    expect(await bot.say("li", "验证抽取 上季度")).toContain(seedOf(bot));
  });

  test.each(["2025Q1", "2027Q4"])("of %s, which was never drawn, says so", async (quarter) => {
    const bot = await aDrawnQuarter();

    expect(await bot.say("li", `验证抽取 ${quarter}`)).toContain("没有抽取");
  });

  test("fits into one message, also after a redraw", async () => {
    const bot = await aDrawnQuarter();
    await passToDrawnDay(bot, "08:00", 1);
    await passToDrawnDay(bot, "09:07");
    toNextQuarter(bot);

    const reply = (await bot.say("li", "验证抽取 2026Q4"))!;

    expect(reply).toContain("重抽一次");
    expect(Buffer.byteLength(reply)).toBeLessThanOrEqual(2048);
  });
});

/** The shell lines of the operator's guide that compute a draw, and those for a redraw. */
function guideBlocks(): string[] {
  const guide = readFileSync(new URL("../../deploy/guide.zh-CN.md", import.meta.url), "utf8");
  return [...guide.matchAll(/```bash\n(.*?)```/gs)]
    .map(([, block]) => block!)
    .filter((block) => block.includes("openssl"));
}

function withValues(block: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce(
    (lines, [name, value]) => lines.replace(new RegExp(`^${name}=.*$`, "m"), `${name}="${value}"`),
    block,
  );
}

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

describe.skipIf(!hasOpenssl)("the openssl lines of the guide, filled in from 验证抽取", () => {
  function compute(reply: string, scope = "school"): string {
    const value = (pattern: RegExp) => pattern.exec(reply)?.[1] ?? "";
    const values = {
      SEED: value(/种子：(\w{64})/),
      POLICY: value(/"([\w-]+)2026Q4"\)/),
      QUARTER: Q4,
      DAYS: value(/候选日（\d+ 天）：(.+)/),
      SCOPE: scope,
      AFTER: value(/在 (\S+) 之后/),
    };
    const blocks = guideBlocks().slice(0, values.AFTER === "" ? 1 : 2);
    const script = blocks.map((block) => withValues(block, values)).join("\n");
    return execFileSync("bash", ["-euc", script], { encoding: "utf8" });
  }

  test.each([1, 2, 3, 4, 5, 6])("give commitment and day: seed %d", async (seed) => {
    const bot = await aDrawnQuarter({ seed });
    const day = drawnDayOf(bot);
    await passToDrawnDay(bot, "09:07");
    toNextQuarter(bot);

    const computed = compute((await bot.say("li", "验证抽取 2026Q4"))!);

    expect(computed).toContain(quarterRow(bot.db, Q4)!.commitment);
    expect(computed).toContain(`考核日 ${day}`);
  });

  test.each([1, 2, 3])("give the day that was drawn again: seed %d", async (seed) => {
    const bot = await aDrawnQuarter({ seed });
    const first = drawnDayOf(bot);
    await passToDrawnDay(bot, "08:00", 1);
    const second = drawnDayOf(bot);
    await passToDrawnDay(bot, "09:07");
    toNextQuarter(bot);

    const reply = (await bot.say("li", "验证抽取 2026Q4"))!;

    expect(reply).toContain(`考核日：${second}`);
    expect(compute(reply)).toContain(`考核日 ${first}\n重抽的考核日 ${second}`);
  });

  test("give each branch its own day where branches draw apart", async () => {
    const bot = await aDrawnQuarter({ scope: "branch" });
    const days = { li: drawnDayOf(bot, "第一党支部"), ma: drawnDayOf(bot, "第二党支部") };
    toNextQuarter(bot);

    expect(compute((await bot.say("li", "验证抽取 2026Q4"))!, "第一党支部")).toContain(`考核日 ${days.li}`);
    expect(compute((await bot.say("ma", "验证抽取 2026Q4"))!, "第二党支部")).toContain(`考核日 ${days.ma}`);
  });
});
