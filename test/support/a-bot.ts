import pino from "pino";
import { type Inbox, openInbox } from "../../src/chat/inbox.ts";
import { type Day, type Instant, instantAt, workCalendar } from "../../src/domain/calendar.ts";
import type { Duty, MemberState } from "../../src/domain/roster.ts";
import { planImport, type RosterRow } from "../../src/domain/roster-import.ts";
import { tick } from "../../src/jobs/schedule.ts";
import type { InboundContent } from "../../src/platform/platform.ts";
import { workspace } from "../../src/services.ts";
import { seededBytes } from "../../src/simulator/random.ts";
import { type Database, transaction } from "../../src/store/database.ts";
import { memberByAccount } from "../../src/store/members.ts";
import { outboxLines } from "../../src/store/outbox.ts";
import { saveReport } from "../../src/store/reports.ts";
import { applyImport, loadRoster } from "../../src/store/roster.ts";
import { aDatabaseIn, anEmptyDatabase } from "./an-empty-database.ts";

export interface Clock {
  now(): Instant;
  /** `2026-11-22 09:07`, Shanghai. */
  set(time: string): void;
  pass(milliseconds: number): void;
}

export function aClock(time: string): Clock {
  let instant = at(time);
  return {
    now: () => instant,
    set: (text) => {
      instant = at(text);
    },
    pass: (milliseconds) => {
      instant += milliseconds;
    },
  };
}

/** `2026-11-22 09:07` → instant. */
export function at(time: string): Instant {
  const [day, clock] = time.split(" ") as [Day, string];
  return instantAt(day, clock);
}

export interface APerson {
  readonly name?: string;
  readonly branch?: string;
  readonly duties?: readonly Duty[];
  readonly state?: MemberState;
  readonly from?: string;
  readonly until?: string;
}

/** The bot without platform and queue: real database (in memory unless a file is given), real jobs, real texts. */
export interface Bot {
  readonly db: Database;
  readonly clock: Clock;
  readonly inbox: Inbox;
  /** Everything the jobs need. */
  readonly services: {
    readonly school: string;
    readonly textBytes: number;
    readonly db: Database;
    readonly now: () => Instant;
    readonly random: (bytes: number) => Buffer;
    readonly calendar: () => ReturnType<typeof workCalendar>;
    readonly log: pino.Logger;
  };
  /** Imports people by account, as `roster import` does; `dueFirst`: the first import counts as always. */
  roster(people: Readonly<Record<string, APerson>>): void;
  /** A past total, as `reports import` does. */
  past(account: string, total: number, day: string): void;
  /**
   * Says something and gives the reply; every call is a new message unless `id` is given. Who is shown what is open
   * and asked whether to go on all the same, goes on (仍然提交, 仍然发布); `send` does not.
   */
  say(account: string, text: string, id?: string): Promise<string | undefined>;
  send(account: string, content: InboundContent, id?: string): Promise<string | undefined>;
  tick(): Promise<void>;
  /** Texts planned for a member or group, in order. */
  planned(to: string): string[];
}

export function aBot({
  time = "2026-11-16 08:00",
  file = ":memory:",
  seed = 1,
  textBytes = workspace.limits.textBytes,
} = {}): Bot {
  const db = file === ":memory:" ? anEmptyDatabase() : aDatabaseIn(file);
  const clock = aClock(time);
  const log = pino({ level: "silent" });
  const random = seededBytes(seed, "bot");
  const services = { db, now: clock.now, random, calendar: () => workCalendar(), log, school: "测试学校", textBytes };
  const inbox = openInbox({ ...services, bot: "学习积分助手" });
  let messages = 0;

  function send(
    account: string,
    content: InboundContent,
    id = `message-${(messages += 1)}`,
  ): Promise<string | undefined> {
    return inbox.submit({ id, account, content });
  }

  return {
    db,
    clock,
    inbox,
    services,
    roster(people) {
      const rows = Object.entries(people).map(
        ([account, person], index): RosterRow => ({
          line: index + 2,
          account,
          name: person.name ?? `党员${account}`,
          branch: person.branch ?? "第一党支部",
          duties: person.duties ?? [],
          state: person.state ?? "在职",
          from: person.from as Day | undefined,
          until: person.until as Day | undefined,
        }),
      );
      const today = new Date(clock.now() + 8 * 3_600_000).toISOString().slice(0, 10) as Day;
      transaction(db, () => applyImport(db, planImport(rows, loadRoster(db), today)));
    },
    past(account, total, day) {
      saveReport(db, {
        memberId: memberByAccount(db, account)!.id,
        roundId: null,
        day: day as Day,
        total,
        source: "导入",
        reportedBy: null,
        reportedAt: at(`${day} 12:00`),
        late: false,
        doubt: null,
      });
    },
    async say(account, text, id) {
      const reply = await send(account, { kind: "text", text }, id);
      const still = /请回复“(仍然(?:提交|发布) \S+)”/.exec(reply ?? "");
      // A bot that was started anew counts its messages from the beginning: an id of one's own keeps them apart.
      const next = id === undefined ? undefined : `${id}-still`;
      return still === null ? reply : send(account, { kind: "text", text: still[1]! }, next);
    },
    send,
    tick: () => tick(services),
    planned(to) {
      const texts = db.$client
        .prepare("select d.key, m.message from deliveries d join messages m on m.id = d.message_id order by d.id")
        .all() as { key: string; message: string }[];
      const keys = new Set(
        outboxLines(db)
          .filter((line) => line.to === to)
          .map(({ key }) => key),
      );
      return texts
        .filter(({ key }) => keys.has(key))
        .map(({ message }) => JSON.parse(message) as { text?: string; name?: string })
        .map(({ text, name }) => text ?? `[${name}]`);
    },
  };
}

/** A branch of people who report: secretary, commissioner and members, in one open extra-like round. */
export const aBranch: Readonly<Record<string, APerson>> = {
  zhang: { name: "张伟", duties: ["支部书记"] },
  wang: { name: "王芳", duties: ["宣传委员"] },
  li: { name: "李明" },
  chen: { name: "陈静" },
  wu: { name: "伍建国", duties: ["支委"] },
};
