import pino from "pino";
import { onTestFinished } from "vitest";
import type { Quarter } from "../../src/domain/calendar.ts";
import { partsOf } from "../../src/domain/delivery.ts";
import { type Deliverer, type DeliverServices, openDeliverer } from "../../src/jobs/deliver.ts";
import type { RenderDocument } from "../../src/papers/papers.ts";
import type { Platform } from "../../src/platform/platform.ts";
import { wecom as openWeCom } from "../../src/platform/wecom/adapter.ts";
import { seededBytes } from "../../src/simulator/random.ts";
import { startWeCom, type WeCom, type WeComOptions } from "../../src/simulator/wecom-server.ts";
import { memberByAccount } from "../../src/store/members.ts";
import { type OutboxLine, outboxLines, plan, planToEach } from "../../src/store/outbox.ts";
import { KEYS, PNG } from "../simulator/a-workspace.ts";
import { type APerson, aBot, type Bot } from "./a-bot.ts";

/** The bot with its way out: the simulated workspace, the real adapter, the deliverer, one clock for all. */
export interface Sender {
  readonly bot: Bot;
  readonly wecom: WeCom;
  readonly platform: Platform;
  readonly services: DeliverServices;
  readonly deliverer: Deliverer;
  /** Every line that was logged. */
  readonly log: readonly string[];
  /** Plans a text to an account, or to a group by its target. */
  plan(key: string, to: string, text: string, when?: { notBefore?: number; expiresAt?: number }): void;
  /** Plans a document; equal `version`s are equal messages. */
  planFile(key: string, to: string, kind?: "image" | "file", version?: number): void;
  /** Another process on the same database; `changes` to its platform. */
  another(name: string, changes?: Partial<Platform>): Deliverer;
  /** Sends what is due at this instant, and what becomes due by it, until there is nothing. */
  drain(deliverer?: Deliverer): Promise<void>;
  /** Lets time pass from one due moment to the next until nothing is left, or until the limit (milliseconds). */
  drainAll(limitMs?: number): Promise<void>;
  lines(): Record<string, Pick<OutboxLine, "state" | "attempts" | "error"> & { id: number }>;
}

const QUARTER = "2026Q4" as Quarter;

/** Makes every document into the same small picture. */
export const aPicture: RenderDocument = async ({ kind, name }) => ({ kind, name, bytes: PNG });

export async function aSender(
  people: readonly string[] | Readonly<Record<string, APerson>>,
  options: Partial<WeComOptions> & { time?: string; render?: RenderDocument; file?: string } = {},
): Promise<Sender> {
  const { time = "2026-11-18 09:07", render = aPicture, file, ...workspace } = options;
  const bot = aBot({ time, ...(file === undefined ? {} : { file }) });
  const roster: Readonly<Record<string, APerson>> = Array.isArray(people)
    ? Object.fromEntries(people.map((account: string) => [account, {}]))
    : (people as Readonly<Record<string, APerson>>);
  bot.roster(roster);
  const wecom = await startWeCom({
    ...KEYS,
    now: bot.clock.now,
    members: Object.entries(roster).map(([account, { name = account }]) => ({ account, name, department: "学校" })),
    appchats: ["school"],
    robots: ["robot-1", "robot-2"],
    randomBytes: seededBytes("workspace"),
    ...workspace,
  });
  onTestFinished(() => wecom.close());

  const log: string[] = [];
  const services: DeliverServices = {
    ...bot.services,
    platform: openWeCom({ base: wecom.url, ...KEYS }, bot.clock.now, Buffer.alloc),
    log: pino({ level: "trace" }, { write: (line: string) => void log.push(line) }),
    process: "first",
  };
  const deliverer = openDeliverer(services, render);

  function recipient(to: string) {
    const member = memberByAccount(bot.db, to);
    return member === undefined
      ? ({ kind: "group", target: to } as const)
      : ({ kind: "member", memberId: member.id } as const);
  }

  async function drain(by = deliverer): Promise<void> {
    for (let due = await by.due(); due.length > 0; due = await by.due()) {
      for (const batch of due) await by.deliver(batch);
    }
  }

  return {
    bot,
    wecom,
    platform: services.platform,
    services,
    deliverer,
    log,
    plan(key, to, text, when = {}) {
      const parts = partsOf({ kind: "text", text }, services.textBytes);
      planToEach(bot.db, [{ key, to: recipient(to) }], parts, when, bot.clock.now());
    },
    planFile(key, to, kind = "image", version = 1) {
      const document = { kind: "ranking-chart", quarter: QUARTER, version } as const;
      const message = { kind, name: kind === "image" ? "排名.png" : "统计表.xlsx", document };
      plan(bot.db, { key, to: recipient(to), message }, bot.clock.now());
    },
    another: (process, changes = {}) =>
      openDeliverer({ ...services, process, platform: { ...services.platform, ...changes } }, render),
    drain,
    async drainAll(limitMs = 7 * 86_400_000) {
      const end = bot.clock.now() + limitMs;
      await drain();
      for (let next = nextMoment(bot); next !== undefined && next <= end; next = nextMoment(bot)) {
        bot.clock.pass(next - bot.clock.now());
        await drain();
      }
    },
    lines() {
      const all = outboxLines(bot.db).map(({ key, id, state, attempts, error }) => [
        key,
        { id, state, attempts, error },
      ]);
      return Object.fromEntries(all) as ReturnType<Sender["lines"]>;
    },
  };
}

/** When something that waits has its time; what waits for something else is due with that. */
function nextMoment({ db, clock }: Bot): number | undefined {
  const moments = db.$client
    .prepare(
      `select min(due) as due from (
         select not_before as due from deliveries where state = 'planned' and batch_id is null
         union all select not_before from batches where done = 0
         union all select claimed_at + 31000 from batches where done = 0 and claimed_at is not null)
       where due > ?`,
    )
    .get(clock.now()) as { due: number | null };
  return moments.due ?? undefined;
}

/** `m0`, `m1`, … */
export function members(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `m${index}`);
}
