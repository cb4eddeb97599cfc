import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { addDays, DAY_MS, dayOf, minuteOf, quarterOf } from "../../src/domain/calendar.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { type APerson, aBot, type Bot } from "../support/a-bot.ts";
import { drawnDayOf } from "../support/drawn-day.ts";

/**
 * How the clock's jobs are run at each moment: once; twice; each time in a process of its own, on the same file;
 * killed after every single transaction before they come through; with a clock that falls back an hour and a day each
 * time. All of them must come to the same.
 */
export const ways = ["once", "twice", "restarted", "killed", "jumping"] as const;
const HOUR_MS = 3_600_000;
export type Way = (typeof ways)[number];

/** A bot through time. */
export interface Life {
  /** The process of the moment. */
  readonly bot: Bot;
  /** Passes to a moment and does what is due, in the way of this life. */
  at(time: string): Promise<void>;
  /** The same on the drawn day of the fourth quarter, or so many days after it. */
  onDrawnDay(time: string, days?: number, branch?: string): Promise<void>;
  /** Lets time pass with the machine switched off. */
  off(time: string): void;
  say(account: string, text: string): Promise<string | undefined>;
  roster(people: Readonly<Record<string, APerson>>): void;
  planned(to: string): string[];
  rows<Row>(sql: string, ...parameters: unknown[]): Row[];
}

export function aLife(way: Way, { time = "2026-10-01 08:00", seed = 1 } = {}): Life {
  const folder = way === "restarted" ? mkdtempSync(join(tmpdir(), "study-points-")) : undefined;
  const open = (at: string) =>
    aBot({ time: at, seed, file: folder === undefined ? ":memory:" : join(folder, "bot.sqlite") });
  let bot = open(time);
  let now = time;
  let said = 0;
  onTestFinished(() => {
    bot.db.$client.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  function restart(): void {
    bot.db.$client.close();
    bot = open(now);
  }

  async function doWhatIsDue(): Promise<void> {
    if (way === "killed") await killedAgainAndAgain(bot);
    await bot.tick();
    if (way === "twice") await bot.tick();
    if (way === "jumping") await fallBack();
  }

  /** Not into the quarter before, which would have been drawn in its time. */
  async function fallBack(): Promise<void> {
    const moment = bot.clock.now();
    for (const back of [HOUR_MS, DAY_MS, 0]) {
      if (quarterOf(dayOf(moment - back)) !== quarterOf(dayOf(moment))) continue;
      bot.clock.set(minuteOf(moment - back));
      await bot.tick();
    }
    bot.clock.set(minuteOf(moment));
  }

  const life: Life = {
    get bot() {
      return bot;
    },
    async at(moment) {
      life.off(moment);
      if (way === "restarted") restart();
      await doWhatIsDue();
    },
    async onDrawnDay(moment, days = 0, branch) {
      await life.at(`${addDays(drawnDayOf(bot, branch), days)} ${moment}`);
    },
    off(moment) {
      now = moment;
      bot.clock.set(moment);
    },
    say: (account, text) => bot.say(account, text, `said-${(said += 1)}`),
    roster: (people) => bot.roster(people),
    planned: (to) => bot.planned(to),
    rows: <Row>(sql: string, ...parameters: unknown[]) => bot.db.$client.prepare(sql).all(...parameters) as Row[],
  };
  return life;
}

/** The process dies before it has written anything, then after one more transaction, after two more, after three. */
async function killedAgainAndAgain(bot: Bot): Promise<void> {
  const { $client: client } = bot.db;
  const transaction = client.transaction.bind(client);
  for (const transactions of [0, 1, 2, 3]) {
    let left = transactions;
    // Whoever is dead writes nothing any more.
    const live = () => client.pragma(`query_only = ${left > 0 ? "off" : "on"}`);
    live();
    client.transaction = ((work: () => unknown) => ({
      immediate() {
        const outermost = !client.inTransaction;
        const result = transaction(work).immediate();
        if (outermost) left -= 1;
        live();
        return result;
      },
    })) as unknown as typeof client.transaction;
    await bot.tick();
    client.transaction = transaction;
    client.pragma("query_only = off");
  }
}

/** Puts a policy in force from the beginning of time, as `bot policy use` would have done. */
export function adopt(bot: Bot, policy: Policy, from = "2020-01-01"): void {
  bot.db.$client
    .prepare("insert into policies (policy, from_day, approved_by, adopted_at) values (?, ?, '何翠芬', 0)")
    .run(JSON.stringify(policy), from);
}

/** Every row that jobs and messages write. */
export function everything(life: Life): Record<string, unknown[]> {
  const tables = life.rows<{ name: string }>(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\' order by name",
  );
  return Object.fromEntries(tables.map(({ name }) => [name, life.rows(`select * from ${name}`)]));
}

/**
 * The same without what the salts decide, for those are random, and a life that is restarted or killed begins randomness
 * anew: whether a row has one is left, not which, and so it is with the seals and the chain over them.
 */
export function everythingButSalts(life: Life): Record<string, unknown[]> {
  const { audit = [], settings = [], ...tables } = everything(life);
  const undigested = (rows: unknown[]) =>
    JSON.parse(JSON.stringify(rows).replaceAll(/[0-9a-f]{64}/g, "digest")) as unknown[];
  const unsalted = Object.entries(tables).map(([name, rows]) => [
    name,
    rows.map((row) => {
      const { salt, ...rest } = row as { salt?: Buffer | null };
      return salt ? { ...rest, salt: salt.length } : row;
    }),
  ]);
  return { ...Object.fromEntries(unsalted), audit: undigested(audit), settings: undigested(settings) };
}
